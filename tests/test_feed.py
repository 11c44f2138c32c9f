from datetime import date
from time import struct_time
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from catalog.definitions import Definitions
from catalog.reading import Catalog
from catalog.results import Results
from handbook.feed import changes_feed
from handbook.model import gather
from tests.played import played, quarters, results_of, with_item, with_sla

ORIGIN = "https://example.com/book/"


def read(catalog: Catalog, results: Results, today: date = date(2026, 11, 22)) -> Any:
    text = changes_feed(gather(catalog, results, {}, today, None), ORIGIN)
    found = feedparser.parse(text)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.fixture(scope="module")
def changed(small: Definitions) -> Results:
    """Three quarters: a promise was reworded in the second, a statement in the third."""
    first, second, third = quarters(3)
    before = with_sla(small, "call-back", promise="Field calls <back> & soon.")
    reworded = with_item(before, "craft", statement="Growth's work is hard.")
    return results_of([(first, reworded), (second, with_item(small, "craft",
                       statement="Growth's work is hard.")), (third, small)])  # fmt: skip


def test_an_entry_tells_what_changed_by_a_quarter_newest_first(
    small_catalog: Catalog, changed: Results
) -> None:
    entries = read(small_catalog, changed).entries
    assert [entry.title for entry in entries] == [
        "Statement “Growth's work takes skill.” changed: wording",
        "Promise “Calling back” changed: wording",
    ]
    assert entries[1].link == f"{ORIGIN}changes/#2026-q2-sla-call-back"
    assert "Field calls &lt;back&gt; &amp; soon." in entries[1].content[0].value
    assert "Field calls every enquiry back within a day." in entries[1].content[0].value


def test_an_entry_is_dated_by_its_quarter_and_the_feed_by_its_newest_entry(
    small_catalog: Catalog, changed: Results
) -> None:
    feed = read(small_catalog, changed)

    def day(moment: struct_time) -> tuple[int, ...]:
        return tuple(moment[:3])

    assert [day(each.updated_parsed) for each in feed.entries] == [(2026, 7, 1), (2026, 4, 1)]
    assert day(feed.feed.updated_parsed) == (2026, 7, 1)


def test_the_feed_is_the_same_on_another_day(small_catalog: Catalog, changed: Results) -> None:
    texts = {
        changes_feed(gather(small_catalog, changed, {}, today, None), ORIGIN)
        for today in (date(2026, 11, 22), date(2027, 3, 1))
    }
    assert len(texts) == 1


def test_ids_stay_when_another_quarter_closes_and_no_two_are_alike(
    small_catalog: Catalog, changed: Results
) -> None:
    earlier = read(small_catalog, Results(changed.quarters[:2], None))
    later = read(small_catalog, changed)
    ids = [entry.id for entry in later.entries]
    assert earlier.entries[0].id == ids[1]
    assert earlier.feed.id == later.feed.id
    assert len({*ids, later.feed.id}) == 3


def test_what_no_quarter_was_asked_with_is_not_in_the_feed_yet(
    small_catalog: Catalog, small: Definitions
) -> None:
    before = with_sla(small, "call-back", promise="Field calls back.")
    assert read(small_catalog, played(before, 2)).entries == []


def test_all_signatures_of_a_quarter_are_one_entry(
    small_catalog: Catalog, small: Definitions
) -> None:
    """Fault: each promise that was signed again is an entry of its own."""
    first, second = quarters(2)
    before = small
    for sla in small.slas:
        before = with_sla(before, sla.id, agreed={"field": date(2025, 2, 3)})
    (entry,) = read(small_catalog, results_of([(first, before), (second, small)])).entries
    assert entry.title == "Signatures and review dates by 2026-Q3"
    assert entry.link == f"{ORIGIN}changes/#2026-q3-signatures"
    assert entry.content[0].value.count("(before: Field on 3 February 2025)") == len(small.slas)


def test_a_feed_without_any_change_is_valid_and_says_where_it_lies(small_catalog: Catalog) -> None:
    feed = read(small_catalog, Results((), None)).feed
    assert feed.title == "What changed in the agreement at Halden Pumps"
    links = {link.rel: link.href for link in feed.links}
    assert links == {"alternate": f"{ORIGIN}changes/", "self": f"{ORIGIN}changes.xml"}


def test_without_an_address_of_the_site_links_are_relative(
    small_catalog: Catalog, changed: Results
) -> None:
    book = gather(small_catalog, changed, {}, date(2026, 11, 22), None)
    root = ElementTree.fromstring(changes_feed(book, ""))
    links = [link.get("href") for link in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert links[:2] == ["changes/", "changes/#2026-q3-item-craft"]
    assert len(links) == 3


def test_characters_that_xml_cannot_hold_are_left_out(
    small_catalog: Catalog, small: Definitions
) -> None:
    first, second = quarters(2)
    odd = with_sla(small, "call-back", promise="Field \x07calls\x0b back\ufffe.")
    entries = read(small_catalog, results_of([(first, odd), (second, small)])).entries
    assert "Field calls back." in entries[0].content[0].value
