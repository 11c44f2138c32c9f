"""Ids, by which addresses, history and scores go on: whether one was changed and the name kept."""

from collections.abc import Iterator, Sequence

from catalog.definitions import (
    Definitions,
    Driver,
    Objective,
    Persona,
    Ritual,
    Role,
    Sla,
    Stage,
)
from catalog.fields import Loc
from catalog.messages import Finding, Findings

_Called = Driver | Objective | Persona | Ritual | Role | Sla | Stage


def changed_ids(given: Definitions, stood: Sequence[Definitions]) -> Findings:
    """What is called as in an earlier quarter and has another id since.

    Args:
        given: the definitions.
        stood: as they stood when earlier quarters opened, the newest first.
    """
    if not stood:
        return
    named_then = {(file, name): id for file, _, id, name in _named(stood[0])}
    now = {(file, id) for file, _, id, _ in _named(given)}
    for file, loc, id, name in _named(given):
        before = named_then.get((file, name), id)
        if before != id and (file, before) not in now:
            reason = (
                f"'{id}' was '{before}' before; take that id again, or its address, its history and"
                " its scores begin anew"
            )
            yield Finding(file, (*loc, "id"), reason, "id-changed")


def _named(definitions: Definitions) -> Iterator[tuple[str, Loc, str, str]]:
    """What has a page or a section of its own: file, place, id and name."""
    goals = definitions.goals
    entries: dict[tuple[str, str], Sequence[_Called]] = {
        ("slas", "slas"): definitions.slas,
        ("stages", "stages"): definitions.stages,
        ("roles", "roles"): definitions.roles,
        ("personas", "personas"): definitions.personas,
        ("rituals", "rituals"): definitions.rituals,
        ("goals", "drivers"): goals.drivers,
        ("goals", "objectives"): goals.objectives,
    }
    for (file, under), things in entries.items():
        for index, thing in enumerate(things):
            yield file, (under, index), thing.id, thing.name
    for number, theme in enumerate(definitions.survey.themes):
        for index, item in enumerate(theme.items):
            yield "survey", ("themes", number, "items", index), item.id, item.statement
