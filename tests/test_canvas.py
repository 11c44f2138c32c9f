from hypothesis import given
from hypothesis import strategies as st

from handbook.canvas import side_by_side, wrapped
from handbook.labels import width_of
from handbook.layers import WIDTH


@given(st.lists(st.floats(10, WIDTH), max_size=12))
def test_things_side_by_side_never_overlap_or_leave_the_drawing(widths: list[float]) -> None:
    ends: dict[int, float] = {}
    for (x, row), width in zip(side_by_side(widths), widths, strict=True):
        assert x >= ends.get(row, 0)
        ends[row] = x + width
        assert ends[row] <= WIDTH
    assert sorted(ends) == list(range(len(ends)))


@given(st.text())
def test_no_line_of_wrapped_words_is_wider_than_the_drawing(text: str) -> None:
    assert all(width_of(line) <= WIDTH for line in wrapped(text))


def test_a_long_text_is_cut_short_after_four_lines_unless_all_of_it_is_wanted() -> None:
    text = "word " * 100
    assert len(wrapped(text)) == 4
    assert wrapped(text)[-1].endswith("…")
    assert " ".join(wrapped(text, most_lines=None)) == text.strip()
