"""The built site of the shipped company with eight quarters, crawled and used in a real browser."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, Request, expect

from catalog.definitions import Definitions
from catalog.workspace import Workspace
from handbook.publishing import publish
from tests.axe import findings
from tests.conftest import NewPage
from tests.played import played, with_evidence, write_results
from tests.running import ROOT, free_port
from tests.searching import found as search
from tests.searching import is_among, with_ids, without_ids

TODAY = date(2026, 11, 22)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions, port: int) -> Path:
    workspace = Workspace(tmp_path_factory.mktemp("site"))
    shutil.copytree(ROOT / "definitions", workspace.definitions)
    shutil.copytree(ROOT / "docs", workspace.docs)
    settings = (ROOT / "mkdocs.yml").read_text()
    workspace.mkdocs_yml.write_text(settings.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    counted = with_evidence(
        played(definitions), "2026-Q3", follow_up=(271, 228), sent_back=(14, 13)
    )
    write_results(counted, workspace.results)
    publish(workspace, TODAY)
    return workspace.site


@pytest.fixture(scope="module")
def origin(site: Path, port: int) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def nothing_to_search(site: Path) -> Iterator[None]:
    """Leave a site without words to search: each page makes an index of all, its longest task."""
    file = site / "search" / "search_index.json"
    whole = file.read_text()
    file.write_text(json.dumps({**json.loads(whole), "docs": []}))
    yield
    file.write_text(whole)


@pytest.fixture
def without_search(site: Path) -> Iterator[None]:
    with nothing_to_search(site):
        yield


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page by its address."""
    return {
        f"/{path.parent.relative_to(site).as_posix()}/".replace("/./", "/"): BeautifulSoup(
            path.read_text(), "html.parser"
        )
        for path in site.rglob("index.html")
    }


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(
    pages: dict[str, BeautifulSoup], site: Path
) -> None:
    anchors = {
        address: {tag["id"] for tag in page.find_all(id=True)} for address, page in pages.items()
    }
    dead = []
    for address, page in pages.items():
        for tag in page.find_all("a"):
            link = str(tag.get("href") or tag.get("xlink:href") or "")
            target = urlsplit(urljoin(f"http://here{address}", link))
            if target.netloc != "here" or not link:
                continue
            known = target.path in pages or (site / unquote(target.path[1:])).is_file()
            wanted = target.fragment in ("", *anchors.get(target.path, ()))
            if not known or not wanted:
                dead.append(f"{address}: {link}")
    assert not dead


@pytest.mark.usefixtures("without_search")
def test_no_page_asks_anybody_else_for_anything_or_overflows_a_phone(
    pages: dict[str, BeautifulSoup], origin: str, new_page: NewPage
) -> None:
    page = new_page(width=360)
    foreign: list[str] = []
    too_wide: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((f"{origin}/", "data:", "blob:")):
            foreign.append(request.url)

    page.on("request", note)
    for address in pages:
        page.goto(f"{origin}{address}", wait_until="load")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            too_wide.append(address)
    assert not foreign
    assert not too_wide


def test_nothing_in_the_pages_names_another_site_to_load_from(
    pages: dict[str, BeautifulSoup], origin: str
) -> None:
    loads = [("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")]
    for address, page in pages.items():
        found = [
            str(tag[name]) for kind, name in loads for tag in page.find_all(kind, {name: True})
        ]
        foreign = [each for each in found if re.match("https?:|//", each)]
        assert all(each.startswith(f"{origin}/") for each in foreign), address  # rel=canonical


def test_edit_this_leads_to_the_very_line(page: Page, origin: str) -> None:
    page.goto(f"{origin}/promises/follow-up/")
    page.get_by_role("link", name=re.compile("Edit this in")).click()
    expect(page.locator(":target")).to_contain_text("- id: follow-up")
    expect(page.get_by_role("heading", name="definitions/slas.yml")).to_be_visible()


def test_the_figure_of_stages_has_links_that_work(page: Page, origin: str) -> None:
    page.goto(f"{origin}/stages/")
    page.locator("figure a", has_text="Sales accepted").click()
    expect(page.get_by_role("heading", name="Sales accepted", level=1)).to_be_visible()


