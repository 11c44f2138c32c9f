"""What is followed from quarter to quarter: the agreement, and what the survey asks about it."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Literal

from catalog.definitions import (
    Definitions,
    Driver,
    Item,
    Objective,
    Role,
    Sla,
    Stage,
    Team,
    Vignette,
)
from catalog.definitions.company import Measure

Kind = Literal[
    "sla", "stage", "role", "team", "measure", "objective", "driver", "item", "vignette", "scale"
]
Followed = Sla | Stage | Role | Team | Measure | Objective | Driver | Item | Vignette

GOAL_KINDS: tuple[Kind, ...] = ("measure", "objective", "driver")
"""The kinds that goals.yml holds."""

# Signing again and moving the review date change nothing in what was agreed.
_NO_CHANGE = {"id", "agreed", "review_by"}


def followed(definitions: Definitions, team_ids: Sequence[str]) -> dict[tuple[Kind, str], Followed]:
    """Everything of some definitions whose changes are told, by its kind and id.

    The teams stand under the ids that they have later, which ``team_ids`` are.
    """
    goals, themes = definitions.goals, definitions.survey.themes
    found: list[tuple[Kind, Followed]] = [
        *(("sla", sla) for sla in definitions.slas),
        *(("stage", stage) for stage in definitions.stages),
        *(("role", role) for role in definitions.roles),
        ("measure", goals.measure),
        *(("objective", objective) for objective in goals.objectives),
        *(("driver", driver) for driver in goals.drivers),
        *(("item", item) for theme in themes for item in theme.items),
        *(("vignette", vignette) for theme in themes for vignette in theme.vignettes),
    ]
    later = todays_teams(definitions.team_ids, team_ids)
    found += (
        ("team", team.model_copy(update={"id": later[team.id]}))
        for team in definitions.company.teams
    )
    return {(kind, thing.id): thing for kind, thing in found}


def todays_teams(then: Sequence[str], today: Sequence[str]) -> dict[str, str]:
    """Which of today's teams each team of an earlier quarter is.

    The same id is the same team. A team whose id was changed is the one that is left over;
    if both were changed, their order tells.
    """
    renamed = (team for team in today if team not in then)
    return {team: team if team in today else next(renamed) for team in then}


def titles(thing: Followed) -> tuple[str, str]:
    """What a thing is called, and its main text."""
    match thing:
        case Sla():
            return thing.name, thing.promise
        case Stage() | Measure() | Driver():
            return thing.name, thing.definition
        case Role() | Team():
            return thing.name, thing.purpose
        case Objective():
            return thing.name, thing.measured_by
        case Item():
            return thing.statement, thing.statement
        case Vignette():
            return shorten(thing.lead, 60, placeholder=" …"), thing.lead


def fields(thing: Followed) -> Iterator[tuple[str, str]]:
    """Each field that can change, as it is named in YAML and in Python."""
    for attribute, field in type(thing).model_fields.items():
        if attribute not in _NO_CHANGE:
            yield field.alias or attribute, attribute
