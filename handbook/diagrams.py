"""The diagrams we draw ourselves: the path of a lead and the driver tree.

Both run from top to bottom in 340 units, so that they are legible on a phone. Colours and fonts
come from the stylesheet; teams are told apart by shape and words as well.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from catalog.definitions import Definitions, Role, Stage
from handbook.addresses import driver_anchor, served, stage_page
from handbook.goals import tree
from handbook.markdown import inert
from handbook.words import HORIZONS, listed

WIDTH = 340
_TEXT_FROM_RAIL = 24
# How high a line is and how wide a character may be: the text's size is set in handbook.css.
_LOOKS = {"name": (22, 9.4), "quiet": (19, 8.2), "handoff": (26, 8.2)}


@dataclass(frozen=True)
class _Line:
    text: str
    look: str
    href: str | None = None


@dataclass(frozen=True)
class _Node:
    """A mark on the rail with its lines of text; ``team`` 0 is a circle, 1 a diamond."""

    rail: float
    lines: tuple[_Line, ...]
    team: int | None
    ends: bool = False

    @property
    def height(self) -> float:
        return 18 + sum(_LOOKS[line.look][0] for line in self.broken)

    @property
    def broken(self) -> list[_Line]:
        """The lines, broken where they would run over the edge."""
        room = WIDTH - self.rail - _TEXT_FROM_RAIL
        return [
            _Line(part, line.look, line.href)
            for line in self.lines
            for part in textwrap.wrap(line.text, int(room / _LOOKS[line.look][1]))
        ]


def stage_path(definitions: Definitions, page: str) -> Markup:
    """The path from the first stage to its ends, with links as ``page`` needs them."""
    steps = [stage for stage in definitions.stages if stage.kind == "open"]
    ends = [stage for stage in definitions.stages if stage.kind != "open"]
    nodes = [
        *(
            _step(definitions, page, step, after)
            for step, after in pairwise([*steps, None])
            if step
        ),
        *(_end(definitions, page, end) for end in ends),
    ]
    names = listed([stage.name for stage in definitions.stages])
    return _svg(f"The path of a lead: {names}", nodes, [*_straight(nodes), *_elbows(nodes)])


def _step(definitions: Definitions, page: str, stage: Stage, after: Stage | None) -> _Node:
    owner = _role(definitions, stage.owner)
    elsewhere = [id for id in stage.next if after is None or id != after.id]
    lines = [*_named(definitions, page, stage)]
    if elsewhere:
        also = "It can also go to" if after and after.id in stage.next else "It goes to"
        lines.append(_Line(f"{also} {listed(_stage_names(definitions, elsewhere))}", "quiet"))
    receiver = _role(definitions, after.owner).team if after else owner.team
    if receiver != owner.team:
        giver, taker = definitions.team_name(owner.team), definitions.team_name(receiver)
        lines.append(_Line(f"↓ Hand-off from {giver} to {taker}", "handoff"))
    return _Node(20, tuple(lines), definitions.team_ids.index(owner.team))


def _end(definitions: Definitions, page: str, stage: Stage) -> _Node:
    owner = _role(definitions, stage.owner)
    lines = [*_named(definitions, page, stage)]
    if stage.next:
        onward = listed(_stage_names(definitions, stage.next))
        lines.append(_Line(f"From here it can go on to {onward}", "quiet"))
    return _Node(48, tuple(lines), definitions.team_ids.index(owner.team), ends=True)


def _named(definitions: Definitions, page: str, stage: Stage) -> Iterator[_Line]:
    owner = _role(definitions, stage.owner)
    yield _Line(stage.name, "name", served(page, stage_page(stage.id)))
    yield _Line(f"{owner.name}, {definitions.team_name(owner.team)}", "quiet")


def driver_tree(definitions: Definitions) -> Markup:
    """The shared measure with everything that moves it; links lead to the page's own anchors."""
    goals = definitions.goals
    nodes = [_Node(14, (_Line(goals.measure.name, "name", "#measure"),), None)]
    for branch in tree(definitions):
        driver, owner = branch.driver, _role(definitions, branch.driver.owner)
        words = f"{HORIZONS[driver.horizon]} · {owner.name}, {definitions.team_name(owner.team)}"
        lines = (_Line(driver.name, "name", f"#{driver_anchor(driver.id)}"), _Line(words, "quiet"))
        team = definitions.team_ids.index(owner.team)
        nodes.append(_Node(14 + 22 * branch.depth, lines, team))
    names = listed([driver.name for driver in goals.drivers])
    return _svg(f"What moves {goals.measure.name}: {names}", nodes, [*_elbows(nodes)])