@pytest.mark.parametrize("address", ["/stages/", "/goals/"])
def test_the_words_of_a_figure_stay_within_it(new_page: NewPage, origin: str, address: str) -> None:
    page = new_page(width=360)
    page.goto(f"{origin}{address}")
    widths = page.locator(".cg-figure text").evaluate_all(
        "all => all.map(text => { const box = text.getBBox(); return box.x + box.width })"
    )
    assert widths
    assert max(widths) <= 340


@pytest.mark.parametrize(("address", "dark"), [("/roles/", False), ("/buyers/", True)])
def test_the_first_column_of_a_matrix_stays_in_sight(
    new_page: NewPage, origin: str, address: str, dark: bool
) -> None:
    """It catches a table that clips what it holds, and turned headers that lie over the column."""
    page = new_page(width=360, dark=dark)
    page.goto(f"{origin}{address}#matrix")
    wrap = page.locator(".cg-matrix .md-typeset__scrollwrap")
    cells = wrap.locator("tbody tr").first.locator("td")
    left = "cells => cells.map(cell => cell.getBoundingClientRect().left)"
    stood, *moved = cells.evaluate_all(left)
    wrap.evaluate("wrap => { wrap.scrollLeft = 60 }")
    assert cells.evaluate_all(left) == [stood, *(each - 60 for each in moved)]
    first = wrap.locator("th").first
    on_top = """first => {
        const box = first.getBoundingClientRect();
        const places = [...Array(10).keys()].map(each => box.left + box.width * (each + .5) / 10);
        return places.every(x => first.contains(document.elementFromPoint(x, box.bottom - 20)));
    }"""
    assert first.evaluate(on_top)
    assert first.evaluate("first => getComputedStyle(first).backgroundColor").startswith("rgb(")


def test_a_long_name_of_a_stage_does_not_make_the_header_tall(page: Page, origin: str) -> None:
    page.goto(f"{origin}/roles/")
    name = page.locator(".cg-matrix th a span").first
    assert name.get_attribute("title") == "First touch"
    name.evaluate("name => { name.textContent = 'A long name of a stage. '.repeat(40) }")
    header = page.locator(".cg-matrix th").first
    assert header.evaluate("header => header.getBoundingClientRect().height") < 300


@pytest.mark.parametrize("reached", [Locator.hover, Locator.focus])
def test_a_word_of_the_glossary_explains_itself(
    page: Page, origin: str, reached: Callable[[Locator], None]
) -> None:
    """Planted: a word that does not take the focus."""
    page.goto(f"{origin}/stages/marketing-qualified/")
    reached(page.locator("abbr", has_text="ICP").first)
    tooltip = page.locator(".md-tooltip2")
    expect(tooltip).to_contain_text("Ideal customer profile")
    expect(tooltip).to_be_visible()


def test_pages_change_without_loading_the_whole_page_anew(page: Page, origin: str) -> None:
    page.goto(f"{origin}/")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="What moves it").click()
    expect(page.get_by_role("heading", name="Goals", level=1)).to_be_visible()
    assert page.evaluate("window.stillHere === true")


def test_search_finds_a_promise_and_shows_what_else_it_is_called(page: Page, origin: str) -> None:
    first = typed(page, origin, "follow-up")
    expect(first).to_contain_text("Quick follow-up", timeout=20_000)
    expect(first.locator(".md-tag").first).to_have_text("follow-up")


def test_search_finds_a_part_of_a_page_by_its_id(page: Page, origin: str) -> None:
    first = typed(page, origin, "lead-acceptance")
    expect(first.locator("h2").first).to_have_text("Accepted leads", timeout=20_000)
    expect(first.locator(".md-tag").first).to_have_text("lead-acceptance")


def typed(page: Page, origin: str, word: str) -> Locator:
    """What search shows first."""
    page.goto(f"{origin}/")
    box = page.get_by_role("textbox", name="Search")
    box.click()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    box.press_sequentially(word)
    return page.locator(".md-search-result__item").first


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def test_the_palette_follows_the_device_until_somebody_chooses(
    new_page: NewPage, origin: str
) -> None:
    page = new_page(dark=True)
    page.goto(f"{origin}/")
    assert paper(page) == "rgb(21, 25, 28)"
    page.get_by_title("Follows your device; switch to light").click()
    assert paper(page) == "rgb(251, 250, 247)"
    page.goto(f"{origin}/stages/")
    assert paper(page) == "rgb(251, 250, 247)"


