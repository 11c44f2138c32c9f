from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.definitions import Definitions
from catalog.results import (
    CANNOT_SAY,
    SCORES,
    Agreement,
    AgreementBand,
    Hidden,
    OpenQuarter,
    Score,
    ScoreBand,
    TeamFigure,
    to_json,
)
from survey.disclosure import cannot_say, disclose, figure
from survey.questionnaire import Question, questionnaire_of
from tests import played
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


def scores(*numbers: int) -> dict[str, int]:
    """So many people who gave each score, the lowest first."""
    return dict(zip(SCORES, numbers, strict=True))


def counted(n: int, mean: float, *numbers: int) -> Score:
    return Score(n=n, mean=mean, counts=scores(*numbers))


def test_four_scores_are_hidden_and_five_are_shown(scored: Question) -> None:
    assert figure(scored, {"3": 4}, 5, None) == HIDDEN
    assert figure(scored, {"3": 5}, 5, None) == Score(n=5, mean=3.0)


def test_nobody_is_hidden(scored: Question) -> None:
    assert figure(scored, {}, 5, None) == HIDDEN


def test_those_who_cannot_say_count_for_nothing(scored: Question) -> None:
    assert figure(scored, {"3": 4, CANNOT_SAY: 30}, 5, None) == HIDDEN
    assert figure(scored, {"3": 6, CANNOT_SAY: 30}, 5, None) == Score(n=6, mean=3.0)


def test_a_raised_threshold_holds(scored: Question) -> None:
    assert figure(scored, {"3": 7}, 8, None) == HIDDEN
    assert figure(scored, {"3": 15}, 8, None) == Score(n=15, mean=3.0)
    assert figure(scored, {"3": 8, "4": 8}, 8, None) == counted(16, 3.5, 0, 0, 8, 8, 0)


def test_ten_people_and_more_are_counted(scored: Question) -> None:
    assert figure(scored, {"2": 4, "4": 5}, 5, None) == Score(n=9, mean=3.1)
    assert figure(scored, {"2": 4, "4": 6}, 5, None) == counted(10, 3.2, 0, 4, 0, 6, 0)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"5": 5}, ScoreBand(n=5, low=4.0, high=5)),
        ({"5": 4, "1": 1}, ScoreBand(n=5, low=4.0, high=5)),  # whoever gave the 1 would know
        ({"5": 3, "4": 1, "1": 1}, ScoreBand(n=5, low=4.0, high=5)),
        ({"5": 3, "3": 1, "1": 1}, Score(n=5, mean=3.8)),
        ({"5": 6}, ScoreBand(n=6, low=4.2, high=5)),  # the page on protection has this example
        ({"5": 5, "1": 1}, ScoreBand(n=6, low=4.2, high=5)),
        ({"1": 7}, ScoreBand(n=7, low=1, high=1.7)),
        ({"1": 8, "5": 1}, ScoreBand(n=9, low=1, high=1.6)),
        ({"3": 9}, Score(n=9, mean=3.0)),
    ],
)
def test_a_mean_of_few_that_lies_close_to_an_end_is_a_band(
    scored: Question, counts: dict[str, int], shown: TeamFigure
) -> None:
    assert figure(scored, counts, 5, None) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"5": 12}, ScoreBand(n=12, low=3.5, high=5)),
        ({"4": 11, "1": 1}, ScoreBand(n=12, low=3.5, high=5)),
        ({"3": 11, "5": 1}, ScoreBand(n=12, low=1, high=3.4)),
        ({"1": 30}, ScoreBand(n=30, low=1, high=3.4)),
        ({"4": 10, "1": 2}, counted(12, 3.5, 2, 0, 0, 10, 0)),
    ],
)
def test_many_who_nearly_all_say_the_same_are_a_band(
    scored: Question, counts: dict[str, int], shown: TeamFigure
) -> None:
    assert figure(scored, counts, 5, None) == shown


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ({"1": 2, "2": 1, "4": 3}, 2.7),  # 2.67
        ({"2": 15, "3": 5}, 2.3),  # 2.25, a half goes up
        ({"2": 13, "3": 7}, 2.4),  # 2.35, which a computer's own rounding takes down
        ({"5": 18, "4": 2}, 4.9),
    ],
)
def test_a_mean_is_rounded_to_one_decimal_and_halves_go_up(
    scored: Question, counts: dict[str, int], mean: float
) -> None:
    shown = figure(scored, counts, 5, None)
    assert isinstance(shown, Score)
    assert (shown.n, shown.mean) == (sum(counts.values()), mean)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"engaged": 4, CANNOT_SAY: 1}, HIDDEN),
        ({"engaged": 3, "inquiry": 4, CANNOT_SAY: 10}, Agreement(n=7, share=43)),
        ({"engaged": 2, "inquiry": 4}, AgreementBand(n=6, share_low=0, share_high=33)),
        ({"engaged": 5, "inquiry": 2}, AgreementBand(n=7, share_low=71, share_high=100)),
        ({"engaged": 20}, AgreementBand(n=20, share_low=90, share_high=100)),
        ({"engaged": 1, "inquiry": 18, "won": 1}, AgreementBand(n=20, share_low=0, share_high=10)),
        (
            {"engaged": 17, "inquiry": 3},
            Agreement(n=20, share=85, counts={"engaged": 17, "inquiry": 3}),
        ),
    ],
)
def test_agreement_is_the_share_of_those_with_a_view_who_named_the_handbooks_stage(
    lead: Question, counts: dict[str, int], shown: TeamFigure
) -> None:
    assert figure(lead, counts, 5, "engaged") == shown


