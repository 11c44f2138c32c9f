"""What all definitions are made of: ids, texts, references, signatures."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


def closest(value: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant, if one comes close."""
    return next(iter(get_close_matches(value, known, n=1)), None)


def did_you_mean(value: str, known: Collection[str]) -> str:
    """A hint to append to a message: ``; did you mean 'sales'?``, or nothing."""
    meant = closest(value, known)
    return f"; did you mean '{meant}'?" if meant else ""


def _refers_to(kind: str, *reserved: str) -> Callable[[str, ValidationInfo], str]:
    """Check an id against the known ids of a kind.

    The ids come as validation context, ``{"team": {"sales", …}, …}``. Without one
    (a snapshot read back from results) the reference was checked when it was written.
    """

    def check(value: str, info: ValidationInfo) -> str:
        context: Mapping[str, Collection[str]] = info.context or {}
        if kind not in context:
            return value
        known = [*context[kind], *reserved]
        if value not in known:
            raise PydanticCustomError(
                "unknown_reference",
                "'{value}' is not {a_kind}{hint}",
                {"value": value, "a_kind": A_KIND[kind], "hint": did_you_mean(value, known)},
            )
        return value

    return check


A_KIND = {
    "team": "a team",
    "role": "a role",
    "stage": "a stage",
    "sla": "a promise (SLA)",
    "persona": "a persona",
    "item": "an item of the survey",
    "goal": "a goal (the shared measure or a driver)",
}

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000),
    AfterValidator(lambda text: " ".join(text.split())),
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


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError(
            "time_zone",
            "'{name}' is not a time zone{hint}",
            {
                "name": name,
                "hint": did_you_mean(name, available_timezones()) or "; write it as Europe/Berlin",
            },
        )
    return name


TimeZone = Annotated[str, AfterValidator(_known_time_zone)]


class Agreed(Model):
    """Something both teams sign, and look at again."""

    agreed: dict[TeamId, date] = Field(
        description="Who signed and when: a date a team. Leave a team out until it has signed."
    )
    review_by: date = Field(description="The day by which both teams look at this again.")
