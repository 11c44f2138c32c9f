"""Figures written into a results file by hand tell no more than those that the survey writes."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest

from catalog.definitions import Definitions
from catalog.results import (
    Agreement,
    AgreementBand,
    Hidden,
    Perceptions,
    Response,
    Score,
    ScoreBand,
    TeamFigure,
)
from catalog.results import Question as Published
from catalog.results.rule import breaches
from survey.disclosure import figure
from survey.questionnaire import Question, questionnaire_of


@pytest.fixture(scope="module")
def questions(definitions: Definitions) -> Mapping[str, Question]:
    """A question of each kind."""
    return {each.kind: each for each in questionnaire_of(definitions).questions}


def published(answer: TeamFigure, threshold: int = 5, **cannot_say: str) -> Perceptions:
    return Perceptions(
        format=1,
        quarter="2026-Q3",
        threshold=threshold,
        scale=("a", "b", "c", "d", "e"),
        response={"field": Response(invited=99, answered=99)},
        questions=(
            Published(
                kind="stage" if isinstance(answer, Agreement | AgreementBand) else "own",
                about="both",
                id="craft",
                theme="respect",
                wording="Growth's work takes skill.",
                answers={"field": answer},
                cannot_say=cannot_say,
            ),
        ),
    )


def told(answer: TeamFigure, threshold: int = 5) -> list[str]:
    return [why for _, why in breaches(published(answer, threshold))]


def tallies(people: int, answers: int) -> Iterator[list[int]]:
    """Every way in which so many people can give so many answers."""
    for bars in combinations(range(people + answers - 1), answers - 1):
        edges = (-1, *bars, people + answers - 1)
        yield [edges[i + 1] - edges[i] - 1 for i in range(answers)]


@pytest.mark.parametrize("threshold", [5, 7])
def test_whatever_the_survey_writes_of_up_to_twelve_people_is_allowed(
    questions: Mapping[str, Question], threshold: int
) -> None:
    seen = set()
    for people in range(13):
        for tally in tallies(people, 5):
            given = {str(score): n for score, n in enumerate(tally, 1) if n}
            scored = figure(questions["own"], given, threshold, None)
            assert told(scored, threshold) == [], given
            seen.add(type(scored))
        for tally in tallies(people, 4):
            given = dict(zip(("won", "lost", "new", "old"), tally, strict=True))
            placed = figure(questions["stage"], given, threshold, "won")
            assert told(placed, threshold) == [], given
            seen.add(type(placed))
    assert seen == {Score, ScoreBand, Agreement, AgreementBand, Hidden}


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (Score(n=6, mean=5.0), "from a mean of 5.0 of 6 people others could tell"),
        (Score(n=6, mean=1.8), "from a mean of 1.8 of 6 people others could tell"),
        (Score(n=14, mean=4.9), "from a mean of 4.9 of 14 people others could tell"),
        (Score(n=11, mean=3.1, counts={"3": 10, "4": 1}), "all of them, or all but one"),
        (ScoreBand(n=6, low=4.8, high=5), "4.8 to 5.0 is not a band that 6 people may have"),
        (ScoreBand(n=12, low=4.6, high=5), "4.6 to 5.0 is not a band that 12 people may have"),
        (Agreement(n=6, share=83), "from 83 percent of 6 people others could tell"),
        (Agreement(n=10, share=80, counts={"won": 8, "lost": 2}), "all of them, or all but two"),
        (AgreementBand(n=8, share_low=88, share_high=100), "88 to 100 percent is not a band"),
    ],
    ids=str,
)
def test_a_figure_that_tells_more_is_refused(figure: TeamFigure, why: str) -> None:
    (said,) = told(figure)
    assert said.startswith(why)
    assert said.endswith("; this may not be published")


def test_how_many_cannot_say_is_hidden_with_the_figure() -> None:
    hidden = Hidden(hidden="too few answers")
    assert list(breaches(published(hidden, field="under half"))) == [
        (
            ("questions", 0, "cannot_say", "field"),
            "the figure of field is hidden, so this may not be published either",
        )
    ]