def _role(definitions: Definitions, id: str) -> Role:
    return next(role for role in definitions.roles if role.id == id)


def _stage_names(definitions: Definitions, ids: tuple[str, ...] | list[str]) -> list[str]:
    return [stage.name for stage in definitions.stages if stage.id in ids]


def _tops(nodes: list[_Node]) -> list[float]:
    """Where each node's mark stands, from the top; the last figure is the whole height."""
    tops = [18.0]
    for node in nodes:
        tops.append(tops[-1] + node.height)
    return tops


def _straight(nodes: list[_Node]) -> Iterator[str]:
    """The rail of a path, from one step to the next."""
    tops = _tops(nodes)
    for (above, below), (upper, lower) in zip(pairwise(tops[:-1]), pairwise(nodes), strict=True):
        if upper.rail == lower.rail and not lower.ends:
            yield f'<path class="cg-rail" d="M{upper.rail:g} {above:g}V{below:g}"/>'


def _elbows(nodes: list[_Node]) -> Iterator[str]:
    """The branches: down from the mark of the nearest node further left, then across."""
    tops = _tops(nodes)
    for index, (node, top) in enumerate(zip(nodes, tops, strict=False)):
        parents = [i for i in range(index) if nodes[i].rail < node.rail]
        if parents:
            parent = parents[-1]
            start = f"M{nodes[parent].rail:g} {tops[parent]:g}"
            yield f'<path class="cg-rail" d="{start}V{top:g}H{node.rail:g}"/>'


def _svg(label: str, nodes: list[_Node], rails: list[str]) -> Markup:
    tops = _tops(nodes)
    marks = (part for node, top in zip(nodes, tops, strict=False) for part in _mark(node, top))
    body = "\n".join([*rails, *marks])
    return Markup(
        f'<figure class="cg-figure">\n<svg viewBox="0 0 {WIDTH} {tops[-1]:g}" role="group"'
        f' data-search-exclude aria-label="{inert(label)}">\n{body}\n</svg>\n</figure>'
    )


def _mark(node: _Node, top: float) -> Iterator[str]:
    x, look = node.rail, f"cg-mark-{node.team + 1}" if node.team is not None else "cg-mark"
    if node.ends:
        yield f'<circle class="cg-ring" cx="{x:g}" cy="{top:g}" r="14"/>'
    if node.team is None:
        yield f'<rect class="{look}" x="{x - 8:g}" y="{top - 8:g}" width="16" height="16" rx="3"/>'
    elif node.team == 0:
        yield f'<circle class="{look}" cx="{x:g}" cy="{top:g}" r="8"/>'
    else:
        diamond = f"M{x:g} {top - 10:g}l10 10l-10 10l-10 -10Z"
        yield f'<path class="{look}" d="{diamond}"/>'
    y = top + 6
    for line in node.broken:
        text = f'<text class="cg-{line.look}" x="{x + _TEXT_FROM_RAIL:g}" y="{y:g}">'
        text += f"{inert(line.text)}</text>"
        yield f'<a xlink:href="{line.href}">{text}</a>' if line.href else text
        y += _LOOKS[line.look][0]
