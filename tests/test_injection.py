"""Every text field of the definitions tries to break out, into everything that is built."""

import csv
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from icalendar import Calendar
from playwright.sync_api import Page, Request

from catalog.definitions import FILES, Definitions
from catalog.workspace import Workspace
from handbook.publishing import publish
from tests.injecting import NASTY, Injection, text_fields
from tests.played import quarters, results_of, with_evidence, with_sla, with_synonyms, write_results
from tests.running import ROOT
from tests.test_site import Quiet, nothing_to_search

TODAY = date(2026, 11, 22)
_HARM = """() => [
  ...[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(
      a => /^on/i.test(a.name) || /^(javascript:|http:\\/\\/x)/.test(a.value.trim()))),
  ...document.querySelectorAll('iframe, img[src="x"], h1 ~ h1'),
].map(e => e.outerHTML.slice(0, 200))"""


@dataclass(frozen=True)
class Site:
    """A built site, and the fields whose texts were changed for it."""

    root: Path
    reached: set[tuple[str, str]]
    known: set[tuple[str, str]]


def built(folder: Path, definitions: Definitions, *, nasty: bool) -> Site:
    """Three closed quarters and today; each saw some texts change."""
    injection = Injection(nasty)
    data = injection.into(with_synonyms(definitions).model_dump(mode="json"))
    given = Definitions.model_validate(data)
    workspace = Workspace(folder)
    shutil.copytree(ROOT / "docs", workspace.docs)
    shutil.copy(ROOT / "mkdocs.yml", workspace.mkdocs_yml)
    workspace.definitions.mkdir()
    for file in FILES:
        whole: Any = data[file] if isinstance(data[file], dict) else {file: data[file]}
        text = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)
        (workspace.definitions / f"{file}.yml").write_text(text)
    earlier = with_sla(given, given.slas[0].id, measure=f"{given.slas[0].measure[:900]} Before")
    asked = zip(quarters(3), (earlier, given, given), strict=True)
    results = with_evidence(
        results_of(list(asked)),
        "2026-Q3",
        source=f"# CRM{NASTY}" if nasty else "CRM",
        **{given.slas[0].id.replace("-", "_"): (55, 41)},
    )
    write_results(results, workspace.results)
    publish(workspace, TODAY)
    return Site(workspace.site.resolve(), injection.reached, text_fields(injection.schema))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, small: Definitions) -> Site:
    return built(tmp_path_factory.mktemp("nasty"), small, nasty=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, small: Definitions) -> Site:
    return built(tmp_path_factory.mktemp("plain"), small, nasty=False)


@pytest.fixture(scope="module")
def origin(site: Site) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def addresses(site: Site) -> list[str]:
    found = site.root.rglob("index.html")
    return sorted(path.parent.relative_to(site.root).as_posix() for path in found)


def skeleton(site: Site, address: str) -> list[str]:
    """The elements of a page's text, drawings and what a word of the glossary gets left out.

    Of a list on a sheet of paper the first item: how many fit beside it depends on their length.
    """
    soup = BeautifulSoup((site.root / address / "index.html").read_text(), "html.parser")
    article = soup.select_one("article")
    assert article, address
    for each in article.select("svg, abbr, .cg-brief li ~ li, .cg-brief ul ~ p"):
        each.decompose()
    return [each.name for each in article.find_all(True)]


def test_every_field_that_holds_a_text_is_tried(site: Site) -> None:
    assert site.reached == site.known
    assert len(site.known) > 50


def test_in_a_browser_no_page_acts_on_it(site: Site, origin: str, page: Page) -> None:
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((origin, "data:", "blob:")):
            foreign.append(request.url)

    page.on("request", note)
    page.on("dialog", lambda dialog: foreign.append(dialog.message))
    page.add_init_script("window.x = () => { window.hit = true }")
    page.set_viewport_size({"width": 360, "height": 800})
    wrong = []
    page.goto(f"{origin}/", wait_until="networkidle")  # once with all that search reads
    assert not page.evaluate("() => window.hit === true")
    with nothing_to_search(site.root):
        for address in addresses(site):
            page.goto(f"{origin}/{address}/", wait_until="load")
            if page.evaluate("() => window.hit === true"):
                wrong.append(f"{address}: a script ran")
            wrong += [f"{address}: {each}" for each in page.evaluate(_HARM)]
            over = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            if over > 0:
                wrong.append(f"{address}: {over} px too wide")
            if "1337" in page.inner_text("body"):
                wrong.append(f"{address}: an expression was worked out")
    assert not wrong, "\n".join(wrong)
    assert not foreign


def test_a_page_is_made_of_the_same_parts_as_with_plain_words(site: Site, plain: Site) -> None:
    assert addresses(site) == addresses(plain)
    broken = [each for each in addresses(site) if skeleton(site, each) != skeleton(plain, each)]
    broken = [each for each in broken if not each.startswith("definitions/")]  # lines differ there
    assert broken == []


def test_what_programs_read_has_the_same_records_and_only_text_in_them(
    site: Site, plain: Site
) -> None:
    for path in sorted((site.root / "data").glob("*.csv")):
        rows, others = (records(each, path.name) for each in (site, plain))
        assert [len(row) for row in rows] == [len(row) for row in others], path.name
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")], path.name
    for path in sorted((site.root / "data").glob("*.json")):
        texts = ((each.root / "data" / path.name).read_text() for each in (site, plain))
        one, other = map(json.loads, texts)
        assert shape(one) == shape(other), path.name


def records(site: Site, name: str) -> list[list[str]]:
    with (site.root / "data" / name).open(newline="") as file:
        return list(csv.reader(file))


def shape(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(each) for each in data] if isinstance(data, list) else type(data).__name__


def test_the_feed_and_the_calendar_have_the_same_entries(site: Site, plain: Site) -> None:
    feeds = [ElementTree.parse(each.root / "changes.xml") for each in (site, plain)]
    nasty, other = ([element.tag for element in feed.iter()] for feed in feeds)
    assert nasty == other
    assert any(tag.endswith("entry") for tag in nasty)
    texts = [(each.root / "rituals.ics").read_bytes() for each in (site, plain)]
    parts, others = ([each.name for each in Calendar.from_ical(text).walk()] for text in texts)
    assert parts == others
    assert "VEVENT" in parts
