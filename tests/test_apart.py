from catalog.definitions import Definitions
from catalog.results import Results
from handbook.apart import year_apart
from handbook.perceptions import perceive
from tests.played import HIDDEN, played, quarters, results_of, scored, with_answers, with_item


def answered(results: Results, quarter: str, **scores: tuple[float, float]) -> Results:
    for kind, (field, growth) in scores.items():
        answers = {"field": scored(9, field), "growth": scored(9, growth)}
        results = with_answers(results, quarter, kind, "craft", **answers)
    return results


def a_year(small: Definitions) -> Results:
    before = answered(played(small, 5), "2025-Q3", own=(2.0, 4.0), guess=(4.5, 4.0))
    return answered(before, "2026-Q3", own=(3.0, 4.0), guess=(4.2, 3.8))


def test_both_gaps_stand_beside_those_of_a_year_ago(small: Definitions) -> None:
    found = year_apart(perceive(a_year(small), small).quarters)
    assert found is not None
    assert (str(found.before.quarter), str(found.now.quarter)) == ("2025-Q3", "2026-Q3")
    assert (found.before.real.text, found.now.real.text) == ("2.0", "1.0")
    assert (found.before.imagined.text, found.now.imagined.text) == ("1.3", "0.7")
    assert found.statements == 1


def test_no_gap_stands_without_the_level(small: Definitions) -> None:
    found = year_apart(perceive(a_year(small), small).quarters)
    assert found is not None
    levels = [
        (apart.level["field"].text, apart.level["growth"].text)
        for apart in (found.before, found.now)
    ]
    assert levels == [("2.0", "4.0"), ("3.0", "4.0")]


def test_a_statement_that_is_hidden_once_is_left_out_both_times(small: Definitions) -> None:
    hidden = with_answers(a_year(small), "2025-Q3", "guess", "craft", field=HIDDEN)
    assert year_apart(perceive(hidden, small).quarters) is None


def test_a_statement_that_reads_otherwise_than_a_year_ago_is_left_out(small: Definitions) -> None:
    first, *others = quarters(5)
    reworded = with_item(small, "craft", statement="Growth's work is hard.")
    results = results_of([(first, reworded), *((quarter, small) for quarter in others)])
    assert year_apart(perceive(results, small).quarters) is None


def test_without_a_quarter_a_year_ago_there_is_nothing_beside_the_latest(
    small: Definitions,
) -> None:
    assert year_apart(perceive(played(small, 4), small).quarters) is None
    assert year_apart(()) is None
    results = played(small, 5)
    skipped = Results((*results.quarters[1:],), None)
    assert year_apart(perceive(skipped, small).quarters) is None
