from collections.abc import Sequence

import pytest

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import AgreementBand, QuarterResults, Results, Score, ScoreBand
from handbook.movements import Movement
from handbook.perceptions import PerceptionBook, perceive
from handbook.themes import Statement, Vignette
from tests import played
from tests.played import HIDDEN, quarters, results_of, scored, with_answers

ITEM, LAST = "craft-sales", "2026-Q3"


@pytest.fixture(scope="module")
def results(definitions: Definitions) -> Results:
    """Six quarters, 2025-Q2 to 2026-Q3."""
    return played.played(definitions, 6)


def moved(
    book: PerceptionBook, kind: str = "own", team: str = "sales", id: str = ITEM
) -> Sequence[Movement]:
    """What moved in the last quarter, in the order of the quarters compared with."""
    return [
        each
        for each in book.movements[Quarter.parse(LAST)]
        if (each.key.kind, each.key.id, each.key.team) == (kind, id, team)
    ]


def sinces(movements: Sequence[Movement]) -> list[str]:
    return [str(each.since) for each in movements]


def without(results: Results, *left_out: str) -> Results:
    kept = (each for each in results.quarters if str(each.quarter) not in left_out)
    return Results(tuple(kept), results.open)


def test_each_figure_is_set_beside_the_quarter_before_and_the_one_of_a_year_ago(
    results: Results, definitions: Definitions
) -> None:
    book = perceive(results, definitions)
    for kind in ("own", "guess"):
        for team in definitions.team_ids:
            assert sinces(moved(book, kind, team)) == ["2026-Q2", "2025-Q3"]
    assert sinces(moved(book, "kept", id=definitions.slas[0].id)) == ["2026-Q2", "2025-Q3"]


def test_a_movement_holds_both_figures_as_they_were_published(
    results: Results, definitions: Definitions
) -> None:
    shown = with_answers(results, LAST, "own", ITEM, sales=scored(12, 3.1))
    shown = with_answers(shown, "2026-Q2", "own", ITEM, sales=scored(11, 2.2))
    quarter_ago, _ = moved(perceive(shown, definitions))
    assert (quarter_ago.before.text, quarter_ago.before.n) == ("2.2", 11)
    assert (quarter_ago.now.text, quarter_ago.now.n) == ("3.1", 12)


def test_a_change_no_luck_explains_is_clear(results: Results, definitions: Definitions) -> None:
    low = Score(n=25, mean=2.0, counts={"1": 5, "2": 15, "3": 5})
    high = Score(n=25, mean=4.0, counts={"3": 5, "4": 15, "5": 5})
    shown = with_answers(results, LAST, "own", ITEM, sales=high, marketing=low)
    for quarter in ("2026-Q2", "2025-Q3"):
        shown = with_answers(shown, quarter, "own", ITEM, sales=low, marketing=high)
    book = perceive(shown, definitions)
    assert [each.verdict for each in moved(book)] == ["clear rise"] * 2
    assert [each.verdict for each in moved(book, team="marketing")] == ["clear fall"] * 2
    assert [each.why for each in moved(book)] == ["", ""]


def test_a_quarter_left_out_is_skipped(results: Results, definitions: Definitions) -> None:
    assert sinces(moved(perceive(without(results, "2026-Q2"), definitions))) == [
        "2026-Q1",
        "2025-Q3",
    ]


def test_where_no_quarter_closed_a_year_ago_there_is_no_second_comparison(
    results: Results, definitions: Definitions
) -> None:
    assert sinces(moved(perceive(without(results, "2025-Q3"), definitions))) == ["2026-Q2"]


def test_where_only_the_quarter_a_year_ago_closed_it_is_compared_once(
    results: Results, definitions: Definitions
) -> None:
    two = without(results, "2025-Q2", "2025-Q4", "2026-Q1", "2026-Q2")
    assert sinces(moved(perceive(two, definitions))) == ["2025-Q3"]


def test_the_first_quarter_moved_from_nothing(results: Results, definitions: Definitions) -> None:
    assert perceive(results, definitions).movements[Quarter.parse("2025-Q2")] == ()


def test_what_is_hidden_in_one_of_the_quarters_cannot_be_told(
    results: Results, definitions: Definitions
) -> None:
    shown = with_answers(results, "2026-Q2", "own", ITEM, sales=HIDDEN)
    quarter_ago, year_ago = moved(perceive(shown, definitions))
    assert (quarter_ago.verdict, quarter_ago.why) == ("cannot tell", "too few answers")
    assert year_ago.verdict != "cannot tell"


def test_a_band_cannot_be_told(results: Results, definitions: Definitions) -> None:
    band = ScoreBand(n=7, low=4.3, high=5)
    quarter_ago, _ = moved(
        perceive(with_answers(results, LAST, "own", ITEM, sales=band), definitions)
    )
    assert (quarter_ago.verdict, quarter_ago.why) == ("cannot tell", "answers too alike")
    assert quarter_ago.now.text == "4.3 or more"
    vignette = next(v for theme in definitions.survey.themes for v in theme.vignettes)
    shares = AgreementBand(n=7, share_low=0, share_high=29)
    shown = with_answers(results, "2026-Q2", "stage", vignette.id, sales=shares)
    quarter_ago, _ = moved(perceive(shown, definitions), "stage", id=vignette.id)
    assert (quarter_ago.verdict, quarter_ago.why) == ("cannot tell", "answers too alike")


def asked_as(definitions: Definitions, **since: Definitions) -> Results:
    """Six quarters; from those named on (``q2026_2``) with other definitions."""
    asked = [(quarter, definitions) for quarter in quarters(6)]
    for name, others in since.items():
        first = Quarter.parse(name[1:].replace("_", "-Q"))
        asked = [(quarter, others if quarter >= first else used) for quarter, used in asked]
    return results_of(asked)


