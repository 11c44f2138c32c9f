"""What all definitions are made of: ids, texts, references, signatures."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Literal
from unicodedata import combining, normalize
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from catalog.problems import legible
from catalog.quarters import Quarter


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, allow_inf_nan=False
    )


def closest(value: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant, if one comes close.

    Two ids that merely share a word, as ``sales-qualified`` and ``marketing-qualified``, do not.
    """
    found = get_close_matches(value, known, n=1, cutoff=0.75) if known else []
    return next(iter(found), None)


def did_you_mean(value: str, known: Collection[str]) -> str:
    """A hint to append to a message: ``; did you mean 'sales'?``, or nothing."""
    meant = closest(value, known)
    return f"; did you mean '{meant}'?" if meant else ""


_WITHOUT_ACCENTS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that Unicode does not take apart, as people write them where they have no others."""


def as_id(text: str) -> str | None:
    """The id that a text could be written as, ``Außen: Süd`` as ``aussen-sud``; None if none."""
    letters = normalize("NFKD", text.casefold())  # each followed by its accents, if it has any
    plain = "".join(letter for letter in letters if not combining(letter))
    written = re.sub(r"[^a-z0-9]+", "-", plain.translate(_WITHOUT_ACCENTS)).strip("-")
    return written if ID.match(written) else None


def _refers_to(kind: str, *reserved: str) -> Callable[[str, ValidationInfo], str]:
    """Check an id against the known ids of a kind.

    The ids come as validation context, ``{"team": ["sales", …], …}``. Without one
    (a snapshot read back from results) the reference was checked when it was written.
    """

    def check(value: str, info: ValidationInfo) -> str:
        context: Mapping[str, Collection[str]] = info.context or {}
        if kind not in context:
            return value
        if value not in context[kind] and value not in reserved:
            known = [*context[kind], *reserved]
            a_kind, file = _A_KIND[kind]
            hint = did_you_mean(value, known) or f"; {file} has {_first(known)}"
            raise PydanticCustomError(
                "unknown_reference",
                "'{value}' is not {a_kind}{hint}",
                {"value": legible(value), "a_kind": a_kind, "hint": hint},
            )
        return value

    return check


_A_KIND = {
    "team": ("a team", "company.yml"),
    "role": ("a role", "roles.yml"),
    "stage": ("a stage", "stages.yml"),
    "sla": ("a promise (SLA)", "slas.yml"),
    "persona": ("a persona", "personas.yml"),
    "item": ("an item of the survey", "survey.yml"),
    "goal": ("a goal (the shared measure or a driver)", "goals.yml"),
}


def _first(known: list[str], most: int = 6) -> str:
    return ", ".join(known[:most]) + (", …" if known[most:] else "") if known else "none yet"


def _written_as(pattern: str, kind: type, error: str) -> BeforeValidator:
    """Take only text of this form; Pydantic alone would read 86400 as a day and 9 as a time."""

    def check(value: object) -> object:
        if isinstance(value, kind) or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value
        raise PydanticCustomError(error, "not written as it should be")

    return BeforeValidator(check)


@cache
def _quarter(text: str) -> str:
    try:
        Quarter.parse(text)
    except ValueError as error:
        raise PydanticCustomError("quarter", "{reason}", {"reason": str(error)}) from None
    return text


ID = re.compile(r"^[a-z][a-z0-9-]{0,40}$")
Id = Annotated[str, Field(pattern=ID.pattern)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000),
    AfterValidator(lambda text: " ".join(text.split())),
]
Day = Annotated[date, _written_as(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", date, "date_type")]
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?"
TimeOfDay = Annotated[
    time,
    _written_as(_TIME, time, "time_type"),
    # JSON Schema's own format "time" wants a time zone behind it.
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME}$"}),
]
QuarterText = Annotated[
    str,
    AfterValidator(_quarter),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"}),
]
TeamId = Annotated[Id, AfterValidator(_refers_to("team"))]
RoleId = Annotated[Id, AfterValidator(_refers_to("role"))]
StageId = Annotated[Id, AfterValidator(_refers_to("stage"))]
SlaId = Annotated[Id, AfterValidator(_refers_to("sla"))]
PersonaId = Annotated[Id, AfterValidator(_refers_to("persona"))]
ItemId = Annotated[Id, AfterValidator(_refers_to("item"))]
GoalId = Annotated[Id, AfterValidator(_refers_to("goal"))]
TeamOrBoth = Annotated[Id, AfterValidator(_refers_to("team", "both"))]

Horizon = Literal["quarter", "year", "long-term"]


_time_zones = cache(available_timezones)
"""Looking through the machine's files for them takes longer than all other checks of a file."""


def _known_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise PydanticCustomError(
            "time_zone",
            "'{name}' is not a time zone{hint}",
            {
                "name": legible(name),
                "hint": did_you_mean(name, _time_zones()) or "; write it as Europe/Berlin",
            },
        )
    return name


TimeZone = Annotated[str, AfterValidator(_known_time_zone)]


class Agreed(Model):
    """Something both teams sign, and look at again."""

    agreed: dict[TeamId, Day] = Field(
        description="The day each team signed, such as this-team: 2026-03-31. Leave a team out"
        " until it has signed."
    )
    review_by: Day = Field(description="The day by which both teams look at this again.")
