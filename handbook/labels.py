"""Where a chart's words go: labels of quarters, and labels at the ends of lines.

All lengths are in the chart's units; widths are estimated, since no font is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

from catalog.quarters import Quarter
from handbook.scores import Figure
from handbook.trends import Series
from handbook.units import Unit

LINE = 17
"""From one line of text to the next."""
_CHARACTER = 9
"""How wide a character is taken to be; rather too wide than cut off."""
_APART = 4
"""Between two labels, so that it shows which lines belong together."""
_ROOM = 1.4
"""How much room a label needs for each unit of its width."""


def width_of(text: str) -> float:
    """About how wide a text is."""
    return len(text) * _CHARACTER


def fitted(text: str, characters: int) -> str:
    """A text of at most so many characters, cut short if need be."""
    return text if len(text) <= characters else f"{text[: characters - 1].rstrip()}…"


def quarter_labels(quarters: Sequence[Quarter], width: float) -> list[list[str]]:
    """The lines below each quarter's place, none where they would run into their neighbours.

    Every quarter if there is room, else the first and third of a year, else years alone.
    """
    step = width / len(quarters)
    labelled = next((every for every in (1, 2) if every * step > _ROOM * width_of("Q1")), 0)
    if labelled:
        return _named(quarters, labelled, year_first=step > _ROOM * width_of("2026"))
    every = 1 + int(_ROOM * width_of("2026") / (4 * step))
    return [
        [str(each.year)] if each.number == 1 and each.year % every == 0 else [] for each in quarters
    ]


def _named(quarters: Sequence[Quarter], every: int, year_first: bool) -> list[list[str]]:
    """Quarters by name; the year stands below the first of each and, with room, of all."""
    labels = []
    for place, each in enumerate(quarters):
        lines = [f"Q{each.number}"] if (each.number - 1) % every == 0 else []
        starts = each.number == 1 or (place == 0 and (year_first or each.number != 4))
        labels.append([*lines, str(each.year)] if lines and starts else lines)
    return labels


@dataclass(frozen=True)
class EndLabel:
    """The label at the end of a team's line; ``top`` is its upper edge, from the plot's."""

    series: Series
    lines: tuple[str, ...]
    top: float

    @property
    def height(self) -> float:
        """From its upper to its lower edge."""
        return LINE * len(self.lines)

    @property
    def centre(self) -> float:
        """Halfway between its edges."""
        return self.top + self.height / 2

    def at(self, top: float) -> "EndLabel":
        """The same label somewhere else."""
        return replace(self, top=top)


def end_labels(
    series: Sequence[Series], last: Quarter, unit: Unit, height: float
) -> list[EndLabel]:
    """A label for each line, beside its last figure or as near as others allow.

    A line without any figure has none. The figure itself is told if it is the last quarter's.
    """
    found = (_beside_last_figure(each, last, unit, height) for each in series)
    wanted = [label for label in found if label]
    wanted.sort(key=lambda label: label.centre)
    for place, (upper, lower) in enumerate(pairwise(wanted)):
        overlap = max(0, upper.top + upper.height + _APART - lower.top)
        wanted[place : place + 2] = [
            upper.at(upper.top - overlap / 2),
            lower.at(lower.top + overlap / 2),
        ]
    return _within(wanted, height)


def _beside_last_figure(
    series: Series, last: Quarter, unit: Unit, height: float
) -> EndLabel | None:
    placed = [
        (quarter, figure, level)
        for quarter, figure in series.figures.items()
        if (level := middle_of(figure)) is not None
    ]
    if not placed:
        return None
    quarter, figure, level = placed[-1]
    name = [fitted(line, 12) for line in wrap(fitted(series.name, 36), 12, break_long_words=False)]
    told = wrap(unit.told(figure), 12) if quarter == last else []
    label = EndLabel(series, (*name, *told), 0)
    return label.at(unit.below_top(level) * height - label.height / 2)


def middle_of(figure: Figure) -> float | None:
    """Its value, or the middle of the range it lies in; None if neither is shown."""
    return sum(figure.band) / 2 if figure.band else figure.value


def _within(labels: list[EndLabel], height: float) -> list[EndLabel]:
    """Labels pushed back between the plot's edges, in their order."""
    free_from, pushed_down = 0.0, []
    for label in labels:
        pushed_down.append(label.at(max(label.top, free_from)))
        free_from = pushed_down[-1].top + label.height + _APART
    free_to, pushed_up = height, []
    for label in reversed(pushed_down):
        pushed_up.append(label.at(min(label.top, free_to - label.height)))
        free_to = pushed_up[-1].top - _APART
    return pushed_up[::-1]
