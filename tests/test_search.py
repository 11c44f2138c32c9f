"""Sections in the index of the search, each with the names of what stands there."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.definitions import Metric, Role, Stage
from catalog.reading import Catalog
from catalog.results import Results
from handbook.model import Handbook, gather
from handbook.search import tag_sections


@pytest.fixture
def book(small_catalog: Catalog) -> Handbook:
    named = small_catalog.definitions
    stage: Stage = named.stages[0].model_copy(update={"synonyms": ("<b>Inquiry</b> & more",)})
    figure = Metric(name="Calls a day", driver=None, horizon="quarter")
    role: Role = named.roles[0].model_copy(update={"metrics": (figure,)})
    changed = {"stages": (stage, *named.stages[1:]), "roles": (role, *named.roles[1:])}
    catalog = Catalog(named.model_copy(update=changed), small_catalog.documents)
    return gather(catalog, Results((), None), {}, date(2026, 11, 22), None)


def tagged(site: Path, book: Handbook, **entry: Any) -> dict[str, Any]:
    """What becomes of an entry of the index."""
    index = site / "search" / "search_index.json"
    index.parent.mkdir()
    index.write_text(json.dumps({"config": {}, "docs": [entry]}))
    tag_sections(site, book)
    (found,) = json.loads(index.read_text())["docs"]
    return dict(found)


def test_what_a_page_is_called_too_stands_with_its_heading_and_not_twice(
    tmp_path: Path, book: Handbook
) -> None:
    """Planted: names as they were written, which search would show as HTML."""
    names = ["enquiry", "&lt;b&gt;Inquiry&lt;/b&gt; &amp; more"]
    text = f"<p>{', '.join(names)}</p> <p>Somebody asked.</p>"
    found = tagged(tmp_path, book, location="stages/enquiry/", title="Enquiry", text=text)
    assert found["tags"] == names
    assert found["text"] == "<p>Somebody asked.</p>"


def test_a_section_has_the_names_of_what_stands_in_it(tmp_path: Path, book: Handbook) -> None:
    place = f"roles/{book.definitions.roles[0].id}/#metrics"
    assert tagged(tmp_path, book, location=place, text="x")["tags"] == ["Calls a day"]


@pytest.mark.parametrize("entry", [{"text": "x"}, {"text": "x", "tags": ["ours"]}])
def test_where_nothing_is_named_the_index_stays_as_it_is(
    tmp_path: Path, book: Handbook, entry: dict[str, Any]
) -> None:
    """Planted: no tags as an empty list, for which search shows an empty line."""
    entry |= {"location": "by-hand/", "title": "By hand"}
    assert tagged(tmp_path, book, **entry) == entry


def test_a_site_without_search_is_left_alone(tmp_path: Path, book: Handbook) -> None:
    tag_sections(tmp_path, book)
    assert list(tmp_path.iterdir()) == []
