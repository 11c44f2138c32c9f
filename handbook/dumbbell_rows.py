"""One statement among the dumbbells: its wording, and a lane with the marks of both teams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.canvas import FAINT
from handbook.dumbbell_key import gap_line, misread_line
from handbook.labels import LINE
from handbook.layers import QUIET, WIDTH, Point, Spec, bar, colour, mark, rule, words
from handbook.readings import Reading
from handbook.scores import HIGHEST, Figure

_LEFT = 20
_POINT = 66
"""How long a point of the scale is."""
_RIGHT = _LEFT + 4 * _POINT
_OWN, _GUESS, _BELOW = 14, 34, 12
"""From the top of a lane to own views, and to guesses; from the last of them to its bottom."""
_ROOM = 10
"""How wide marks are. Nearer to each other than that they stand one above the other."""


@dataclass(frozen=True)
class Row:
    """One statement's place in the drawing; ``top`` is where its wording starts."""

    reading: Reading
    names: Mapping[str, str]
    wording: tuple[str, ...]
    notes: tuple[str, ...]
    top: float

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw, so that the statement has a lane."""
        figures = (*self.reading.own.values(), *self.reading.guess.values())
        return any(figure.shown or figure.band for figure in figures)

    @property
    def _lane(self) -> float:
        """Where its lane starts."""
        return self.top + LINE * (len(self.wording) + len(self.notes)) + 4

    @property
    def bottom(self) -> float:
        """Where the statement ends."""
        deepest = _GUESS if self.reading.mirrored else _OWN
        return self._lane + (deepest + _BELOW if self.drawn else 0)

    @property
    def _middle(self) -> float:
        return (self._lane + self.bottom) / 2

    @property
    def lane(self) -> Spec:
        """The scale's box."""
        return bar(_LEFT, _RIGHT, self._middle, self.bottom - self._lane, QUIET, 0.06)

    @property
    def words(self) -> Iterator[Spec]:
        """Its wording, below that why something is missing, and what stands beside its lane."""
        told = [(text, QUIET) for text in self.wording] + [(text, FAINT) for text in self.notes]
        for number, (text, fill) in enumerate(told):
            yield words(text, 0, self.top + (number + 0.5) * LINE, fill)
        if self.drawn:
            yield from self._beside_lane()

    def _beside_lane(self) -> Iterator[Spec]:
        """The ends of the scale, and how far off the guesses are if that can be said."""
        middle, misjudged = self._middle, self.reading.misjudged
        for score, x in ((1, _LEFT - 13), (HIGHEST, _RIGHT + 13)):
            yield words(str(score), x, middle, FAINT, "center")
        if misjudged.shown:
            yield words(misjudged.text, WIDTH, middle - LINE / 2, align="right", weight=600)
            yield words("misread", WIDTH, middle + LINE / 2, FAINT, "right")

    @property
    def lines(self) -> Iterator[Spec]:
        """What stands behind the marks: the scale, ranges, misreads and the real gap."""
        for score in range(2, HIGHEST):
            yield rule((_x(score), self._lane), (_x(score), self.bottom), opacity=0.2)
        yield from self._bands()
        yield from self._misreads()
        yield from self._gap()

    def _bands(self) -> Iterator[Spec]:
        """From where to where a score lies that may not be told."""
        for place, team in enumerate(self.reading.teams):
            for figures, deep in ((self.reading.own, _OWN), (self.reading.guess, _GUESS)):
                if band := figures[team].band:
                    start, end = ((_x(bound), self._lane + deep) for bound in band)
                    yield rule(start, end, colour(place), width=7, opacity=0.35)

    @property
    def marks(self) -> Iterator[Spec]:
        """Filled marks for own views, hollow ones below them for guesses."""
        for guess in (False, True):
            spots = self._spots(guess)
            for place, team in enumerate(self.reading.teams):
                if team in spots:
                    yield mark(place, guess, *spots[team], self._told(team, guess), _ROOM)

    def _told(self, team: str, guess: bool) -> str:
        """A figure in words: ``Guess by Sales: 3.8``."""
        figures = self.reading.guess if guess else self.reading.own
        return f"{'Guess by ' if guess else ''}{self.names[team]}: {figures[team].text}"

    def _gap(self) -> Iterator[Spec]:
        """A line from one team's own view to the other's."""
        spots = self._spots(guess=False)
        if len(spots) > 1:
            first, second = (spots[team] for team in self.reading.teams)
            yield gap_line(first, second)

    def _misreads(self) -> Iterator[Spec]:
        """A line from each guess to what the other team really said."""
        own, guesses = self._spots(guess=False), self._spots(guess=True)
        for team in self.reading.teams:
            other = self.reading.other(team)
            if team in guesses and other in own:
                yield misread_line(guesses[team], own[other])

    def _spots(self, guess: bool) -> dict[str, Point]:
        """Where each team's mark stands; a little above each other where they would touch."""
        figures: Mapping[str, Figure] = self.reading.guess if guess else self.reading.own
        xs = {team: _x(each.value) for team, each in figures.items() if each.value is not None}
        near = len(xs) > 1 and max(xs.values()) - min(xs.values()) < _ROOM
        shift = _ROOM / 2 if near else 0
        y = self._lane + (_GUESS if guess else _OWN)
        return {
            team: (xs[team], y + (shift if place else -shift))
            for place, team in enumerate(self.reading.teams)
            if team in xs
        }


def _x(score: float) -> float:
    return _LEFT + (score - 1) * _POINT
