"""The diagrams we draw ourselves: what they are made of, and the driver tree.

They run from top to bottom in 340 units, so that they are legible on a phone. Colours and fonts
come from the stylesheet; teams are told apart by shape and words as well.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from catalog.definitions import Definitions, Role
from handbook.addresses import driver_anchor
from handbook.goals import tree
from handbook.markdown import inert
from handbook.words import HORIZONS, listed

WIDTH = 340
_TEXT_FROM_RAIL = 24
# How high a line is and how wide a character may be: the text's size is set in handbook.css.
_LOOKS = {"name": (22, 9.4), "quiet": (19, 8.2), "handoff": (19, 8.2)}


@dataclass(frozen=True)
class Line:
    """A line of text beside a mark; ``look`` is a key of ``_LOOKS``."""

    text: str
    look: str
    href: str | None = None


@dataclass(frozen=True)
class Node:
    """A mark on the rail with its lines of text.

    ``team`` 0 is a circle, 1 a diamond, None a square; ``ends`` puts a ring around it.
    """

    rail: float
    lines: tuple[Line, ...]
    team: int | None
    ends: bool = False

    @property
    def reach(self) -> float:
        """How far the mark reaches to each side."""
        return 15 if self.ends else 9

    @property
    def height(self) -> float:
        """How much room it takes, with a space below."""
        return 18 + sum(_LOOKS[line.look][0] for line in self.broken)

    @property
    def broken(self) -> list[Line]:
        """The lines, broken where they would run over the edge."""
        room = WIDTH - self.rail - _TEXT_FROM_RAIL
        return [
            Line(part, line.look, line.href)
            for line in self.lines
            for part in textwrap.wrap(line.text, int(room / _LOOKS[line.look][1]))
        ]


def driver_tree(definitions: Definitions) -> Markup:
    """The shared measure with everything that moves it; links lead to the page's own anchors."""
    goals = definitions.goals
    nodes = [Node(14, (Line(goals.measure.name, "name", "#measure"),), None)]
    for branch in tree(definitions):
        driver, owner = branch.driver, role(definitions, branch.driver.owner)
        words = f"{HORIZONS[driver.horizon]} · {owner.name}, {definitions.team_name(owner.team)}"
        lines = (Line(driver.name, "name", f"#{driver_anchor(driver.id)}"), Line(words, "quiet"))
        team = definitions.team_ids.index(owner.team)
        nodes.append(Node(14 + 22 * branch.depth, lines, team))
    names = listed([driver.name for driver in goals.drivers])
    return figure(f"What moves {goals.measure.name}: {names}", nodes, [*_elbows(nodes)])


def role(definitions: Definitions, id: str) -> Role:
    """A role by its id."""
    return next(role for role in definitions.roles if role.id == id)


def tops(nodes: list[Node]) -> list[float]:
    """Where each node's mark stands, from the top; the last figure is the whole height."""
    found = [18.0]
    for node in nodes:
        found.append(found[-1] + node.height)
    return found


def _elbows(nodes: list[Node]) -> Iterator[str]:
    """The branches: down from the mark of the nearest node further left, then across."""
    heights = tops(nodes)
    for index, (node, top) in enumerate(zip(nodes, heights, strict=False)):
        parents = [i for i in range(index) if nodes[i].rail < node.rail]
        if parents:
            parent = parents[-1]
            start = f"M{nodes[parent].rail:g} {heights[parent]:g}"
            yield f'<path class="cg-rail" d="{start}V{top:g}H{node.rail:g}"/>'


def figure(label: str, nodes: list[Node], rails: list[str]) -> Markup:
    """A drawing of nodes with links, named for those who do not see it; ``rails`` lie beneath."""
    heights = tops(nodes)
    marks = (part for node, top in zip(nodes, heights, strict=False) for part in _mark(node, top))
    body = "\n".join([*rails, *marks])
    return Markup(
        f'<figure class="cg-figure">\n<svg viewBox="0 0 {WIDTH} {heights[-1]:g}" role="group"'
        f' data-search-exclude aria-label="{inert(label)}">\n{body}\n</svg>\n</figure>'
    )


def _mark(node: Node, top: float) -> Iterator[str]:
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
