import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.quarters import Quarter
from catalog.results import Score, ScoreBand
from handbook import charts
from handbook.drawing import Drawing
from handbook.labels import end_labels, quarter_labels, width_of
from handbook.layers import DASHED, WIDTH
from handbook.placing import Box
from handbook.plots import PLOT
from handbook.scores import HIDDEN, NOT_ASKED, Figure, figure_of
from handbook.trends import Mark, Series, Trend
from handbook.units import SCORES, SHARES, Unit
from tests import played

Spec = dict[str, Any]
Scores = list[float | None]
"""None: hidden; 0: not asked."""


def of(figures: list[Figure], place: int = 0, guess: bool = False, name: str = "Sales") -> Series:
    quarters = played.quarters(len(figures))
    return Series(name, place, guess, dict(zip(quarters, figures, strict=True)))


def series(scores: Scores, place: int = 0, guess: bool = False, name: str = "Sales") -> Series:
    figures = [HIDDEN if s is None else Figure(s) if s else NOT_ASKED for s in scores]
    return of(figures, place, guess, name)


def drawn(
    *shown: Series,
    breaks: frozenset[Quarter] = frozenset(),
    marks: tuple[Mark, ...] = (),
    unit: Unit = SCORES,
) -> Spec:
    quarters = tuple(shown[0].figures)
    return charts.trend(Trend("A.", "It went.", quarters, shown, breaks, marks, unit))


def layer(spec: Spec, kind: str) -> list[Spec]:
    """What is drawn with this kind of mark; a line that is filled is a shade."""
    return [
        value
        for each in spec["layer"]
        if ("shade" if "fill" in each["mark"] else each["mark"]["type"]) == kind
        for value in each["data"]["values"]
    ]


def score(down: float) -> float:
    """The score that stands so far below the top of the plot."""
    return round(5 - 4 * down / PLOT, 6)


def runs(spec: Spec, kind: str = "line") -> list[list[float]]:
    """The scores of each unbroken line, or along each shade."""
    lines: dict[str, list[float]] = {}
    for point in layer(spec, kind):
        lines.setdefault(point["run"], []).append(score(point["y"]))
    return list(lines.values())


def said(spec: Spec) -> list[str]:
    return [each["words"] for each in layer(spec, "text")]


def rules(spec: Spec, stroke: str, dashed: bool = False) -> list[Spec]:
    found = (each for each in layer(spec, "rule") if each["colour"] == stroke)
    return [each for each in found if (each["dash"] == DASHED) == dashed]


def test_the_scale_is_always_one_to_five() -> None:
    for only in (1.0, 2.9, None):
        spec = drawn(series([only, 3.0]))
        grid = [score(each["y"]) for each in rules(spec, "currentColor")]
        assert grid == [1, 2, 3, 4, 5]
        assert {"1", "2", "3", "4", "5"} <= set(said(spec))


def test_shares_go_from_nothing_to_all() -> None:
    spec = drawn(of([Figure(0.0), Figure(50.0), Figure(100.0)]), unit=SHARES)
    assert [point["y"] for point in layer(spec, "line")] == [PLOT, PLOT / 2, 0]
    assert {"0%", "25%", "50%", "75%", "100%"} <= set(said(spec))


def test_a_line_breaks_where_a_score_is_hidden_or_was_not_asked() -> None:
    assert runs(drawn(series([2.0, 2.1, None, 2.3, 0, 2.5, 2.6]))) == [
        [2.0, 2.1], [2.3], [2.5, 2.6],
    ]  # fmt: skip


def test_a_line_breaks_where_the_wording_changed() -> None:
    spec = drawn(series([2.0, 2.1, 2.2]), breaks=frozenset({Quarter(2026, 2)}))
    assert runs(spec) == [[2.0], [2.1, 2.2]]


