"""Promises where not all can be in sight, on home and on the pages of the teams."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from catalog.definitions import Definitions
from catalog.reading import Catalog
from handbook.foremost import foremost
from handbook.home import OWED
from handbook.model import Handbook, gather
from handbook.pages import pages
from handbook.teams import IN_SIGHT
from tests.played import quarters, results_of, with_sla
from tests.test_markdown import engine

MANY = 30
NOT_SIGNED, CHANGED_LAST, CHANGED_FIRST = "call-back-20", "call-back-9", "call-back-10"
CHANGED_TWICE = "call-back-12"


@pytest.fixture(scope="module")
def crowded(small: Definitions) -> Definitions:
    """The small company with thirty promises from Field; one is not signed by Growth."""
    first, second = small.slas
    more = [first.model_copy(update={"id": f"call-back-{n}"}) for n in range(2, MANY + 1)]
    given = small.model_copy(update={"slas": (first, *more, second)})
    return with_sla(given, NOT_SIGNED, agreed={"field": date(2026, 1, 12)})


@pytest.fixture(scope="module")
def book(small_catalog: Catalog, crowded: Definitions) -> Handbook:
    """Three promises of the thirty changed: first, last, and both times; all were signed anew."""
    first, second, third = quarters(3)
    halfway = with_sla(crowded, CHANGED_LAST, measure="Calls.")
    halfway = with_sla(halfway, CHANGED_TWICE, measure="Calls.")
    before = with_sla(halfway, CHANGED_FIRST, measure="Calls.")
    before = with_sla(before, CHANGED_TWICE, measure="Rings.")
    signed = {"field": date(2026, 10, 1), "growth": date(2026, 10, 1)}
    for id in (CHANGED_FIRST, CHANGED_LAST, CHANGED_TWICE):
        crowded = with_sla(crowded, id, agreed=signed)
    results = results_of([(first, before), (second, halfway), (third, crowded)])
    catalog = Catalog(crowded, small_catalog.documents)
    return gather(catalog, results, {}, date(2026, 11, 22), "https://git.example.com/")


def test_not_settled_comes_first_then_what_changed_last_then_the_order_of_the_file(
    book: Handbook,
) -> None:
    """Planted: the other way round, in one quarter too; by the first change, not the last."""
    slas = book.definitions.slas[:MANY]
    shown, others = foremost(book, slas, 6)
    changed = [CHANGED_LAST, CHANGED_TWICE, CHANGED_FIRST]
    expected = [NOT_SIGNED, *changed, "call-back", "call-back-2"]
    assert [sla.id for sla in shown] == expected
    assert {sla.id for sla in (*shown, *others)} == {sla.id for sla in slas}
    assert foremost(book, slas, MANY) == (slas, ())


def test_home_shows_a_handful_and_leads_to_the_others(book: Handbook) -> None:
    """Planted: all of them."""
    home = pages(book, lambda *_: "")["index.md"]
    field, growth = home.partition("{: #owed }")[2].partition("\n## ")[0].split("promises ")[1:]
    assert field.count("](promises/call-back") == OWED
    assert f"[and {MANY - OWED} more](promises/index.md#from-field)" in field
    assert growth.count("](promises/complete-enquiries.md)") == 1
    assert "more](" not in growth


def test_a_teams_page_has_all_promises_and_folds_most(book: Handbook) -> None:
    """Planted: the rest left out."""
    team = pages(book, lambda *_: "")["teams/field.md"]
    page = BeautifulSoup(engine().reset().convert(team.split("---\n", 2)[2]), "html.parser")
    folded = page.select("details a[href*=call-back]")
    assert len(folded) == MANY - IN_SIGHT
    assert [summary.get_text() for summary in page.select("summary")] == ["20 more"]
    assert len(page.select("table a[href*=call-back]")) == MANY
