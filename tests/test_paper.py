import pytest

from handbook.paper import across, cut, in_column, shares


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Nine words", "Nine words"),
        ("Nine words and a few more", "Nine words and a…"),
        ("Nine" * 9, "NineNineNineNineNin…"),
    ],
)
def test_a_long_text_is_cut_after_a_whole_word_if_it_has_any(text: str, short: str) -> None:
    assert cut(text, 20) == short


def test_what_stands_beside_a_wording_takes_lines_too() -> None:
    assert in_column("word", 0) < in_column("word", 60) == in_column("word " * 12, 4)
    assert across("word", 60) < in_column("word", 60)


def test_a_wording_takes_no_more_lines_than_what_is_left_of_it() -> None:
    """Planted: the lines of the whole wording, so that a long one drives others off the sheet."""
    assert in_column("word " * 30, 0) == in_column("word " * 200, 0)


def test_all_is_shown_if_there_is_room() -> None:
    assert shares(10, [2, 2, 2], [3, 3], [4]) == (3, 2, 1)


def test_lists_get_more_in_turns() -> None:
    """Planted: the first list takes all it can before the others get any."""
    assert shares(9.5, [1] * 9, [1] * 9, [1] * 9) == (4, 4, 3)


def test_what_stands_beside_a_longer_list_costs_nothing() -> None:
    """Planted: the lines of both columns, one after the other."""
    assert shares(6, [6], [2, 2, 2], []) == (1, 3, 0)


def test_that_more_are_left_out_takes_room_as_well() -> None:
    """Planted: no room for the line that says how many."""
    assert shares(3, [1, 1, 1], [], []) == (1, 0, 0)
    assert shares(3.25, [1, 1, 1], [], []) == (3, 0, 0)


def test_of_each_list_one_is_shown_whatever_the_room() -> None:
    assert shares(0, [5, 5], [5, 5], [5, 5]) == (1, 1, 1)
    assert shares(0, [], [], []) == (0, 0, 0)
