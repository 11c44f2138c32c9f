"""Published results read as figures, under today's team ids."""

from collections.abc import Iterator, Mapping, Sequence

from catalog.definitions import Definitions
from catalog.results import PROMISES, QuarterResults, Question
from handbook.followed import todays_teams
from handbook.history import Change
from handbook.readings import Placement, Reading, Teams, ThemeRound
from handbook.rounds import Figures, QuarterRound
from handbook.scores import NOT_ASKED, Figure, figure_of

# The survey's own intro speaks to those who answer.
_PROMISES_INTRO = (
    "How far each promise feels kept to the team that gives it and to the team that receives it."
)


def read_quarter(
    closed: QuarterResults, definitions: Definitions, changes: Sequence[Change]
) -> QuarterRound:
    """Everything a closed quarter says.

    Args:
        closed: its results.
        definitions: today's, for the teams and for what was decided because of this quarter.
        changes: all changes in the agreement; those of this quarter are taken.
    """
    today = definitions.team_ids
    teams = todays_teams(closed.definitions.team_ids, today)
    figures = {
        (question.kind, question.id): _by_team(question, closed, teams)
        for question in closed.perceptions.questions
    }
    decided = (each for each in definitions.actions if each.decided == str(closed.quarter))
    return QuarterRound(
        quarter=closed.quarter,
        teams=today,
        scale=closed.perceptions.scale,
        threshold=closed.perceptions.threshold,
        smallest_change=closed.definitions.survey.smallest_change,
        response={teams[then]: each for then, each in closed.perceptions.response.items()},
        figures=figures,
        themes=tuple(_themes(closed, figures, teams, today)),
        changes=tuple(change for change in changes if change.quarter == closed.quarter),
        actions=tuple(decided),
    )


def _themes(
    closed: QuarterResults, figures: Figures, teams: Mapping[str, str], today: Teams
) -> Iterator[ThemeRound]:
    questions: dict[str, list[Question]] = {}
    for question in closed.perceptions.questions:
        questions.setdefault(question.theme, []).append(question)
    for id, asked in questions.items():
        yield ThemeRound(
            id=id,
            name=(theme_words(closed.definitions, id) or (id, ""))[0],
            quarter=closed.quarter,
            teams=today,
            readings=tuple(
                _reading(question, closed, figures, teams, today)
                for question in asked
                if question.kind in ("own", "kept")
            ),
            placements=tuple(
                _placement(question, closed, figures, today)
                for question in asked
                if question.kind == "stage"
            ),
        )


def _reading(
    question: Question,
    closed: QuarterResults,
    figures: Figures,
    teams: Mapping[str, str],
    today: Teams,
) -> Reading:
    about = question.about or "both"
    guess = figures.get(("guess", question.id)) if question.kind == "own" else None
    return Reading(
        quarter=closed.quarter,
        teams=today,
        id=question.id,
        wording=question.wording,
        scale=closed.perceptions.scale,
        about=teams.get(about, about),
        own=figures[question.kind, question.id],
        guess=guess or dict.fromkeys(today, NOT_ASKED),
    )


def _placement(
    question: Question, closed: QuarterResults, figures: Figures, today: Teams
) -> Placement:
    definitions = closed.definitions
    vignettes = (each for theme in definitions.survey.themes for each in theme.vignettes)
    stage = next((each.stage for each in vignettes if each.id == question.id), "")
    names = {each.id: each.name for each in definitions.stages}
    return Placement(
        quarter=closed.quarter,
        id=question.id,
        wording=question.wording,
        stage=names.get(stage, stage),
        teams=today,
        share=figures[question.kind, question.id],
    )


def _by_team(
    question: Question, closed: QuarterResults, teams: Mapping[str, str]
) -> dict[str, Figure]:
    response, cannot_say = closed.perceptions.response, question.cannot_say
    return {
        teams[then]: figure_of(answer, response[then].invited, cannot_say.get(then, ""))
        for then, answer in question.answers.items()
    }


def theme_words(definitions: Definitions, id: str) -> tuple[str, str] | None:
    """A theme's name and intro in some definitions, if they have it."""
    survey = definitions.survey
    if id == PROMISES:
        return survey.promises.name, _PROMISES_INTRO
    found = (theme for theme in survey.themes if theme.id == id)
    return next(((theme.name, theme.intro) for theme in found), None)
