import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.quarters import Quarter

quarters = st.builds(Quarter, st.integers(1100, 9800), st.integers(1, 4))


@given(quarters)
def test_a_quarter_reads_back_as_it_was_written(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters)
def test_next_and_previous_undo_each_other_and_keep_the_order(quarter: Quarter) -> None:
    assert quarter.next.previous == quarter
    assert quarter.previous < quarter < quarter.next


def test_the_year_turns_after_the_fourth_quarter() -> None:
    assert str(Quarter(2026, 4).next) == "2027-Q1"


@given(quarters, st.integers(-40, 40))
def test_the_quarters_since_another_are_the_steps_between_them(start: Quarter, steps: int) -> None:
    found = start
    for _ in range(abs(steps)):
        found = found.next if steps > 0 else found.previous
    assert found.since(start) == steps


def test_the_quarters_from_one_through_another_include_both() -> None:
    first, last = Quarter(2025, 3), Quarter(2026, 1)
    assert list(first.through(last)) == [first, Quarter(2025, 4), last]
    assert list(last.through(last)) == [last]
    assert list(last.through(first)) == []


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-q4", "26-Q4", "2026Q4", " 2026-Q4", "2026-Q4\n", "٢٠٢٦-Q4"]
)
def test_anything_else_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter; write it as 2026-Q4"):
        Quarter.parse(text)


def test_a_quarter_starts_on_the_first_day_of_its_first_month() -> None:
    days = [Quarter(2026, number).first_day.isoformat() for number in (1, 2, 3, 4)]
    assert days == ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]
