"""perceptions.json: every figure of a closed quarter that may be shown."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from catalog.definitions import Id, Model, QuarterText
from catalog.fields import Loc
from catalog.results.figures import (
    Agreement,
    AgreementBand,
    Hidden,
    Score,
    ScoreBand,
    ShownFigure,
    TaggedFigure,
)

Kind = Literal["own", "guess", "stage", "kept"]
"""What a question asks: an own view, a guess of the other team's, the stage of a vignette,
or whether a promise is kept."""

PROMISES = "promises"
"""The theme of the questions that the survey makes of slas.yml."""

CANNOT_SAY = "cannot-say"
"""The answer of people who have no view; never part of a score or a share."""

Format = Annotated[
    Literal[1], Field(description="The version of this file's format; this describes version 1.")
]

CannotSay = Literal["under a tenth", "under a quarter", "under half", "half or more"]
"""How many of a team had no view, coarsely."""


def coarsely(silent: int, people: int) -> CannotSay:
    """Which share of so many people had no view, in words that no single one changes much."""
    share = silent / people
    if share < 0.1:
        return "under a tenth"
    if share < 0.25:
        return "under a quarter"
    return "under half" if share < 0.5 else "half or more"


class Question(Model):
    """One question of the survey and what each team answered."""

    kind: Kind = Field(
        description="own: the person's own view; guess: their guess of the other team's typical"
        " score; stage: which stage a described lead is in; kept: whether a promise is kept."
    )
    about: Id | None = Field(
        description="The team the statement is about, or both; null for vignettes. For a promise,"
        " the team that gives it."
    )
    id: Id = Field(description="The item, vignette or promise (SLA) that was asked about.")
    theme: Id = Field(description=f"The theme it belongs to, or {PROMISES}.")
    wording: str = Field(description="The statement, lead or promise as people read it.")
    answers: dict[Id, TaggedFigure] = Field(
        description="By team. For a guess, the team that guessed."
    )

    cannot_say: dict[Id, CannotSay] = Field(
        default={},
        description='By team, where its figure is shown: which share chose "I can\'t say".',
    )

    @model_validator(mode="after")
    def _figures_fit_the_question(self) -> Self:
        expected = Agreement | AgreementBand if self.kind == "stage" else Score | ScoreBand
        for team, figure in self.answers.items():
            if not isinstance(figure, expected | Hidden):
                raise ValueError(
                    f"the figure of {team} does not fit a question of kind '{self.kind}'"
                )
        return self


class Response(Model):
    """How many of a team took part."""

    invited: int = Field(ge=0, description="How many codes were handed out.")
    answered: int = Field(ge=0, description="How many were used.")

    @model_validator(mode="after")
    def _no_more_than_invited(self) -> Self:
        if self.answered > self.invited:
            raise ValueError(f"{self.answered} answered but only {self.invited} were invited")
        return self


class Perceptions(Model):
    """What the two teams said in one quarter: every figure that may be shown, and nothing else."""

    format: Format
    quarter: QuarterText = Field(description="The survey round.")
    threshold: int = Field(ge=5, description="The smallest group whose result is published.")
    scale: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)] = Field(
        description="The answers 1 to 5 in words."
    )
    response: dict[Id, Response] = Field(description="By team.")
    questions: tuple[Question, ...] = Field(description="In the order in which they were asked.")

    @model_validator(mode="after")
    def _each_question_once(self) -> Self:
        asked = Counter((question.kind, question.id) for question in self.questions)
        twice = next((asks for asks, times in asked.items() if times > 1), None)
        if twice:
            kind, id = twice
            *_, last = (i for i, each in enumerate(self.questions) if (each.kind, each.id) == twice)
            raise _at(("questions", last), f"the question {kind} of '{id}' stands here once more")
        return self

    def shown(self) -> Iterator[tuple[Loc, str, ShownFigure]]:
        """Every figure that is not hidden: its place in the file, its team, and itself."""
        for index, question in enumerate(self.questions):
            for team, figure in question.answers.items():
                if not isinstance(figure, Hidden):
                    yield ("questions", index, "answers", team), team, figure

    @model_validator(mode="after")
    def _no_more_than_answered(self) -> Self:
        for place, team, figure in self.shown():
            response = self.response.get(team)
            if response and figure.n > response.answered:
                raise _at(
                    place, f"{figure.n} people are counted, but only {response.answered} answered"
                )
        return self

    @model_validator(mode="after")
    def _counts_of_large_groups_only(self) -> Self:
        for place, _, figure in self.shown():
            is_counted = isinstance(figure, Score | Agreement) and figure.counts is not None
            if is_counted and figure.n < 2 * self.threshold:
                raise _at(
                    place,
                    "this tells how many gave each answer, but fewer than"
                    f" {2 * self.threshold} people stand behind it",
                )
        return self

    @model_validator(mode="after")
    def _nothing_below_the_threshold(self) -> Self:
        for place, _, figure in self.shown():
            if figure.n < self.threshold:
                raise _at(
                    place,
                    f"fewer people than the threshold of {self.threshold} stand behind this; it"
                    " must be hidden",
                )
        return self


def _at(place: Loc, text: str) -> PydanticCustomError:
    """A contradiction that shows at one place in the file."""
    return PydanticCustomError("contradiction", "{text}", {"text": text, "at": place})