def test_teams_differ_in_shape_as_well_as_in_colour_and_guesses_are_hollow() -> None:
    spec = drawn(series([2.0]), series([3.0], place=1), series([4.0], place=1, guess=True))
    looks = [(each["shape"], each["colour"], each["filled"]) for each in layer(spec, "point")[:3]]
    assert looks == [
        ("circle", "var(--team-1)", 1),
        ("diamond", "var(--team-2)", 1),
        ("diamond", "var(--team-2)", 0),
    ]


def test_guesses_have_no_line() -> None:
    assert runs(drawn(series([2.0, 3.0]), series([4.0, 5.0], guess=True))) == [[2.0, 3.0]]


def test_a_hidden_score_is_a_mark_in_a_lane_that_says_too_few_answers() -> None:
    spec = drawn(series([2.0, None]))
    shown, hidden = layer(spec, "point")
    assert shown["y"] < PLOT < hidden["y"]
    assert {"too few", "answers"} <= set(said(spec))


def test_without_a_hidden_score_there_is_no_lane() -> None:
    spec = drawn(series([2.0, 0, 3.0]))
    assert layer(spec, "rect") == []
    assert "too few" not in said(spec)


def test_a_hidden_guess_does_not_lie_on_the_hidden_own_view() -> None:
    own, guess = layer(drawn(series([None]), series([None], guess=True)), "point")[:2]
    assert guess["y"] - own["y"] > 11


def test_a_change_is_marked_between_two_quarters_with_its_letter() -> None:
    change = Mark("A", Quarter(2026, 3), own=("target",), others=())
    spec = drawn(series([2.0, 3.0, 3.0]), marks=(change,))
    (rule,) = rules(spec, "currentColor", dashed=True)
    (letter,) = (each for each in layer(spec, "text") if each["words"] == "A")
    assert rule["x"] == rule["x2"] == letter["x"] == pytest.approx(spec["width"] * 2 / 3)


def test_a_label_names_its_line_and_the_newest_score() -> None:
    spec = drawn(series([2.0, 3.1]), series([4.0, None], place=1, name="Marketing"))
    names = [each["words"] for each in layer(spec, "text") if each["x"] > spec["width"]]
    assert names[:3] == ["Marketing", "Sales", "3.1"]


# Intervals, ranges, the gap


def figure(n: int, mean: float, invited: int = 12) -> Figure:
    return figure_of(Score(n=n, mean=mean), invited)


def band(low: float, high: float) -> Figure:
    return figure_of(ScoreBand(n=7, low=low, high=high), 12)


def test_behind_each_own_view_is_its_interval_in_the_colour_of_the_team() -> None:
    shown = figure(9, 3.4)
    spec = drawn(of([shown]), of([shown], place=1), of([shown], guess=True))
    assert shown.estimate
    for team in ("var(--team-1)", "var(--team-2)"):
        (rule,) = rules(spec, team)
        ends = score(rule["y"]), score(rule["y2"])
        interval = shown.estimate.interval
        assert ends == pytest.approx((interval.low, interval.high), abs=1e-5)


@pytest.mark.parametrize("count", [1, 8, 12, 40])
def test_equal_figures_of_both_teams_and_their_guesses_do_not_hide_each_other(count: int) -> None:
    figures = [figure(9, 3.0)] * count
    teams = ((0, False), (1, False), (0, True), (1, True))
    spec = drawn(*(of(figures, place, guess) for place, guess in teams))
    places = [each["x"] for each in layer(spec, "point")[: 4 * count : count]]
    assert len(set(places)) == 4
    assert len({each["x"] for each in layer(spec, "rule")} - {0}) == 2 * count
    quarter = spec["width"] / count
    assert min(places) > 0
    assert max(places) < quarter


def test_a_range_is_a_mark_as_high_as_the_range_and_breaks_the_line() -> None:
    spec = drawn(of([figure(9, 4.0), band(4.5, 5), figure(9, 4.0)]))
    assert runs(spec) == [[4.0], [4.0]]
    ranged = layer(spec, "point")[1]
    assert score(ranged["y"]) == 4.75
    assert "v19.5" in ranged["shape"]  # 22.5 units with its round ends of 1.5 each
    assert "Answers too alike: in this range" in said(spec)


