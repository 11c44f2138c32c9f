import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.results import Agreement, AgreementBand, Hidden, Score, ScoreBand
from handbook import cells
from handbook.estimates import Range
from handbook.scores import HIDDEN, NOT_ASKED, Figure, average, figure_of

numbers = st.floats(-4, 4)
figures = st.one_of(st.just(HIDDEN), st.just(NOT_ASKED), st.builds(Figure, numbers))


def test_a_published_score_becomes_a_figure_with_its_number_of_answers() -> None:
    figure = figure_of(Score(n=7, mean=3.6), 9)
    assert (figure.value, figure.n) == (3.6, 7)


def test_a_published_share_becomes_a_figure_in_percent() -> None:
    assert figure_of(Agreement(n=7, share=72), 9).percent == "72%"


def test_how_far_silence_could_matter_is_said_of_a_band_too() -> None:
    """Planted: the band itself, which says nothing of those who did not answer."""
    share = figure_of(AgreementBand(n=18, share_low=89, share_high=100), 21)
    assert cells.bounds(share, percent=True) == "75% to 100%"
    score = figure_of(ScoreBand(n=8, low=4.5, high=5), 10)
    assert cells.bounds(score, percent=False) == "3.7 to 5.0"


@pytest.mark.parametrize(("value", "percent"), [(0.5, "1%"), (62.5, "63%"), (63.5, "64%")])
def test_a_share_is_rounded_half_up(value: float, percent: str) -> None:
    assert Figure(value).percent == percent


def test_what_was_published_as_hidden_stays_hidden_and_says_why() -> None:
    assert figure_of(Hidden(hidden="too few answers"), 9).text == "too few answers"


@given(figures, figures)
def test_a_difference_is_shown_only_if_both_of_its_figures_are(one: Figure, two: Figure) -> None:
    assert (one - two).shown == (one.shown and two.shown)


def test_a_difference_of_a_hidden_figure_says_too_few_answers() -> None:
    assert (Figure(3.0) - HIDDEN).text == "too few answers"
    assert (HIDDEN - Figure(3.0)).signed == "too few answers"


def test_a_difference_with_something_that_was_never_asked_says_so() -> None:
    assert (HIDDEN - NOT_ASKED).text == "not asked"


@given(st.lists(figures))
def test_an_average_is_shown_only_if_all_that_were_asked_are(several: list[Figure]) -> None:
    assert average(several).shown == (any(f.shown for f in several) and HIDDEN not in several)


def test_an_average_never_drops_a_hidden_figure_in_silence() -> None:
    assert average([Figure(2.0), HIDDEN, Figure(4.0)]) == HIDDEN


def test_an_average_leaves_out_what_was_not_asked() -> None:
    assert average([Figure(2.0), NOT_ASKED, Figure(4.0)]) == Figure(3.0)
    assert average([NOT_ASKED, HIDDEN]) == HIDDEN
    assert average([NOT_ASKED]) == NOT_ASKED
    assert average([]) == NOT_ASKED


@pytest.mark.parametrize(
    ("value", "signed", "size", "direction"),
    [
        (0.8, "+0.8", "0.8", "higher"),
        (-0.8, "−0.8", "0.8", "lower"),
        (0.0, "0.0", "0.0", "the same"),
        (-0.04, "0.0", "0.0", "the same"),
        (0.05, "+0.1", "0.1", "higher"),
        (-0.05, "−0.1", "0.1", "lower"),
        (3.3 - 2.9, "+0.4", "0.4", "higher"),
        (0.1 + 0.2 - 0.25, "+0.1", "0.1", "higher"),
    ],
)
def test_a_difference_is_written_with_its_sign_and_told_by_what_is_written(
    value: float, signed: str, size: str, direction: str
) -> None:
    figure = Figure(value)
    assert (figure.signed, figure.size, figure.direction) == (signed, size, direction)


@given(numbers)
def test_no_difference_is_written_with_a_hyphen_for_a_minus(value: float) -> None:
    assert "-" not in Figure(value).signed


@pytest.mark.parametrize(
    ("value", "points"), [(8.0, "+8"), (-8.0, "−8"), (0.0, "0"), (0.5, "+1"), (-0.4, "0")]
)
def test_a_difference_of_shares_is_told_in_whole_percentage_points(
    value: float, points: str
) -> None:
    assert Figure(value).points == points
    assert (HIDDEN - Figure(value)).points == "too few answers"


def test_a_figure_has_an_interval_only_as_long_as_somebody_did_not_answer() -> None:
    assert figure_of(Score(n=8, mean=3.6), 9).interval
    assert figure_of(Score(n=9, mean=3.6), 9).interval is None
    assert HIDDEN.interval is None


def test_a_band_still_tells_how_many_of_how_many_answered() -> None:
    band = figure_of(ScoreBand(n=9, low=4.5, high=5), 12)
    assert (band.text, band.n, band.invited, band.interval) == ("4.5 or more", 9, 12, None)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(3.46, 4.11, "3.4 to 4.2"), (3.4, 4.2, "3.4 to 4.2"), (2.9999999999, 5, "3.0 to 5.0")],
)
def test_a_range_is_rounded_outwards(low: float, high: float, text: str) -> None:
    assert Range(low, high).text == text
    assert Range(60.4, 83.0).percent == "60% to 83%"
