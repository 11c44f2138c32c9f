"""A drawing without axes: whatever is in it has its place in units of its own.

As wide as every chart, so that its text is as large. Places count from the upper left corner.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Literal

from handbook.labels import width_of
from handbook.layers import QUIET, WIDTH, Spec, drawing, layer

TALLEST = 900
"""A drawing taller than this could be cut in two on paper."""
FAINT = "var(--quiet)"
"""The colour of words that matter less."""


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


def line(x: float, y: float, x2: float, y2: float) -> Spec:
    """A line, or a box, from one corner to the other."""
    return {"x": x, "y": y, "x2": x2, "y2": y2}


def rules(values: Iterable[Spec], **look: object) -> Iterator[Spec]:
    """A layer of lines that all look the same."""
    yield from layer({"type": "rule", "stroke": QUIET, **look}, values, _CORNERS)


def boxes(values: Iterable[Spec], **look: object) -> Iterator[Spec]:
    """A layer of boxes that all look the same, but for their ``strength`` where they have one."""
    found = list(values)
    strength = {"fillOpacity": _field("strength")} if any("strength" in v for v in found) else {}
    box = {"type": "rect", "fill": QUIET, "cornerRadius": 3, **look}
    yield from layer(box, found, _CORNERS | strength)


def writing(
    values: Iterable[Spec], align: Literal["left", "center", "right"] = "left", weight: int = 400
) -> Iterator[Spec]:
    """A layer of words, placed by their start, their middle or their end."""
    mark = {"type": "text", "align": align, "fontWeight": weight}
    looks = {"text": _field("words", "nominal"), "fill": _field("colour", "nominal")}
    yield from layer(mark, values, looks | {channel: _CORNERS[channel] for channel in "xy"})


def _field(name: str, kind: str = "quantitative") -> Spec:
    return {"field": name, "type": kind, "scale": None}


_CORNERS: Spec = {channel: {**_field(channel), "axis": None} for channel in "xy"} | {
    channel: {"field": channel} for channel in ("x2", "y2")
}
