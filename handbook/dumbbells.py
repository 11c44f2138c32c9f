"""All statements of a quarter in one drawing: what both teams said, and what they guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.canvas import (
    FAINT,
    boxes,
    canvas,
    line,
    rules,
    side_by_side,
    wrapped,
    writing,
)
from handbook.charts import WIDTH
from handbook.labels import LINE, fitted, width_of
from handbook.layers import QUIET, Spec, colour, mark, marks, words
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.scores import HIGHEST, Figure
from handbook.words import listed, quoted

_LEFT = 20
_POINT = 66
"""How long a point of the scale is."""
_PLOT = 4 * _POINT
_OWN, _GUESS = 14, 34
"""From the top of a statement's lane to its own views, and to its guesses."""
_BETWEEN = 20
_KEY_ROW = 24
_TOUCH = 13
"""Marks nearer to each other than this stand one above the other."""


@dataclass(frozen=True)
class Row:
    """One statement's place in the drawing; ``top`` is where its wording starts."""

    reading: Reading
    wording: tuple[str, ...]
    notes: tuple[str, ...]
    top: float

    @property
    def lane(self) -> float:
        """Where the lane with its marks starts."""
        return self.top + LINE * (len(self.wording) + len(self.notes)) + 4

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.lane + (_GUESS if self.reading.mirrored else _OWN) + 12

    @property
    def middle(self) -> float:
        """Halfway down the lane."""
        return (self.lane + self.bottom) / 2


@dataclass(frozen=True)
class Dumbbells:
    """Both teams' own views and guesses, a row a statement, most misjudged first."""

    quarter: QuarterRound
    names: Mapping[str, str]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The statements: those whose guesses can be compared, then others by their real gap."""
        return tuple(sorted(self.quarter.statements, key=_most_misjudged_first))

    @property
    def title(self) -> str:
        """What the drawing is about."""
        return f"What both teams said and guessed in {self.quarter.quarter}"

    @property
    def description(self) -> str:
        """What it shows, in a sentence."""
        quarter = self.quarter
        worst, apart = quarter.most_misjudged, quarter.furthest_apart
        if apart is None:
            return f"In {quarter.quarter}, too little can be shown to compare the two teams."
        said = []
        if worst is not None:
            said.append(
                f"the guesses were furthest off on {quoted(worst.wording)},"
                f" by {worst.misjudged.text} points on average"
            )
        scores = listed([f"{self.names[team]} {apart.own[team].text}" for team in quarter.teams])
        said.append(
            f"what the teams said differs most on {quoted(apart.wording)},"
            f" by {apart.real_gap.size} points ({scores})"
        )
        return f"In {quarter.quarter}, {'; '.join(said)}."

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The statements with their places, one below the other."""
        rows: list[Row] = []
        top = _KEY_ROW * (1 + self._key[-1][3]) + 8.0
        for reading in self.readings:
            notes = wrapped(self.note(reading))
            row = Row(reading, tuple(wrapped(reading.wording)), tuple(notes), top)
            rows.append(row)
            top = row.bottom + _BETWEEN
        return tuple(rows)

    def note(self, reading: Reading) -> str:
        """Why a statement has not all of its marks; empty if it has."""
        missing = [
            f"{self.names[team]}: {reading.own[team].text}"
            for team in reading.teams
            if not reading.own[team].shown
        ]
        if not reading.mirrored:
            missing.append("guesses were not asked for")
            return _sentence(missing)
        missing += [
            f"guess by {self.names[team]}: {reading.guess[team].text}"
            for team in reading.teams
            if not reading.guess[team].shown
        ]
        return _sentence(missing)

    @property
    def spec(self) -> Spec:
        """The specification of the drawing."""
        return canvas(
            self.rows[-1].bottom + 4,
            [
                *boxes(map(_lane, self.rows), opacity=0.06),
                *rules((tick for row in self.rows for tick in _ticks(row)), opacity=0.2),
                *self._bands(),
                *rules((each for row in self.rows for each in _misreads(row)), strokeDash=[2, 3]),
                *rules((each for row in self.rows for each in _gap(row)), strokeWidth=3),
                *marks((each for row in self.rows for each in _marks(row)), off_axes=True),
                *self._key_layers(),
                *writing(each for row in self.rows for each in _wording(row)),
                *writing((each for row in self.rows for each in _ends(row)), "center"),
                *writing(map(_misread, filter(_comparable, self.rows)), "right", 600),
                *writing(map(_unit, filter(_comparable, self.rows)), "right"),
            ],
        )

    def _bands(self) -> Iterator[Spec]:
        """Where a score lies that may not be told: from which to which, in the team's colour."""
        for place, team in enumerate(self.quarter.teams):
            places = (
                line(_x(figure.band[0]), row.lane + y, _x(figure.band[1]), row.lane + y)
                for row in self.rows
                for figure, y in (
                    (row.reading.own[team], _OWN),
                    (row.reading.guess[team], _GUESS),
                )
                if figure.band
            )
            yield from rules(places, stroke=colour(place), strokeWidth=7, opacity=0.35)

    @cached_property
    def _key(self) -> list[tuple[str, str, float, int]]:
        """What the marks and lines mean: which, its words, where it starts, in which row."""
        names = [self.names[team] for team in self.quarter.teams]
        kinds = [(f"own.{place}", name) for place, name in enumerate(names)]
        if self.quarter.mirrored:
            kinds += [(f"guess.{place}", f"Guess by {name}") for place, name in enumerate(names)]
        kinds.append(("gap", "Real gap"))
        if self.quarter.mirrored:
            kinds.append(("misread", "Misread"))
        told = [(kind, fitted(text, 34)) for kind, text in kinds]
        places = side_by_side([width_of(text) + 38 for _, text in told])
        return [(*each, *place) for each, place in zip(told, places, strict=True)]

    def _key_layers(self) -> Iterator[Spec]:
        middles = [(kind, text, x, _KEY_ROW * (row + 0.5)) for kind, text, x, row in self._key]
        points = [
            mark(int(kind[-1]), kind.startswith("guess"), x + 8, y)
            for kind, _, x, y in middles
            if "." in kind
        ]
        yield from marks(points, off_axes=True)
        strokes = {kind: line(x, y, x + 18, y) for kind, _, x, y in middles}
        yield from rules([strokes["gap"]], strokeWidth=3)
        yield from rules([strokes["misread"]] if "misread" in strokes else [], strokeDash=[2, 3])
        yield from writing(
            words(text, x + (20 if "." in kind else 24), y) for kind, text, x, y in middles
        )


