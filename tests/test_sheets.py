from typing import Any

import pytest

from handbook.canvas import TALLEST
from handbook.layers import WIDTH
from handbook.scores import HIDDEN, NOT_ASKED, TOO_ALIKE, Figure
from handbook.sheets import HIDDEN_SIGN, NOT_ASKED_SIGN, Line, sheet, sheets
from tests import played

Spec = dict[str, Any]


def drawn(*figures: Figure, reworded: frozenset[int] = frozenset(), rows: int = 1) -> Spec:
    line = Line("They work towards the same goal.", figures, reworded)
    (lines,) = sheets([line] * rows)
    return sheet(played.quarters(len(figures)), lines)


def layers(spec: Spec, kind: str) -> list[Spec]:
    return [each for each in spec["layer"] if each["mark"]["type"] == kind]


def words(spec: Spec, align: str) -> list[Spec]:
    (texts,) = layers(spec, "text")
    return [each for each in texts["data"]["values"] if each["align"] == align]


def signs(spec: Spec) -> list[str]:
    cells = words(spec, "center")
    lowest = max(each["y"] for each in cells)
    return [each["words"] for each in cells if each["y"] == lowest]


def test_every_cell_holds_its_number_or_the_sign_of_why_there_is_none() -> None:
    spec = drawn(Figure(0.84), HIDDEN, NOT_ASKED, TOO_ALIKE, Figure(0.0))
    assert signs(spec) == ["0.8", HIDDEN_SIGN, NOT_ASKED_SIGN, HIDDEN_SIGN, "0.0"]


def test_what_is_hidden_has_an_outline_and_what_was_not_asked_has_nothing() -> None:
    tinted, outlined = layers(drawn(Figure(0.8), HIDDEN, NOT_ASKED), "rect")
    (cell,), (hidden,) = tinted["data"]["values"], outlined["data"]["values"]
    assert (cell["filled"] > 0, cell["outline"]) == (True, 0)
    assert (hidden["filled"], hidden["outline"]) == (0, 1)


def test_the_tint_is_stronger_for_what_is_further_off_up_to_where_numbers_stay_readable() -> None:
    (tinted,) = layers(drawn(Figure(0.2), Figure(1.4), Figure(2.0), Figure(3.9)), "rect")
    strengths = [each["filled"] for each in tinted["data"]["values"]]
    assert strengths[0] < strengths[1] < strengths[2] == strengths[3] == 0.36
    assert {each["colour"] for each in tinted["data"]["values"]} == {"currentColor"}


def test_a_dashed_line_stands_before_the_quarter_that_asked_in_other_words() -> None:
    spec = drawn(Figure(0.2), Figure(0.4), Figure(0.6), reworded=frozenset({2}))
    (edges,) = layers(spec, "rule")
    (edge,) = edges["data"]["values"]
    boxes = layers(spec, "rect")[0]["data"]["values"]
    assert boxes[1]["x2"] < edge["x"] < boxes[2]["x"]


@pytest.mark.parametrize("count", [1, 8, 12])
def test_cells_and_their_numbers_fit_side_by_side(count: int) -> None:
    (tinted,) = layers(drawn(*[Figure(1.2)] * count), "rect")
    cells = tinted["data"]["values"]
    assert cells[-1]["x2"] <= WIDTH
    # A number of three characters is about 22 units wide.
    assert all(cell["x2"] - cell["x"] >= 26 for cell in cells)


def test_statements_stand_below_each_other() -> None:
    spec = drawn(Figure(1.2), rows=14)
    (tinted,) = layers(spec, "rect")
    cells = tinted["data"]["values"]
    starts = [each["y"] for each in words(spec, "left")]
    assert len(starts) == len(cells) == 14
    for cell, before, after in zip(cells, starts, [*starts[1:], spec["height"]], strict=True):
        assert before < cell["y"] < cell["y2"] < after


@pytest.mark.parametrize("length", [1, 60])
def test_a_sheet_too_tall_for_paper_is_followed_by_another_with_the_quarters_again(
    length: int,
) -> None:
    lines = [Line(f"{n} {'word ' * length}", (Figure(n / 10),), frozenset()) for n in range(30)]
    found = [sheet(played.quarters(1), part) for part in sheets(lines)]
    assert len(found) > 1
    numbers = []
    for spec in found:
        assert spec["height"] <= TALLEST
        texts = [each["words"] for each in words(spec, "center")]
        assert texts[:2] == ["Q3", "2026"]
        numbers += texts[2:]
    assert numbers == [f"{n / 10}" for n in range(30)]
