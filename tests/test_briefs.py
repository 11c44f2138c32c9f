"""The brief: what it picks from a quarter, and that it is one sheet with nothing cut off."""

import io
import re
import shutil
import threading
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page
from pypdf import PdfReader

from catalog.definitions import Definitions
from catalog.definitions.survey import Theme
from catalog.reading import Catalog, read_definitions
from catalog.results import QuarterResults, Results, Score, Snapshot, asked_of, to_json
from catalog.workspace import Workspace
from handbook.briefs import MOST, Brief, brief
from handbook.model import gather
from handbook.publishing import publish
from tests.played import HIDDEN, only, played, quarters, with_answers, with_sla, with_themes
from tests.running import ROOT

TODAY = date(2026, 10, 7)
LONG = "whatever was said and whoever said it, " * 24
"""As long as a text may be, nearly."""
LENGTHS = {
    **{"2025-Q2": 33, "2025-Q3": 33, "2025-Q4": 75, "2026-Q1": 75},
    **{"2026-Q2": 1000, "2026-Q3": 1000},
}
"""How long the wordings of a quarter are made, in characters; those of others stay as they are. Of
two quarters alike, the later one can tell what moved."""


def brief_of(catalog: Catalog, results: Results) -> Brief:
    book = gather(catalog, results, {}, TODAY, None)
    latest = book.perceptions.latest
    assert latest
    return brief(latest, book.perceptions, book.definitions)


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return read_definitions(ROOT / "definitions")


def moved(results: Results, definitions: Definitions, last: int = 2) -> Results:
    """The same results with five statements on which everybody kept changing their mind lately."""
    items = [item for theme in definitions.survey.themes for item in theme.items][:5]
    first, second = definitions.team_ids
    for quarter, mean in zip(quarters(last), cycle((2.0, 4.2)), strict=False):
        for item in items:
            answers = {team: Score(n=28, mean=mean) for team in (first, second)}
            results = with_answers(results, str(quarter), "own", item.id, **answers)
    return results


def test_the_widest_gaps_and_the_worst_misreads_come_first(shipped: Catalog) -> None:
    results = only(
        played(shipped.definitions),
        shipped.definitions,
        own_craft_sales=(4.0, 2.0),
        guess_craft_sales=(3.9, 2.2),
        own_craft_marketing=(2.4, 2.9),
        guess_craft_marketing=(2.0, 3.6),
    )
    found = brief_of(shipped, results)
    assert [each.id for each in found.gaps] == ["craft-sales", "craft-marketing"]
    assert [(each.reading.id, each.team, each.points.signed) for each in found.misreads] == [
        ("craft-sales", "sales", "+1.9"),
        ("craft-sales", "marketing", "−1.8"),
        ("craft-marketing", "marketing", "+1.2"),
    ]
    asked = [each.wording for each in found.questions]
    assert asked[:2] == [each.wording for each in found.gaps]
    assert len(asked) == len(set(asked)) == MOST


def test_what_clearly_moved_is_told_once_and_counted(shipped: Catalog) -> None:
    found = brief_of(shipped, moved(played(shipped.definitions), shipped.definitions))
    assert {each.movement.verdict for each in found.moved} == {"clear rise"}
    assert {str(each.movement.since) for each in found.moved} == {"2026-Q2"}
    assert len({each.movement.key for each in found.moved}) == len(found.moved)
    assert len(found.moved) + found.more_moved >= 10


def test_nothing_is_told_to_have_moved_in_the_first_quarter(shipped: Catalog) -> None:
    found = brief_of(shipped, played(shipped.definitions, 1))
    assert (found.moved, found.more_moved) == ((), 0)
    assert not found.compared
    assert brief_of(shipped, played(shipped.definitions)).compared


def test_what_is_hidden_is_in_no_list(shipped: Catalog) -> None:
    results = only(played(shipped.definitions), shipped.definitions)
    for sla in shipped.definitions.slas:
        results = with_answers(results, "2026-Q3", "kept", sla.id, sales=HIDDEN)
    found = brief_of(shipped, results)
    assert (found.gaps, found.misreads, found.promises, found.questions) == ((), (), (), ())


def test_actions_that_are_done_or_were_decided_later_are_left_out(shipped: Catalog) -> None:
    found = brief_of(shipped, played(shipped.definitions, 8))
    known = [each for each in shipped.definitions.actions if each.decided <= "2026-Q3"]
    still = sorted((each for each in known if each.done is None), key=lambda each: each.due)
    assert still
    assert [each.id for each in found.actions] == [each.id for each in still]
    past = Results(played(shipped.definitions, 8).quarters[:1], None)
    assert brief_of(shipped, past).actions == ()


