"""The two tables that show gaps: role by stage, and persona by stage."""

from dataclasses import dataclass
from datetime import date

from catalog.definitions import Definitions, Message, Persona, Role, Stage
from handbook.words import PARTS

UNUSED_AFTER_DAYS = 180
"""A message that nobody has confirmed using for so long is listed as unused."""


@dataclass(frozen=True)
class RolePart:
    """The part one role has in a stage."""

    role: Role
    part: str


def parts_in(definitions: Definitions, stage: Stage) -> tuple[RolePart, ...]:
    """Who does what in a stage: the responsible first, then in the order of ``PARTS``."""
    found = [
        RolePart(role, role.stages[stage.id])
        for role in definitions.roles
        if stage.id in role.stages
    ]
    return tuple(sorted(found, key=lambda each: list(PARTS).index(each.part)))


@dataclass(frozen=True)
class Told:
    """A message, to whom it speaks, and whether it gathers dust today."""

    persona: Persona
    message: Message
    unused: bool


def messages(definitions: Definitions, today: date) -> tuple[Told, ...]:
    """Every message of every persona."""
    return tuple(
        Told(persona, message, _unused(message, today))
        for persona in definitions.personas
        for message in persona.messages
    )


def _unused(message: Message, today: date) -> bool:
    if message.state == "retired":
        return False
    return message.last_used is None or (today - message.last_used).days > UNUSED_AFTER_DAYS


def message_for(persona: Persona, stage: Stage) -> Message | None:
    """What is said to a persona in a stage; a retired message leaves a gap."""
    found = [each for each in persona.messages if each.stage == stage.id]
    return next((each for each in found if each.state != "retired"), None)


def gaps(definitions: Definitions) -> tuple[tuple[Persona, Stage], ...]:
    """The open stages in which a persona hears nothing from us."""
    return tuple(
        (persona, stage)
        for persona in definitions.personas
        for stage in definitions.stages
        if stage.kind == "open" and message_for(persona, stage) is None
    )
