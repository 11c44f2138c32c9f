"""What may be published: counts in, figures out, and nothing about groups that are too small."""

from collections.abc import Mapping

from catalog.definitions import Definitions
from catalog.results import (
    CANNOT_SAY,
    SCORES,
    Agreement,
    AgreementBand,
    CannotSay,
    Hidden,
    OpenQuarter,
    Perceptions,
    Response,
    Score,
    ScoreBand,
    TeamFigure,
    coarsely,
    percent,
    tenths,
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
    counts = {team: tallies.get((team, question.key), {}) for team in definitions.team_ids}
    answers = {
        team: figure(question, given, survey.threshold, right_stage)
        for team, given in counts.items()
    }
    return Published(
        kind=question.kind,
        about=question.about,
        id=question.id,
        theme=question.theme,
        wording=question.wording,
        answers=answers,
        cannot_say={
            team: cannot_say(counts[team])
            for team, shown in answers.items()
            if not isinstance(shown, Hidden)
        },
    )


def cannot_say(counts: Counts) -> CannotSay:
    """Which share of a team had no view, coarsely."""
    return coarsely(counts.get(CANNOT_SAY, 0), sum(counts.values()))


def figure(
    question: Question, counts: Counts, threshold: int, right_stage: str | None
) -> TeamFigure:
    """What may be shown of one team's answers to one question.

    Fewer than ``threshold`` people with a view: nothing. From there on what the two functions below
    say. Somebody who knows all of it, and their own answer, is never certain of what any other one
    person said; tests try every tally of up to twelve people.
    """
    views = {answer: n for answer, n in counts.items() if answer != CANNOT_SAY}
    people = sum(views.values())
    if people < threshold:
        return Hidden(hidden="too few answers")
    whole = people >= 2 * threshold
    if question.kind == "stage":
        return _placed(views, people, right_stage or "", whole=whole)
    return _scored(views, people, whole=whole)


def _scored(views: Counts, n: int, *, whole: bool) -> Score | ScoreBand:
    """The mean score, with the counts where the group is large enough.

    Where the mean lies so close to an end that one person could work out that all others chose
    that end, a band. In a large group that holds if all, or all but one, gave the same answer,
    whichever it was: counts would tell the one what all others said. Two bands are left then,
    each wide enough to leave open which answer it was.
    """
    total = sum(int(answer) * people for answer, people in views.items())
    if whole:
        if max(views.values()) < n - 1:
            return Score(n=n, mean=tenths(total, n), counts={a: views.get(a, 0) for a in SCORES})
        agree = 2 * total >= 7 * n
        return ScoreBand(n=n, low=3.5, high=5) if agree else ScoreBand(n=n, low=1, high=3.4)
    if total >= 5 * n - 5:
        return ScoreBand(n=n, low=tenths(5 * n - 5, n), high=5)
    if total <= n + 5:
        return ScoreBand(n=n, low=1, high=tenths(n + 5, n))
    return Score(n=n, mean=tenths(total, n))


def _placed(views: Counts, n: int, right_stage: str, *, whole: bool) -> Agreement | AgreementBand:
    """The percentage who named the handbook's stage, with the counts in a large enough group.

    A band where all but two at most named it, or two at most did: a narrower one would tell the
    only person who saw it otherwise what all others said.
    """
    agreeing = views.get(right_stage, 0)
    if whole and max(views.values()) < n - 2:
        return Agreement(n=n, share=percent(agreeing, n), counts=dict(views))
    if agreeing >= n - 2:
        return AgreementBand(n=n, share_low=percent(n - 2, n), share_high=100)
    if agreeing <= 2:
        return AgreementBand(n=n, share_low=0, share_high=percent(2, n))
    return Agreement(n=n, share=percent(agreeing, n))
