"""How far off the guesses were, or the teams apart, by statement and quarter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.quarters import Quarter
from handbook.canvas import Part
from handbook.perceptions import PerceptionBook
from handbook.readings import Reading
from handbook.scores import NOT_ASKED, Figure
from handbook.sheets import Line, sheet, sheets
from handbook.themes import Statement
from handbook.words import quoted

MOST = 12
"""So many quarters have room with a number in each cell."""


@dataclass(frozen=True)
class Measure:
    """What a map shows of each statement, in points, and the words for it."""

    of: Callable[[Reading], Figure]
    title: str
    furthest: str
    """What was the case where it is largest."""
    compared: str
    """What cannot be compared where nothing is shown."""


MISREADS = Measure(
    lambda reading: reading.misjudged,
    "How far off the guesses were in each quarter",
    "the guesses were furthest off",
    "guesses with what was said",
)
"""Both teams' absolute misreads, averaged."""
REAL_GAPS = Measure(
    lambda reading: abs(reading.real_gap),
    "How far apart the teams were in each quarter",
    "the teams were furthest apart",
    "what the teams said",
)
"""The difference between both teams' own views, whichever is higher."""


@dataclass(frozen=True)
class HeatMap:
    """A measure of every statement that has it, quarter by quarter."""

    measure: Measure
    all_quarters: tuple[Quarter, ...]
    """Every calendar quarter from the first closed one to the last, asked or not."""
    statements: tuple[Statement, ...]
    """Those furthest off or apart in the last quarter first; at least one."""

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Those that are shown, oldest first."""
        return self.all_quarters[-MOST:]

    @property
    def title(self) -> str:
        """What the drawing is about."""
        return self.measure.title

    @property
    def description(self) -> str:
        """What all of it shows, in a sentence."""
        return self._told(self.statements)

    def _told(self, statements: Sequence[Statement]) -> str:
        """What the drawing of these statements shows, in a sentence."""
        start = f"In {self.quarters[0]}"
        if len(self.all_quarters) > len(self.quarters):
            start = f"In the last {len(self.quarters)} of {len(self.all_quarters)} quarters"
        elif len(self.quarters) > 1:
            start = f"From {self.quarters[0]} to {self.quarters[-1]}"
        if len(statements) < len(self.statements):
            start += ", among these statements"
        found = [
            reading
            for statement in statements
            for reading in statement.readings
            if reading.quarter in self.quarters and self.measure.of(reading).shown
        ]
        if not found:
            return f"{start}, too little can be shown to compare {self.measure.compared}."
        most, least = max(found, key=self._points), min(found, key=self._points)
        said = f"{start}, {self.measure.furthest} on {self._named(most)}"
        return f"{said}." if len(found) == 1 else f"{said}, and least on {self._named(least)}."

    def _points(self, reading: Reading) -> float:
        return self.measure.of(reading).value or 0

    def _named(self, reading: Reading) -> str:
        points = self.measure.of(reading).text
        return f"{quoted(reading.wording)} in {reading.quarter} ({points} points)"

    def figure(self, statement: Statement, quarter: Quarter) -> Figure:
        """The measure of one statement in one quarter, in points."""
        found = (self.measure.of(each) for each in statement.readings if each.quarter == quarter)
        return next(found, NOT_ASKED)

    @property
    def parts(self) -> list[Part]:
        """The drawing, in parts that fit on paper."""
        rest = iter(self.statements)
        return [
            Part(sheet(self.quarters, lines), self._told(tuple(islice(rest, len(lines)))))
            for lines in sheets([self._line(each) for each in self.statements])
        ]

    def _line(self, statement: Statement) -> Line:
        breaks = statement.trend.breaks if statement.trend else frozenset()
        return Line(
            statement.wording,
            tuple(self.figure(statement, quarter) for quarter in self.quarters),
            frozenset(n for n, quarter in enumerate(self.quarters) if n and quarter in breaks),
        )


def heat_map(book: PerceptionBook, measure: Measure) -> HeatMap | None:
    """The map of the latest quarters; None if none of them asked for what it shows."""
    if not book.quarters:
        return None
    calendar = tuple(book.quarters[0].quarter.through(book.quarters[-1].quarter))
    shown = calendar[-MOST:]
    having = [
        statement
        for theme in book.themes
        for statement in theme.statements
        if any(
            each.quarter in shown and measure.of(each) != NOT_ASKED for each in statement.readings
        )
    ]

    def points(statement: Statement) -> float:
        return (statement.latest and measure.of(statement.latest).value) or 0

    having.sort(key=points, reverse=True)
    return HeatMap(measure, calendar, tuple(having)) if having else None
