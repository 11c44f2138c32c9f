"""How far off the guesses were, statement by statement and quarter by quarter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalog.quarters import Quarter
from handbook.canvas import FAINT, boxes, canvas, line, rules, wrapped, writing
from handbook.charts import WIDTH
from handbook.labels import LINE, quarter_labels
from handbook.layers import QUIET, Spec, words
from handbook.perceptions import PerceptionBook
from handbook.readings import Reading
from handbook.scores import NOT_ASKED, Figure
from handbook.themes import Statement
from handbook.words import quoted

MOST = 12
"""So many quarters have room with a number in each cell."""
_WIDEST = 44
"""No cell is wider, however few quarters there are."""
_HEIGHT = 26
_BETWEEN = 12
_STRONGEST = 0.36
"""How strong a cell may be so that its number stays readable on it, in light and dark."""
_FULL = 2
"""From so many points on, cells are not stronger."""
HIDDEN_SIGN, NOT_ASKED_SIGN = "–", "·"
"""What stands for a number that cannot be shown, and for one that was not asked for."""
_DASHED = {"fill": "none", "stroke": QUIET, "strokeOpacity": 0.6, "strokeDash": [2, 2]}
_BROKEN = {"strokeWidth": 2, "strokeDash": [4, 3]}


@dataclass(frozen=True)
class HeatMap:
    """The misread of each mirrored statement: both teams' absolute misreads, averaged."""

    all_quarters: tuple[Quarter, ...]
    """Every calendar quarter from the first closed one to the last, asked or not."""
    statements: tuple[Statement, ...]
    """Most misjudged in the last quarter first; at least one."""

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Those that are shown, oldest first."""
        return self.all_quarters[-MOST:]

    @property
    def title(self) -> str:
        """What the drawing is about."""
        return "How far off the guesses were in each quarter"

    @property
    def description(self) -> str:
        """What it shows, in a sentence."""
        span = f"In {self.quarters[0]}"
        if len(self.all_quarters) > len(self.quarters):
            span = f"In the last {len(self.quarters)} of {len(self.all_quarters)} quarters"
        elif len(self.quarters) > 1:
            span = f"From {self.quarters[0]} to {self.quarters[-1]}"
        found = [
            reading
            for statement in self.statements
            for reading in statement.readings
            if reading.quarter in self.quarters and reading.misjudged.shown
        ]
        if not found:
            return f"{span}, too little can be shown to compare guesses with what was said."
        most, least = max(found, key=_off), min(found, key=_off)
        said = f"{span}, the guesses were furthest off on {_told(most)}"
        return f"{said}." if len(found) == 1 else f"{said}, and least on {_told(least)}."

    def figure(self, statement: Statement, quarter: Quarter) -> Figure:
        """How far off the guesses of one statement were in one quarter, in points."""
        found = (each.misjudged for each in statement.readings if each.quarter == quarter)
        return next(found, NOT_ASKED)

    @property
    def spec(self) -> Spec:
        """The specification of the drawing."""
        return _Sheet(self).spec


def heat_map(book: PerceptionBook) -> HeatMap | None:
    """The map of the latest quarters; None if none of them asked for guesses."""
    if not book.quarters:
        return None
    calendar = tuple(book.quarters[0].quarter.through(book.quarters[-1].quarter))
    shown = calendar[-MOST:]
    mirrored = [
        statement
        for theme in book.themes
        for statement in theme.statements
        if any(each.mirrored and each.quarter in shown for each in statement.readings)
    ]
    mirrored.sort(key=lambda statement: -_off(statement.latest) if statement.latest else 1)
    return HeatMap(calendar, tuple(mirrored)) if mirrored else None


def _off(reading: Reading) -> float:
    return reading.misjudged.value or 0


def _told(reading: Reading) -> str:
    return f"{quoted(reading.wording)} in {reading.quarter} ({reading.misjudged.text} points)"


@dataclass(frozen=True)
class _Cell:
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
        """Its outline."""
        return line(self.x + 1, self.y, self.x + self.width - 1, self.y + _HEIGHT)

    @property
    def shade(self) -> Spec:
        """Its tint, stronger for what is further off."""
        return self.box | {"strength": min(1, (self.figure.value or 0) / _FULL) * _STRONGEST}

    @property
    def edge(self) -> Spec:
        """The line at its left that says that scores before are of other words."""
        return line(self.x, self.y - 2, self.x, self.y + _HEIGHT + 2)

    @property
    def sign(self) -> Spec:
        """Its number, or what stands for none."""
        none = HIDDEN_SIGN if self.hidden else NOT_ASKED_SIGN
        text = self.figure.text if self.figure.shown else none
        return words(text, self.x + self.width / 2, self.y + _HEIGHT / 2)


@dataclass(frozen=True)
class _Row:
    """One statement's place in the drawing; ``top`` is where its wording starts."""

    wording: list[str]
    top: float
    cells: list[_Cell]


@dataclass(frozen=True)
class _Sheet:
    """The drawing: the quarters, then each statement's wording with its cells below it."""

    shown: HeatMap

    @property
    def spec(self) -> Spec:
        cells = [cell for row in self._rows for cell in row.cells]
        return canvas(
            cells[-1].y + _HEIGHT + 4,
            [
                *boxes(each.shade for each in cells if each.figure.shown),
                *boxes((each.box for each in cells if each.hidden), **_DASHED),
                *rules((each.edge for each in cells if each.reworded), **_BROKEN),
                *writing(self._wordings()),
                *writing([*self._quarters(), *(each.sign for each in cells)], "center"),
            ],
        )

    @property
    def _width(self) -> float:
        return min(_WIDEST, WIDTH / len(self.shown.quarters))

    @cached_property
    def _rows(self) -> list[_Row]:
        rows = []
        top = 2.0 * LINE + 4
        for statement in self.shown.statements:
            wording = wrapped(statement.wording)
            y = top + LINE * len(wording) + 3
            rows.append(_Row(wording, top, list(self._cells(statement, y))))
            top = y + _HEIGHT + _BETWEEN
        return rows

    def _cells(self, statement: Statement, y: float) -> Iterator[_Cell]:
        breaks = statement.trend.breaks if statement.trend else frozenset()
        for number, quarter in enumerate(self.shown.quarters):
            figure, reworded = self.shown.figure(statement, quarter), quarter in breaks and number
            yield _Cell(figure, number * self._width, y, self._width, bool(reworded))

    def _quarters(self) -> Iterator[Spec]:
        quarters = self.shown.quarters
        labels = quarter_labels(quarters, self._width * len(quarters))
        for number, lines in enumerate(labels):
            for place, text in enumerate(lines):
                yield words(text, (number + 0.5) * self._width, (place + 0.5) * LINE, FAINT)

    def _wordings(self) -> Iterator[Spec]:
        for row in self._rows:
            for number, text in enumerate(row.wording):
                yield words(text, 0, row.top + (number + 0.5) * LINE)