def test_a_dark_page_is_printed_on_white_paper(new_page: NewPage, origin: str) -> None:
    """Fault: the root of the page stays dark, and with it the margins of the sheet."""
    page = new_page(dark=True)
    page.goto(f"{origin}/promises/follow-up/")
    page.emulate_media(media="print")
    assert paper(page) == "rgb(255, 255, 255)"
    colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert colour == "rgb(32, 40, 45)"
    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "light"
    expect(page.locator(".md-header")).to_be_hidden()


@pytest.mark.parametrize("address", ["goals", "stages"])
def test_a_figure_is_printed_on_one_sheet(new_page: NewPage, origin: str, address: str) -> None:
    """Fault: a figure as tall as on the screen, whose names are cut where the sheet ends."""
    page = new_page()
    page.goto(f"{origin}/{address}/")
    page.emulate_media(media="print")
    tall = page.locator(".cg-figure svg").evaluate("each => each.getBoundingClientRect().height")
    assert 300 < tall < 18.1 * 96 / 2.54  # in pixels: of the sheet's 29.7 cm, a heading's left over


def test_the_navigation_leads_to_every_page(pages: dict[str, BeautifulSoup]) -> None:
    linked = {urljoin("/", str(tag["href"])) for tag in pages["/"].select("nav a[href]")}
    assert {each.partition("#")[0] for each in linked} >= pages.keys()


def test_search_knows_words_and_tables_but_no_scraps_of_drawings(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text())
    found = {page["location"]: page["text"] for page in index["docs"]}
    trend = found["perceptions/leads/#statement-lead-quality"]
    assert "From 2024-Q4 to 2026-Q3" in trend
    assert "Quarter Sales Marketing Real gap" in trend
    scraps = re.compile(r"Q[1-4]Q[1-4]|Q[1-4]20\d\d|12345")
    assert not [place for place, text in found.items() if scraps.search(text)]
    assert "It can also go to" not in found["stages/"]  # in the diagram alone


def test_everything_is_among_the_first_that_search_finds(
    page: Page, origin: str, definitions: Definitions
) -> None:
    """Typed: each name, id and synonym.

    Faults: names that weigh as much as any other word of a section; titles that weigh a hundred
    times as much as names; a glossary without headings; words that are passed over.
    """
    page.goto(f"{origin}/")
    own, within = list(with_ids(definitions)), list(without_ids(definitions))
    found = search(page, (each.word for each in own + within))
    assert [each for each in own if not is_among(each, found[each.word][:3])] == []
    assert [each for each in within if not is_among(each, found[each.word])] == []


def test_who_types_lead_sees_what_is_about_leads(page: Page, origin: str) -> None:
    """Planted: the names of all messages on the page of buyers, which then comes first."""
    page.goto(f"{origin}/")
    found = search(page, ("lead", "what is a qualified lead"))
    first = {word: [page[0].partition("#")[0] for page in pages] for word, pages in found.items()}
    about = {"promises/complete-leads/", "promises/lead-volume/", "perceptions/leads/"}
    assert set(first["lead"][:3]) == about
    assert first["what is a qualified lead"][0].startswith("stages/")


def test_no_heading_holds_a_tooltip(pages: dict[str, BeautifulSoup]) -> None:
    assert not [page for page, soup in pages.items() if soup.select(":is(h1, h2, h3, h4) abbr")]
    assert pages["/rituals/"].select("article abbr")


OF_THE_THEME = (
    ".md-search",  # a dialog that Material gives no name
    ".md-nav",  # on phones it gives two of them the same one
)


MAIN = (
    "",
    "perceptions/",
    "perceptions/leads/",
    "perceptions/said-did-moved/",
    "protection/",
    "roles/content-lead/",
    "teams/sales/",
    "changes/",
    "404.html",
    "data/",
)


@pytest.mark.usefixtures("without_search")
@pytest.mark.parametrize("address", [f"/{page}" for page in MAIN])
def test_axe_finds_nothing_on_the_main_pages(page: Page, origin: str, address: str) -> None:
    page.goto(f"{origin}{address}")
    assert not findings(page, OF_THE_THEME)


def test_planted_a_pale_word_on_a_page_is_found(page: Page, origin: str) -> None:
    page.goto(f"{origin}/protection/")
    page.locator(".cg-lead").evaluate("lead => { lead.style.color = '#8a8a8a' }")
    assert findings(page, OF_THE_THEME)
