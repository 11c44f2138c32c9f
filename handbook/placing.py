"""Names beside marks on a map, so that no name covers a mark or another name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from handbook.labels import LINE, width_of

RADIUS = 7
"""Half the room a mark takes."""
_STEP = 6
"""Names are tried out so far from each other."""


@dataclass(frozen=True)
class Box:
    """A rectangle, ``top`` above ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2

    def meets(self, other: "Box") -> bool:
        """Whether the two cover each other anywhere."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside, edges included."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box that is nearest to another."""
        return max(self.left, min(x, self.right)), max(self.top, min(y, self.bottom))

    def distance(self, x: float, y: float) -> float:
        """How far a point is from the box."""
        near_x, near_y = self.nearest(x, y)
        return hypot(near_x - x, near_y - y)


def name_places(
    names: Sequence[str], marks: Sequence[tuple[float, float]], frame: Box
) -> list[Box] | None:
    """Where each name stands: as near to its mark as the others allow, inside the frame.

    None if there is no room for one of them.
    """
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in marks]
    found: list[Box] = []
    for name, (x, y) in zip(names, marks, strict=True):
        free = (
            (box, detour + box.distance(x, y))
            for box, detour in _places(x, y, width_of(name), frame)
            if not any(box.meets(other) for other in taken)
        )
        nearest = min(free, key=lambda tried: tried[1], default=None)
        if nearest is None:
            return None
        taken.append(nearest[0])
        found.append(nearest[0])
    return found


def _places(x: float, y: float, width: float, frame: Box) -> Iterator[tuple[Box, float]]:
    """Where a name could stand, at any height: best at the right, then left, across, at an edge.

    With each place comes by how much another may be farther away and still be better.
    """
    right, left = x + RADIUS + 2, x - RADIUS - 2 - width
    sides = ((right, 0), (left, 2), (x - width / 2, 6), (frame.left, 12))
    tops = (y - LINE / 2, y - RADIUS - LINE, y + RADIUS, *_steps(frame.top, frame.bottom - LINE))
    for start, detour in (*sides, (frame.right - width, 12)):
        for top in tops:
            box = Box(start, top, start + width, top + LINE)
            if frame.holds(box):
                yield box, detour


def _steps(first: float, last: float) -> Iterator[float]:
    for number in range(int((last - first) / _STEP) + 1):
        yield first + number * _STEP
