"""The form over HTTP: enter a code, answer part by part, review, send.

Every page is one form that carries all answers given so far. Nothing is stored before the last
button; the server remembers nothing between two pages.
"""

from functools import lru_cache
from typing import cast

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from catalog.results import OpenQuarter
from survey.ballots import Draft, read_draft
from survey.casting import Outcome
from survey.codes import LENGTH, MistypedError, hash_code, read_code, shown
from survey.pages import Form, Page, enter_page, garbled_page, message, step_page
from survey.pending import cast_pending
from survey.steps import ENTER, ButtonError, Step, step_after
from survey.tallies import Tallies

survey = Blueprint(
    "survey", __name__, url_prefix="/survey", template_folder="templates", static_folder="static"
)


@survey.get("/")
def enter() -> Page:
    """Ask for the code."""
    form = _open_form()
    if form is None:
        return message("none-open", 200)
    return enter_page(form, read_draft(form.questionnaire, {}), 200, typed="")


@survey.post("/")
def answer() -> Page | Response:
    """Take one page of the form and give the next one, or count the ballot."""
    return _counted_at_once() or _next_page()


def _counted_at_once() -> Response | None:
    """Thanks, if the form holds a ballot that the database takes; else nothing is counted.

    The commit itself finds out whether code and quarter are good, so nothing is looked up before:
    a crowd that sends waits for its commits only. What is wrong, if anything, is for a fresh look.
    """
    form = current_app.extensions.get("form_last_seen")
    if form is None or single("go") != "send":
        return None
    draft = read_draft(form.questionnaire, request.form.to_dict(flat=False))
    try:
        hashed, ballot = hash_code(read_code(single("code"))), draft.ballot()
    except (MistypedError, ValueError):
        return None
    outcome = cast_pending(request.environ, _tallies(), hashed, ballot, form.quarter)
    return _thanked() if outcome is Outcome.COUNTED else None


def _next_page() -> Page | Response:
    form = _open_form()
    if form is None:
        return message("closed", 410)
    draft = read_draft(form.questionnaire, request.form.to_dict(flat=False))
    typed = single("code")
    try:
        code = read_code(typed)
    except MistypedError as error:
        return enter_page(form, draft, 400, typed, _problem(error), error.length)
    team = _tallies().team_of(hash_code(code))
    if team is None:
        return _not_to_be_used(form, draft, code)
    held = ("code", code)
    try:
        step = step_asked_for(form, draft)
    except ButtonError:
        return garbled_page(draft, held)
    if step is None:
        return _send(form, draft, code)
    if step.page == ENTER:
        return enter_page(form, draft, 200, shown(code))
    return step_page(form, draft, held, team, step)


@survey.get("/thanks")
def thanks() -> Page:
    """Say thank you."""
    return message("thanks", 200)


def _send(form: Form, draft: Draft, code: str) -> Page | Response:
    outcome = _tallies().cast(hash_code(code), draft.ballot(), form.quarter)
    if outcome is Outcome.COUNTED:
        return _thanked()
    if outcome is Outcome.CLOSED:
        return message("closed", 410)
    return _not_to_be_used(form, draft, code)


def _not_to_be_used(form: Form, draft: Draft, code: str) -> Page:
    """Used, or never handed out: which of them it is cannot be told, and nobody is told.

    Whoever presses Send has come through the form, with a code that was good then.
    """
    if single("go") == "send":
        return message("counted", 403)
    return enter_page(form, draft, 403, shown(code), "unknown")


def _thanked() -> Response:
    return redirect("/survey/thanks", 303)


def _problem(error: MistypedError) -> str:
    """What to say about a text that is no code."""
    if error.length == 0:
        return "missing"
    return "mistyped" if error.length == LENGTH else "incomplete"


def step_asked_for(form: Form, draft: Draft) -> Step | None:
    """The step after the button that was pressed; None: it can be sent.

    Raises:
        ButtonError: no page of ours has that button.
    """
    try:
        page = int(single("page") or ENTER)
    except ValueError:
        raise ButtonError from None
    return step_after(single("go"), page, single("changing") != "", form.questionnaire, draft)


def single(field: str) -> str:
    """The value of a field that may come once only; empty when it does not."""
    values = request.form.getlist(field)
    return values[0] if len(values) == 1 else ""


def _tallies() -> Tallies:
    return cast(Tallies, current_app.extensions["tallies"])


def _open_form() -> Form | None:
    lock = _tallies().lock()
    form = _form_of(lock) if lock else None
    current_app.extensions["form_last_seen"] = form
    return form


@lru_cache(maxsize=2)
def _form_of(lock: str) -> Form:
    return Form.of(OpenQuarter.model_validate_json(lock))
