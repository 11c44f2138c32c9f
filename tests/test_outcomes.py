from datetime import date

from catalog.definitions import Action, Definitions
from catalog.quarters import Quarter
from catalog.results import Results, Score
from handbook.outcomes import Moved, Outcome, outcomes
from handbook.perceptions import perceive
from tests import played
from tests.played import with_answers

TODAY = date(2026, 11, 22)


def action(definitions: Definitions, decided: str, **update: object) -> Action:
    return definitions.actions[0].model_copy(update={"decided": decided, **update})


def found(definitions: Definitions, results: Results, *actions: Action) -> tuple[Outcome, ...]:
    given = definitions.model_copy(update={"actions": actions})
    return outcomes(given, perceive(results, given), TODAY)


def only(small: Definitions, results: Results, decided: str, **update: object) -> Moved:
    """What became of the first statement that an action of that quarter names."""
    return found(small, results, action(small, decided, **update))[0].moved[0]


def test_an_action_has_the_scores_of_its_quarter_and_of_the_latest(small: Definitions) -> None:
    (outcome,) = found(small, played.played(small, 6), action(small, "2025-Q3"))
    assert [(each.theme, each.statement.id) for each in outcome.moved] == [
        ("respect", "craft"), ("promises", "call-back"),
    ]  # fmt: skip
    for each in outcome.moved:
        assert each.before
        assert each.now
        assert (each.before.quarter, each.now.quarter) == (Quarter(2025, 3), Quarter(2026, 3))


def scored(results: Results, **means: float) -> Results:
    """The same results, in which everybody gives the statement 2.0 but in the quarters named."""
    for each in results.quarters:
        mean = means.get(f"in_{each.quarter.year}_q{each.quarter.number}", 2.0)
        answers = {team: Score(n=28, mean=mean) for team in each.definitions.team_ids}
        for kind in ("own", "guess"):
            results = with_answers(results, str(each.quarter), kind, "craft", **answers)
    return results


def test_the_verdict_reaches_the_latest_figures(small: Definitions) -> None:
    """Planted: only what is compared with the quarter of the decision itself."""
    results = scored(played.played(small), in_2026_q2=4.0, in_2026_q3=4.0)
    told = only(small, results, "2025-Q1").verdict
    assert told.startswith("Up to 2026-Q3, a clear rise in ")
    assert "(2.0 in 2025-Q3 to 4.0 in 2026-Q3)" in told


def test_what_moved_before_a_decision_is_no_part_of_its_verdict(small: Definitions) -> None:
    """Planted: comparisons that begin before it."""
    results = scored(played.played(small), in_2024_q4=4.0, in_2025_q1=4.0, in_2025_q2=4.0)
    assert "clear fall" in only(small, results, "2025-Q2").verdict
    assert only(small, results, "2025-Q3").verdict == "Up to 2026-Q3, no clear change."


def test_an_action_decided_after_the_latest_quarter_waits(small: Definitions) -> None:
    each = only(small, played.played(small, 3), "2026-Q3")
    assert each.before
    assert (each.now, each.verdict) == (None, "")


def test_an_action_whose_quarter_is_not_closed_has_no_score_before(small: Definitions) -> None:
    each = only(small, played.played(small, 3), "2026-Q4")
    assert (each.before, each.now, each.verdict) == (None, None, "")


def test_a_statement_asked_in_other_words_since_says_so(small: Definitions) -> None:
    now = played.with_item(small, "craft", statement="Growth's work takes much skill.")
    first, *others = played.quarters(3)
    results = played.results_of([(first, small), *((each, now) for each in others)])
    assert only(now, results, str(first)).reworded
    assert not only(now, results, str(others[0])).reworded


def test_no_verdict_is_given_across_other_words(small: Definitions) -> None:
    """Planted: comparing the figures of the decision with the latest, whatever was asked."""
    now = played.with_item(small, "craft", statement="Growth's work takes much skill.")
    *others, last = played.quarters(8)
    asked = played.results_of([*((each, small) for each in others), (last, now)])
    results = scored(asked, in_2026_q3=4.0)
    each = only(now, results, "2026-Q1")
    assert each.reworded
    assert each.verdict == "Up to 2026-Q3, we cannot tell (asked otherwise before)."


def test_actions_decided_last_stand_first(small: Definitions) -> None:
    given = [action(small, decided) for decided in ("2026-Q1", "2026-Q3", "2026-Q2")]
    given[0] = given[0].model_copy(update={"id": "first"})
    shown = found(small, played.played(small), *given)
    assert [str(outcome.decided) for outcome in shown] == ["2026-Q3", "2026-Q2", "2026-Q1"]


def test_a_promise_and_a_statement_of_the_same_id_are_told_apart(small: Definitions) -> None:
    renamed = small.slas[0].model_copy(update={"id": "craft"})
    same = small.model_copy(update={"slas": (renamed,)})
    only_item = action(same, "2026-Q2", slas=())
    (outcome,) = found(same, played.played(same, 3), only_item)
    assert [each.theme for each in outcome.moved] == ["respect"]


def test_an_action_is_overdue_after_its_day_unless_it_is_done(small: Definitions) -> None:
    past = action(small, "2026-Q2", due=date(2026, 11, 21))
    given = [past, past.model_copy(update={"done": TODAY}), action(small, "2026-Q2", due=TODAY)]
    shown = found(small, played.played(small, 3), *given)
    assert [outcome.overdue for outcome in shown] == [True, False, False]
