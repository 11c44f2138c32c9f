from dataclasses import replace
from itertools import combinations

import pytest

from catalog.quarters import Quarter
from handbook.labels import width_of
from handbook.layers import WIDTH, Spec
from handbook.readings import Reading, ThemeRound
from handbook.rounds import QuarterRound
from handbook.scores import HIDDEN, NOT_ASKED, TOO_ALIKE, Figure
from handbook.theme_map import ThemeMap, level

TEAMS = ("one", "two")
QUARTER = Quarter(2026, 3)


def theme(name: str, one: Figure | float, two: Figure | float, asked: bool = True) -> ThemeRound:
    own = [each if isinstance(each, Figure) else Figure(each) for each in (one, two)]
    nothing = dict.fromkeys(TEAMS, NOT_ASKED)
    reading = Reading(
        QUARTER, TEAMS, name, "W.", (), "both", dict(zip(TEAMS, own, strict=True)), nothing
    )
    return ThemeRound(name.lower(), name, QUARTER, TEAMS, (reading,) if asked else (), ())


def mapped(*themes: ThemeRound) -> ThemeMap:
    return ThemeMap(QuarterRound(QUARTER, TEAMS, (), 5, 0.3, {}, {}, themes, (), ()))


def words_of(spec: Spec) -> list[Spec]:
    (texts,) = (each for each in spec["layer"] if each["mark"]["type"] == "text")
    found: list[Spec] = texts["data"]["values"]
    return found


def squares(spec: Spec) -> list[Spec]:
    (layer,) = (each for each in spec["layer"] if each["mark"].get("cornerRadius") == 1)
    found: list[Spec] = layer["data"]["values"]
    return found


def test_a_theme_stands_further_right_for_higher_scores_and_higher_for_a_wider_gap() -> None:
    wide_low, narrow_high = squares(
        mapped(theme("A", 1.0, 3.0), theme("B", 4.4, 4.5)).parts[0].spec
    )
    assert wide_low["x"] < narrow_high["x"]
    assert wide_low["y"] < narrow_high["y"]


def test_hovering_a_theme_tells_its_gap_and_its_level() -> None:
    (square,) = squares(mapped(theme("A", 2.0, 4.0)).parts[0].spec)
    assert square["told"] == "A (2.0 points, level 3.0)"


def test_the_map_never_shows_a_gap_without_a_level() -> None:
    shown = mapped(theme("A", 2.0, 4.0), theme("B", HIDDEN, 4.0))
    assert len(squares(shown.parts[0].spec)) == 1
    assert shown.description == (
        "In 2026-Q3, the teams were apart on A (2.0 points, level 3.0);"
        " not on the map: B (too few answers)."
    )


def test_a_theme_whose_gap_is_shown_without_its_level_is_left_out() -> None:
    guessed = theme("B", 2.0, 4.0).readings[0]
    guessed = replace(guessed, guess=dict(guessed.own))
    plain = theme("B", HIDDEN, 4.0).readings[0]
    both = replace(theme("B", 2.0, 4.0), readings=(guessed, plain))
    assert both.real_gap.shown
    assert not mapped(both).themes


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (theme("B", HIDDEN, TOO_ALIKE), "too few answers"),
        (theme("B", TOO_ALIKE, 2.0), "answers too alike"),
        (theme("B", 3.0, 2.0, asked=False), "no statements"),
    ],
)
def test_a_theme_that_is_not_on_the_map_is_named_with_why(left_out: ThemeRound, why: str) -> None:
    assert f"not on the map: B ({why})" in mapped(theme("A", 2.0, 4.0), left_out).description


def test_without_any_theme_the_sentence_says_why() -> None:
    shown = mapped(theme("A", HIDDEN, 4.0))
    assert not shown.themes
    assert shown.description.endswith("no theme can be put on the map: A (too few answers).")


def test_the_sentence_names_the_themes_furthest_apart_and_closest_with_their_level() -> None:
    shown = mapped(theme("A", 3.0, 3.1), theme("B", 2.0, 4.0), theme("C", 3.0, 3.5))
    assert shown.description == (
        "In 2026-Q3, the teams were furthest apart on B (2.0 points, level 3.0)"
        " and closest on A (0.1 points, level 3.1)."
    )


def test_the_level_is_hidden_with_either_teams() -> None:
    assert level(theme("A", 2.0, 3.0)) == Figure(2.5)
    assert level(theme("A", HIDDEN, 3.0)) == HIDDEN


def test_twenty_themes_in_one_spot_have_names_that_never_overlap() -> None:
    shown = mapped(*(theme(f"Theme {number:02} of a long name", 3.0, 3.1) for number in range(20)))
    spec = shown.parts[0].spec
    boxes = []
    for each in words_of(spec):
        width = width_of(each["words"])
        left = each["x"] - {"left": 0, "center": width / 2, "right": width}[each["align"]]
        if each["words"].startswith("Theme"):
            assert left >= 0
            assert left + width <= WIDTH
            boxes.append((left, each["y"] - 8, left + width, each["y"] + 8))
    assert len(boxes) == 20
    for one, two in combinations(boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def test_the_corners_are_named_by_what_they_mean() -> None:
    texts = {each["words"] for each in words_of(mapped(theme("A", 2.0, 3.0)).parts[0].spec)}
    assert {"Far apart,", "Close together,", "low scores", "high scores"} <= texts


def test_a_gap_wider_than_usual_stays_on_the_map() -> None:
    spec = mapped(theme("A", 1.2, 4.9)).parts[0].spec
    (square,) = squares(spec)
    assert 0 < square["y"] < square["y2"] < spec["height"]
    assert "4" in {each["words"] for each in words_of(spec) if each["x"] < 30}
