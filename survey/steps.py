"""Which page comes after which button."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.ballots import COMMENT, Draft, Problem
from survey.questionnaire import Questionnaire

ENTER = 0
"""The number of the page that asks for the code; the parts follow from 1, then the review."""


@dataclass(frozen=True)
class Step:
    """The page to show: its number, what is wrong on it, and whether the review comes next."""

    page: int
    problems: Mapping[str, Problem] = field(default_factory=dict)
    changing: bool = False


class ButtonError(Exception):
    """No page of ours has this button."""


def step_after(
    button: str, page: int, changing: bool, questionnaire: Questionnaire, draft: Draft
) -> Step | None:
    """The step after a button of a page was pressed; None: the ballot is whole and can be sent.

    ``changing`` says that the page was reached from the review, to change an answer. Back goes
    without any check. Next checks its own page; the review and sending take a whole ballot, and
    the first page with a gap is shown instead.

    Raises:
        ButtonError: there is no such button or page.
    """
    review = len(questionnaire.parts) + 1
    if button == "begin":
        return Step(1)
    if change := re.fullmatch(r"change-([0-9]{1,3})", button):
        page = int(change[1])
        if ENTER < page < review:
            return Step(page, changing=True)
    elif button == "send":
        gap = _gap(questionnaire, draft)
        if gap is None and COMMENT in draft.problems:
            return Step(review, draft.problems)
        return gap
    elif button == "back" and ENTER < page <= review:
        return Step(review) if changing else Step(page - 1)
    elif button == "next" and ENTER < page < review:
        problems = draft.problems_in(questionnaire.parts[page - 1].questions)
        if problems:
            return Step(page, problems, changing)
        if changing or page + 1 == review:
            return _gap(questionnaire, draft) or Step(review)
        return Step(page + 1)
    raise ButtonError


def _gap(questionnaire: Questionnaire, draft: Draft) -> Step | None:
    """The first part with something missing."""
    for page, part in enumerate(questionnaire.parts, start=1):
        if problems := draft.problems_in(part.questions):
            return Step(page, problems, changing=True)
    return None
