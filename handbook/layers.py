"""What charts are drawn of: marks, words and bands, as layers of a Vega-Lite specification.

Scores and quarters are placed by the axes (``x`` counts quarters from 0, ``y`` is 1 to 5); all
else in units from the plot's upper left corner.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Spec = dict[str, Any]

_SHAPES = ("circle", "diamond")
QUIET = "currentColor"


def colour(place: int) -> str:
    """The colour of a team by its place in company.yml, as the stylesheet defines it."""
    return f"var(--team-{place + 1})"


def at(**places: float) -> dict[str, Spec]:
    """Channels with a place of their own, off the axes."""
    return {channel: {"value": place} for channel, place in places.items()}


def layer(mark: Spec, values: Iterable[Spec], encoding: dict[str, Spec]) -> Iterator[Spec]:
    """A layer, unless there is nothing to draw in it."""
    found = list(values)
    if found:
        yield {"mark": mark, "data": {"values": found}, "encoding": encoding}


def mark(place: int, guess: bool, x: float, y: float) -> Spec:
    """A mark in a team's colour and shape; hollow for a guess."""
    return {
        "x": x,
        "y": y,
        "shape": _SHAPES[place],
        "colour": colour(place),
        "fill": "none" if guess else colour(place),
        "size": 110 if guess else 90,
    }


def marks(values: Iterable[Spec], off_axes: bool = False) -> Iterator[Spec]:
    """A layer of marks."""
    looks = {
        "stroke": _as_it_is("colour"),
        "fill": _as_it_is("fill"),
        "shape": _as_it_is("shape"),
        "size": _as_it_is("size", "quantitative"),
    }
    point = {"type": "point", "strokeWidth": 2, "opacity": 1}
    yield from layer(point, values, looks | (_OFF_AXES if off_axes else {}))


def lines(values: Iterable[Spec]) -> Iterator[Spec]:
    """Lines through the marks that have the same ``run``."""
    encoding = {"stroke": _as_it_is("colour"), "detail": {"field": "run", "type": "nominal"}}
    yield from layer({"type": "line", "strokeWidth": 2.5}, values, encoding)


def words(text: str, x: float, y: float, fill: str = QUIET) -> Spec:
    """Words that start at ``x`` with their middle at ``y``, off the axes."""
    return {"words": text, "x": x, "y": y, "colour": fill}


def texts(values: Iterable[Spec]) -> Iterator[Spec]:
    """A layer of words."""
    start = {"type": "text", "align": "left", "fontWeight": 600}
    encoding = {"text": {"field": "words", "type": "nominal"}, "fill": _as_it_is("colour")}
    yield from layer(start, values, encoding | _OFF_AXES)


def _as_it_is(field: str, kind: str = "nominal") -> Spec:
    return {"field": field, "type": kind, "scale": None}


_OFF_AXES = {channel: {**_as_it_is(channel, "quantitative"), "axis": None} for channel in "xy"}
