import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.quarters import Quarter

quarters = st.builds(Quarter, st.integers(1000, 9998), st.integers(1, 4))


@given(quarters)
def test_a_quarter_reads_back_as_it_was_written(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters)
def test_next_and_previous_undo_each_other_and_keep_the_order(quarter: Quarter) -> None:
    assert quarter.next.previous == quarter
    assert quarter.previous < quarter < quarter.next


def test_the_year_turns_after_the_fourth_quarter() -> None:
    assert str(Quarter(2026, 4).next) == "2027-Q1"


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-q4", "26-Q4", "2026Q4", " 2026-Q4", "2026-Q4\n", "٢٠٢٦-Q4"]
)
def test_anything_else_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter; write it as 2026-Q4"):
        Quarter.parse(text)
