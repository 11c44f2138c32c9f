from itertools import combinations, pairwise
from typing import Any

import pytest

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from handbook.canvas import TALLEST
from handbook.dumbbells import Dumbbells
from handbook.labels import width_of
from handbook.layers import DOTTED, WIDTH
from handbook.perceptions import perceive
from handbook.placing import Box
from handbook.readings import Reading, ThemeRound
from handbook.rounds import QuarterRound
from handbook.scores import HIDDEN, NOT_ASKED, Figure
from tests import played

Spec = dict[str, Any]
TEAMS = ("one", "two")
NAMES = {"one": "Field", "two": "Growth"}
QUARTER = Quarter(2026, 3)
HIGH = Figure(None, "answers too alike", 7, (4.5, 5))
Score = float | Figure


def reading(id: str, own: tuple[Score, Score], guess: tuple[Score, Score] | None) -> Reading:
    def figures(scores: tuple[Score, Score]) -> dict[str, Figure]:
        found = (each if isinstance(each, Figure) else Figure(each) for each in scores)
        return dict(zip(TEAMS, found, strict=True))

    guesses = figures(guess or (NOT_ASKED, NOT_ASKED))
    return Reading(QUARTER, TEAMS, id, f"Statement {id}.", (), "both", figures(own), guesses)


def shown(*readings: Reading) -> Dumbbells:
    theme = ThemeRound("t", "T", QUARTER, TEAMS, readings, ())
    return Dumbbells(QuarterRound(QUARTER, TEAMS, (), 5, 0.3, {}, {}, (theme,), (), ()), NAMES)


def values(spec: Spec, kind: str, **look: object) -> list[Spec]:
    """The data of this kind of mark, as far as they look so."""
    return [
        each
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind
        for each in layer["data"]["values"]
        if look.items() <= each.items()
    ]


def texts(spec: Spec) -> list[str]:
    return [each["words"] for each in values(spec, "text")]


def test_the_most_misjudged_stands_first_then_the_others_by_their_real_gap() -> None:
    found = shown(
        reading("near", (3.0, 3.1), None),
        reading("slightly", (3.0, 3.0), (3.2, 3.2)),
        reading("hidden", (3.0, HIDDEN), (3.2, 3.2)),
        reading("apart", (2.0, 4.0), None),
        reading("badly", (3.0, 3.0), (4.8, 4.8)),
    )
    order = [each.id for each in found.readings]
    assert order == ["badly", "slightly", "apart", "near", "hidden"]


def test_own_views_are_filled_guesses_hollow_and_the_real_gap_is_a_line_between() -> None:
    spec = shown(reading("a", (2.0, 4.0), (3.0, 1.5))).parts[0].spec
    points = values(spec, "point")[4:]  # the first four are the key's
    looks = [(each["shape"], each["colour"], each["filled"]) for each in points]
    assert looks == [
        ("circle", "var(--team-1)", 1),
        ("diamond", "var(--team-2)", 1),
        ("circle", "var(--team-1)", 0),
        ("diamond", "var(--team-2)", 0),
    ]
    gap = values(spec, "rule", width=3)[1]
    ends = [(point["x"], point["y"]) for point in points[:2]]
    assert [(gap["x"], gap["y"]), (gap["x2"], gap["y2"])] == ends


def test_a_dotted_line_leads_from_each_guess_to_what_the_other_team_said() -> None:
    spec = shown(reading("a", (2.0, 4.0), (3.0, 1.5))).parts[0].spec
    points = {
        (each["shape"], not each["filled"]): (each["x"], each["y"])
        for each in values(spec, "point")
    }
    lines = {
        ((each["x"], each["y"]), (each["x2"], each["y2"]))
        for each in values(spec, "rule", dash=DOTTED)[1:]
    }
    assert lines == {
        (points["circle", True], points["diamond", False]),
        (points["diamond", True], points["circle", False]),
    }


def test_marks_of_the_same_score_stand_one_above_the_other() -> None:
    spec = shown(reading("a", (3.0, 3.0), None)).parts[0].spec
    first, second = values(spec, "point")[2:]
    assert first["x"] == second["x"]
    assert second["y"] - first["y"] >= 10


@pytest.mark.parametrize("guessed", [2.9, 3.0, 3.1, 3.2])
@pytest.mark.parametrize("said", [3.0, 3.1, 3.2, 3.3])
def test_marks_of_near_scores_overlap_nowhere(said: float, guessed: float) -> None:
    """Fault: marks of the same score stand nearer to each other than they are wide."""
    spec = shown(reading("a", (3.0, said), (guessed, 3.0))).parts[0].spec
    boxes = []
    for point in values(spec, "point")[4:]:
        half = (point["size"] ** 0.5 + point["outline"]) / 2
        x, y = point["x"], point["y"]
        boxes.append(Box(x - half, y - half, x + half, y + half))
    assert len(boxes) == 4
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (reading("a", (2.0, 3.0), (2.0, 3.0)), ""),
        (reading("a", (2.0, 3.0), None), "Guesses were not asked for."),
        (reading("a", (2.0, HIDDEN), (2.0, 3.0)), "Growth: too few answers."),
        (reading("a", (HIGH, 3.0), (2.0, HIDDEN)),
         "Field: 4.5 or more; guess by Growth: too few answers."),
        (reading("a", (HIDDEN, 3.0), None), "Field: too few answers; guesses were not asked for."),
        (reading("a", (HIDDEN, HIDDEN), (HIDDEN, HIDDEN)),
         "Nothing can be shown: too few answers."),
        (reading("a", (HIDDEN, HIDDEN), None), "Nothing can be shown: too few answers."),
    ],
)  # fmt: skip
def test_a_statement_says_what_is_missing_and_why(said: Reading, note: str) -> None:
    found = shown(said, reading("b", (2.0, 3.0), None))
    assert found.note(said) == note
    assert note in " ".join([*texts(found.parts[0].spec), ""])


