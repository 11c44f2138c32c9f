from datetime import date

from catalog.definitions import Action, Definitions
from catalog.quarters import Quarter
from catalog.results import Results
from handbook.outcomes import Moved, Outcome, outcomes
from handbook.perceptions import perceive
from tests import played

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


def test_the_verdict_names_the_quarter_after_and_the_one_a_year_later(small: Definitions) -> None:
    verdict = only(small, played.played(small, 8), "2025-Q1").verdict
    assert "2025-Q2" in verdict
    assert "2026-Q1" in verdict
    assert "2026-Q3" not in verdict


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
