"""What charts are drawn of: marks, words, rules and bars, as layers of a Vega-Lite specification.

Places are in units from the plot's upper left corner. Vega's own axes are not used: they take as
long to draw as all the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

Spec = dict[str, Any]
Point = tuple[float, float]

_SHAPES = ("circle", "diamond")
QUIET = "currentColor"
WIDTH = 380
"""How wide every chart is. With text of 14 a phone, where it is 330 pixels wide, keeps 12."""
TEXT = 14
"""The size of all text."""
SOLID, DASHED, DOTTED = (1, 0), (4, 3), (2, 3)
"""What straight lines are made of: how much is drawn, how much left out."""
ROOM = 12
"""How wide a mark is, outline included, where there is room for it."""
_SMALL = 8
"""Up to which width a mark has a thin outline."""
_HALF = 1.5
"""Half the width of a range's mark, outline aside: four fit into each of twelve quarters."""


def drawing(
    width: float, height: float, padding: Mapping[str, float], layers: Iterable[Spec]
) -> Spec:
    """The specification of a chart; ``padding`` is the room around its plot."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": "none",
        "padding": dict(padding),
        "background": None,
        "config": {
            # The drawing as a whole has a title and a description; some marks tell a figure.
            "mark": {"aria": False},
            "font": "inherit",
            "view": {"stroke": None},
            "text": {"fontSize": TEXT, "baseline": "middle"},
        },
        "layer": list(layers),
    }


def colour(place: int) -> str:
    """The colour of a team by its place in company.yml, as the stylesheet defines it."""
    return f"var(--team-{place + 1})"


def _layer(mark: Spec, values: Iterable[Spec], encoding: dict[str, Spec]) -> Iterator[Spec]:
    """A layer, unless there is nothing to draw in it."""
    found = list(values)
    if found:
        yield {"mark": mark, "data": {"values": found}, "encoding": encoding}


def mark(place: int, guess: bool, x: float, y: float, told: str = "", room: float = ROOM) -> Spec:
    """A mark in a team's colour and shape, hollow for a guess; ``told`` is shown on hovering.

    It is ``room`` units wide and high, outline included.
    """
    outline = 2 if room > _SMALL else 1
    return {
        "x": x,
        "y": y,
        "shape": _SHAPES[place],
        "colour": colour(place),
        "filled": 0 if guess else 1,
        "size": (room - outline) ** 2,
        "outline": outline,
        "told": told,
    }


def range_mark(place: int, guess: bool, x: float, y: float, height: float, told: str = "") -> Spec:
    """A mark as high as the range it stands for, ``height`` units around its middle.

    It ends round or pointed, as the team's own marks are round or pointed.
    """
    half, straight = height / 2, height - 2 * _HALF
    point = min(2 * _HALF, half)
    ends = {
        "circle": f"M{-_HALF},{-straight / 2}a{_HALF},{_HALF} 0 0 1 {2 * _HALF},0v{straight}"
        f"a{_HALF},{_HALF} 0 0 1 {-2 * _HALF},0Z",
        "diamond": f"M0,{-half}l{_HALF},{point}V{half - point}L0,{half}"
        f"l{-_HALF},{-point}V{point - half}Z",
    }
    as_drawn = 4  # at this size a path is neither shrunk nor stretched
    changed = {"shape": ends[_SHAPES[place]], "size": as_drawn, "outline": 1}
    return mark(place, guess, x, y, told) | changed


def marks(values: Iterable[Spec]) -> Iterator[Spec]:
    """A layer of marks."""
    looks = {
        "stroke": _as_it_is("colour"),
        "fill": _as_it_is("colour"),
        "fillOpacity": _as_it_is("filled", "quantitative"),
        "strokeWidth": _as_it_is("outline", "quantitative"),
        "shape": _as_it_is("shape"),
        "size": _as_it_is("size", "quantitative"),
        "description": {"field": "told", "type": "nominal"},
    }
    point = {"type": "point", "opacity": 1, "aria": True}
    yield from _layer(point, values, looks | _PLACE)


def lines(values: Iterable[Spec], width: float) -> Iterator[Spec]:
    """Lines through the marks that have the same ``run``."""
    encoding = {"stroke": _as_it_is("colour"), "detail": {"field": "run", "type": "nominal"}}
    yield from _layer({"type": "line", "strokeWidth": width}, values, encoding | _PLACE)


def shades(values: Iterable[Spec]) -> Iterator[Spec]:
    """Areas around the points that have the same ``run``, in the order of their ``turn``."""
    encoding = {
        "order": {"field": "turn", "type": "quantitative"},
        "detail": {"field": "run", "type": "nominal"},
    }
    area = {"type": "line", "stroke": None, "fill": QUIET, "fillOpacity": 0.08}
    yield from _layer(area, values, encoding | _PLACE)


def rule(
    start: Point, end: Point, stroke: str = QUIET, *, width: float = 1, opacity: float = 1,
    dash: tuple[int, int] = SOLID,
) -> Spec:  # fmt: skip
    """A straight line."""
    ends = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
    return {**ends, "colour": stroke, "width": width, "opacity": opacity, "dash": dash}


def rules(values: Iterable[Spec]) -> Iterator[Spec]:
    """A layer of straight lines."""
    looks = {
        "stroke": _as_it_is("colour"),
        "strokeWidth": _as_it_is("width", "quantitative"),
        "strokeDash": _as_it_is("dash"),
        "opacity": _as_it_is("opacity", "quantitative"),
    }
    yield from _layer({"type": "rule"}, values, looks | _PLACE | _FAR_ENDS)


def bar(
    left: float, right: float, middle: float, height: float, fill: str, filled: float,
    told: str = "", *, outlined: bool = False,
) -> Spec:  # fmt: skip
    """A bar, filled more or less (0 to 1); ``told`` is shown on hovering, with an outline."""
    sides = {"x": left, "x2": right, "y": middle - height / 2, "y2": middle + height / 2}
    outline = 1 if told or outlined else 0
    return {**sides, "colour": fill, "filled": filled, "outline": outline, "told": told}


def bars(values: Iterable[Spec], **look: object) -> Iterator[Spec]:
    """A layer of bars; ``look`` is what they have in common, as Vega-Lite calls it."""
    looks = {
        "fill": _as_it_is("colour"),
        "stroke": _as_it_is("colour"),
        "strokeWidth": _as_it_is("outline", "quantitative"),
        "fillOpacity": _as_it_is("filled", "quantitative"),
        "description": {"field": "told", "type": "nominal"},
    }
    rect = {"type": "rect", "aria": True, **look}
    yield from _layer(rect, values, looks | _PLACE | _FAR_ENDS)


def words(
    text: str, x: float, y: float, fill: str = QUIET,
    align: Literal["left", "center", "right"] = "left", weight: int = 400,
) -> Spec:  # fmt: skip
    """Words that start at ``x``, or are centred there or end there, with their middle at ``y``."""
    return {"words": text, "x": x, "y": y, "colour": fill, "align": align, "weight": weight}


def texts(values: Iterable[Spec]) -> Iterator[Spec]:
    """A layer of words."""
    looks = {"align": {"expr": "datum.align"}, "fontWeight": {"expr": "datum.weight"}}
    encoding = {"text": {"field": "words", "type": "nominal"}, "fill": _as_it_is("colour")}
    yield from _layer({"type": "text", **looks}, values, encoding | _PLACE)


def _as_it_is(field: str, kind: str = "nominal") -> Spec:
    return {"field": field, "type": kind, "scale": None}


_PLACE = {channel: {**_as_it_is(channel, "quantitative"), "axis": None} for channel in "xy"}
_FAR_ENDS = {channel: {"field": channel} for channel in ("x2", "y2")}
