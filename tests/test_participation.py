"""How many have answered so far, in steps of five.

Planted faults that these tests were shown to catch: exact numbers instead of steps; a last step of
its own for "everybody"; the exact number compared with a limit of seven before a close.
"""

import pytest

from survey.participation import participation_of


@pytest.mark.parametrize(
    ("answered", "invited", "words"),
    [
        (0, 34, "fewer than 5 of 34"),
        (4, 34, "fewer than 5 of 34"),
        (5, 34, "5 to 9 of 34"),
        (19, 34, "15 to 19 of 34"),
        (30, 34, "30 to 34 of 34"),
        (34, 34, "30 to 34 of 34"),
        (30, 30, "25 to 30 of 30"),
        (25, 30, "25 to 30 of 30"),
        (10, 10, "5 to 10 of 10"),
        (6, 6, "5 to 6 of 6"),
        (4, 5, "fewer than 5 of 5"),
        (5, 5, "all 5"),
        (3, 4, "not shown for 4"),
    ],
)
def test_answers_are_told_in_steps_of_five(answered: int, invited: int, words: str) -> None:
    assert participation_of(answered, invited).words == words


@pytest.mark.parametrize("invited", [n for n in range(1, 120) if n != 5])
def test_no_step_tells_an_exact_number(invited: int) -> None:
    steps = [participation_of(answered, invited) for answered in range(invited + 1)]
    assert all(step.least <= n <= step.most for n, step in enumerate(steps))
    assert all(steps.count(step) >= 2 for step in steps)


@pytest.mark.parametrize("invited", [6, 20, 34, 35])
def test_the_note_tells_no_more_than_the_step(invited: int) -> None:
    said: dict[str, set[str | None]] = {}
    for answered in range(invited + 1):
        step = participation_of(answered, invited)
        said.setdefault(step.words, set()).add(step.note("Sales"))
    assert all(len(notes) == 1 for notes in said.values())


@pytest.mark.parametrize(
    ("answered", "invited", "threshold", "reason"),
    [
        (
            4,
            34,
            5,
            "Sales: fewer than 5 of 34 have answered, so nothing of that team can be shown.",
        ),
        (5, 34, 5, None),
        (
            5,
            34,
            7,
            "Sales: perhaps fewer than 7 of 34 have answered; then nothing of that team can",
        ),
        (
            9,
            34,
            7,
            "Sales: perhaps fewer than 7 of 34 have answered; then nothing of that team can",
        ),
        (10, 34, 7, None),
        (3, 4, 5, None),  # said when it opened; no answer that is still to come changes it
    ],
)
def test_a_close_says_of_a_team_that_is_too_small_no_more_than_the_step(
    answered: int, invited: int, threshold: int, reason: str | None
) -> None:
    said = participation_of(answered, invited).too_few("Sales", threshold)
    assert str(said).startswith(str(reason))


@pytest.mark.parametrize(
    ("answered", "note"),
    [
        (14, "Sales: fewer than 60% have answered so far."),
        (20, "Sales: perhaps fewer than 60% have answered so far."),
        (24, "Sales: perhaps fewer than 60% have answered so far."),
    ],
)
def test_a_low_response_is_noted(answered: int, note: str) -> None:
    assert str(participation_of(answered, 34).note("Sales")).startswith(note)


def test_sixty_percent_is_enough() -> None:
    assert participation_of(25, 34).note("Sales") is None
    assert participation_of(15, 25).note("Sales") is None