def test_the_ranges_of_the_teams_differ_in_shape_and_those_of_guesses_are_hollow() -> None:
    spec = drawn(of([band(4.5, 5)]), of([band(4.5, 5)], 1), of([band(4.5, 5)], 1, guess=True))
    first, second, guess = layer(spec, "point")[:3]
    assert first["shape"] != second["shape"] == guess["shape"]
    assert first["filled"] == second["filled"] > guess["filled"] == 0


def test_the_points_of_a_small_range_meet_in_its_middle() -> None:
    """Fault: points are as long as in other ranges, so that its sides cross."""
    small = layer(drawn(of([band(4.9, 5)], place=1)), "point")[0]
    assert "V0.0L" in small["shape"]


_ARC = re.compile(r"A([\d.]+),\1,0,1,1,")
"""Half a circle, drawn from one side to the other."""


def boxes(svg: str) -> list[Box]:
    """The room that each hollow or filled mark takes, outline included."""
    found = []
    for path in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"):
        if path.get("transform", "").startswith("translate") and path.get("stroke"):
            (across, down), *_ = _points(path.get("transform", ""))
            outline = _ARC.sub(r"L0,-\1L0,\1L", path.get("d", ""))
            xs, ys = zip(*_points(outline), strict=True)
            edge = float(path.get("stroke-width", 1)) / 2
            corner = across + min(xs) - edge, down + min(ys) - edge
            found.append(Box(*corner, across + max(xs) + edge, down + max(ys) + edge))
    return found


def _points(text: str) -> list[tuple[float, float]]:
    numbers = map(float, re.findall(r"-?[\d.]+", text))
    return list(zip(numbers, numbers, strict=True))


@pytest.mark.parametrize("shown", [band(4.5, 5), figure(9, 3.0), HIDDEN])
@pytest.mark.parametrize("name", ["S", "Customer success and renewals"])
def test_equal_marks_of_twelve_quarters_overlap_nowhere(
    name: str, shown: Figure, tmp_path: Path
) -> None:
    """Faults: a guess stands nearer its own view than a mark is wide; marks are always as wide as
    in a chart of few quarters."""
    teams = ((0, False), (1, False), (0, True), (1, True))
    spec = drawn(*(of([shown] * 12, place, guess, name) for place, guess in teams))
    found = boxes(Drawing(tmp_path).svg(spec, "A.", "It went."))[:48]
    assert len({(box.left, box.top) for box in found}) == 48
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]


@pytest.mark.parametrize("count", [1, 4, 12, 40])
def test_no_mark_is_too_small_to_be_seen(count: int, tmp_path: Path) -> None:
    """Fault: marks shrink without end as quarters come."""
    spec = drawn(of([figure(9, 3.0)] * count))
    for box in boxes(Drawing(tmp_path).svg(spec, "A.", "It went."))[:count]:
        assert 4 <= round(box.right - box.left, 3) <= 12


def test_the_newest_range_is_told_at_the_end_of_its_line() -> None:
    spec = drawn(of([figure(9, 4.0), band(4.5, 5)]))
    names = [each["words"] for each in layer(spec, "text") if each["x"] > spec["width"]]
    assert names == ["Sales", "4.5 or more"]


def test_the_gap_is_shaded_where_both_teams_are_shown_and_not_across_a_break() -> None:
    spec = drawn(
        series([2.0, 2.1, None, 2.3, 2.4, 2.5, 2.6]),
        series([3.0, 3.1, 3.2, 3.3, 3.4, 3.5, None], place=1),
        breaks=frozenset({Quarter(2026, 1)}),
    )
    assert runs(spec, "shade") == [[2.0, 2.1, 3.1, 3.0], [2.4, 2.5, 3.5, 3.4]]


