"""How often promises were kept: shares that claim no more than the cases show."""

import pytest

from catalog.definitions import Definitions
from catalog.definitions.agreement import Target
from catalog.quarters import Quarter
from catalog.reading import Catalog
from catalog.results import Results
from handbook.evidence import Measurement, measured
from tests.played import played, quarters, results_of, with_evidence, with_sla
from tests.test_opendata import files_of, records
from tests.test_pages import written

PERCENT = "percent of enquiries"
NOBODY = "Nobody has published yet how often this promise was kept."


def measurement(kept: int, cases: int, at_least: float = 90, unit: str = PERCENT) -> Measurement:
    agreed = Target(at_least=at_least, unit=unit)
    return Measurement(Quarter(2026, 3), cases, kept, agreed, "CRM")


@pytest.mark.parametrize(
    ("kept", "cases", "at_least", "share", "reached"),
    [
        (41, 55, 90, "74", False),  # 74.5
        (55, 55, 90, "100", True),
        (0, 20, 90, "0", False),
        (18, 20, 90, "90", True),
        (179, 200, 90, "89", False),  # 89.5
        (249, 250, 90, "99", True),  # 99.6
        (999, 1000, 99.9, "99.9", True),
        (999, 1000, 99.91, "99.90", False),
        (250, 277, 90.2, "90.2", True),  # 90.25
        (19, 19, 90, None, None),
    ],
)
def test_a_share_claims_no_more_than_was_reached_and_agrees_with_the_verdict(
    kept: int, cases: int, at_least: float, share: str | None, reached: bool | None
) -> None:
    """Planted faults: 89.5 is 90; 99.9 is 99; nineteen cases have a share."""
    found = measurement(kept, cases, at_least)
    assert (found.share if found.share is None else str(found.share), found.reached) == (
        share,
        reached,
    )


@pytest.mark.parametrize(
    ("at_least", "unit", "reached"),
    [
        (99.9, "% of enquiries", True),
        (99.91, "Per cent of enquiries", False),
        (240, "handed-over leads a quarter", None),
        (5, "percentiles", None),
    ],
)
def test_whether_it_reached_the_target_is_said_only_of_a_percentage(
    at_least: float, unit: str, reached: bool | None
) -> None:
    """Planted fault: any target is a share."""
    assert measurement(999, 1000, at_least, unit).reached is reached


def test_each_quarter_keeps_what_was_agreed_then(small: Definitions) -> None:
    """Planted fault: today's target stands beside every quarter."""
    before = with_sla(small, "call-back", target=Target(at_least=75, unit=PERCENT))
    asked = list(zip(quarters(3), (before, small, small), strict=True))
    results = with_evidence(results_of(asked), "2026-Q1", call_back=(40, 31))
    results = with_evidence(results, "2026-Q3", call_back=(55, 41))
    then, now = measured(results)["call-back"]
    assert (str(then.quarter), then.agreed.at_least, then.reached) == ("2026-Q1", 75, True)
    assert (str(now.quarter), now.agreed.at_least, now.reached) == ("2026-Q3", 90, False)
    assert "complete-enquiries" not in measured(results)


def section(catalog: Catalog, results: Results, promise: str = "call-back") -> str:
    page = written(catalog, results)[f"promises/{promise}.md"]
    return page[page.index("## Evidence") : page.index("## How kept it feels")]


@pytest.fixture(scope="module")
def three(small: Definitions) -> Results:
    before = with_sla(small, "call-back", target=Target(at_least=75, unit=PERCENT))
    return results_of(list(zip(quarters(3), (before, small, small), strict=True)))


def test_what_was_agreed_then_is_told_if_it_changed(small_catalog: Catalog, three: Results) -> None:
    results = with_evidence(three, "2026-Q3", call_back=(55, 41))
    assert "Agreed then" not in section(small_catalog, results)
    told = section(small_catalog, with_evidence(results, "2026-Q1", call_back=(40, 31)))
    assert "| 40 | 31 | 77% | at least 75 percent of enquiries |" in told
    assert "| 55 | 41 | 74% | at least 90 percent of enquiries within 8 business hours |" in told
    assert "In 2026-Q3, **it was kept in 41 of 55 cases (74%)**" in told


def test_of_few_cases_no_share_is_shown_anywhere(small_catalog: Catalog, three: Results) -> None:
    """Planted fault: the table, or the board, shows it all the same."""
    results = with_evidence(three, "2026-Q3", call_back=(1, 1))
    told = section(small_catalog, results)
    assert "**it was kept in 1 of 1 case**. These are few, so no share is shown. What was" in told
    assert "reach" not in told
    board = written(small_catalog, results)["promises/index.md"].partition("## Evidence, beside")[2]
    assert "| 1 of 1 |" in board
    assert "%" not in told + board


def test_how_kept_it_felt_is_of_the_quarter_that_was_measured(
    small_catalog: Catalog, three: Results
) -> None:
    """Planted fault: the latest scores stand beside an older measurement."""
    results = with_evidence(three, "2026-Q2", call_back=(55, 41))
    told = section(small_catalog, results)
    asked = results.quarters[1].perceptions.questions
    answers = next(each.answers for each in asked if (each.kind, each.id) == ("kept", "call-back"))
    felt = told.partition("**How kept it felt:**")[2]
    assert "in 2026-Q2, from 1" in felt
    for answer in answers.values():
        assert f" {answer.mean:.1f} <" in felt  # type: ignore[union-attr]


@pytest.mark.parametrize("count", [0, 2])
def test_without_counts_the_page_says_what_to_do_and_the_board_nothing(
    small_catalog: Catalog, count: int
) -> None:
    results = played(small_catalog.definitions, count)
    told = section(small_catalog, results)
    assert told.splitlines()[2].startswith(NOBODY)
    assert "(../editing.md)" in told
    assert "beside how kept it felt" not in written(small_catalog, results)["promises/index.md"]


def test_open_data_has_a_row_a_promise_and_quarter(small_catalog: Catalog, three: Results) -> None:
    results = with_evidence(three, "2026-Q1", call_back=(40, 31))
    results = with_evidence(results, "2026-Q3", call_back=(55, 41))
    found = records(files_of(small_catalog, results), "evidence")
    assert [(row["quarter"], row["id"], row["cases"], row["kept"]) for row in found] == [
        ("2026-Q1", "call-back", 40, 31),
        ("2026-Q3", "call-back", 55, 41),
    ]
    assert [row["agreed"] for row in found] == [
        "at least 75 percent of enquiries",
        "at least 90 percent of enquiries within 8 business hours",
    ]
    assert not records(files_of(small_catalog, three), "evidence")
