import re
from dataclasses import replace

import pytest

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import Results
from handbook.heat_map import MISREADS, MOST, REAL_GAPS, HeatMap, Measure, heat_map
from handbook.perceptions import perceive
from handbook.scores import HIDDEN, NOT_ASKED
from handbook.themes import Statement
from tests import played


def mapped(
    results: Results, definitions: Definitions, measure: Measure = MISREADS
) -> HeatMap | None:
    return heat_map(perceive(results, definitions), measure)


def the_map(results: Results, definitions: Definitions, measure: Measure = MISREADS) -> HeatMap:
    found = mapped(results, definitions, measure)
    assert found is not None
    return found


def test_only_mirrored_statements_have_a_row_the_most_misjudged_of_the_last_quarter_first(
    definitions: Definitions,
) -> None:
    shown = the_map(played.played(definitions), definitions)
    items = [item for theme in definitions.survey.themes for item in theme.items]
    assert {each.id for each in shown.statements} == {item.id for item in items if item.mirrored}
    last = [shown.figure(each, Quarter(2026, 3)).value or 0 for each in shown.statements]
    assert last == sorted(last, reverse=True)


def test_every_statement_has_a_row_of_real_gaps_the_furthest_apart_first(
    definitions: Definitions,
) -> None:
    results = played.played(definitions)
    shown = the_map(results, definitions, REAL_GAPS)
    items = [item for theme in definitions.survey.themes for item in theme.items]
    assert {each.id for each in shown.statements} == {item.id for item in items}
    last = [shown.figure(each, Quarter(2026, 3)).value or 0 for each in shown.statements]
    assert last == sorted(last, reverse=True)
    assert min(last) >= 0
    assert ", the teams were furthest apart on “" in shown.description
    assert mapped(Results((), None), definitions, REAL_GAPS) is None


def test_hidden_and_not_asked_are_told_apart(definitions: Definitions) -> None:
    asked = [
        (quarter, definitions if number else played.without_item(definitions, "same-goals"))
        for number, quarter in enumerate(played.quarters(3))
    ]
    results = played.with_answers(
        played.results_of(asked), "2026-Q2", "guess", "same-goals", sales=played.HIDDEN
    )
    shown = the_map(results, definitions)
    row = next(each for each in shown.statements if each.id == "same-goals")
    figures = [shown.figure(row, quarter) for quarter in shown.quarters]
    assert figures[:2] == [NOT_ASKED, HIDDEN]
    assert figures[2].shown


def test_no_more_quarters_are_shown_than_have_room_and_the_sentence_says_so(
    definitions: Definitions,
) -> None:
    shown = the_map(played.played(definitions, 14), definitions)
    assert len(shown.quarters) == MOST
    assert shown.quarters[-1] == Quarter(2026, 3)
    assert shown.description.startswith("In the last 12 of 14 quarters, the guesses were")


def test_a_calendar_quarter_without_a_survey_keeps_its_column(definitions: Definitions) -> None:
    whole = played.played(definitions, 3)
    shown = the_map(Results((whole.quarters[0], whole.quarters[2]), None), definitions)
    assert len(shown.quarters) == 3
    assert shown.figure(shown.statements[0], shown.quarters[1]) == NOT_ASKED


@pytest.mark.parametrize(
    ("count", "start"), [(1, "In 2026-Q3, "), (2, "From 2026-Q2 to 2026-Q3, ")]
)
def test_the_sentence_names_the_widest_and_the_smallest_misread(
    definitions: Definitions, count: int, start: str
) -> None:
    shown = the_map(played.played(definitions, count), definitions)
    figures = [
        shown.figure(each, quarter) for each in shown.statements for quarter in shown.quarters
    ]
    texts = sorted(figure.text for figure in figures)
    assert shown.description.startswith(start)
    assert f"({texts[-1]} points), and least on" in shown.description
    assert shown.description.endswith(f"({texts[0]} points).")


def test_without_guesses_there_is_no_map(definitions: Definitions) -> None:
    plain = definitions
    for theme in definitions.survey.themes:
        for item in theme.items:
            plain = played.with_item(plain, item.id, mirrored=False)
    assert mapped(played.played(plain, 2), plain) is None
    assert mapped(Results((), None), definitions) is None


def test_where_all_guesses_are_hidden_the_sentence_says_so(definitions: Definitions) -> None:
    silent = played.only(played.played(definitions), definitions, own_same_goals=(3.0, 4.0))
    shown = the_map(silent, definitions)
    told = "In 2026-Q3, too little can be shown to compare guesses with what was said."
    assert shown.description == told


@pytest.mark.parametrize(("since", "lines"), [(1, 0), (5, 1)])
def test_a_row_marks_where_the_wording_changed_but_not_in_its_first_column(
    definitions: Definitions, since: int, lines: int
) -> None:
    other = played.with_item(definitions, "same-goals", statement="Both teams want the same.")
    asked = [(quarter, definitions) for quarter in played.quarters(MOST + 1)]
    asked[:since] = [(quarter, other) for quarter, _ in asked[:since]]
    spec = the_map(played.results_of(asked), definitions).parts[0].spec
    edges = [each for each in spec["layer"] if each["mark"]["type"] == "rule"]
    assert sum(len(each["data"]["values"]) for each in edges) == lines


def numbered(statement: Statement, number: int) -> Statement:
    readings = tuple(replace(each, wording=f"No. {number}") for each in statement.readings)
    return replace(statement, wording=f"No. {number}, {'word ' * 60}", readings=readings)


def test_each_part_tells_of_its_own_statements_alone(definitions: Definitions) -> None:
    """Fault: every part is described as the whole drawing is, or as the first one."""
    shown = the_map(played.played(definitions), definitions)
    assert ", among these statements" not in shown.parts[0].description
    twice = shown.statements * 2
    many = replace(shown, statements=tuple(map(numbered, twice, range(len(twice)))))
    assert len(many.parts) > 1
    for part in many.parts:
        assert ", among these statements, the guesses were furthest" in part.description
        (texts,) = (each for each in part.spec["layer"] if each["mark"]["type"] == "text")
        there = " ".join(each["words"] for each in texts["data"]["values"])
        for named in re.findall(r"No. [0-9]+", part.description):
            assert f"{named}, word" in there
