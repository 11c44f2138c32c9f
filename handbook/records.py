"""The rows of open data that no definition file has: figures of the survey, and changes."""

from pydantic import Field

from catalog.definitions import Id, Item, Message, Model, QuarterText, Vignette
from catalog.results import CannotSay, Kind
from handbook.followed import Kind as Changed
from handbook.scores import WhyNot
from handbook.verdicts import Verdict

_UNIT = "points from 1 to 5, or percent for kind stage"


class PerceptionRow(Model):
    """What one team answered to one question in one quarter."""

    quarter: QuarterText = Field(description="The survey round.")
    kind: Kind = Field(
        description="own: own views; guess: guesses of the other team's typical score; stage: which"
        " stage a described lead is in; kept: whether a promise is kept."
    )
    id: Id = Field(description="The statement, lead or promise that was asked about.")
    theme: Id = Field(description="The theme it was asked under.")
    about: Id | None = Field(
        description="The team a statement is about, or both; the team that gives a promise."
    )
    wording: str = Field(description="What people read in that quarter.")
    team: Id = Field(description="The team that answered, by today's id.")
    invited: int = Field(description="How many of the team were invited.")
    n: int | None = Field(description="How many gave a score or named a stage.")
    mean: float | None = Field(description="Their mean score from 1 to 5, to one decimal.")
    share: int | None = Field(description="Percent of them who named the handbook's stage.")
    why_not: WhyNot = Field(description="Why there is neither mean nor share; empty if there is.")
    band_low: float | None = Field(
        description=f"Where answers are too alike: it is this or more, in {_UNIT}."
    )
    band_high: float | None = Field(description=f"And this or less, in {_UNIT}.")
    interval_low: float | None = Field(
        description="From here on the mean of the whole team lies, 95 times in 100, if silence is"
        f" a matter of chance; in {_UNIT}."
    )
    interval_high: float | None = Field(description=f"And up to here, in {_UNIT}.")
    bounds_low: float | None = Field(
        description="The lowest it can be, whatever those who did not answer would have said;"
        f" in {_UNIT}."
    )
    bounds_high: float | None = Field(description=f"And the highest, in {_UNIT}.")
    counts: dict[str, int] | None = Field(
        description="How many gave each answer, where enough people answered to tell."
    )
    cannot_say: CannotSay | None = Field(
        description='Which share chose "I can\'t say", where that may be shown.'
    )


class ResponseRow(Model):
    """How many of one team took part in one quarter."""

    quarter: QuarterText = Field(description="The survey round.")
    team: Id = Field(description="The team, by today's id.")
    invited: int = Field(description="How many codes were handed out.")
    answered: int = Field(description="How many were used.")
    threshold: int = Field(description="From how many people on that quarter showed a figure.")


class EvidenceRow(Model):
    """How often one promise was kept in one quarter."""

    quarter: QuarterText = Field(description="The survey round in whose time the cases were.")
    id: Id = Field(description="The promise.")
    cases: int = Field(description="How many cases were counted.")
    kept: int = Field(description="In how many of them it was kept.")
    agreed: str = Field(description="What counted as kept in that quarter.")
    source: str = Field(description="Where the figures come from.")


class MovementRow(Model):
    """One figure beside that of an earlier quarter, and what may be said of the change."""

    quarter: QuarterText = Field(description="The later survey round.")
    since: QuarterText = Field(description="The earlier one.")
    kind: Kind = Field(description="As in perceptions.")
    id: Id = Field(description="As in perceptions.")
    team: Id = Field(description="As in perceptions.")
    before: float | None = Field(description=f"The earlier figure, in {_UNIT}.")
    now: float | None = Field(description=f"The later figure, in {_UNIT}.")
    verdict: Verdict = Field(
        description="All changes of a quarter are judged together, so that at most about one in"
        " twenty of those called clear is mere luck."
    )
    why: str = Field(description="Why nobody can tell; empty with another verdict.")


class ChangeRow(Model):
    """One field of the agreement that reads otherwise than before."""

    quarter: QuarterText | None = Field(
        description="The first quarter that was asked with the new text; null if none was yet."
    )
    kind: Changed = Field(
        description="What changed: sla is a promise, item a statement, vignette a described lead;"
        " measure, objective and driver are goals, persona is a kind of buyer, term a word of the"
        " glossary."
    )
    id: str = Field(
        description="Its id; of a message those of the persona and stage, such as buyer.inquiry;"
        " of a term the word itself."
    )
    name: str = Field(description="What it is called.")
    field: str = Field(
        description="The field as it is named in the files; added or removed where all of it came"
        " or went."
    )
    old: str = Field(description="How it read before, ids replaced by names.")
    new: str = Field(description="How it reads since.")


class StatementRow(Item):
    """A statement of the survey, with the theme it is asked under."""

    theme: Id = Field(description="The theme it is asked under.")


class VignetteRow(Vignette):
    """A lead that the survey describes, with the theme it is asked under."""

    theme: Id = Field(description="The theme it is asked under.")


class MessageRow(Message):
    """A message, with the kind of buyer it speaks to."""

    persona: Id = Field(description="The kind of buyer it speaks to.")
