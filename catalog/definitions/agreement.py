"""stages.yml, slas.yml and roles.yml: what the two teams agreed."""

import re
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from catalog.definitions.base import (
    Agreed,
    GoalId,
    Horizon,
    Id,
    Model,
    RoleId,
    StageId,
    TeamId,
    Text,
    TimeZone,
)


class Stage(Agreed):
    """A step on the way from first touch to won, lost or recycled."""

    id: Id = Field(description="Short name used in the page address.")
    name: Text = Field(description="The name both teams use.")
    kind: Literal["open", "won", "lost", "recycled"] = Field(
        default="open", description="open, or how the path ends here: won, lost or recycled."
    )
    definition: Text = Field(description="The one definition both teams signed, in a sentence.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other names people use for it; search finds it by them."
    )
    owner: RoleId | None = Field(
        default=None,
        description="The role that is accountable for leads in this stage; left out, the handbook"
        " says that nobody owns it yet.",
    )
    entry: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="What must be true before a lead enters."
    )
    exit: tuple[Text, ...] = Field(default=(), description="What must be true before it leaves.")
    next: tuple[StageId, ...] = Field(default=(), description="The stages it can move to.")
    reject_reasons: tuple[Text, ...] = Field(
        default=(), description="The reasons the receiving team can give for sending a lead back."
    )
    system_of_record: Text = Field(description="Where the truth about this stage is kept.")
    tools: tuple[Text, ...] = Field(default=(), description="The tools people use in this stage.")


_PERCENT = re.compile(r"%|per ?cent\b", re.IGNORECASE)


class Within(Model):
    """A length of time."""

    amount: Annotated[StrictInt, Field(gt=0)] = Field(description="How many.")
    unit: Literal["hours", "business-hours", "days", "business-days"] = Field(
        description="hours, business-hours, days or business-days."
    )


class Target(Model):
    """What counts as keeping the promise: at least so many of something, within a time."""

    at_least: StrictFloat = Field(description="The number to reach.")
    unit: Text = Field(description="What is counted, such as percent of handed-over leads.")
    within: Within | None = Field(default=None, description="The time allowed, if time matters.")

    @property
    def is_percentage(self) -> bool:
        """Whether it is a share of something, in percent."""
        return _PERCENT.match(self.unit) is not None


class ClockEvent(Model):
    """A moment at which a promise's clock starts or stops."""

    event: Text = Field(description="What happens at this moment, as seen in the system of record.")
    stage: StageId | None = Field(
        default=None, description="The stage it happens in, if it is one."
    )


class Clock(Model):
    """When the time of a promise is counted."""

    start: ClockEvent = Field(description="What starts the clock.")
    stop: ClockEvent | None = Field(
        default=None,
        description="What stops the clock; left out, the handbook says that nothing does yet.",
    )
    pause: tuple[Text, ...] = Field(default=(), description="When the clock stands still.")
    business_hours: StrictBool = Field(
        description="true: only business hours count; false: all hours."
    )
    time_zone: TimeZone = Field(description="The time zone the hours are counted in.")


class Sla(Agreed):
    """A promise one team makes to the other."""

    id: Id = Field(description="Short name used in the page address and the survey.")
    name: Text = Field(description="A short title.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other names people use for it; search finds it by them."
    )
    from_team: TeamId = Field(alias="from", description="The team that makes the promise.")
    to_team: TeamId = Field(alias="to", description="The team it is made to.")
    promise: Text = Field(description="The promise in one sentence, as a person would say it.")
    measure: Text = Field(description="How we tell whether it was kept.")
    target: Target = Field(description="How much of it counts as kept.")
    clock: Clock = Field(description="When time is counted.")
    system_of_record: Text = Field(description="Where the evidence is kept.")
    escalation: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="What happens when it slips, step by step."
    )
    exclusions: tuple[Text, ...] = Field(default=(), description="Cases that do not count.")
    owner: RoleId = Field(description="The role that answers for keeping it.")


class Metric(Model):
    """A figure a role is judged by."""

    name: Text = Field(description="The figure.")
    driver: GoalId | None = Field(
        default=None, description="The driver it rolls up to; left out, it is shown as an orphan."
    )
    horizon: Horizon = Field(description="When it pays off: quarter, year or long-term.")


class Pay(Model):
    """A part of variable pay."""

    what: Text = Field(description="What it is paid for.")
    share: Annotated[StrictInt, Field(ge=1, le=100)] = Field(
        description="Percent of the variable pay."
    )
    driver: GoalId | None = Field(default=None, description="The driver this pay serves.")


Part = Literal["responsible", "accountable", "consulted", "informed"]


class Role(Model):
    """A job in one of the two teams."""

    id: Id = Field(description="Short name used in the page address and as an owner.")
    name: Text = Field(description="The job title.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other names people use for it; search finds it by them."
    )
    team: TeamId = Field(description="The team it belongs to.")
    purpose: Text = Field(description="Why this role exists, in one sentence.")
    responsibilities: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="What this role does."
    )
    metrics: tuple[Metric, ...] = Field(description="What this role is judged by.")
    paid_on: tuple[Pay, ...] = Field(default=(), description="What its variable pay depends on.")
    stages: dict[StageId, Part] = Field(
        description="Its part in each stage, such as won: informed; also responsible, accountable"
        " or consulted."
    )
    often_missed: Text = Field(description="What the other team usually misses about this role.")
