"""What a closed quarter says twice, and in two ways: beside what was asked, and in its figures."""

from collections.abc import Iterator

from catalog.definitions import Definitions
from catalog.definitions.base import did_you_mean
from catalog.fields import Loc
from catalog.problems import legible
from catalog.results.asked import Asked, asked_of
from catalog.results.figures import Agreement, Hidden, Score, TeamFigure, percent, tenths
from catalog.results.perceptions import Perceptions, Question, coarsely

Contradictions = Iterator[tuple[Loc, str]]
"""Where each stands in perceptions.json, and what is wrong there."""

_BESIDE = "definitions.json beside this file"


def differences(perceptions: Perceptions, definitions: Definitions) -> Contradictions:
    """Where a quarter does not say what was asked, as it was locked when the quarter opened."""
    survey = definitions.survey
    if perceptions.threshold != survey.threshold:
        yield ("threshold",), _says(survey.threshold)
    for index, (now, then) in enumerate(zip(perceptions.scale, survey.scale, strict=True)):
        if now != then:
            yield ("scale", index), _says(then)
    asked = {(each.kind, each.id): each for each in asked_of(definitions)}
    for index, question in enumerate(perceptions.questions):
        found = asked.pop((question.kind, question.id), None)
        if found:
            yield from _reads_otherwise(("questions", index), question, found)
        else:
            told = f"the question {question.kind} of '{question.id}' is not asked in {_BESIDE}"
            yield ("questions", index), told
    for kind, id in asked:
        yield ("questions",), f"the question {kind} of '{id}', asked in {_BESIDE}, is missing"


def _reads_otherwise(where: Loc, question: Question, asked: Asked) -> Contradictions:
    if question.wording != asked.wording:
        yield (*where, "wording"), _says(asked.wording)
    if question.theme != asked.theme:
        yield (*where, "theme"), _says(asked.theme)
    if question.about != asked.about:
        yield (*where, "about"), _says(asked.about)


def _says(then: object) -> str:
    said = "null" if then is None else f"'{legible(str(then))}'"
    return f"{_BESIDE} says {said}, as it was when the quarter opened"


def miscounts(perceptions: Perceptions, definitions: Definitions) -> Contradictions:
    """Where figures cannot come from people's answers, or not from those counted beside them."""
    stages = [stage.id for stage in definitions.stages]
    themes = definitions.survey.themes
    right_stage = {lead.id: lead.stage for theme in themes for lead in theme.vignettes}
    for index, question in enumerate(perceptions.questions):
        for team, figure in question.answers.items():
            where = ("questions", index, "answers", team)
            for field, why in _miscounted(figure, right_stage.get(question.id, "")):
                yield (*where, field), why
            if isinstance(figure, Agreement):
                for stage in (figure.counts or {}).keys() - stages:
                    told = f"'{stage}' is not a stage of this quarter{did_you_mean(stage, stages)}"
                    yield (*where, "counts", stage), told
        for team in question.cannot_say:
            for why in _silent(team, question, perceptions):
                yield ("questions", index, "cannot_say", team), why


def _miscounted(figure: TeamFigure, right_stage: str) -> Iterator[tuple[str, str]]:
    """The field that cannot be, and why."""
    match figure:
        case Score(mean=mean) if mean != round(mean, 1):
            yield "mean", f"'{mean}' has too many decimals; a mean has one"
        case Score(n=n, mean=mean) if mean != tenths(round(mean * n), n):
            yield "mean", f"no {n} scores from 1 to 5 have a mean of {mean}"
        case Agreement(n=n, share=share, counts=None):
            if share != percent(round(share * n / 100), n):
                yield "share", f"no number of {n} people is {share} percent of them"
        case Agreement(n=n, share=share, counts=dict() as counts):
            agreeing = counts.get(right_stage, 0)
            if share != percent(agreeing, n):
                named = f"{agreeing} of {n} named the handbook's stage, '{right_stage}'"
                yield "share", f"{named}; that is {percent(agreeing, n)} percent"


def _silent(team: str, question: Question, perceptions: Perceptions) -> Iterator[str]:
    """Why so many cannot have said that they have no view: everybody answers every question."""
    figure, response = question.answers.get(team), perceptions.response.get(team)
    if not figure or not response:
        yield f"'{team}' is not a team of this quarter"
    elif not isinstance(figure, Hidden):
        silent = coarsely(response.answered - figure.n, response.answered)
        if question.cannot_say[team] != silent:
            gave = f"{figure.n} of the {response.answered} who answered gave a view"
            yield f"{gave}, so this must be '{silent}'"
