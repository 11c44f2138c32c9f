"""Intervals and verdicts tried on made-up teams whose every answer is known.

Faults that were planted and caught: no correction for continuity, no answers assumed at the ends,
each comparison at 5% for itself, small changes counted among those that pass.
"""

import pytest

from scripts.discoveries import QUARTERS, Case
from scripts.intervals import RUNS
from scripts.populations import PLACED, SCORED, team
from scripts.simulate import PAGE, Simulated, simulate, written


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    """Simulated once; the same every time."""
    return simulate()


def test_a_made_up_team_has_as_many_people_as_it_should() -> None:
    for shape in SCORED.values():
        for people in (5, 6, 13, 500):
            assert team(shape, people).sum() == people
    assert team((1, 2, 4, 2, 1), 20).tolist() == [2, 4, 8, 4, 2]
    assert team((1, 0, 0, 0, 19), 30).tolist() == [2, 0, 0, 0, 28]


@pytest.mark.parametrize("kind", ["scores", "shares"])
def test_the_interval_holds_the_teams_mean_in_94_of_100_runs_whatever_its_answers(
    simulated: Simulated, kind: str
) -> None:
    """Every team, response and shape. Chance moves a share of 2,000 runs by a point at most."""
    cells = getattr(simulated, kind)
    assert {each.people for each in cells} >= {6, 10, 30, 500}
    assert {each.response for each in cells} >= {60, 75, 100}
    few = {
        (cell.people, cell.response, shape): share
        for cell in cells
        for shape, share in cell.shares.items()
        if share < 0.94
    }
    assert few == {}


def test_of_the_changes_called_clear_at_most_one_in_twenty_is_none(simulated: Simulated) -> None:
    assert all(60 <= result.comparisons <= 120 for _, result in simulated.changes)
    false = {case: result.false for case, result in simulated.changes if result.false > 0.05}
    assert false == {}


def test_real_changes_are_found_where_there_are_people_enough(simulated: Simulated) -> None:
    large = Case("every third score, by half a point", (120, 120), (3, 3), 0.5)
    found = dict(simulated.changes)[large].found
    assert found is not None
    assert found > 0.6


def test_the_tables_in_the_documentation_are_up_to_date(simulated: Simulated) -> None:
    page = PAGE.read_text()
    assert written(page, simulated.tables()) == page, "run `make simulate`"
    assert f"over {len(SCORED)} shapes of opinion" in page
    assert f"over {len(PLACED)} mixtures of stages" in page
    assert f"{RUNS:,} draws each" in page
    comparisons = {result.comparisons for _, result in simulated.changes}
    assert f"{comparisons.pop()} comparisons a quarter, in {QUARTERS} quarters" in page


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the table 'one'"):
        written("<!-- two -->\n\n\n\n<!-- end -->", {"one": "| |"})
