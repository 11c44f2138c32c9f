from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.quarters import Quarter
from catalog.results import Score, ScoreBand, tenths
from handbook.distributions import Distribution, Side, distribution
from handbook.diverging import diverging
from handbook.labels import width_of
from handbook.layers import WIDTH
from handbook.readings import Reading, not_asked
from handbook.scores import HIDDEN, NOT_ASKED, Figure, figure_of
from tests import played

TEAMS = ("one", "two")
NAMES = {"one": "Sales", "two": "Marketing"}
SCALE = ("Strongly disagree", "Disagree", "Partly", "Agree", "Strongly agree")
Q2, Q3 = played.quarters(2)
ALIKE = figure_of(ScoreBand(n=12, low=3.5, high=5), 14)
FEW = figure_of(Score(n=7, mean=3.0), 8)


def counted(*people: int) -> Figure:
    """The figure of so many people who gave the answers 1 to 5."""
    total = sum(answer * n for answer, n in enumerate(people, 1))
    counts = {str(answer): n for answer, n in enumerate(people, 1)}
    mean = tenths(total, sum(people))
    return figure_of(Score.model_validate({"n": sum(people), "mean": mean, "counts": counts}), 50)


SPREAD = counted(1, 2, 3, 4, 5)


def reading(
    first: Figure, second: Figure, quarter: Quarter = Q3, wording: str = "Wording."
) -> Reading:
    own = {"two": second, "one": first}  # results name the teams in the order of their ids
    nothing = dict.fromkeys(TEAMS, NOT_ASKED)
    return Reading(quarter, TEAMS, "id", wording, SCALE, "both", own, nothing)


def of(*readings: Reading) -> Distribution | None:
    return distribution("A statement.", readings, NAMES, NAMES)


def shown(first: Figure, second: Figure) -> Distribution:
    found = of(reading(first, second))
    assert found
    return found