@pytest.mark.parametrize(
    ("without_a_view", "share"),
    [(0, "under a tenth"), (1, "under a tenth"), (2, "under a quarter"), (3, "under a quarter"),
     (4, "under half"), (9, "under half"), (10, "half or more"), (30, "half or more")],
)  # fmt: skip
def test_those_who_cannot_say_are_a_coarse_share(without_a_view: int, share: str) -> None:
    assert cannot_say({"3": 10, CANNOT_SAY: without_a_view}) == share


def test_a_tenth_itself_is_not_under_a_tenth() -> None:
    """Planted faults: a tenth, or a quarter, is under itself."""
    assert cannot_say({"3": 9, CANNOT_SAY: 1}) == "under a quarter"
    assert cannot_say({"3": 9, CANNOT_SAY: 3}) == "under half"


Tally = tuple[int, ...]
"""How many people gave each answer; the last of them is "I can't say"."""

Rule = Callable[[Mapping[str, int]], object]
"""What is published of a tally."""


def every_tally(answers: int, people: int) -> Iterator[Tally]:
    """All ways in which so many people can give so many different answers."""
    for bars in combinations(range(people + answers - 1), answers - 1):
        edges = (-1, *bars, people + answers - 1)
        yield tuple(edges[place + 1] - edges[place] - 1 for place in range(answers))


def others(tally: Tally, own: int) -> set[int]:
    """The answers that are left when one person who gave this answer is taken out."""
    return {answer for answer, n in enumerate(tally) if n > (answer == own)}


def certain(rule: Rule, names: list[str], most: int) -> list[tuple[int, object, str]]:
    """Who could be certain of what another said: how many answered, what is shown, own answer.

    Somebody knows how many answered, the rule, what it shows and their own answer. They are
    certain of another person's answer when in every tally that fits all others gave that one.
    """
    found = []
    for people in range(2, most + 1):
        fitting: dict[object, list[Tally]] = defaultdict(list)
        for tally in every_tally(len(names), people):
            fitting[rule(dict(zip(names, tally, strict=True)))].append(tally)
        for shown, tallies in fitting.items():
            for own, name in enumerate(names):
                left = {frozenset(others(tally, own)) for tally in tallies if tally[own]}
                if len(left) == 1 and len(next(iter(left))) == 1:
                    found.append((people, shown, name))
    return found


