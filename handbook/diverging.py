"""A distribution in, its Vega-Lite specification out: bars to both sides of the middle answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from handbook.distributions import Distribution, Side
from handbook.diverging_key import STRENGTH, Key, fill_on
from handbook.labels import fitted, width_of
from handbook.layers import (
    WIDTH,
    Spec,
    bar,
    bars,
    colour,
    drawing,
    mark,
    marks,
    rule,
    rules,
    texts,
    words,
)
from handbook.words import capital

_PLOT = WIDTH - 2
_NAME = 30
"""From the top of a team's part to its bar."""
_BAR = 28
_BETWEEN = 18


def diverging(shown: Distribution) -> Spec:
    """The chart of one distribution: a bar a team, the middle answer's middle on one line.

    A part of a bar is as long as the share of the team's answers, and says how many people gave
    the answer where that fits. The key tells which strength of colour is which answer.
    """
    return _Chart(shown).spec


@dataclass(frozen=True)
class _Chart:
    shown: Distribution

    @property
    def spec(self) -> Spec:
        layers = [
            *bars([*self._key.boxes, *self._segments()]),
            *rules(self._middle()),
            *marks(
                mark(place, False, 6, self._top(place) + 11)
                for place, _ in enumerate(self.shown.sides)
            ),
            *texts(self._words()),
        ]
        height = self._top(len(self.shown.sides)) - _BETWEEN
        return drawing(_PLOT, height, {"left": 1, "right": 1, "top": 2, "bottom": 8}, layers)

    @cached_property
    def _key(self) -> Key:
        return Key(self.shown.scale, _PLOT / 2)

    def _top(self, place: int) -> float:
        """Where a team's part begins."""
        return self._key.height + 14 + place * (_NAME + _BAR + _BETWEEN)

    @cached_property
    def _unit(self) -> float:
        """How long a bar is."""
        left, right = (max(map(_reach, sides)) for sides in (self._shown, self._turned))
        return _PLOT / (left + right)

    @property
    def _shown(self) -> list[Sequence[int]]:
        return [side.people for side in self.shown.sides if side.people]

    @property
    def _turned(self) -> list[Sequence[int]]:
        return [people[::-1] for people in self._shown]

    @property
    def _zero(self) -> float:
        """Where the middle of the middle answer stands."""
        return self._unit * max(map(_reach, self._shown))

    def _segments(self) -> Iterator[Spec]:
        for place, side in enumerate(self.shown.sides):
            for number, (left, right) in enumerate(self._spans(side)):
                told = f"{side.label}, {self.shown.quarter}: {side.people[number]} of"
                told += f" {sum(side.people)} chose {number + 1}, {self.shown.scale[number]}"
                look = colour(place), STRENGTH[number], told
                if right > left:
                    yield bar(left, right, self._bar(place), _BAR, *look)

    def _spans(self, side: Side) -> Iterator[tuple[float, float]]:
        """From where to where each answer's part of the bar goes."""
        if side.people:
            whole = sum(side.people)
            start = self._zero - self._unit * _reach(side.people)
            ends = [start + self._unit * n / whole for n in accumulate(side.people, initial=0)]
            yield from pairwise(ends)

    def _bar(self, place: int) -> float:
        """The middle of a team's bar."""
        return self._top(place) + _NAME + _BAR / 2

    def _middle(self) -> Iterator[Spec]:
        """The line through the middle answer, above and below each bar."""
        for place, side in enumerate(self.shown.sides):
            for edge, out in ((_BAR / 2 + 1, 6), (-_BAR / 2 - 1, -6)) if side.people else ():
                y = self._bar(place) + edge
                yield rule((self._zero, y), (self._zero, y + out), width=1.5, opacity=0.75)

    def _words(self) -> Iterator[Spec]:
        yield from self._key.words
        for place, side in enumerate(self.shown.sides):
            y = self._top(place) + 11
            yield words(fitted(side.label, 28), 18, y, colour(place), weight=600)
            if not side.people:
                yield words(capital(side.why_not), 18, self._bar(place) - 6)
                continue
            answers = f"{sum(side.people)} answers"
            yield words(answers, _PLOT, y, align="right")
            for number, (left, right) in enumerate(self._spans(side)):
                text = f"{side.people[number]}"
                if right - left > width_of(text) + 2:
                    at = (left + right) / 2, self._bar(place)
                    yield words(text, *at, fill_on(number), "center", weight=600)


def _reach(people: Sequence[int]) -> float:
    """Which share of a team's answers lies left of the middle of the middle answer."""
    return (sum(people[:2]) + people[2] / 2) / sum(people)
