"""What may be published: counts in, figures out, and nothing about groups that are too small."""

from collections.abc import Mapping

from catalog.definitions import Definitions
from catalog.results import (
    CANNOT_SAY,
    Agreement,
    Hidden,
    OpenQuarter,
    Perceptions,
    Response,
    Score,
)
from catalog.results import Question as Published
from survey.questionnaire import Question, questionnaire_of

Counts = Mapping[str, int]
"""How many people gave each answer."""


def disclose(
    opened: OpenQuarter,
    answered: Mapping[str, int],
    tallies: Mapping[tuple[str, str], Counts],
) -> Perceptions:
    """Everything that may be shown of a quarter.

    Args:
        opened: what was locked when it opened: wording, threshold, how many were invited.
        answered: how many people answered, by team.
        tallies: how many gave each answer, by (team, question key).
    """
    definitions = opened.definitions
    return Perceptions(
        format=1,
        quarter=opened.quarter,
        threshold=definitions.survey.threshold,
        scale=definitions.survey.scale,
        response={
            team: Response(invited=opened.invited[team], answered=answered[team])
            for team in definitions.team_ids
        },
        questions=tuple(
            _published(question, definitions, tallies)
            for question in questionnaire_of(definitions).questions
        ),
    )


def _published(
    question: Question, definitions: Definitions, tallies: Mapping[tuple[str, str], Counts]
) -> Published:
    survey = definitions.survey
    right_stages = {lead.id: lead.stage for theme in survey.themes for lead in theme.vignettes}
    right_stage = right_stages.get(question.id)
    return Published(
        kind=question.kind,
        about=question.about,
        id=question.id,
        theme=question.theme,
        wording=question.wording,
        answers={
            team: figure(
                question, tallies.get((team, question.key), {}), survey.threshold, right_stage
            )
            for team in definitions.team_ids
        },
    )


def figure(
    question: Question, counts: Counts, threshold: int, right_stage: str | None
) -> Score | Agreement | Hidden:
    """What may be shown of one team's answers to one question.

    Fewer than ``threshold`` people with a view: nothing. Otherwise how many they are, and their
    mean score (one decimal), or for a vignette the percentage who named ``right_stage``. Halves
    are rounded up, in whole numbers, so that no machine's arithmetic shows.
    """
    views = {answer: n for answer, n in counts.items() if answer != CANNOT_SAY}
    people = sum(views.values())
    if people < threshold:
        return Hidden(hidden="too few answers")
    if question.kind == "stage":
        agreeing = views.get(right_stage or "", 0)
        return Agreement(n=people, share=(200 * agreeing + people) // (2 * people))
    total = sum(int(answer) * n for answer, n in views.items())
    return Score(n=people, mean=(20 * total + people) // (2 * people) / 10)