ANSWERS = [*SCORES, CANNOT_SAY]


def asking_only(definitions: Definitions, kind: str, threshold: int) -> OpenQuarter:
    """A quarter with the first question of this kind alone, in theme and survey."""
    asked = next(q for q in questionnaire_of(definitions).questions if q.kind == kind)
    themes = [
        theme.model_copy(
            update={
                "items": tuple(each for each in theme.items if each.id == asked.id),
                "vignettes": tuple(each for each in theme.vignettes if each.id == asked.id),
            }
        )
        for theme in definitions.survey.themes
    ]
    survey = definitions.survey.model_copy(update={"themes": themes, "threshold": threshold})
    return opened_with(definitions.model_copy(update={"survey": survey, "slas": ()}))


def everything_published(opened: OpenQuarter, kind: str) -> Rule:
    """The whole file of a quarter in which one team gives these answers, and the other some."""
    team, other = opened.definitions.team_ids
    key = next(q.key for q in questionnaire_of(opened.definitions).questions if q.kind == kind)

    def published(counts: Mapping[str, int]) -> object:
        answered = {team: sum(counts.values()), other: 7}
        return disclose(opened, answered, {(team, key): counts}).model_dump_json()

    return published


@pytest.mark.parametrize(("kind", "threshold"), [("own", 5), ("guess", 6)])
def test_nobody_can_be_certain_of_anybody_elses_score(
    small: Definitions, kind: str, threshold: int
) -> None:
    """Every tally of up to twelve people; how many answered and could not say is known as well."""
    rule = everything_published(asking_only(small, kind, threshold), kind)
    assert certain(rule, ANSWERS, 12) == []


def test_nobody_can_be_certain_of_anybody_elses_stage(small: Definitions) -> None:
    """Every tally of up to twelve people on the small company's stages."""
    opened = asking_only(small, "stage", 5)
    stages = [choice.value for choice in questionnaire_of(opened.definitions).questions[0].choices]
    assert certain(everything_published(opened, "stage"), stages, 12) == []


@pytest.mark.parametrize("stages", [2, 3])
def test_nor_where_there_are_few_stages_to_choose_from(lead: Question, stages: int) -> None:
    answers = [*("engaged", "inquiry", "won")[:stages], CANNOT_SAY]

    def published(counts: Mapping[str, int]) -> object:
        shown = figure(lead, counts, 5, "engaged")
        return shown.model_dump_json(), isinstance(shown, Hidden) or cannot_say(counts)

    assert certain(published, answers, 14) == []


@given(st.data())
@settings(max_examples=50)
def test_what_is_shown_of_a_question_hangs_on_its_own_answers_alone(
    small: Definitions, data: st.DataObject
) -> None:
    """So to know all questions, both teams and other quarters tells no more about this one."""
    opened = opened_with(small)
    questions = questionnaire_of(small).questions
    asked, team = data.draw(st.sampled_from(questions)), data.draw(st.sampled_from(small.team_ids))
    own = answers_to(asked, data.draw(st.integers(0, 14)), data)
    answered = dict.fromkeys(small.team_ids, 20)

    def shown() -> str:
        tallies = {
            (each, question.key): answers_to(question, data.draw(st.integers(0, 14)), data)
            for question in questions
            for each in small.team_ids
        }
        published = disclose(opened, answered, tallies | {(team, asked.key): own})
        question = played.question(published, asked.kind, asked.id)
        return repr((question.answers[team], question.cannot_say.get(team)))

    assert shown() == shown()


def mean_of(counts: Mapping[str, int]) -> tuple[int, float]:
    n = sum(counts[score] for score in SCORES)
    return n, round(sum(int(score) * counts[score] for score in SCORES) / max(n, 1), 1)


def only_a_mean(counts: Mapping[str, int]) -> object:
    n, mean = mean_of(counts)
    return (n, mean) if n >= 5 else "hidden"


