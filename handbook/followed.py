"""What is followed from quarter to quarter: the agreement, and what the survey asks about it."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Literal

from catalog.definitions import Definitions, Driver, Item, Objective, Role, Sla, Stage, Vignette
from catalog.definitions.company import Measure

Kind = Literal[
    "sla", "stage", "role", "measure", "objective", "driver", "item", "vignette", "scale"
]
Followed = Sla | Stage | Role | Measure | Objective | Driver | Item | Vignette

# Signing again and moving the review date change nothing in what was agreed.
_NO_CHANGE = {"id", "agreed", "review_by"}


def followed(definitions: Definitions) -> dict[tuple[Kind, str], Followed]:
    """Everything of some definitions whose changes are told, by its kind and id."""
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
    return {(kind, thing.id): thing for kind, thing in found}


def titles(thing: Followed) -> tuple[str, str]:
    """What a thing is called, and its main text."""
    match thing:
        case Sla():
            return thing.name, thing.promise
        case Stage() | Measure() | Driver():
            return thing.name, thing.definition
        case Role():
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
