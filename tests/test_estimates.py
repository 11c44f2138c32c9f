from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.results import SCORES, Agreement, AgreementBand, Score, ScoreBand, percent, tenths
from handbook.estimates import PERCENT, POINTS, Estimate, Range, bounds_of_band, estimate_of

T_7, T_9, T_17, T_39 = 2.364624, 2.262157, 2.109816, 2.022691
"""Student's t with so many degrees of freedom, 97.5% point, from a printed table."""


def counted(*people: int) -> Score:
    """A score with its counts, the lowest answer first."""
    n = sum(people)
    total = sum(answer * each for answer, each in enumerate(people, 1))
    counts = dict(zip(SCORES, people, strict=True))
    return Score(n=n, mean=tenths(total, n), counts=counts)


def both(found: Range) -> tuple[float, float]:
    return found.low, found.high


def test_a_counted_score_by_hand() -> None:
    """18 of 24 people; with one more answer at either end 2, 3, 5, 6, 4: mean 3.35."""
    estimate = estimate_of(counted(1, 3, 5, 6, 3), 24)
    variance = (2 * 2.35**2 + 3 * 1.35**2 + 5 * 0.35**2 + 6 * 0.65**2 + 4 * 1.65**2) / 20
    assert estimate.mean == pytest.approx(61 / 18)
    assert estimate.variance == pytest.approx(variance)
    assert estimate.error == pytest.approx(sqrt(variance / 18))
    half = T_17 * sqrt(variance / 18) * sqrt(6 / 23) + 4 / 18 / 2
    assert estimate.interval.low == pytest.approx(61 / 18 - half)
    assert both(estimate.bounds) == pytest.approx(((61 + 6) / 24, (61 + 30) / 24))
    assert 61 / 18 + half > estimate.bounds.high
    assert estimate.interval.high == estimate.bounds.high


def test_a_score_without_counts_has_the_widest_spread_its_mean_allows_by_hand() -> None:
    estimate = estimate_of(Score(n=8, mean=3.4), 60)
    assert estimate.variance == pytest.approx(2.4 * 1.6)
    half = T_7 * sqrt(2.4 * 1.6 / 8) * sqrt(52 / 59) + 4 / 8 / 2 + 0.05
    assert estimate.interval.low == pytest.approx(3.4 - half)
    assert estimate.bounds.low == pytest.approx((8 * 3.35 + 52) / 60)
    assert estimate.bounds.high == pytest.approx((8 * 3.45 + 52 * 5) / 60)


def test_a_share_by_hand() -> None:
    """30 of 40 and one more at either end: 31 of 42."""
    estimate = estimate_of(Agreement(n=40, share=75), 90)
    half = T_39 * sqrt(100**2 * 31 / 42 * 11 / 42 / 40) * sqrt(50 / 89) + 100 / 40 / 2 + 0.5
    assert estimate.interval.low == pytest.approx(75 - half)
    assert estimate.interval.high == pytest.approx(75 + half)
    assert estimate.bounds.low == pytest.approx(40 * 74.5 / 90)
    assert estimate.bounds.high == pytest.approx((40 * 75.5 + 100 * 50) / 90)


def test_a_share_of_none_or_all_is_not_taken_for_certain() -> None:
    none = estimate_of(Agreement(n=20, share=0, counts={"won": 10, "lost": 10}), 40)
    assert none.interval.low == 0
    assert none.interval.high > 5
    assert estimate_of(Agreement(n=20, share=100), 40).interval.low < 95


def test_counts_that_leave_answers_out_count_them_as_nobodys() -> None:
    short = Score(n=10, mean=2.5, counts={"2": 5, "3": 5})
    assert estimate_of(short, 30) == estimate_of(counted(0, 5, 5, 0, 0), 30)


def test_when_all_have_answered_nothing_but_rounding_is_left_to_guess() -> None:
    whole = estimate_of(counted(1, 3, 5, 6, 3), 18)
    assert whole.error_in_team == 0
    assert both(whole.interval) == pytest.approx((61 / 18, 61 / 18))
    rounded = estimate_of(Score(n=8, mean=3.4), 8)
    assert both(rounded.interval) == pytest.approx((3.35, 3.45))