def test_no_verdict_is_given_across_new_words(definitions: Definitions) -> None:
    reworded = played.with_item(definitions, ITEM, statement="Selling is a craft.")
    quarter_ago, year_ago = moved(perceive(asked_as(definitions, q2026_2=reworded), reworded))
    assert quarter_ago.verdict != "cannot tell"
    assert not quarter_ago.reworded
    assert (year_ago.verdict, year_ago.why) == ("cannot tell", "asked otherwise before")


def test_words_that_came_back_still_break_the_line(definitions: Definitions) -> None:
    """What was asked otherwise in between may have made people read it otherwise since."""
    reworded = played.with_item(definitions, ITEM, statement="Selling is a craft.")
    results = asked_as(definitions, q2026_1=reworded, q2026_2=definitions)
    quarter_ago, year_ago = moved(perceive(results, definitions))
    assert (quarter_ago.reworded, year_ago.reworded) == (False, True)
    assert year_ago.verdict == "cannot tell"


def test_other_answers_to_choose_from_break_every_score(definitions: Definitions) -> None:
    scale = ("Never", "Rarely", "Sometimes", "Often", "Always")
    other = played.with_survey(definitions, scale=scale)
    book = perceive(asked_as(definitions, **{"q2026_3": other}), other)
    scores = [each for each in book.movements[Quarter.parse(LAST)] if each.key.kind != "stage"]
    assert {each.why for each in scores} == {"asked otherwise before"}


def test_a_statement_that_was_not_asked_then_cannot_be_told(definitions: Definitions) -> None:
    fewer = played.without_item(definitions, ITEM)
    results = asked_as(definitions, q2025_3=fewer, q2026_3=definitions)
    quarter_ago, year_ago = moved(perceive(results, definitions))
    assert (quarter_ago.verdict, quarter_ago.why) == ("cannot tell", "not asked in 2026-Q2")
    assert year_ago.why == "not asked in 2025-Q3"


def test_a_team_with_a_new_id_is_compared_with_itself(
    results: Results, definitions: Definitions
) -> None:
    renamed = played.with_team_ids(definitions, "field", "growth")
    before, after = (perceive(results, each) for each in (definitions, renamed))
    assert [each.verdict for each in moved(before)] == [
        each.verdict for each in moved(after, team="field")
    ]
    assert moved(before)[0].before == moved(after, team="field")[0].before


def test_the_smallest_change_is_that_of_the_quarter_judged_as_it_was_locked(
    definitions: Definitions,
) -> None:
    strict = played.with_survey(definitions, smallest_change=3.0)
    low = Score(n=25, mean=2.0, counts={"1": 5, "2": 15, "3": 5})
    high = Score(n=25, mean=4.0, counts={"3": 5, "4": 15, "5": 5})
    for locked, verdict in ((definitions, "clear rise"), (strict, "no clear change")):
        results = with_answers(asked_as(definitions, q2026_3=locked), LAST, "own", ITEM, sales=high)
        results = with_answers(results, "2026-Q2", "own", ITEM, sales=low)
        assert moved(perceive(results, strict))[0].verdict == verdict


def test_statements_and_vignettes_hold_their_own_movements_oldest_first(
    results: Results, definitions: Definitions
) -> None:
    book = perceive(results, definitions)
    statements = [each for theme in book.themes for each in theme.statements]
    statement: Statement = next(each for each in statements if each.id == ITEM)
    assert {each.key.id for each in statement.movements} == {ITEM}
    own = [each for each in statement.movements if each.key.kind == "own"]
    assert [each.quarter for each in own] == sorted(each.quarter for each in own)
    assert statement.movements[: len(own)] == tuple(own)
    vignettes = [each for theme in book.themes for each in theme.vignettes]
    vignette: Vignette = vignettes[0]
    assert {(each.key.kind, each.key.id) for each in vignette.movements} == {("stage", vignette.id)}
    promise = book.promises.statements[0]
    assert {each.key.kind for each in promise.movements} == {"kept"}


def test_all_comparisons_of_a_quarter_are_judged_together(
    results: Results, definitions: Definitions
) -> None:
    """Alone a change passes that does not among all those of the quarter that did not move."""
    still = Score(n=30, mean=3.0, counts={"1": 3, "2": 6, "3": 12, "4": 6, "5": 3})
    then = Score(n=30, mean=2.2, counts={"1": 9, "2": 11, "3": 6, "4": 3, "5": 1})

    def two_quarters(*ids: str) -> Results:
        kept = without(results, "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
        for quarter in kept.quarters:
            for question in quarter.perceptions.questions:
                same = {} if question.kind == "stage" else dict.fromkeys(question.answers, still)
                shown = same if question.id in ids or not ids else {}
                hidden = dict.fromkeys(question.answers, HIDDEN)
                kept = with_answers(kept, str(quarter.quarter), question.kind, question.id,
                                    **(shown or hidden))  # fmt: skip
        return with_answers(kept, "2026-Q2", "own", ITEM, sales=then)

    alone = with_answers(two_quarters(ITEM), LAST, "guess", ITEM, sales=HIDDEN, marketing=HIDDEN)
    assert moved(perceive(alone, definitions))[0].verdict == "clear rise"
    assert moved(perceive(two_quarters(), definitions))[0].verdict == "no clear change"


def test_the_quarters_are_those_of_the_results(results: Results, definitions: Definitions) -> None:
    closed: tuple[QuarterResults, ...] = results.quarters
    assert list(perceive(results, definitions).movements) == [each.quarter for each in closed]
