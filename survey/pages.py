"""What the templates see. A template holds words; everything it shows is worked out here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from flask import render_template

from catalog.dates import day
from catalog.definitions import Definitions
from catalog.results import OpenQuarter
from survey.ballots import COMMENT, COMMENT_LENGTH, Draft
from survey.closing import COMMENTS_FROM
from survey.codes import LENGTH
from survey.questionnaire import Questionnaire, questionnaire_of
from survey.steps import Step

Page = tuple[str, int]
"""HTML and its status."""

Held = tuple[str, str]
"""The field that every page carries to say whose form it is: the code, or a preview's team."""


@dataclass(frozen=True)
class TeamMark:
    """A team as the form shows it: its name, and its colour and shape by number, 1 or 2."""

    id: str
    name: str
    number: int


@dataclass(frozen=True)
class Form:
    """A survey as people meet it: what it asks, and how its teams are shown.

    ``quarter`` is the one that is open and ``closes`` its last day, in words; a preview has none.
    """

    definitions: Definitions
    quarter: str = ""
    closes: str = ""

    @classmethod
    def of(cls, opened: OpenQuarter) -> "Form":
        """The form of an open quarter."""
        return cls(opened.definitions, opened.quarter, day(opened.closes))

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return questionnaire_of(self.definitions)

    @cached_property
    def teams(self) -> dict[str, TeamMark]:
        """The two teams by id."""
        return {
            team.id: TeamMark(team.id, team.name, number)
            for number, team in enumerate(self.definitions.company.teams, start=1)
        }

    def other(self, team: str) -> TeamMark:
        """The team that is not this one."""
        return self.teams[self.definitions.other_team(team)]


def message(kind: str, status: int, **seen: object) -> Page:
    """A page that says one calm thing."""
    return render_template("survey/message.html", kind=kind, **seen), status


def again(kind: str, status: int, fields: Iterable[tuple[str, str]], button: str) -> Page:
    """A page that says what went wrong and keeps everything, to be sent again."""
    carried = [(name, value) for name, value in fields if name != "go"]
    page = render_template("survey/again.html", kind=kind, carried=carried, button=button)
    return page, status


def garbled_page(draft: Draft, held: Held) -> Page:
    """The page for a button that no page of ours has: the form starts again with all answers."""
    return again("garbled", 400, [held, *carried_by(draft)], "begin")


def enter_page(
    form: Form, draft: Draft, status: int, typed: str, problem: str = "", read: int = 0
) -> Page:
    """The page that asks for the code; ``problem`` says why the last one did not do.

    ``read`` says of how many characters that one was, as it was read.
    """
    return render_template(
        "survey/enter.html",
        form=form,
        typed=typed,
        problem=problem,
        carried=carried_by(draft),
        code_length=LENGTH,
        read=read,
    ), status


def step_page(form: Form, draft: Draft, held: Held, team: str, step: Step) -> Page:
    """The page of a step: a part, or the review."""
    place = [held, ("page", str(step.page))]
    if step.changing:
        place.append(("changing", "1"))
    seen = {
        "form": form,
        "draft": draft,
        "other": form.other(team),
        "step": step,
        "comment_length": COMMENT_LENGTH,
        "comments_from": COMMENTS_FROM,
    }
    status = 422 if step.problems else 200
    parts = form.questionnaire.parts
    if step.page > len(parts):
        carried = place + carried_by(draft, {COMMENT})
        return render_template("survey/review.html", carried=carried, **seen), status
    part = parts[step.page - 1]
    carried = place + carried_by(draft, {question.key for question in part.questions})
    return render_template("survey/part.html", part=part, carried=carried, **seen), status


def carried_by(draft: Draft, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a page carries along in hidden fields: all that is not on it for people to see."""
    carried = [*draft.answers.items(), (COMMENT, draft.comment)]
    return [(name, value) for name, value in carried if value and name not in without]
