"""A drawing without axes: whatever is in it has its place in units of its own.

As wide as every chart, so that its text is as large. Places count from the upper left corner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from handbook.labels import width_of
from handbook.layers import WIDTH, Spec, drawing

TALLEST = 900
"""A drawing taller than this could be cut in two on paper."""
FAINT = "var(--quiet)"
"""The colour of words that matter less."""


@dataclass(frozen=True)
class Part:
    """So much of a drawing as fits on a sheet of paper, and what it shows, in a sentence."""

    spec: Spec
    description: str


def canvas(height: float, layers: Iterable[Spec]) -> Spec:
    """The specification of a drawing of this height."""
    return drawing(WIDTH, height, dict.fromkeys(("left", "right", "top", "bottom"), 0), layers)


def wrapped(text: str, most_lines: int | None = 4) -> list[str]:
    """A text in lines as long as the drawing is wide, cut short after ``most_lines``."""
    return wrap(text, int(WIDTH / width_of("x")), max_lines=most_lines, placeholder="…")


def side_by_side(widths: Sequence[float]) -> list[tuple[float, int]]:
    """Where things of these widths stand, in as many rows as they need: the left end, the row."""
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for width in widths:
        if x and x + width > WIDTH:
            x, row = 0, row + 1
        places.append((x, row))
        x += width
    return places
