"""survey.yml: what both teams are asked each quarter."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from catalog.definitions.base import Id, Model, StageId, TeamOrBoth, Text


class Item(Model):
    """A statement people score from 1 to 5."""

    id: Id = Field(description="Short name; keep it when you only polish the wording.")
    statement: Text = Field(description="One thought that people can agree or disagree with.")
    about: TeamOrBoth = Field(description="The team the statement is about, or both.")
    mirrored: StrictBool = Field(
        description="true: people also guess how the other team answers; false: own view only."
    )


class Vignette(Model):
    """A short description of a lead; people say which stage it is in."""

    id: Id = Field(description="Short name.")
    lead: Text = Field(description="What is known about the lead.")
    stage: StageId = Field(description="The stage it is in according to this handbook.")


class Theme(Model):
    """A page of the survey and a trend page of the handbook."""

    id: Id = Field(description="Short name used in page addresses.")
    name: Text = Field(description="The name people read.")
    intro: Text = Field(description="What this theme is about, in a sentence.")
    items: tuple[Item, ...] = Field(default=(), description="The statements.")
    vignettes: tuple[Vignette, ...] = Field(
        default=(), description="The leads to place in a stage."
    )


class PromisesPart(Model):
    """The part with one line a promise; the lines come from slas.yml."""

    name: Text = Field(description="The name of this part.")
    intro: Text = Field(description="What people are asked to do here.")


class Comment(Model):
    """The optional comment at the end."""

    ask: Text = Field(description="The question above the box.")
    hint: Text = Field(description="What people should know before they write.")


class Survey(Model):
    """The file survey.yml."""

    threshold: Annotated[StrictInt, Field(ge=5)] = Field(
        description="The smallest group whose result is published: 5 or more."
    )
    smallest_change: Annotated[float, Field(ge=0.1, le=2, strict=True)] = Field(
        default=0.3,
        description="The smallest change of a score, in points from 1 to 5, that may be called"
        " clear. Declare it before a quarter opens.",
    )
    welcome: Text = Field(description="The first words people read on the form.")
    scale: Annotated[tuple[Text, ...], Field(min_length=5, max_length=5)] = Field(
        description="Five answers in words, from 1 (disagree) to 5 (agree)."
    )
    cannot_say: Text = Field(description="The answer for people who have no view.")
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)] = Field(
        description="The parts of the survey, one page each."
    )
    promises: PromisesPart = Field(description="The part about the promises of slas.yml.")
    comment: Comment | None = Field(
        default=None, description="The optional comment; left out: none."
    )