def test_hovering_a_mark_tells_its_team_quarter_figure_interval_and_answers() -> None:
    quarters = [figure(9, 3.8), band(4.5, 5), HIDDEN, Figure(2.0)]
    assert quarters[0].estimate
    interval = quarters[0].estimate.interval.text
    told = [each["told"] for each in layer(drawn(of(quarters)), "point") if each["told"]]
    assert sorted(told) == [
        f"Sales, 2025-Q4: 3.8 ({interval}), 9 answers",
        "Sales, 2026-Q1: 4.5 or more, 7 answers",
        "Sales, 2026-Q2: too few answers",
        "Sales, 2026-Q3: 2.0",
    ]


scores = st.lists(st.sampled_from([None, 0.0, 1.0, 1.1, 2.0, 4.9, 5.0]), min_size=1, max_size=40)
names = st.sampled_from(["S", "Sales", "Customer success and renewals", "X" * 80, "<b>&"])


@given(scores, names, names, st.data())
def test_labels_never_run_into_each_other_or_out_of_the_plot(
    first: Scores, one: str, two: str, data: st.DataObject
) -> None:
    second = data.draw(st.lists(st.sampled_from(first), min_size=len(first), max_size=len(first)))
    shown = [series(first, name=one), series(second, place=1, name=two)]
    labels = end_labels(shown, Quarter(2026, 3), SCORES, PLOT)
    assert len(labels) == sum(any(score for score in each) for each in (first, second))
    for label in labels:
        assert label.top >= 0
        assert label.top + label.height <= PLOT
    for upper, lower in pairwise(labels):
        assert upper.top + upper.height <= lower.top


def test_labels_of_equal_scores_move_apart_evenly() -> None:
    shown = [series([3.0]), series([3.0], place=1, name="Marketing")]
    upper, lower = end_labels(shown, Quarter(2026, 3), SCORES, PLOT)
    assert upper.top + upper.height < lower.top
    assert (upper.top + lower.top + lower.height) / 2 == PLOT / 2


@given(scores, names, st.sampled_from([SCORES, SHARES]))
def test_all_words_stand_inside_a_drawing_of_the_same_width(
    first: Scores, name: str, unit: Unit
) -> None:
    shown = [series(first, name=name), series(first, guess=True, name=f"Guess by {name}")]
    spec = drawn(*shown, of([band(4.5, 5)] * len(first), 1), unit=unit)
    padding = spec["padding"]
    assert padding["left"] + spec["width"] + padding["right"] == pytest.approx(WIDTH)
    assert spec["width"] > WIDTH / 2
    for words in layer(spec, "text"):
        share = {"left": 0, "center": 0.5, "right": 1}[words["align"]]
        left = words["x"] - share * width_of(words["words"])
        assert left >= -padding["left"]
        assert left + width_of(words["words"]) <= spec["width"] + padding["right"]
        assert -padding["top"] <= words["y"] <= PLOT + padding["bottom"]


def test_a_long_word_in_a_name_is_cut_at_its_end() -> None:
    (label,) = end_labels(
        [series([3.0], name="Growth and communications")], Quarter(2026, 3), SCORES, PLOT
    )
    assert label.lines == ("Growth and", "communicati…", "3.0")


@pytest.mark.parametrize("count", [1, 2, 5, 8, 11, 12, 20, 40])
def test_labels_of_quarters_stand_clearly_apart(count: int) -> None:
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
        assert all(left[1] + 5 <= right[0] for left, right in pairwise(spans))


def test_every_first_quarter_of_a_year_says_which_year() -> None:
    labels = quarter_labels(played.quarters(8), 240)
    assert labels == [
        ["Q4"], ["Q1", "2025"], ["Q2"], ["Q3"], ["Q4"], ["Q1", "2026"], ["Q2"], ["Q3"],
    ]  # fmt: skip
