from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.quarters import Quarter
from handbook import charts
from handbook.charts import WIDTH
from handbook.labels import end_labels, quarter_labels, width_of
from handbook.scores import HIDDEN, NOT_ASKED, Figure
from handbook.trends import Mark, Series, Trend
from tests import played

Spec = dict[str, Any]
Scores = list[float | None]
"""None: hidden; 0: not asked."""


def series(scores: Scores, place: int = 0, guess: bool = False, name: str = "Sales") -> Series:
    figures = [HIDDEN if s is None else Figure(s) if s else NOT_ASKED for s in scores]
    quarters = played.quarters(len(scores))
    return Series(name, place, guess, dict(zip(quarters, figures, strict=True)))


def drawn(
    *shown: Series, breaks: frozenset[Quarter] = frozenset(), marks: tuple[Mark, ...] = ()
) -> Spec:
    quarters = tuple(shown[0].figures)
    return charts.trend(Trend("A.", "It went.", quarters, shown, breaks, marks))


def layer(spec: Spec, kind: str, number: int = 0) -> list[Spec]:
    """The data of a layer of this kind of mark."""
    found = [each["data"]["values"] for each in spec["layer"] if each["mark"]["type"] == kind]
    return found[number] if len(found) > number else []


def runs(spec: Spec) -> list[list[float]]:
    """The scores of each unbroken line."""
    lines: dict[str, list[float]] = {}
    for point in layer(spec, "line"):
        lines.setdefault(point["run"], []).append(point["y"])
    return list(lines.values())


def test_the_scale_is_always_one_to_five() -> None:
    for score in (1.0, 2.9, None):
        assert drawn(series([score, 3.0]))["encoding"]["y"]["scale"]["domain"] == [1, 5]


def test_a_line_breaks_where_a_score_is_hidden_or_was_not_asked() -> None:
    assert runs(drawn(series([2.0, 2.1, None, 2.3, 0, 2.5, 2.6]))) == [
        [2.0, 2.1], [2.3], [2.5, 2.6],
    ]  # fmt: skip


def test_a_line_breaks_where_the_wording_changed() -> None:
    spec = drawn(series([2.0, 2.1, 2.2]), breaks=frozenset({Quarter(2026, 2)}))
    assert runs(spec) == [[2.0], [2.1, 2.2]]


def test_teams_differ_in_shape_as_well_as_in_colour_and_guesses_are_hollow() -> None:
    spec = drawn(series([2.0]), series([3.0], place=1), series([4.0], place=1, guess=True))
    looks = [(each["shape"], each["colour"], each["fill"]) for each in layer(spec, "point")]
    assert looks == [
        ("circle", "var(--team-1)", "var(--team-1)"),
        ("diamond", "var(--team-2)", "var(--team-2)"),
        ("diamond", "var(--team-2)", "none"),
    ]


def test_guesses_have_no_line() -> None:
    assert runs(drawn(series([2.0, 3.0]), series([4.0, 5.0], guess=True))) == [[2.0, 3.0]]


def test_a_hidden_score_is_a_mark_in_a_lane_that_says_too_few_answers() -> None:
    spec = drawn(series([2.0, None]))
    assert len(layer(spec, "point")) == 1
    (mark,) = layer(spec, "point", 1)
    assert mark["y"] > charts.PLOT
    assert {"too few", "answers"} <= {each["words"] for each in layer(spec, "text")}


def test_without_a_hidden_score_there_is_no_lane() -> None:
    spec = drawn(series([2.0, 0, 3.0]))
    assert layer(spec, "rect") == []
    assert "too few" not in {each["words"] for each in layer(spec, "text")}


def test_a_change_is_marked_between_two_quarters_with_its_letter() -> None:
    change = Mark("A", Quarter(2026, 3), own=("target",), others=())
    spec = drawn(series([2.0, 3.0, 3.0]), marks=(change,))
    assert [each["x"] for each in layer(spec, "rule")] == [1.5]
    assert "A" in {each["words"] for each in layer(spec, "text")}


def test_a_label_names_its_line_and_the_newest_score() -> None:
    spec = drawn(series([2.0, 3.1]), series([4.0, None], place=1, name="Marketing"))
    words = [each["words"] for each in layer(spec, "text")]
    assert words[:3] == ["Marketing", "Sales", "3.1"]


scores = st.lists(st.sampled_from([None, 0.0, 1.0, 1.1, 2.0, 4.9, 5.0]), min_size=1, max_size=40)
names = st.sampled_from(["S", "Sales", "Customer success and renewals", "X" * 80, "<b>&"])


@given(scores, names, names, st.data())
def test_labels_never_run_into_each_other_or_out_of_the_plot(
    first: Scores, one: str, two: str, data: st.DataObject
) -> None:
    second = data.draw(st.lists(st.sampled_from(first), min_size=len(first), max_size=len(first)))
    shown = [series(first, name=one), series(second, place=1, name=two)]
    labels = end_labels(shown, Quarter(2026, 3), charts.PLOT)
    assert len(labels) == sum(any(score for score in each) for each in (first, second))
    for label in labels:
        assert label.top >= 0
        assert label.top + label.height <= charts.PLOT
    for upper, lower in pairwise(labels):
        assert upper.top + upper.height <= lower.top


def test_labels_of_equal_scores_move_apart_evenly() -> None:
    shown = [series([3.0]), series([3.0], place=1, name="Marketing")]
    upper, lower = end_labels(shown, Quarter(2026, 3), charts.PLOT)
    assert upper.top + upper.height < lower.top
    assert (upper.top + lower.top + lower.height) / 2 == charts.PLOT / 2


@given(scores, names)
def test_all_words_stand_inside_a_drawing_of_the_same_width(first: Scores, name: str) -> None:
    spec = drawn(series(first, name=name), series(first, guess=True, name=f"Guess by {name}"))
    padding = spec["padding"]
    assert padding["left"] + spec["width"] + padding["right"] == pytest.approx(WIDTH)
    assert spec["width"] > WIDTH / 2
    for words in layer(spec, "text"):
        assert words["x"] + width_of(words["words"]) <= spec["width"] + padding["right"]
        assert words["y"] >= -padding["top"]


@pytest.mark.parametrize("count", [1, 2, 5, 8, 12, 20, 40])
def test_labels_of_quarters_never_run_into_each_other(count: int) -> None:
    width = 240
    labels = quarter_labels(played.quarters(count), width)
    assert any(labels)
    for row in (0, 1):
        spans = [
            (middle - width_of(lines[row]) / 2, middle + width_of(lines[row]) / 2)
            for number, lines in enumerate(labels)
            for middle in [(number + 0.5) * width / count]
            if len(lines) > row
        ]
        assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_every_first_quarter_of_a_year_says_which_year() -> None:
    labels = quarter_labels(played.quarters(8), 240)
    assert labels == [
        ["Q4"], ["Q1", "2025"], ["Q2"], ["Q3"], ["Q4"], ["Q1", "2026"], ["Q2"], ["Q3"],
    ]  # fmt: skip
