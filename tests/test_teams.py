from datetime import date

import pytest

from catalog.definitions import Definitions
from catalog.reading import Catalog, read_definitions
from catalog.results import Results
from handbook.model import Page, gather
from handbook.pages import pages
from handbook.teams import team_pages
from tests.played import HIDDEN, played, scored, with_answers
from tests.running import ROOT

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def results(definitions: Definitions) -> Results:
    return played(definitions, 2)


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return read_definitions(ROOT / "definitions")


def contexts(catalog: Catalog, results: Results) -> dict[str, Page]:
    return {page.path: page for page in team_pages(gather(catalog, results, {}, TODAY, None))}


def written(catalog: Catalog, results: Results) -> dict[str, str]:
    return pages(gather(catalog, results, {}, TODAY, None), lambda *_: "<svg></svg>")


def test_each_team_has_a_page_with_what_it_gives_and_what_it_is_promised(
    small_catalog: Catalog,
) -> None:
    found = contexts(small_catalog, Results((), None))
    assert list(found) == ["teams/field.md", "teams/growth.md"]
    page = found["teams/field.md"].context
    for direction, id in {"given": "call-back", "received": "complete-enquiries"}.items():
        assert [[each.sla.id for each in some] for some in page[direction]] == [[id], []]


def test_what_is_said_about_a_team_and_no_other_stands_widest_first(
    shipped: Catalog, results: Results
) -> None:
    for team in ("sales", "marketing"):
        seen = contexts(shipped, results)[f"teams/{team}.md"].context["seen"]
        assert {reading.about for reading in seen} == {team}
        widths = [abs(reading.blind_spot.value) for reading in seen]
        assert widths == sorted(widths, reverse=True)


def test_what_a_team_misjudges_is_its_own_guess_against_what_the_other_said(
    shipped: Catalog, results: Results
) -> None:
    given = with_answers(
        results, "2026-Q3", "guess", "same-goals", sales=scored(12, 1.0), marketing=scored(12, 3.0)
    )
    given = with_answers(
        given, "2026-Q3", "own", "same-goals", sales=scored(12, 3.0), marketing=scored(12, 4.9)
    )
    page = written(shipped, given)["teams/sales.md"].partition("{: #misjudged }")[2]
    first = next(line for line in page.splitlines() if line.startswith("| ["))
    numbers = [cell.strip().partition(" ")[0] for cell in first.split("|")[2:5]]
    assert numbers == ["1.0", "4.9", "−3.9"]


def test_a_hidden_score_stands_last_and_shows_nothing_made_of_it(
    shipped: Catalog, results: Results
) -> None:
    given = with_answers(results, "2026-Q3", "own", "same-goals", marketing=HIDDEN)
    page = written(shipped, given)["teams/sales.md"].partition("{: #misjudged }")[2]
    last = [line for line in page.splitlines() if line.startswith("| [")][-1]
    assert "same-goals" in last
    assert last.count("too few answers") == 2


def test_before_the_first_quarter_a_teams_page_says_what_will_stand_there(
    small_catalog: Catalog,
) -> None:
    page = written(small_catalog, Results((), None))["teams/growth.md"]
    assert page.count("will stand here") == 2
    assert "Data to" not in page
