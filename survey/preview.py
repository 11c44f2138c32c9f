"""The form as the definition files ask for it now, to be looked at. No code, nothing is stored."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from flask import Blueprint, current_app, render_template, request

from catalog.reading import DefinitionsError, read_definitions
from survey.ballots import Draft, read_draft
from survey.pages import Form, Page, carried_by, garbled_page, message, step_page
from survey.steps import ENTER, ButtonError
from survey.views import single, step_asked_for

preview = Blueprint("preview", __name__, url_prefix="/survey")


@preview.context_processor
def _marked() -> dict[str, bool]:
    return {"is_preview": True}


@preview.route("/preview", methods=["GET", "POST"])
def look() -> Page:
    """Any page of the form as one team would see it, from the files as they are at this moment."""
    folder = cast(Path, current_app.extensions["definitions"])
    try:
        form = Form(read_definitions(folder).definitions)
    except DefinitionsError as error:
        return message("mistaken", 200, problems=error.problems)
    draft = _without_gaps(read_draft(form.questionnaire, request.form.to_dict(flat=False)))
    team = single("team")
    if team not in form.teams:
        return _start(form, draft, form.definitions.team_ids[0])
    held = ("team", team)
    try:
        step = step_asked_for(form, draft)
    except ButtonError:
        return garbled_page(draft, held)
    if step is None:
        return message("previewed", 200, form=form)
    if step.page == ENTER:
        return _start(form, draft, team)
    return step_page(form, draft, held, team, step)


def _without_gaps(draft: Draft) -> Draft:
    """Whoever only looks need not answer everything."""
    problems = {key: what for key, what in draft.problems.items() if what != "missing"}
    return replace(draft, problems=problems)


def _start(form: Form, draft: Draft, team: str) -> Page:
    carried = carried_by(draft)
    return render_template("survey/preview.html", form=form, carried=carried, chosen=team), 200
