from datetime import date

from catalog.reading import Catalog
from catalog.results import Results
from handbook.model import gather
from tests.played import played


def test_a_handbook_holds_everything_its_pages_show(small_catalog: Catalog) -> None:
    results = played(small_catalog.definitions, 2)
    book = gather(small_catalog, results, {"2026-Q3": ("Thanks",)}, date(2026, 11, 22), None)
    assert book.definitions == small_catalog.definitions
    assert [str(closed.quarter) for closed in book.perceptions.quarters] == ["2026-Q2", "2026-Q3"]
    assert book.comments == {"2026-Q3": ("Thanks",)}


def test_things_are_found_by_their_ids(small_catalog: Catalog) -> None:
    book = gather(small_catalog, Results((), None), {}, date(2026, 11, 22), None)
    assert book.team("growth").name == "Growth"
    assert book.stage("won").name == "Won"
    assert book.sla("call-back").name == "Calling back"
    assert book.role("field-lead").name == "Field lead"
    assert book.driver("brand").name == "Being known"