def test_the_room_that_short_texts_leave_is_used(shipped: Catalog) -> None:
    """Planted: three of each, however much room there is."""
    found = brief_of(shipped, moved(played(shipped.definitions), shipped.definitions))
    assert min(len(found.moved), len(found.promises)) > 3
    assert found.more_moved > 0
    assert len(found.promises) + found.more_promises == len(shipped.definitions.slas)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A handbook with texts of many lengths, those of the latest quarter as long as they may be."""
    workspace = Workspace(tmp_path_factory.mktemp("briefs"))
    shutil.copytree(ROOT / "definitions", workspace.definitions)
    shutil.copytree(ROOT / "docs", workspace.docs)
    shutil.copy(ROOT / "mkdocs.yml", workspace.mkdocs_yml)
    path = workspace.definitions / "actions.yml"
    actions = yaml.safe_load(path.read_text())
    actions["actions"] = [
        {**deepcopy(action), "id": f"{action['id']}-{n}", "name": name, "decided": "2025-Q1"}
        for action in actions["actions"]
        for n, name in enumerate((action["name"], LONG.strip()))
    ]
    for action in actions["actions"]:
        action.pop("done", None)
    path.write_text(yaml.safe_dump(actions, allow_unicode=True))
    definitions = read_definitions(workspace.definitions).definitions
    for closed in moved(played(definitions), definitions, len(LENGTHS)).quarters:
        most = LENGTHS.get(str(closed.quarter))
        _write(workspace, _with_long_texts(closed, most) if most else closed)
    publish(workspace, TODAY)
    served = partial(Quiet, directory=str(workspace.site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), served)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _with_long_texts(closed: QuarterResults, most: int) -> QuarterResults:
    """The same quarter, had everything in it been asked in so many characters."""

    def long(text: str) -> str:
        return f"{text} {LONG}"[:most].strip()

    def with_long_statements(theme: Theme) -> Theme:
        items = (
            each.model_copy(update={"statement": long(each.statement)}) for each in theme.items
        )
        leads = (each.model_copy(update={"lead": long(each.lead)}) for each in theme.vignettes)
        return theme.model_copy(update={"items": tuple(items), "vignettes": tuple(leads)})

    definitions = with_themes(closed.definitions, with_long_statements)
    for sla in definitions.slas:
        definitions = with_sla(definitions, sla.id, promise=long(sla.promise))
    wordings = [each.wording for each in asked_of(definitions)]
    questions = tuple(
        each.model_copy(update={"wording": wording})
        for each, wording in zip(closed.perceptions.questions, wordings, strict=True)
    )
    told = closed.perceptions.model_copy(update={"questions": questions})
    return replace(closed, perceptions=told, definitions=definitions)


def _write(workspace: Workspace, closed: QuarterResults) -> None:
    folder = workspace.results / str(closed.quarter)
    folder.mkdir(parents=True)
    stood = Snapshot(format=1, quarter=str(closed.quarter), definitions=closed.definitions)
    (folder / "perceptions.json").write_text(to_json(closed.perceptions))
    (folder / "definitions.json").write_text(to_json(stood))


def _bare(text: str) -> str:
    """Letters and digits alone: lines break anywhere, and fonts join letters."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("size", [("A4", 596, 843), ("Letter", 612, 792)])
@pytest.mark.parametrize("quarter", ["2025-q1", "2025-q3", "2026-q1", "2026-q3"])
def test_a_brief_is_one_sheet_of_paper_with_everything_on_it(
    origin: str, page: Page, quarter: str, size: tuple[str, int, int]
) -> None:
    """Planted: room for seven lines more than there are."""
    page.goto(f"{origin}/quarters/{quarter}-brief/")
    printed = PdfReader(io.BytesIO(page.pdf(format=size[0])))
    assert len(printed.pages) == 1
    width, height = printed.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == size[1:]
    on_paper = _bare(printed.pages[0].extract_text())
    parts = page.locator("article h1, .cg-brief :is(h2, p, li)").all_text_contents()
    assert len(parts) > 20
    for part in parts:
        assert _bare(part.replace("¶", "")) in on_paper, part


@pytest.mark.parametrize("width", [360, 1280])
def test_a_brief_fits_every_screen(origin: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{origin}/quarters/2026-q3-brief/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
