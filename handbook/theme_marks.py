"""A theme's mark on the map of themes, with its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handbook.layers import QUIET, Spec, bar, rule, words
from handbook.placing import Box

_HALF = 5.5
"""Half the side of a theme's mark."""
_ASIDE = 12
"""A name further from its mark than this is tied to it by a line."""


@dataclass(frozen=True)
class ThemeMark:
    """A square at ``x`` and ``y``, because circle and diamond are the teams'; its name in a box."""

    name: str
    told: str
    """Its figures, shown on hovering."""
    x: float
    y: float
    box: Box

    @property
    def side(self) -> Literal["left", "center", "right"]:
        """Which end of its name is nearest to the mark."""
        if self.box.left > self.x:
            return "left"
        return "right" if self.box.right < self.x else "center"

    @property
    def label(self) -> Spec:
        """Its name, with that end where it belongs."""
        middle = (self.box.left + self.box.right) / 2
        x = {"left": self.box.left, "center": middle, "right": self.box.right}[self.side]
        return words(self.name, x, self.box.middle, align=self.side)

    @property
    def square(self) -> Spec:
        """Its mark."""
        return bar(self.x - _HALF, self.x + _HALF, self.y, 2 * _HALF, QUIET, 1, self.told)

    @property
    def tie(self) -> Iterator[Spec]:
        """A line to its name, where that is not beside it."""
        if self.box.distance(self.x, self.y) > _ASIDE:
            yield rule((self.x, self.y), self.box.nearest(self.x, self.y), opacity=0.6)
