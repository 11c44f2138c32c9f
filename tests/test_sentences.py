import pytest

from catalog.quarters import Quarter
from handbook.sentences import question
from tests.test_trends import NAMES, Score, reading

CLOSE = "The scores lie close together. Is this where you both want them to be?"
APART = (
    "Sales and Marketing score this {} points apart. Which recent example did each of you have in"
    " mind?"
)
MISREAD = (
    "{} expected {} of {}, who said {}. What do you see that the other team cannot see from where"
    " it stands?"
)


def asked(own: tuple[Score, Score], guess: tuple[Score, Score] | None) -> str:
    return question(reading(Quarter(2026, 3), own, guess), NAMES)


@pytest.mark.parametrize(
    ("own", "guess", "words"),
    [
        ((4.6, 5.0), (5.0, 4.6), CLOSE),
        ((1.8, 2.3), (2.3, 1.8), APART.format("0.5")),
        ((3.0, 3.5), (3.5, 3.0), APART.format("0.5")),
        ((3.5, 3.0), (3.0, 3.9), APART.format("0.5")),
        ((2.0, 4.0), (3.5, 2.5), APART.format("2.0")),
        ((2.0, 3.0), (4.0, 2.0), APART.format("1.0")),
        ((2.0, 3.0), (4.1, 2.0), MISREAD.format("Sales", "4.1", "Marketing", "3.0")),
        ((3.0, 3.2), (1.2, 3.0), MISREAD.format("Sales", "1.2", "Marketing", "3.2")),
        ((3.0, 3.2), (3.0, 5.0), MISREAD.format("Marketing", "5.0", "Sales", "3.0")),
        ((3.0, 3.2), (None, 5.0), MISREAD.format("Marketing", "5.0", "Sales", "3.0")),
        ((3.0, None), (2.0, 4.5), MISREAD.format("Marketing", "4.5", "Sales", "3.0")),
        ((3.0, 4.0), None, APART.format("1.0")),
    ],
)
def test_the_question_comes_from_what_lies_furthest_apart(
    own: tuple[Score, Score], guess: tuple[Score, Score] | None, words: str
) -> None:
    assert asked(own, guess) == words


def test_scores_are_called_close_only_where_both_are_shown() -> None:
    assert asked((3.0, None), (2.0, 3.1)) == ""


def test_there_is_no_question_about_what_cannot_be_shown() -> None:
    assert asked((None, None), (2.0, 2.0)) == ""
