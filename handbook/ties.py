"""Which changes in the agreement a trend has to do with.

A statement has to do with the promises that an action names together with it, and with the
stages that its theme asks about; a promise with the stages its clock starts and stops in; a
vignette with the stage that its lead is in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.definitions import Definitions
from handbook.followed import Kind
from handbook.history import Change

Thing = tuple[Kind, str]
"""A kind and an id, as a change names them."""

Ties = Mapping[Thing, set[Thing]]


def ties(snapshots: Iterable[Definitions]) -> Ties:
    """What each statement, promise and vignette has to do with, or had to in any snapshot."""
    found: dict[Thing, set[Thing]] = defaultdict(set)
    for definitions in snapshots:
        for action in definitions.actions:
            for item in action.items:
                found["item", item].update(("sla", sla) for sla in action.slas)
        for theme in definitions.survey.themes:
            for each in theme.items:
                found["item", each.id].update(("stage", lead.stage) for lead in theme.vignettes)
            for lead in theme.vignettes:
                found["vignette", lead.id].add(("stage", lead.stage))
        for sla in definitions.slas:
            stages = (moment.stage for moment in (sla.clock.start, sla.clock.stop))
            found["sla", sla.id].update(("stage", stage) for stage in stages if stage)
    return found


def concerning(
    thing: Thing, changed: Sequence[Change], tied: Ties
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The substantial changes of a thing itself, and those of what it is tied to."""
    substantial = [change for change in changed if change.substantial]
    own = (change for change in substantial if (change.kind, change.id) == thing)
    others = (change for change in substantial if (change.kind, change.id) in tied.get(thing, ()))
    return tuple(change for change in own if not change.came_or_went), tuple(others)
