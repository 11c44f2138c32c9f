from collections.abc import Sequence
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, ttest_ind_from_stats

from handbook.estimates import PERCENT, POINTS, Estimate, Scale
from handbook.verdicts import FALSE_DISCOVERIES, Pair, Verdict, chances, verdicts


def said(
    mean: float, n: int = 30, variance: float = 1.0, rounding: float = 0, scale: Scale = POINTS
) -> Estimate:
    return Estimate(n, 2 * n, scale, mean, variance, rounding)


def verdict(before: Estimate | None, now: Estimate | None, smallest: float = 0.3) -> Verdict:
    return verdicts([(before, now)], smallest)[0]


MEANS = st.floats(1, 5)
PAIRS = st.lists(
    st.tuples(MEANS, st.integers(5, 60), MEANS, st.integers(5, 60)), min_size=1, max_size=30
)
Drawn = Sequence[tuple[float, int, float, int]]


def pairs_of(drawn: Drawn) -> list[tuple[Estimate, Estimate]]:
    return [(said(one, n, 0.7), said(other, m, 1.4)) for one, n, other, m in drawn]


@given(PAIRS)
def test_chances_are_those_that_scipy_finds_by_welchs_test(drawn: Drawn) -> None:
    for found, (before, now) in zip(chances(pairs_of(drawn)), pairs_of(drawn), strict=True):
        mean_spread_n = ((each.mean, sqrt(each.variance), each.n) for each in (before, now))
        (one, spread, n), (other, wide, m) = mean_spread_n
        expected = ttest_ind_from_stats(one, spread, n, other, wide, m, equal_var=False).pvalue
        assert found == pytest.approx(expected, rel=1e-4, abs=1e-12)


@given(PAIRS)
def test_those_are_clear_that_scipy_finds_by_the_procedure_of_benjamini_and_hochberg(
    drawn: Drawn,
) -> None:
    pairs = pairs_of(drawn)
    adjusted = false_discovery_control(chances(pairs), method="bh")
    found = verdicts(pairs, smallest=0)
    for place, chance in enumerate(adjusted):
        if abs(chance - FALSE_DISCOVERIES) > 1e-9:
            assert found[place].startswith("clear") == (chance < FALSE_DISCOVERIES)


def test_a_large_change_is_clear_and_has_its_direction() -> None:
    assert verdict(said(3), said(4)) == "clear rise"
    assert verdict(said(4), said(3)) == "clear fall"
    assert verdict(said(3), said(3)) == "no clear change"


def test_what_one_comparison_shows_clearly_many_together_may_not() -> None:
    one: list[Pair] = [(said(3), said(3.6))]
    many = [*one, *[(said(3), said(3))] * 59]
    assert 0.01 < chances([(said(3), said(3.6))])[0] < 0.05
    assert verdicts(one, 0.3)[0] == "clear rise"
    assert verdicts(many, 0.3)[0] == "no clear change"


@pytest.mark.parametrize(
    ("scale", "before", "now", "said_of_it"),
    [
        (POINTS, 3.0, 3.3, "clear rise"),
        (POINTS, 3.3, 3.0, "clear fall"),
        (POINTS, 3.0, 3.29, "no clear change"),
        (PERCENT, 60, 67.5, "clear rise"),
        (PERCENT, 60, 67.4, "no clear change"),
    ],
)
def test_a_change_below_the_smallest_that_counts_is_never_clear(
    scale: Scale, before: float, now: float, said_of_it: Verdict
) -> None:
    """0.3 points are 7.5 percent of a team."""
    sure = 0.0001
    then, here = (said(each, 500, sure, scale=scale) for each in (before, now))
    assert verdict(then, here) == said_of_it


def test_many_changes_too_small_to_count_do_not_help_another_to_be_clear() -> None:
    small: list[Pair] = [(said(3, variance=0.01), said(3.2, variance=0.01))] * 40
    lucky = (said(3), said(3.6))
    assert verdicts([lucky], 0.3) == ["clear rise"]
    assert verdicts([*small, lucky], 0.3)[-1] == "no clear change"


def test_what_rounding_may_have_taken_counts_against_a_change() -> None:
    exact, rounded = ((said(3.0), said(3.6)), (said(3.0, rounding=0.05), said(3.6, rounding=0.05)))
    assert chances([rounded])[0] == pytest.approx(chances([(said(3.0), said(3.5))])[0])
    assert chances([rounded])[0] > chances([exact])[0]


def test_rounding_alone_is_no_change() -> None:
    rounded = (said(3.0, rounding=0.05), said(3.1, rounding=0.05))
    assert chances([rounded]) == pytest.approx([1.0])


def test_answers_that_do_not_vary_at_all_can_be_judged() -> None:
    """Files from before bands were shown may hold a mean of 5.0."""
    always = said(5.0, variance=0)
    assert verdict(always, always) == "no clear change"
    assert verdict(said(1.0, variance=0), always) == "clear rise"


def test_without_both_figures_nobody_can_tell_and_no_comparison_is_counted() -> None:
    missing: list[Pair] = [(None, said(3))] * 500
    found = verdicts([*missing, (said(3), said(3.6)), *missing], 0.3)
    assert found == ["cannot tell"] * 500 + ["clear rise"] + ["cannot tell"] * 500
    assert verdict(said(3), None) == "cannot tell"
    assert verdicts([], 0.3) == []
