"""Definitions to parts of questions: the one value that makes the form and checks the post."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from catalog.definitions import Definitions
from catalog.results import CANNOT_SAY, PROMISES, Asked, asked_of


@dataclass(frozen=True)
class Choice:
    """An answer people can pick: what is counted, and the words beside the button."""

    value: str
    words: str


@dataclass(frozen=True)
class Question(Asked):
    """One thing people are asked, and the answers there are to it."""

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
    """A page of the form."""

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
    scores = *(Choice(str(n), words) for n, words in enumerate(survey.scale, start=1)), cannot_say
    stages = *(Choice(stage.id, stage.name) for stage in definitions.stages), cannot_say
    by_part: dict[str, list[Question]] = defaultdict(list)
    for each in asked_of(definitions):
        choices = stages if each.kind == "stage" else scores
        by_part[each.theme].append(Question(**vars(each), choices=choices))
    titles = {theme.id: (theme.name, theme.intro) for theme in survey.themes}
    titles[PROMISES] = survey.promises.name, survey.promises.intro
    return Questionnaire(
        parts=tuple(Part(id, *titles[id], tuple(asked)) for id, asked in by_part.items()),
        takes_comment=survey.comment is not None,
    )
