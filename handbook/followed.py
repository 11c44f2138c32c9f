"""What is followed from quarter to quarter: the agreement, and what the survey asks about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Literal

from catalog.definitions import (
    Definitions,
    Driver,
    Item,
    Message,
    Objective,
    Persona,
    Ritual,
    Role,
    Sla,
    Stage,
    Team,
    Term,
    Vignette,
)
from catalog.definitions.company import Measure


class SaidMessage(Message):
    """A message with an id and a name, which say to whom and in which stage it is said."""

    id: str
    called: str
    persona: str


Kind = Literal[
    "sla",
    "stage",
    "role",
    "team",
    "measure",
    "objective",
    "driver",
    "persona",
    "message",
    "ritual",
    "term",
    "item",
    "vignette",
    "scale",
]
Followed = (
    Sla | Stage | Role | Team | Measure | Objective | Driver
    | Persona | SaidMessage | Ritual | Term | Item | Vignette
)  # fmt: skip

GOAL_KINDS: tuple[Kind, ...] = ("measure", "objective", "driver")
"""The kinds that goals.yml holds."""

FORMAL = ("agreed", "review_by")
"""Who signed and when, and by when to look again: what was agreed stays the same."""

# Days on which something was held, used or heard are notes of what happened and no agreement; the
# messages of a persona are followed one by one.
_NO_CHANGE = {"id", "called", "persona", "last_held", "last_used", "field_notes", "messages"}


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
        *(("persona", persona) for persona in definitions.personas),
        *(("message", message) for message in said_messages(definitions)),
        *(("ritual", ritual) for ritual in definitions.rituals),
        *(("term", term) for term in definitions.glossary),
        *(("item", item) for theme in themes for item in theme.items),
        *(("vignette", vignette) for theme in themes for vignette in theme.vignettes),
    ]
    later = todays_teams(definitions.team_ids, team_ids)
    found += (
        ("team", team.model_copy(update={"id": later[team.id]}))
        for team in definitions.company.teams
    )
    return {(kind, _id(thing)): thing for kind, thing in found}


def said_messages(definitions: Definitions) -> Iterator[SaidMessage]:
    """Every message; the id of the second one to a persona in a stage ends in ``.2``."""
    stages = {stage.id: stage.name for stage in definitions.stages}
    for persona in definitions.personas:
        counted: Counter[str] = Counter()
        for message in persona.messages:
            stage = message.stage
            counted[stage] += 1
            again = f".{counted[stage]}" if counted[stage] > 1 else ""
            yield SaidMessage.model_construct(
                id=f"{persona.id}.{stage}{again}",
                called=f"{persona.name}, {stages.get(stage, stage)}",
                persona=persona.id,
                **dict(message),
            )


def _id(thing: Followed) -> str:
    """Its id; of a word the word itself."""
    return thing.term if isinstance(thing, Term) else thing.id


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
        case Role() | Team() | Ritual():
            return thing.name, thing.purpose
        case Persona():
            return thing.name, thing.who
        case SaidMessage():
            return thing.called, thing.text
        case Term():
            return thing.term, thing.meaning
        case Objective():
            return thing.name, thing.measured_by
        case Item():
            return thing.statement, thing.statement
        case Vignette():
            return shorten(thing.lead, 60, placeholder=" …"), thing.lead


def fields(thing: Followed) -> Iterator[tuple[str, str]]:
    """Each field that can change, as it is named in YAML and in Python; the formal ones last."""
    declared = type(thing).model_fields.items()
    for attribute, field in sorted(declared, key=lambda each: each[0] in FORMAL):
        if attribute not in _NO_CHANGE:
            yield field.alias or attribute, attribute