def layer(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [each["data"]["values"] for each in spec["layer"] if each["mark"]["type"] == kind]
    return [value for values in found for value in values]


def segments(spec: dict[str, Any], place: int) -> list[dict[str, Any]]:
    """The parts of a team's bar."""
    return [each for each in layer(spec, "rect") if each["colour"] == f"var(--team-{place + 1})"]


# Which answers are shown


def test_the_newest_quarter_with_counts_of_any_team_is_shown() -> None:
    found = of(reading(SPREAD, SPREAD, Q2), reading(FEW, SPREAD), not_asked(Q3.next, "id", TEAMS))
    assert found
    assert found.quarter == Q3


def test_without_counts_in_the_last_quarter_those_of_an_earlier_one_are_shown() -> None:
    found = of(reading(FEW, SPREAD, Q2), reading(HIDDEN, ALIKE))
    assert found
    assert found.quarter == Q2


def test_answers_to_an_earlier_wording_are_not_shown() -> None:
    assert of(reading(SPREAD, SPREAD, Q2, "Before."), reading(FEW, FEW)) is None


def test_there_is_no_distribution_of_what_was_never_asked_or_never_counted() -> None:
    assert of(not_asked(Q3, "id", TEAMS)) is None
    assert of(reading(FEW, HIDDEN), reading(ALIKE, FEW)) is None


# What it says


def test_a_sentence_tells_how_many_chose_which_side() -> None:
    assert shown(SPREAD, counted(0, 0, 2, 8, 4)).description == (
        "How the answers spread in 2026-Q3, from 1 (Strongly disagree) to 5 (Strongly agree):"
        " of 15 in Sales, 3 chose 1 or 2, 3 chose 3 and 9 chose 4 or 5;"
        " of 14 in Marketing, nobody chose 1 or 2, 2 chose 3 and 12 chose 4 or 5."
    )


@pytest.mark.parametrize(
    ("other", "why"),
    [(HIDDEN, "too few answers"), (FEW, "too few answers"), (ALIKE, "answers too alike")],
)
def test_a_team_whose_answers_are_not_counted_has_words_instead_of_a_bar(
    other: Figure, why: str
) -> None:
    found = shown(SPREAD, other)
    assert found.description.endswith(f"; in Marketing, {why} to show their spread.")
    spec = diverging(found)
    assert segments(spec, 1) == []
    told = [each["words"] for each in layer(spec, "text")]
    assert f"{why.capitalize()} to show their spread" in told


# How it is drawn

PEOPLE = (
    st.tuples(*[st.integers(0, 40)] * 5).filter(lambda people: sum(people) > 9).map(
        lambda people: Side("Sales", "Sales", counted(*people))
    )
)  # fmt: skip
SIDES = st.lists(
    st.one_of(PEOPLE, st.just(Side("A" * 60, "A" * 60, ALIKE))), min_size=2, max_size=2
)
SCALES = st.sampled_from([SCALE, ("Not at all what I see in my daily work", "", "", "", "W" * 50)])


def drawn(sides: list[Side], scale: tuple[str, ...] = SCALE) -> dict[str, Any]:
    return diverging(Distribution("A statement.", Q3, scale, tuple(sides)))


@given(SIDES.filter(lambda sides: any(side.people for side in sides)))
def test_the_middle_answer_is_centred_on_one_line_and_nothing_leaves_the_drawing(
    sides: list[Side],
) -> None:
    spec = drawn(sides)
    (line,) = {rule["x"] for rule in layer(spec, "rule")}
    for place, side in enumerate(sides):
        parts = segments(spec, place)
        assert len(parts) == sum(people > 0 for people in side.people)
        for part, after in pairwise(parts):
            assert part["x2"] == after["x"]
        for part in parts:
            assert -1e-9 <= part["x"] < part["x2"] <= WIDTH - 2 + 1e-9
            if " 3, Partly" in part["told"]:
                assert (part["x"] + part["x2"]) / 2 == pytest.approx(line)


def test_both_bars_are_equally_long_and_parts_are_shares() -> None:
    spec = drawn([Side("A", "A", counted(10, 0, 0, 0, 10)), Side("B", "B", counted(1, 2, 3, 2, 2))])
    first, second = ([part["x2"] - part["x"] for part in segments(spec, place)] for place in (0, 1))
    assert sum(first) == pytest.approx(sum(second))
    assert [round(part / sum(second), 6) for part in second] == [0.1, 0.2, 0.3, 0.2, 0.2]


@given(SIDES.filter(lambda sides: any(side.people for side in sides)), SCALES)
def test_words_stand_inside_the_drawing_and_numbers_inside_their_parts(
    sides: list[Side], scale: tuple[str, ...]
) -> None:
    spec = drawn(sides, scale)
    parts = [part for place in (0, 1) for part in segments(spec, place)]
    for words in layer(spec, "text"):
        width = width_of(words["words"])
        left = words["x"] - {"left": 0, "center": 0.5, "right": 1}[words["align"]] * width
        assert left >= 0
        assert left + width <= WIDTH
        assert 0 <= words["y"] <= spec["height"]
        beside = [part for part in parts if part["y"] < words["y"] < part["y2"]]
        if beside:
            assert any(part["x"] < left < left + width < part["x2"] for part in beside)


def test_each_part_says_how_many_people_it_stands_for_and_tells_the_answer_on_hovering() -> None:
    spec = drawn([Side("Sales", "Sales", counted(5, 5, 10, 0, 0)), Side("B", "B", HIDDEN)])
    assert [part["told"] for part in segments(spec, 0)] == [
        "Sales, 2026-Q3: 5 of 20 chose 1, Strongly disagree",
        "Sales, 2026-Q3: 5 of 20 chose 2, Disagree",
        "Sales, 2026-Q3: 10 of 20 chose 3, Partly",
    ]
    told = [each["words"] for each in layer(spec, "text")]
    assert told.count("5") == 3  # two parts of the bar, and the key
    assert {"10", "20 answers"} <= set(told)
    assert {"Strongly", "disagree", "Strongly agree"} <= set(told)


def test_teams_differ_in_shape_as_well_as_in_colour() -> None:
    spec = drawn([Side("A", "A", SPREAD), Side("B", "B", SPREAD)])
    assert [(each["shape"], each["colour"]) for each in layer(spec, "point")] == [
        ("circle", "var(--team-1)"),
        ("diamond", "var(--team-2)"),
    ]