def _most_misjudged_first(reading: Reading) -> tuple[bool, float, bool, float]:
    misjudged, gap = reading.misjudged, abs(reading.real_gap)
    return (not misjudged.shown, -(misjudged.value or 0), not gap.shown, -(gap.value or 0))


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _x(score: float) -> float:
    return _LEFT + (score - 1) * _POINT


def _lane(row: Row) -> Spec:
    return line(_LEFT, row.lane, _LEFT + _PLOT, row.bottom)


def _ticks(row: Row) -> Iterator[Spec]:
    for score in range(2, HIGHEST):
        yield line(_x(score), row.lane, _x(score), row.bottom)


def _ends(row: Row) -> Iterator[Spec]:
    """The ends of the scale, so that no statement is far from its numbers."""
    for score, x in ((1, _LEFT - 13), (HIGHEST, _LEFT + _PLOT + 13)):
        yield words(str(score), x, row.middle, FAINT)


def _wording(row: Row) -> Iterator[Spec]:
    told = [(text, QUIET) for text in row.wording] + [(text, FAINT) for text in row.notes]
    for number, (text, fill) in enumerate(told):
        yield words(text, 0, row.top + (number + 0.5) * LINE, fill)


def _comparable(row: Row) -> bool:
    return row.reading.misjudged.shown


def _misread(row: Row) -> Spec:
    """How far off the guesses are, on average."""
    return words(row.reading.misjudged.text, WIDTH, row.middle - LINE / 2)


def _unit(row: Row) -> Spec:
    return words("misread", WIDTH, row.middle + LINE / 2, FAINT)


def _spots(row: Row, guess: bool) -> dict[str, tuple[float, float]]:
    """Where each team's mark stands; a little above each other where they would touch."""
    figures: Mapping[str, Figure] = row.reading.guess if guess else row.reading.own
    found = {team: _x(figure.value) for team, figure in figures.items() if figure.value is not None}
    near = len(found) > 1 and max(found.values()) - min(found.values()) < _TOUCH
    shift = 5 if near else 0
    middle = row.lane + (_GUESS if guess else _OWN)
    return {
        team: (found[team], middle + (shift if place else -shift))
        for place, team in enumerate(row.reading.teams)
        if team in found
    }


def _marks(row: Row) -> Iterator[Spec]:
    for guess in (False, True):
        spots = _spots(row, guess)
        for place, team in enumerate(row.reading.teams):
            if team in spots:
                yield mark(place, guess, *spots[team])


def _gap(row: Row) -> Iterator[Spec]:
    """A line from one team's own view to the other's."""
    spots = _spots(row, guess=False)
    if len(spots) > 1:
        first, second = (spots[team] for team in row.reading.teams)
        yield line(*first, *second)


def _misreads(row: Row) -> Iterator[Spec]:
    """A line from each guess to what the other team really said."""
    own, guesses = _spots(row, guess=False), _spots(row, guess=True)
    for team in row.reading.teams:
        other = row.reading.other(team)
        if team in guesses and other in own:
            yield line(*guesses[team], *own[other])
