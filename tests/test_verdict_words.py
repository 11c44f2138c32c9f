import pytest

from catalog.quarters import Quarter
from catalog.results import Kind
from handbook.movements import Movement, SeriesKey
from handbook.scores import HIDDEN, NOT_ASKED, TOO_ALIKE, Figure
from handbook.verdict_words import moved_in_a_year, verdict_since, verdict_up_to_last
from handbook.verdicts import Verdict

NAMES = {"one": "Sales", "two": "Growth"}
A_YEAR_AGO, BEFORE, NOW = Quarter(2025, 3), Quarter(2026, 2), Quarter(2026, 3)


def moved(
    verdict: Verdict, before: Figure | float = 2.6, now: Figure | float = 3.4, team: str = "one",
    kind: Kind = "own", since: Quarter = BEFORE, quarter: Quarter = NOW, reworded: bool = False,
) -> Movement:  # fmt: skip
    first, last = (each if isinstance(each, Figure) else Figure(each) for each in (before, now))
    return Movement(SeriesKey(kind, "id", team), since, quarter, first, last, reworded, verdict)


def steady(team: str = "one", since: Quarter = BEFORE, kind: Kind = "own") -> Movement:
    return moved("no clear change", team=team, since=since, kind=kind)


def test_what_did_not_move_is_said_once_for_both_spans() -> None:
    found = [steady(team, since) for since in (BEFORE, A_YEAR_AGO) for team in NAMES]
    assert verdict_since(found, NAMES) == (
        "Since 2026-Q2 and over the year since 2025-Q3, no clear change."
    )


def test_a_clear_change_names_whose_answers_moved_from_where_to_where() -> None:
    found = [
        steady(), steady("two"),
        moved("clear rise", since=A_YEAR_AGO), steady("two", A_YEAR_AGO),
    ]  # fmt: skip
    assert verdict_since(found, NAMES) == (
        "Since 2026-Q2, no clear change; over the year since 2025-Q3, a clear rise in Sales' own"
        " view (2.6 to 3.4), otherwise no clear change."
    )


def test_rises_and_falls_of_own_views_and_guesses_are_told_apart() -> None:
    found = [
        moved("clear rise"), moved("clear rise", 1.2, 2.0, "two"),
        moved("clear fall", 4.0, 3.1, kind="guess"), moved("clear fall", 4.4, 3.2, "two", "guess"),
    ]  # fmt: skip
    assert verdict_since(found, NAMES) == (
        "Since 2026-Q2, a clear rise in Sales' own view (2.6 to 3.4) and Growth's own view (1.2 to"
        " 2.0), a clear fall in Sales' guess (4.0 to 3.1) and Growth's guess (4.4 to 3.2)."
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [("kept", "Growth's score (3.0 to 4.0)"), ("stage", "Growth's share (40% to 72%)")],
)
def test_promises_and_vignettes_are_told_in_their_own_words(kind: Kind, told: str) -> None:
    figures = (40.0, 72.0) if kind == "stage" else (3.0, 4.0)
    found = [moved("clear rise", *figures, team="two", kind=kind)]
    assert verdict_since(found, NAMES) == f"Since 2026-Q2, a clear rise in {told}."


@pytest.mark.parametrize(
    ("before", "reworded", "why"),
    [
        (HIDDEN, False, "too few answers"),
        (TOO_ALIKE, False, "answers too alike"),
        (NOT_ASKED, False, "not asked in 2026-Q2"),
        (Figure(3.0), True, "asked otherwise before"),
    ],
)
def test_what_cannot_be_told_says_why(before: Figure, reworded: bool, why: str) -> None:
    untold = moved("cannot tell", before, reworded=reworded)
    assert verdict_since([untold], NAMES) == f"Since 2026-Q2, we cannot tell ({why})."
    assert verdict_since([untold, steady("two")], NAMES) == (
        f"Since 2026-Q2, we cannot tell about Sales' own view ({why}), otherwise no clear change."
    )


def test_each_reason_stands_with_what_it_is_about() -> None:
    found = [
        moved("cannot tell", HIDDEN),
        moved("cannot tell", TOO_ALIKE, team="two"),
        moved("cannot tell", now=HIDDEN, kind="guess"),
    ]
    assert verdict_since(found, NAMES) == (
        "Since 2026-Q2, we cannot tell about Sales' own view and Sales' guess (too few answers), we"
        " cannot tell about Growth's own view (answers too alike)."
    )


