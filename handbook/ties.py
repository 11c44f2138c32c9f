"""Which changes in the agreement a trend has to do with.

A statement has to do with the promises and the goal that an action names together with it, and
with the stages that its theme asks about; one about a team with that team's roles, one about both
with the shared measure and the common objectives. A promise has to do with the goal that an action
names together with it, with the role that answers for it, and with the stages its clock starts and
stops in; a vignette with the stage that its lead is in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalog.definitions import Action, Definitions, Sla, Theme
from handbook.followed import Kind
from handbook.history import Change

Thing = tuple[Kind, str]
"""A kind and an id, as a change names them."""

Ties = Mapping[Thing, set[Thing]]


def ties(snapshots: Iterable[Definitions]) -> Ties:
    """What each statement, promise and vignette has to do with, or had to in any snapshot."""
    found: dict[Thing, set[Thing]] = defaultdict(set)
    for definitions in snapshots:
        of_about = _of_about(definitions)
        for action in definitions.actions:
            goals = set(_goal_of(action, definitions))
            for item in action.items:
                found["item", item].update(goals, (("sla", sla) for sla in action.slas))
            for sla in action.slas:
                found["sla", sla].update(goals)
        for theme in definitions.survey.themes:
            for each in theme.items:
                found["item", each.id].update(of_about[each.about], _stages_of(theme))
            for lead in theme.vignettes:
                found["vignette", lead.id].add(("stage", lead.stage))
        for promise in definitions.slas:
            found["sla", promise.id].update(_of_promise(promise))
    return found


def _of_about(definitions: Definitions) -> dict[str, set[Thing]]:
    """What the statements about each team have to do with, and those about both."""
    found: dict[str, set[Thing]] = defaultdict(set)
    for role in definitions.roles:
        found[role.team].add(("role", role.id))
    found["both"].add(("measure", definitions.goals.measure.id))
    found["both"].update(("objective", each.id) for each in definitions.goals.objectives)
    return found


def _goal_of(action: Action, definitions: Definitions) -> Iterator[Thing]:
    if action.goal:
        shared = action.goal == definitions.goals.measure.id
        yield "measure" if shared else "driver", action.goal


def _stages_of(theme: Theme) -> Iterator[Thing]:
    return (("stage", lead.stage) for lead in theme.vignettes)


def _of_promise(sla: Sla) -> Iterator[Thing]:
    yield "role", sla.owner
    moments = (sla.clock.start, sla.clock.stop)
    yield from (("stage", moment.stage) for moment in moments if moment and moment.stage)


def concerning(
    thing: Thing, changed: Sequence[Change], tied: Ties
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The substantial changes of a thing itself, and those of what it is tied to."""
    substantial = [change for change in changed if change.substantial]
    own = (change for change in substantial if (change.kind, change.id) == thing)
    others = (change for change in substantial if (change.kind, change.id) in tied.get(thing, ()))
    return tuple(change for change in own if not change.came_or_went), tuple(others)
