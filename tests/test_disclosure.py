from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.definitions import Definitions
from catalog.results import CANNOT_SAY, Agreement, Hidden, OpenQuarter, Score, to_json
from survey.disclosure import disclose, figure
from survey.questionnaire import Question, questionnaire_of
from tests.answering import CLOSES

HIDDEN = Hidden(hidden="too few answers")


def opened_with(definitions: Definitions) -> OpenQuarter:
    return OpenQuarter(
        format=1,
        quarter="2026-Q4",
        definitions=definitions,
        closes=CLOSES,
        invited=dict.fromkeys(definitions.team_ids, 20),
    )


@pytest.fixture(scope="session")
def scored(definitions: Definitions) -> Question:
    return questionnaire_of(definitions).questions[0]


@pytest.fixture(scope="session")
def lead(definitions: Definitions) -> Question:
    return next(q for q in questionnaire_of(definitions).questions if q.kind == "stage")


def test_four_scores_are_hidden_and_five_are_shown(scored: Question) -> None:
    assert figure(scored, {"4": 4}, 5, None) == HIDDEN
    assert figure(scored, {"4": 5}, 5, None) == Score(n=5, mean=4.0)


def test_nobody_is_hidden(scored: Question) -> None:
    assert figure(scored, {}, 5, None) == HIDDEN


def test_those_who_cannot_say_count_for_nothing(scored: Question) -> None:
    assert figure(scored, {"4": 4, CANNOT_SAY: 30}, 5, None) == HIDDEN
    assert figure(scored, {"4": 6, CANNOT_SAY: 30}, 5, None) == Score(n=6, mean=4.0)


def test_a_raised_threshold_holds(scored: Question) -> None:
    assert figure(scored, {"4": 7}, 8, None) == HIDDEN
    assert figure(scored, {"4": 8}, 8, None) == Score(n=8, mean=4.0)


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ({"1": 2, "2": 1, "4": 3}, 2.7),  # 2.67
        ({"2": 15, "3": 5}, 2.3),  # 2.25, a half goes up
        ({"2": 13, "3": 7}, 2.4),  # 2.35, which a computer's own rounding takes down
        ({"5": 19, "4": 1}, 5.0),  # 4.95
    ],
)
def test_a_mean_is_rounded_to_one_decimal_and_halves_go_up(
    scored: Question, counts: dict[str, int], mean: float
) -> None:
    assert figure(scored, counts, 5, None) == Score(n=sum(counts.values()), mean=mean)


def test_agreement_is_the_share_of_those_with_a_view_who_named_the_handbooks_stage(
    lead: Question,
) -> None:
    counts = {"engaged": 2, "inquiry": 4, CANNOT_SAY: 10}
    assert figure(lead, counts, 5, "engaged") == Agreement(n=6, share=33)
    assert figure(lead, counts, 5, "won") == Agreement(n=6, share=0)
    assert figure(lead, {"engaged": 4, CANNOT_SAY: 1}, 5, "engaged") == HIDDEN


SCORES = st.lists(st.sampled_from(["1", "2", "3", "4", "5", CANNOT_SAY]), max_size=40)


@given(SCORES, st.integers(5, 12))
def test_a_score_is_shown_if_and_only_if_enough_people_stand_behind_it(
    scored: Question, answers: list[str], threshold: int
) -> None:
    scores = [int(answer) for answer in answers if answer != CANNOT_SAY]
    shown = figure(scored, Counter(answers), threshold, None)
    if len(scores) < threshold:
        assert shown == HIDDEN
    else:
        assert isinstance(shown, Score)
        assert shown.n == len(scores)
        assert abs(Fraction(str(shown.mean)) - Fraction(sum(scores), len(scores))) <= Fraction(
            1, 20
        )


def answers_to(question: Question, people: int, data: st.DataObject) -> Counter[str]:
    """As many answers with a view as there are people, and any number without one."""
    views = [choice.value for choice in question.choices if choice.value != CANNOT_SAY]
    given = data.draw(st.lists(st.sampled_from(views), min_size=people, max_size=people))
    return Counter(given) + Counter({CANNOT_SAY: data.draw(st.integers(0, 9))})


@given(st.data(), st.integers(5, 9))
@settings(max_examples=30)
def test_nothing_of_a_group_that_is_too_small_reaches_the_published_file(
    small: Definitions, data: st.DataObject, threshold: int
) -> None:
    """Whatever the small groups say instead, and however many they are, the bytes are the same."""
    survey = small.survey.model_copy(update={"threshold": threshold})
    opened = opened_with(small.model_copy(update={"survey": survey}))
    answered = dict.fromkeys(small.team_ids, 20)
    one, other = {}, {}
    hidden = 0
    for question in questionnaire_of(small).questions:
        for team in small.team_ids:
            place = (team, question.key)
            if data.draw(st.booleans()):
                one[place] = other[place] = answers_to(question, threshold, data)
            else:
                hidden += 1
                for tallies in (one, other):
                    few = data.draw(st.integers(0, threshold - 1))
                    tallies[place] = answers_to(question, few, data)
    published = disclose(opened, answered, one)
    assert to_json(published) == to_json(disclose(opened, answered, other))
    shown = [figure for each in published.questions for figure in each.answers.values()]
    assert shown.count(HIDDEN) == hidden
    assert all(figure.n >= threshold for figure in shown if not isinstance(figure, Hidden))


def test_every_question_is_published_for_both_teams_in_the_order_asked(
    definitions: Definitions,
) -> None:
    published = disclose(opened_with(definitions), dict.fromkeys(definitions.team_ids, 0), {})
    asked = questionnaire_of(definitions).questions
    assert [(q.kind, q.id, q.theme, q.about, q.wording) for q in published.questions] == [
        (q.kind, q.id, q.theme, q.about, q.wording) for q in asked
    ]
    for question in published.questions:
        assert question.answers == dict.fromkeys(definitions.team_ids, HIDDEN)


def test_each_teams_figures_stay_its_own(definitions: Definitions) -> None:
    first, second = definitions.team_ids
    key = questionnaire_of(definitions).questions[0].key
    tallies = {(first, key): {"2": 6}, (second, key): {"5": 4, "4": 4}}
    published = disclose(opened_with(definitions), {first: 6, second: 8}, tallies)
    assert published.questions[0].answers == {
        first: Score(n=6, mean=2.0),
        second: Score(n=8, mean=4.5),
    }
    assert published.response[first].answered == 6
    assert published.response[first].invited == 20


def test_wording_and_threshold_are_those_that_were_locked(definitions: Definitions) -> None:
    survey = definitions.survey.model_copy(update={"threshold": 9})
    locked = opened_with(definitions.model_copy(update={"survey": survey}))
    published = disclose(locked, dict.fromkeys(definitions.team_ids, 0), {})
    assert published.threshold == 9
    assert published.scale == definitions.survey.scale
