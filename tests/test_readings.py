import pytest

from catalog.quarters import Quarter
from handbook.readings import Placement
from handbook.scores import HIDDEN, Figure


def placed(one: Figure, two: Figure) -> Placement:
    share = {"one": one, "two": two}
    return Placement(Quarter(2026, 3), ("one", "two"), "call", "A lead rang.", "Lead", share)


def test_agreement_is_how_often_two_people_drawn_at_random_name_the_same_stage() -> None:
    """Planted: the difference of shares instead; two teams with other wrong stages agreed."""
    one = Figure(50, n=10, counts={"lead": 5, "engaged": 5})
    two = Figure(50, n=20, counts={"lead": 10, "customer": 10})
    assert placed(one, two).agreement.value == pytest.approx(25)
    assert placed(one, one).agreement.value == pytest.approx(50)


def test_without_the_counts_of_both_teams_there_is_no_agreement() -> None:
    counted = Figure(50, n=10, counts={"lead": 5, "engaged": 5})
    assert placed(counted, Figure(50, n=8)).agreement == HIDDEN
    assert placed(HIDDEN, counted).agreement == HIDDEN
