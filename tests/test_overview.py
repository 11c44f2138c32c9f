import pytest

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import QuarterResults, Response, Results
from handbook.overview import Overview, overview
from handbook.perceptions import perceive
from tests import played


def shown(results: Results, definitions: Definitions) -> Overview:
    names = {team.id: team.name for team in definitions.company.teams}
    found = overview(perceive(results, definitions), names)
    assert found is not None
    return found


def with_answered(results: Results, team: str, answered: int, invited: int) -> Results:
    """The same quarters; in the first of them so many of a team answered."""
    first, *others = results.quarters
    response = {**first.perceptions.response, team: Response(invited=invited, answered=answered)}
    perceptions = first.perceptions.model_copy(update={"response": response})
    changed = QuarterResults(first.quarter, perceptions, first.definitions)
    return Results((changed, *others), None)


def test_before_any_quarter_has_closed_there_is_nothing_to_show(definitions: Definitions) -> None:
    assert overview(perceive(Results((), None), definitions), {}) is None


def test_the_newest_quarter_stands_first_and_no_more_than_twelve(definitions: Definitions) -> None:
    found = shown(played.played(definitions, 14), definitions)
    assert found.answered[0].quarter == Quarter(2026, 3)
    assert len(found.answered) == 12


@pytest.mark.parametrize(("answered", "few"), [(11, True), (12, False)])
def test_a_quarter_in_which_less_than_three_fifths_of_a_team_answered_is_named(
    definitions: Definitions, answered: int, few: bool
) -> None:
    results = with_answered(played.played(definitions, 3), "marketing", answered, 20)
    found = shown(results, definitions)
    quarters = [each.quarter for each in found.few_answered("marketing")]
    assert quarters == ([Quarter(2026, 1)] if few else [])
    assert found.few_answered("sales") == ()


def test_a_team_that_nobody_was_invited_from_has_no_share(definitions: Definitions) -> None:
    results = with_answered(played.played(definitions, 1), "sales", 0, 0)
    assert shown(results, definitions).few_answered("sales") == ()


def test_statements_without_guesses_are_counted(definitions: Definitions) -> None:
    items = [item for theme in definitions.survey.themes for item in theme.items]
    found = shown(played.played(definitions, 2), definitions)
    assert found.not_guessed == sum(not item.mirrored for item in items)
