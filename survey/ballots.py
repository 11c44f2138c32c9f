"""A posted form to a ballot, or to what is wrong with each field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.questionnaire import Question, Questionnaire

COMMENT = "comment"
"""The form field of the optional comment."""

COMMENT_LENGTH = 1000
"""The most characters a comment may have."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Fields = Mapping[str, Sequence[str]]
"""A posted form: every value that came in, by field."""

Problem = Literal["missing", "impossible", "repeated", "too-long"]


@dataclass(frozen=True)
class Ballot:
    """One person's whole set of answers, as (question key, answer), sorted by key."""

    answers: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True)
class Draft:
    """A form on its way: the answers that can stand, and what is wrong with the other fields.

    ``problems`` goes by field, in the order in which things are asked.
    """

    answers: Mapping[str, str]
    comment: str
    problems: Mapping[str, Problem]

    def problems_in(self, questions: Iterable[Question]) -> dict[str, Problem]:
        """What is wrong with these questions."""
        keys = {question.key for question in questions}
        return {key: problem for key, problem in self.problems.items() if key in keys}

    def ballot(self) -> Ballot:
        """The ballot, if nothing is wrong.

        Raises:
            ValueError: there are problems.
        """
        if self.problems:
            raise ValueError(f"not a whole ballot: {dict(self.problems)}")
        return Ballot(tuple(sorted(self.answers.items())), self.comment)


def read_draft(questionnaire: Questionnaire, fields: Fields) -> Draft:
    """Sort a posted form into answers and problems. Fields nobody asked for are ignored."""
    answers: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    for question in questionnaire.questions:
        values = fields.get(question.key, ())
        if problem := _problem(question, values):
            problems[question.key] = problem
        else:
            answers[question.key] = values[0]
    comment = ""
    if questionnaire.takes_comment:
        comments = fields.get(COMMENT, ())
        comment = _cleaned(comments[0]) if comments else ""
        if len(comments) > 1:
            problems[COMMENT] = "repeated"
        elif len(comment) > COMMENT_LENGTH:
            problems[COMMENT] = "too-long"
    return Draft(answers, comment, problems)


def _problem(question: Question, values: Sequence[str]) -> Problem | None:
    if not values:
        return "missing"
    if len(values) > 1:
        return "repeated"
    return None if values[0] in question.values else "impossible"


def _cleaned(text: str) -> str:
    """The comment with plain line ends and no characters that control or turn words."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(_CONTROLS.sub("", line) for line in lines.split("\n")).strip()
