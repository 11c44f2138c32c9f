"""The path of a lead: the stages, drawn with the ways between them and who owns each hand-off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, pairwise

from markupsafe import Markup

from catalog.definitions import Definitions, Stage, Team
from handbook.addresses import role_page, served, stage_page
from handbook.diagrams import Line, Node, figure, role, tops
from handbook.words import listed

_MOST_LANES = 3
"""With more, lines would cross too often to be followed, and names would have no room."""
_LANE = 12
_TO_FIRST_LANE = 26
_BEND = 8
_LEAVES, _ARRIVES = 5, -5
"""Ways leave a mark below its middle and arrive above it, so that none seems to run through."""


@dataclass(frozen=True)
class HandOff:
    """A step on which a lead passes from one team to the other."""

    giver: Stage
    taker: Stage


def hand_offs(definitions: Definitions, team: Team) -> tuple[HandOff, ...]:
    """The steps on which leads pass from a team to the other, in the order of the stages.

    Where nobody owns a stage yet, nobody can tell whether it is a step to the other team.
    """
    of_team = {role.id: role.team for role in definitions.roles}
    owning = {each.id: of_team[each.owner] for each in definitions.stages if each.owner}
    stages = {stage.id: stage for stage in definitions.stages}
    other = definitions.other_team(team.id)
    return tuple(
        HandOff(stage, stages[following])
        for stage in definitions.stages
        for following in stage.next
        if owning.get(stage.id) == team.id and owning.get(following) == other
    )


def stage_path(definitions: Definitions, page: str) -> Markup:
    """The path from the first stage to its ends, with links as ``page`` needs them.

    It has a line for a way only where ``next`` names it; ways back are told in words alone. Where
    no way leads from some stages to the others, each path has a figure of its own.
    """
    figures = [_figure(definitions, page, path) for path in _paths(definitions.stages)]
    if len(figures) == 1:
        return figures[0]
    return Markup('<div class="cg-pair">\n{}\n</div>').format(Markup("\n").join(figures))


def _paths(stages: tuple[Stage, ...]) -> list[list[Stage]]:
    """The stages by the path on which ways join them; each path from its start to its ends.

    A stage that no way leads to or from stands with its neighbour: it may just have been added.
    """
    places = {stage.id: place for place, stage in enumerate(stages)}
    joined: list[list[Stage]] = []
    for stage in stages:
        met = [path for path in joined if any(_is_way(stage, each) for each in path)]
        joined = [*(path for path in joined if path not in met), [*chain(*met), stage]]
    paths: list[list[Stage]] = []
    for path in sorted(joined, key=lambda path: min(places[stage.id] for stage in path)):
        if paths and 1 in (len(path), len(paths[-1])):
            paths[-1] += path
        else:
            paths.append(path)
    return [
        sorted(path, key=lambda stage: (stage.kind != "open", places[stage.id]))
        for path in paths or [[]]
    ]


def _is_way(one: Stage, other: Stage) -> bool:
    """Whether a way leads from one of them to the other."""
    return one.id in other.next or other.id in one.next


def _figure(definitions: Definitions, page: str, stages: list[Stage]) -> Markup:
    lanes = _lanes(stages)
    rail = 18 + _LANE * max((lane.place + 1 for lane in lanes), default=0)
    steps = [each for team in definitions.company.teams for each in hand_offs(definitions, team)]
    nodes = [
        _node(definitions, page, stage, after, steps, rail)
        for stage, after in pairwise([*stages, None])
        if stage
    ]
    names = listed([stage.name for stage in stages])
    ways = [*_straight(stages, nodes), *_bent(lanes, nodes)]
    return figure(f"The path of a lead: {names}", nodes, ways)


def _node(
    definitions: Definitions,
    page: str,
    stage: Stage,
    after: Stage | None,
    steps: list[HandOff],
    rail: float,
) -> Node:
    owner = role(definitions, stage.owner) if stage.owner else None
    passed = [step.taker for step in steps if step.giver == stage]
    below = after is not None and after.id in stage.next
    kept = [
        each.name
        for each in definitions.stages
        if each.id in stage.next and each not in passed and each != after
    ]
    whose = f"{owner.name}, {definitions.team_name(owner.team)}" if owner else "Nobody owns it yet"
    lines = [
        Line(stage.name, "name", served(page, stage_page(stage.id))),
        Line(whose, "quiet"),
    ]
    if kept:
        can_go = "It can also go to" if below or passed else "It can go to"
        lines.append(Line(f"{can_go} {listed(kept)}", "quiet"))
    if owner and passed:
        taker = definitions.team_name(definitions.other_team(owner.team))
        taken = listed([each.name for each in passed])
        its_page = served(page, role_page(owner.id))
        lines.append(Line(f"→ Hand-off to {taker}: {taken}", "handoff"))
        lines.append(Line(f"owned by {owner.name}", "handoff", its_page))
    place = definitions.team_ids.index(owner.team) if owner else None
    return Node(rail, tuple(lines), place, ends=stage.kind != "open")


@dataclass(frozen=True)
class _Lane:
    """Where the ways to one stage run down together; ``place`` 0 is next to the rail."""

    sources: tuple[int, ...]
    target: int
    place: int


def _lanes(stages: list[Stage]) -> list[_Lane]:
    """The ways down past other stages: the shortest lane next to the rail."""
    ways = []
    for target, stage in enumerate(stages):
        sources = tuple(i for i in range(target - 1) if stage.id in stages[i].next)
        if sources:
            ways.append((target - sources[0], sources, target))
    lanes: list[_Lane] = []
    for _, sources, target in sorted(ways):
        taken = {
            lane.place for lane in lanes if lane.sources[0] < target and sources[0] < lane.target
        }
        place = next(place for place in count() if place not in taken)
        if place < _MOST_LANES:
            lanes.append(_Lane(sources, target, place))
    return lanes


def _straight(stages: list[Stage], nodes: list[Node]) -> Iterator[str]:
    """The ways from one stage to the one below it, along the rail."""
    for (upper, lower), (above, below) in zip(
        pairwise(stages), pairwise(tops(nodes)[:-1]), strict=True
    ):
        if lower.id in upper.next:
            yield f'<path class="cg-rail" d="M{nodes[0].rail:g} {above:g}V{below:g}"/>'


def _bent(lanes: list[_Lane], nodes: list[Node]) -> Iterator[str]:
    """The ways past other stages: out to a lane, down, and back to the rail with an arrow."""
    heights = tops(nodes)
    for lane in lanes:
        rail = nodes[lane.target].rail
        x = rail - _TO_FIRST_LANE - _LANE * lane.place
        end = heights[lane.target] + _ARRIVES
        tip = rail - nodes[lane.target].reach
        for source in lane.sources:
            start = heights[source] + _LEAVES
            yield (
                f'<path class="cg-rail" d="M{rail:g} {start:g}H{x + _BEND:g}q{-_BEND} 0 {-_BEND}'
                f' {_BEND}V{end - _BEND:g}q0 {_BEND} {_BEND} {_BEND}H{tip - 5:g}"/>'
            )
        yield f'<path class="cg-arrow" d="M{tip:g} {end:g}l-8 -5v10Z"/>'