def test_a_score_that_may_not_be_told_is_a_band_without_a_mark() -> None:
    spec = shown(reading("a", (HIGH, 3.0), None)).parts[0].spec
    (band,) = values(spec, "rule", width=7)
    assert band["x2"] - band["x"] == pytest.approx(33)  # half a point
    assert len(values(spec, "point")) == 2 + 1


def test_statements_with_nothing_to_draw_have_no_lane() -> None:
    nothing = reading("a", (HIDDEN, HIDDEN), None)
    assert not shown(nothing).drawn
    assert len(values(shown(nothing, reading("b", (2.0, 3.0), None)).parts[0].spec, "rect")) == 1


def test_a_misread_of_one_team_alone_gives_no_number() -> None:
    assert "misread" not in texts(shown(reading("a", (2.0, 3.0), (2.0, HIDDEN))).parts[0].spec)
    assert "misread" in texts(shown(reading("a", (2.0, 3.0), (2.0, 3.0))).parts[0].spec)


def test_all_statements_stand_below_each_other_and_inside_drawings_that_fit_on_paper() -> None:
    many = [
        reading(f"{n} {'with quite some words ' * 9}", (1.0, 5.0), (5.0, 1.0)) for n in range(8)
    ]
    specs = [
        part.spec
        for part in shown(*many, *(reading(f"{n}", (HIGH, 3.0), None) for n in range(8))).parts
    ]
    assert sum(len(values(spec, "rect")) for spec in specs) == 16
    for spec in specs:
        lanes = sorted(values(spec, "rect"), key=lambda lane: lane["y"])
        starts = sorted(each["y"] for each in values(spec, "text", align="left"))
        for lane, following in pairwise(lanes):
            between = [y for y in starts if lane["y"] < y < following["y"]]
            assert between
            assert all(lane["y2"] + 8 <= y <= following["y"] - 8 for y in between)
        assert lanes[-1]["y2"] <= spec["height"] <= TALLEST + 8
        for each in values(spec, "text", align="left"):
            assert each["x"] + width_of(each["words"]) <= WIDTH
        assert "Real gap" in texts(spec)


def test_without_guesses_the_key_has_none() -> None:
    spec = shown(reading("a", (2.0, 3.0), None)).parts[0].spec
    assert {"Field", "Growth", "Real gap"} <= set(texts(spec))
    assert not {"Misread", "Guess by Field"} & set(texts(spec))


def test_the_sentence_tells_the_worst_guesses_and_the_widest_gap_with_its_scores() -> None:
    found = shown(reading("a", (3.0, 3.0), (4.0, 4.5)), reading("b", (2.0, 3.5), None))
    assert found.description == (
        "In 2026-Q3, the guesses were furthest off on “Statement a”, by 1.3 points on average;"
        " what the teams said differs most on “Statement b”, by 1.5 points"
        " (Field 2.0 and Growth 3.5)."
    )


def test_without_two_scores_to_compare_the_sentence_says_so() -> None:
    told = "In 2026-Q3, too little can be shown to compare the two teams."
    assert shown(reading("a", (HIDDEN, 3.0), None)).description == told


def test_each_part_tells_of_its_own_statements_alone() -> None:
    """Fault: every part is described as the whole drawing is, or as the first one."""
    long = "with quite some words " * 9
    many = (reading(f"{n} {long}", (1.0, 5.0 - n / 10), (5.0 - n / 10, 1.0)) for n in range(9))
    first, *others = shown(*many).parts
    assert f"Statement 0 {long}".strip() in first.description
    assert others
    for part in (first, *others):
        assert part.description.startswith("In 2026-Q3, among these statements, the guesses were")
        there = " ".join(texts(part.spec))
        (named,) = {f"Statement {n}" for n in range(9) if f"Statement {n} " in part.description}
        assert named in there


def test_hovering_a_mark_tells_whose_it_is_and_its_figure() -> None:
    spec = shown(reading("a", (2.0, 4.0), (3.0, 1.5))).parts[0].spec
    told = [each["told"] for each in values(spec, "point")[4:]]
    assert told == ["Field: 2.0", "Growth: 4.0", "Guess by Field: 3.0", "Guess by Growth: 1.5"]


def test_all_statements_of_a_played_quarter_are_there(definitions: Definitions) -> None:
    latest = perceive(played.played(definitions), definitions).latest
    assert latest is not None
    found = Dumbbells(latest, {"sales": "Sales", "marketing": "Marketing"})
    assert {each.id for each in found.readings} == {
        item.id for theme in definitions.survey.themes for item in theme.items
    }