def test_the_first_quarter_of_all_has_nothing_to_be_compared_with() -> None:
    assert verdict_since([], NAMES) == "There is no earlier quarter to compare with yet."


def test_a_single_earlier_quarter_a_year_ago_is_called_so() -> None:
    found = [steady(since=A_YEAR_AGO)]
    assert verdict_since(found, NAMES) == "Over the year since 2025-Q3, no clear change."


def test_over_several_quarters_the_last_rise_and_the_last_fall_are_told_with_their_quarters() -> (
    None
):
    """Planted: the first clear one of each; rises alone."""
    found = [
        moved("clear rise", 1.9, 2.6, since=A_YEAR_AGO, quarter=Quarter(2025, 4)),
        moved("clear rise", 2.6, 3.4, since=Quarter(2025, 4), quarter=Quarter(2026, 1)),
        moved("clear fall", 3.4, 2.7, since=Quarter(2026, 1), quarter=BEFORE),
        steady(), steady("two", A_YEAR_AGO),
    ]  # fmt: skip
    assert verdict_up_to_last(found, NAMES) == (
        "Up to 2026-Q3, a clear rise in Sales' own view (2.6 in 2025-Q4 to 3.4 in 2026-Q1), a clear"
        " fall in Sales' own view (3.4 in 2026-Q1 to 2.7 in 2026-Q2), otherwise no clear change."
    )


def test_of_two_clear_spans_up_to_the_last_quarter_the_year_is_told() -> None:
    found = [moved("clear rise"), moved("clear rise", 2.0, since=A_YEAR_AGO)]
    assert verdict_up_to_last(found, NAMES) == (
        "Up to 2026-Q3, a clear rise in Sales' own view (2.0 in 2025-Q3 to 3.4 in 2026-Q3)."
    )


def test_one_comparison_with_the_last_quarter_is_enough_to_tell() -> None:
    found = [steady(), moved("cannot tell", HIDDEN, since=A_YEAR_AGO)]
    for given in (found, found[::-1]):
        assert verdict_up_to_last(given, NAMES) == "Up to 2026-Q3, no clear change."


def test_a_series_that_nothing_compares_with_the_last_quarter_cannot_be_told() -> None:
    """Planted: a comparison that ends earlier speaks for the last quarter."""
    found = [
        moved("no clear change", since=A_YEAR_AGO, quarter=BEFORE),
        moved("cannot tell", now=HIDDEN), steady("two"),
    ]  # fmt: skip
    assert verdict_up_to_last(found, NAMES) == (
        "Up to 2026-Q3, we cannot tell about Sales' own view (too few answers), otherwise no clear"
        " change."
    )


def test_guesses_that_are_no_longer_asked_for_say_nothing_of_the_last_quarter() -> None:
    """Planted: the last quarter is that of the last movement given, a guess of long ago."""
    found = [steady(), moved("no clear change", kind="guess", quarter=BEFORE, since=A_YEAR_AGO)]
    assert verdict_up_to_last(found, NAMES) == "Up to 2026-Q3, no clear change."


def test_before_any_later_quarter_nothing_is_said() -> None:
    assert verdict_up_to_last([], NAMES) == ""


def test_how_many_scores_moved_in_a_year_counts_what_can_be_judged() -> None:
    """Guesses, vignettes, the last quarter and what nobody can tell do not count."""
    year = [
        moved("clear rise", since=A_YEAR_AGO), moved("clear rise", since=A_YEAR_AGO, kind="kept"),
        steady("two", A_YEAR_AGO), moved("cannot tell", HIDDEN, since=A_YEAR_AGO),
        moved("clear fall", since=A_YEAR_AGO, kind="guess"), moved("clear fall"),
        moved("clear fall", since=A_YEAR_AGO, kind="stage"),
    ]  # fmt: skip
    assert moved_in_a_year(year) == (
        "Clearly risen since 2025-Q3: 2 of 3 scores that can be compared; clearly fallen: 0."
    )
    assert moved_in_a_year([moved("clear rise")]) == ""
