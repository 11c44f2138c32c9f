"""company.yml and goals.yml: who we are and what we all work for."""

from typing import Annotated, Literal

from pydantic import Field

from catalog.definitions.base import (
    Day,
    GoalId,
    Horizon,
    Id,
    Model,
    RoleId,
    Text,
    TimeOfDay,
    TimeZone,
)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Team(Model):
    """One of the two teams."""

    id: Id = Field(description="Short name used in all other files, in addresses and in results.")
    name: Text = Field(description="The name people read.")
    purpose: Text = Field(description="What this team is there for, in one sentence it would sign.")


class BusinessHours(Model):
    """When the clock of a promise runs, if it counts business hours."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = Field(
        description="Working days: mon, tue, wed, thu, fri, sat, sun."
    )
    start: TimeOfDay = Field(description='Start of the working day, in quotes: "09:00".')
    end: TimeOfDay = Field(description='End of the working day, in quotes: "17:30".')
    holidays: tuple[Day, ...] = Field(default=(), description="Days off, such as 2026-12-25.")


class Company(Model):
    """The file company.yml."""

    name: Text = Field(description="The company's name.")
    about: Text = Field(description="What the company sells and to whom, in a sentence or two.")
    mission: Text = Field(
        description="Why the company exists; stands on the handbook's first page."
    )
    time_zone: TimeZone = Field(
        description="Where business hours are counted, such as Europe/Berlin."
    )
    business_hours: BusinessHours = Field(description="Working days and hours.")
    teams: Annotated[tuple[Team, ...], Field(min_length=2, max_length=2)] = Field(
        description="The two teams that share this handbook."
    )


class Measure(Model):
    """The one shared measure of success."""

    id: Id = Field(description="Short name that drivers use as their parent.")
    name: Text = Field(description="Its name, such as Profitable growth.")
    definition: Text = Field(description="How it is worked out, in one sentence.")
    target: Text = Field(description="What we want it to be, and by when.")
    why: Text = Field(description="Why both teams are judged by this and nothing else.")


class Driver(Model):
    """Something that moves the shared measure, directly or through another driver."""

    id: Id = Field(description="Short name that metrics and objectives refer to.")
    name: Text = Field(description="Its name.")
    definition: Text = Field(description="How it is measured, in one sentence.")
    parent: GoalId = Field(description="The driver or shared measure that this one moves.")
    horizon: Horizon = Field(description="When it pays off: quarter, year or long-term.")
    owner: RoleId = Field(description="The role that answers for it.")


class Objective(Model):
    """A common objective of this year, owned in both teams."""

    id: Id = Field(description="Short name.")
    name: Text = Field(description="The objective in one sentence.")
    measured_by: Text = Field(description="The figure that tells whether it is reached.")
    drivers: tuple[GoalId, ...] = Field(description="The drivers it moves.")
    owners: tuple[RoleId, ...] = Field(description="The roles that own it together.")
    due: Day = Field(description="The day it should be reached.")


class Goals(Model):
    """The file goals.yml."""

    measure: Measure = Field(description="The one measure of success that both teams share.")
    objectives: tuple[Objective, ...] = Field(description="This year's common objectives.")
    drivers: tuple[Driver, ...] = Field(description="What moves the shared measure, as a tree.")
