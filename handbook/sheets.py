"""Figures in tinted cells: statements one below the other, quarters side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalog.quarters import Quarter
from handbook.canvas import FAINT, TALLEST, canvas, wrapped
from handbook.labels import LINE, quarter_labels
from handbook.layers import DASHED, QUIET, WIDTH, Spec, bar, bars, rule, rules, texts, words
from handbook.scores import NOT_ASKED, Figure

_WIDEST = 44
"""No cell is wider, however few quarters there are."""
_HEIGHT = 26
_BETWEEN = 12
_STRONGEST = 0.36
"""How strong a cell may be so that its number stays readable on it, in light and dark."""
_FULL = 2
"""From so many points on, cells are not stronger."""
_DASHED = {"strokeDash": [2, 2], "strokeOpacity": 0.6}
"""The outline of what is hidden."""
HIDDEN_SIGN, NOT_ASKED_SIGN = "–", "·"
"""What stands for a number that cannot be shown, and for one that was not asked for."""


@dataclass(frozen=True)
class Cell:
    """A statement in a quarter; ``x`` and ``y`` are its upper left corner."""

    figure: Figure
    x: float
    y: float
    width: float
    reworded: bool = False
    """Whether the quarter asked otherwise than the time before."""

    @property
    def hidden(self) -> bool:
        """Whether it was asked and cannot be shown."""
        return not self.figure.shown and self.figure != NOT_ASKED

    @property
    def box(self) -> Spec:
        """Its box, tinted stronger for what is further off, outlined for what is hidden."""
        strength = min(1, (self.figure.value or 0) / _FULL) * _STRONGEST
        ends, middle = (self.x + 1, self.x + self.width - 1), self.y + _HEIGHT / 2
        return bar(*ends, middle, _HEIGHT, QUIET, strength, outlined=self.hidden)

    @property
    def edge(self) -> Spec:
        """The line at its left that says that scores before are of other words."""
        top, bottom = (self.x, self.y - 2), (self.x, self.y + _HEIGHT + 2)
        return rule(top, bottom, width=2, dash=DASHED)

    @property
    def sign(self) -> Spec:
        """Its number, or what stands for none."""
        none = HIDDEN_SIGN if self.hidden else NOT_ASKED_SIGN
        text = self.figure.text if self.figure.shown else none
        return words(text, self.x + self.width / 2, self.y + _HEIGHT / 2, align="center")


@dataclass(frozen=True)
class Line:
    """A statement of the sheet: its wording and, quarter by quarter, its figures."""

    wording: str
    figures: tuple[Figure, ...]
    reworded: frozenset[int]
    """The numbers of the quarters that asked otherwise than the time before."""


def sheets(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The statements sheet by sheet, so that none grows too tall for paper."""
    while lines:
        _, *bottoms = _tops(lines)
        fitting = max(1, sum(bottom <= TALLEST for bottom in bottoms))
        yield lines[:fitting]
        lines = lines[fitting:]


def _tops(lines: Iterable[Line]) -> Iterator[float]:
    """Where each statement starts if they all stand on one sheet, and where the last one ends."""
    top = 2.0 * LINE + 4
    yield top
    for each in lines:
        top += LINE * len(wrapped(each.wording)) + 3 + _HEIGHT + _BETWEEN
        yield top


def sheet(quarters: Sequence[Quarter], lines: Sequence[Line]) -> Spec:
    """The drawing of one: the quarters, then each statement's wording with its cells below it."""
    width = min(_WIDEST, WIDTH / len(quarters))
    wordings: list[Spec] = []
    cells: list[Cell] = []
    for each, (top, bottom) in zip(lines, pairwise(_tops(lines)), strict=True):
        told = enumerate(wrapped(each.wording))
        wordings += [words(text, 0, top + (n + 0.5) * LINE) for n, text in told]
        cells += _cells(each, bottom - _BETWEEN - _HEIGHT, width)
    return canvas(
        cells[-1].y + _HEIGHT + 4,
        [
            *bars((each.box for each in cells if each.figure.shown), cornerRadius=3),
            *bars((each.box for each in cells if each.hidden), cornerRadius=3, **_DASHED),
            *rules(each.edge for each in cells if each.reworded),
            *texts([*wordings, *_heads(quarters, width), *(each.sign for each in cells)]),
        ],
    )


def _cells(asked: Line, y: float, width: float) -> Iterator[Cell]:
    for number, figure in enumerate(asked.figures):
        yield Cell(figure, number * width, y, width, number in asked.reworded)


def _heads(quarters: Sequence[Quarter], width: float) -> Iterator[Spec]:
    for number, lines in enumerate(quarter_labels(quarters, width * len(quarters))):
        for place, text in enumerate(lines):
            yield words(text, (number + 0.5) * width, (place + 0.5) * LINE, FAINT, "center")
