"""How far off the guesses were, statement by statement and quarter by quarter."""

from collections.abc import Sequence
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
            if reading.quarter in self.quarters and reading.misjudged.shown
        ]
        if not found:
            return f"{start}, too little can be shown to compare guesses with what was said."
        most, least = max(found, key=_off), min(found, key=_off)
        said = f"{start}, the guesses were furthest off on {_told(most)}"
        return f"{said}." if len(found) == 1 else f"{said}, and least on {_told(least)}."

    def figure(self, statement: Statement, quarter: Quarter) -> Figure:
        """How far off the guesses of one statement were in one quarter, in points."""
        found = (each.misjudged for each in statement.readings if each.quarter == quarter)
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