def test_in_a_team_without_end_the_correction_for_its_size_is_gone() -> None:
    estimate = Estimate(10, 1_000_000_000, POINTS, 3.0, 1.0, 0.0)
    assert estimate.error_in_team == pytest.approx(estimate.error)
    assert estimate.interval.high - 3 == pytest.approx(T_9 * sqrt(0.1) + 0.2)


def test_the_page_on_reading_numbers_works_its_example_out_as_the_handbook_does() -> None:
    """18 of 24, counts 1, 3, 5, 6, 3: mean 3.4, interval 3.0 to 3.8, bounds 2.8 to 3.8."""
    estimate = estimate_of(counted(1, 3, 5, 6, 3), 24)
    shown = (estimate.mean, *both(estimate.interval), *both(estimate.bounds))
    assert [f"{each:.1f}" for each in shown] == ["3.4", "3.0", "3.8", "2.8", "3.8"]


ESTIMATES = st.builds(
    lambda people, silent: (estimate_of(counted(*people), sum(people) + silent), people, silent),
    st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda each: sum(each) >= 10),
    st.integers(0, 40),
)


@given(ESTIMATES)
def test_the_mean_lies_in_the_interval_the_interval_in_the_bounds_the_bounds_on_the_scale(
    drawn: tuple[Estimate, list[int], int],
) -> None:
    estimate, _, _ = drawn
    interval, bounds = estimate.interval, estimate.bounds
    ends = (bounds.low, interval.low, estimate.mean, interval.high, bounds.high)
    noise = 1e-9
    assert all(one <= other + noise for one, other in pairwise(ends))
    assert POINTS.lowest <= bounds.low
    assert bounds.high <= POINTS.highest


@given(ESTIMATES, st.data())
def test_whatever_the_silent_would_have_said_the_bounds_hold_it(
    drawn: tuple[Estimate, list[int], int], data: st.DataObject
) -> None:
    estimate, people, silent = drawn
    unsaid = data.draw(st.lists(st.integers(1, 5), min_size=silent, max_size=silent))
    said = sum(answer * each for answer, each in enumerate(people, 1))
    truth = (said + sum(unsaid)) / (sum(people) + silent)
    assert estimate.bounds.low - 1e-9 <= truth <= estimate.bounds.high + 1e-9


@given(st.integers(20, 40), st.integers(21, 45))
def test_the_same_answers_say_the_same_in_points_and_in_percent(share: int, invited: int) -> None:
    """A share is a mean score of ones and fives, on another scale."""
    points = Estimate(20, invited, POINTS, 1 + 4 * share / 100, 1.6, 0.02)
    percent = Estimate(20, invited, PERCENT, share, 1000, 0.5)
    for one, other in ((points.interval, percent.interval), (points.bounds, percent.bounds)):
        assert 25 * (one.low - 1) == pytest.approx(other.low)
        assert 25 * (one.high - 1) == pytest.approx(other.high)


def test_the_bounds_of_a_band_reckon_with_those_who_did_not_answer() -> None:
    """By hand: 18 of 21 answered, 16 of them or more agree; 8 of 10, 4.5 or more on average."""
    share = bounds_of_band(AgreementBand(n=18, share_low=89, share_high=100), 21)
    assert both(share) == pytest.approx((18 * 88.5 / 21, 100))
    score = bounds_of_band(ScoreBand(n=8, low=1, high=1.5), 10)
    assert both(score) == pytest.approx((1, (8 * 1.55 + 2 * 5) / 10))


@given(st.integers(5, 40), st.integers(0, 40), st.data())
def test_whatever_the_silent_would_have_said_the_bounds_of_a_band_hold_it(
    n: int, silent: int, data: st.DataObject
) -> None:
    """Planted: the band itself; its rounded ends taken as they are."""
    least = data.draw(st.integers(0, n))
    agreed, of_silent = data.draw(st.integers(least, n)), data.draw(st.integers(0, silent))
    band = AgreementBand(n=n, share_low=percent(least, n), share_high=100)
    bounds = bounds_of_band(band, n + silent)
    truth = 100 * (agreed + of_silent) / (n + silent)
    assert bounds.low - 1e-9 <= truth <= bounds.high + 1e-9
