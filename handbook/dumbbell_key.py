"""What the marks and lines among the dumbbells mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.canvas import side_by_side
from handbook.labels import fitted, width_of
from handbook.layers import DOTTED, Point, Spec, mark, rule, words

_ROW = 24
_BELOW = 8
_LONGEST = 34
"""So many characters of a meaning have room beside its sign."""

_Sign = tuple[int, bool] | Callable[[Point, Point], Spec]
"""A mark of the team in this place, hollow for a guess; or one of the lines."""


def gap_line(start: Point, end: Point) -> Spec:
    """The line between what both teams said."""
    return rule(start, end, width=3)


def misread_line(start: Point, end: Point) -> Spec:
    """The line between a guess and what the other team said."""
    return rule(start, end, dash=DOTTED)


@dataclass(frozen=True)
class _Meaning:
    text: str
    sign: _Sign
    x: float
    row: int

    @property
    def middle(self) -> float:
        return _ROW * (self.row + 0.5)


@dataclass(frozen=True)
class Key:
    """The key above the statements; ``names`` are what the teams are called."""

    names: tuple[str, ...]
    guesses: bool
    """Whether there are guesses to explain."""

    @property
    def bottom(self) -> float:
        """Where the first statement can start."""
        return _ROW * (1 + self._meanings[-1].row) + _BELOW

    @property
    def marks(self) -> Iterator[Spec]:
        """The teams' marks, and hollow those of their guesses."""
        for each in self._meanings:
            if isinstance(each.sign, tuple):
                yield mark(*each.sign, each.x + 9, each.middle)

    @property
    def lines(self) -> Iterator[Spec]:
        """Those between two marks."""
        for each in self._meanings:
            if not isinstance(each.sign, tuple):
                yield each.sign((each.x, each.middle), (each.x + 18, each.middle))

    @property
    def words(self) -> Iterator[Spec]:
        """What they mean."""
        for each in self._meanings:
            yield words(each.text, each.x + 24, each.middle)

    @cached_property
    def _meanings(self) -> list[_Meaning]:
        """Side by side as far as there is room."""
        teams = list(enumerate(self.names))
        told: list[tuple[str, _Sign]] = [(name, (place, False)) for place, name in teams]
        if self.guesses:
            told += [(f"Guess by {name}", (place, True)) for place, name in teams]
            told += [("Misread", misread_line)]
        told += [("Real gap", gap_line)]
        fitting = [(fitted(text, _LONGEST), sign) for text, sign in told]
        places = side_by_side([width_of(text) + 38 for text, _ in fitting])
        return [_Meaning(*each, *place) for each, place in zip(fitting, places, strict=True)]
