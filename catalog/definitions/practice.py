"""personas.yml, rituals.yml, actions.yml, glossary.yml and tone.yml: how we work day by day."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from catalog.definitions.base import (
    Day,
    GoalId,
    Id,
    ItemId,
    Model,
    QuarterText,
    RoleId,
    SlaId,
    StageId,
    Text,
)

# Pages find whole words in texts, in which they write characters that could be markup as entities.
_FOUND_IN_TEXTS = re.compile(r"[^\W_]|[^\W_][^&<>\"\\`*_{}\[\]|~^#]*[^\W_]")

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _months_later(start: date, months: int) -> date:
    """The same day of that month, or its last day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


class Message(Model):
    """What we say to one kind of buyer in one stage."""

    stage: StageId = Field(description="The stage in which this is said.")
    text: Text = Field(description="The message, as a person would say it.")
    asset: Text = Field(description="The document, page or talk that carries it.")
    owner: RoleId = Field(description="The role that keeps it up to date.")
    state: Literal["untested", "testing", "works", "retired"] = Field(
        description="What field tests say: untested, testing, works or retired."
    )
    last_used: Day | None = Field(
        default=None, description="The day somebody last confirmed using it; left out if never."
    )


class FieldNote(Model):
    """An objection heard from a real customer."""

    heard: Day = Field(description="The day it was heard.")
    objection: Text = Field(description="What the customer said, without names.")


class Persona(Model):
    """A kind of buyer who has a say."""

    id: Id = Field(description="Short name.")
    name: Text = Field(description="What we call this kind of buyer.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other names people use for it; search finds it by them."
    )
    who: Text = Field(description="Who they are and what part they have in the decision.")
    cares_about: tuple[Text, ...] = Field(description="What matters to them.")
    messages: tuple[Message, ...] = Field(
        default=(), description="One for each stage that needs one."
    )
    field_notes: tuple[FieldNote, ...] = Field(default=(), description="Objections heard on calls.")


class Ritual(Model):
    """Something the two teams do together, again and again."""

    id: Id = Field(description="Short name.")
    name: Text = Field(description="What we call it.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other names people use for it; search finds it by them."
    )
    purpose: Text = Field(description="What it is for.")
    how: Text = Field(description="How it goes, in a few sentences.")
    cadence: Literal["week", "month", "quarter", "year"] = Field(
        description="How often: every week, month, quarter or year."
    )
    who: Annotated[tuple[RoleId, ...], Field(min_length=1)] = Field(
        description="The roles that come."
    )
    host: RoleId = Field(description="The role that invites.")
    last_held: Day | None = Field(default=None, description="The day it last took place.")

    @property
    def due(self) -> date | None:
        """When it comes round again, one cadence after it was last held; None until it was."""
        if self.last_held is None:
            return None
        if self.cadence == "week":
            return self.last_held + timedelta(days=7)
        return _months_later(self.last_held, _MONTHS[self.cadence])


class Action(Model):
    """Something decided because of what the survey said."""

    id: Id = Field(description="Short name.")
    name: Text = Field(description="What we decided to do.")
    said: Text = Field(description="What the survey said that led to it.")
    items: tuple[ItemId, ...] = Field(default=(), description="The survey items it should move.")
    slas: tuple[SlaId, ...] = Field(default=(), description="The promises it should help to keep.")
    goal: GoalId | None = Field(default=None, description="The driver it serves.")
    owners: Annotated[tuple[RoleId, ...], Field(min_length=1)] = Field(
        description="The roles that do it together."
    )
    decided: QuarterText = Field(
        description="The quarter whose results led to it, such as 2026-Q2."
    )
    due: Day = Field(description="The day it should be done.")
    done: Day | None = Field(default=None, description="The day it was done; left out until then.")


class Term(Model):
    """A word and what it means here."""

    term: Text = Field(description="The word, written as it is used.")
    meaning: Text = Field(description="What it means here, in one sentence.")

    @property
    def found_in_texts(self) -> bool:
        """Whether pages can explain it where it stands."""
        return bool(_FOUND_IN_TEXTS.fullmatch(self.term))


class ToneRule(Model):
    """Words to avoid, and why."""

    id: Id = Field(description="Short name of the rule.")
    why: Text = Field(description="Why these words do harm, and what to write instead.")
    words: tuple[Text, ...] = Field(
        description="The words and phrases in lower case; regular forms of them are found too,"
        " irregular ones such as threw are listed by themselves."
    )