def the_same_band_for_every_group(counts: Mapping[str, int]) -> object:
    n, mean = mean_of(counts)
    if n < 5:
        return "hidden"
    return (n, "4.5 or more" if mean >= 4.5 else "1.5 or less" if mean <= 1.5 else mean)


def cannot_say_of_the_hidden(counts: Mapping[str, int]) -> object:
    n, _ = mean_of(counts)
    return counts[CANNOT_SAY] if n < 5 else "shown elsewhere"


def counts_of_ten(counts: Mapping[str, int]) -> object:
    n, _ = mean_of(counts)
    return tuple(sorted(counts.items())) if n >= 10 else "hidden"


@pytest.mark.parametrize(
    "rule",
    [only_a_mean, the_same_band_for_every_group, cannot_say_of_the_hidden, counts_of_ten],
    ids=lambda f: f.__name__,
)
def test_planted_with_simpler_rules_somebody_is_certain(rule: Rule) -> None:
    """The faults: no bands at all; one band for all sizes of groups; who cannot say, exactly, of
    small groups too; counts whatever they say."""
    assert certain(rule, ANSWERS, 12)


STAGES = ["engaged", "inquiry", "mql", "won"]


@given(st.data(), st.booleans(), st.integers(5, 30), st.integers(5, 90))
def test_in_larger_groups_too_everything_shown_fits_other_peoples_answers_as_well(
    scored: Question, lead: Question, data: st.DataObject, is_lead: bool, threshold: int,
    people: int,
) -> None:  # fmt: skip
    """All others gave one answer: as much is shown as if one or two of them had not."""
    question, answers = (lead, STAGES) if is_lead else (scored, SCORES)
    everybody, own = (data.draw(st.sampled_from(answers)) for _ in range(2))

    def shown(*instead: str) -> TeamFigure:
        given = Counter({everybody: people - 1 - len(instead)}) + Counter([own, *instead])
        return figure(question, given, threshold, "engaged")

    another = [shown(*some) for n in (1, 2) for some in combinations([*answers] * n, n)
               if {*some} != {everybody}]  # fmt: skip
    of_others = [figure(question, Counter({each: people - 1}) + Counter([own]), threshold,
                        "engaged") for each in answers if each != everybody]  # fmt: skip
    assert shown() in another + of_others


GIVEN = st.lists(st.sampled_from(["1", "2", "3", "4", "5", CANNOT_SAY]), max_size=40)


@given(GIVEN, st.integers(5, 12))
def test_a_score_is_shown_if_and_only_if_enough_people_stand_behind_it(
    scored: Question, answers: list[str], threshold: int
) -> None:
    given = [int(answer) for answer in answers if answer != CANNOT_SAY]
    shown = figure(scored, Counter(answers), threshold, None)
    if len(given) < threshold:
        assert shown == HIDDEN
        return
    mean = Fraction(sum(given), len(given))
    assert isinstance(shown, Score | ScoreBand)
    assert shown.n == len(given)
    low, high = (shown.mean,) * 2 if isinstance(shown, Score) else (shown.low, shown.high)
    assert Fraction(str(low)) - Fraction(1, 20) <= mean <= Fraction(str(high)) + Fraction(1, 20)


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
    tallies = {(first, key): {"2": 6, CANNOT_SAY: 2}, (second, key): {"4": 4, "3": 4}}
    published = disclose(opened_with(definitions), {first: 8, second: 8}, tallies)
    assert published.questions[0].answers == {
        first: Score(n=6, mean=2.0),
        second: Score(n=8, mean=3.5),
    }
    assert published.questions[0].cannot_say == {first: "under half", second: "under a tenth"}
    assert published.response[first].answered == 8
    assert published.response[first].invited == 20


def test_wording_and_threshold_are_those_that_were_locked(definitions: Definitions) -> None:
    survey = definitions.survey.model_copy(update={"threshold": 9})
    locked = opened_with(definitions.model_copy(update={"survey": survey}))
    published = disclose(locked, dict.fromkeys(definitions.team_ids, 0), {})
    assert published.threshold == 9
    assert published.scale == definitions.survey.scale
