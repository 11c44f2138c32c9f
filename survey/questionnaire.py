"""Definitions to parts of questions: the one value that makes the form and checks the post."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalog.definitions import Definitions, Item, Theme
from catalog.results import CANNOT_SAY, PROMISES, Kind


@dataclass(frozen=True)
class Choice:
    """An answer people can pick: what is counted, and the words beside the button."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """One thing people are asked.

    ``about`` is the team the statement is about, or ``both``; for a promise the team that gives
    it; none for a lead to place in a stage.
    """

    kind: Kind
    id: str
    theme: str
    about: str | None
    wording: str
    choices: tuple[Choice, ...]

    @cached_property
    def key(self) -> str:
        """The form field, and the question's name in every tally: ``own.lead-quality``."""
        return f"{self.kind}.{self.id}"

    @cached_property
    def values(self) -> frozenset[str]:
        """Every answer there is."""
        return frozenset(choice.value for choice in self.choices)

    def words(self, value: str) -> str:
        """The words of an answer."""
        return next(choice.words for choice in self.choices if choice.value == value)


@dataclass(frozen=True)
class Part:
    """A page of the form. A guess stands right after the own view it belongs to."""

    id: str
    name: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Everything one quarter asks, in the order in which it is asked."""

    parts: tuple[Part, ...]
    takes_comment: bool

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions of all parts."""
        return tuple(question for part in self.parts for question in part.questions)


def questionnaire_of(definitions: Definitions) -> Questionnaire:
    """What the definitions ask: one part a theme, then one with a line a promise.

    A part without questions is left out.
    """
    survey = definitions.survey
    cannot_say = Choice(CANNOT_SAY, survey.cannot_say)
    scale = tuple(Choice(str(n), words) for n, words in enumerate(survey.scale, start=1))
    stages = tuple(Choice(stage.id, stage.name) for stage in definitions.stages)
    parts = [
        Part(
            theme.id,
            theme.name,
            theme.intro,
            tuple(_of_theme(theme, (*scale, cannot_say), (*stages, cannot_say))),
        )
        for theme in survey.themes
    ]
    kept = tuple(
        Question("kept", sla.id, PROMISES, sla.from_team, sla.promise, (*scale, cannot_say))
        for sla in definitions.slas
    )
    parts.append(Part(PROMISES, survey.promises.name, survey.promises.intro, kept))
    return Questionnaire(
        parts=tuple(part for part in parts if part.questions),
        takes_comment=survey.comment is not None,
    )


def _of_theme(
    theme: Theme, scale: tuple[Choice, ...], stages: tuple[Choice, ...]
) -> Iterator[Question]:
    for item in theme.items:
        yield from _of_item(item, theme.id, scale)
    for vignette in theme.vignettes:
        yield Question("stage", vignette.id, theme.id, None, vignette.lead, stages)


def _of_item(item: Item, theme: str, scale: tuple[Choice, ...]) -> Iterator[Question]:
    yield Question("own", item.id, theme, item.about, item.statement, scale)
    if item.mirrored:
        yield Question("guess", item.id, theme, item.about, item.statement, scale)
