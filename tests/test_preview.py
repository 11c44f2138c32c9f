"""The preview as people run it, ours and the one MkDocs users type by hand."""

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page

from catalog.definitions import Definitions
from catalog.results import Snapshot, to_json
from catalog.workspace import Workspace
from handbook.publishing import publish
from handbook.staging import Composed
from handbook.taken import files_in
from scripts import preview as previews
from scripts.draft import Draft
from tests.played import played
from tests.running import ROOT, edit, free_port, run_python, wait_for

BUILD = str(ROOT / "scripts" / "build.py")


@dataclass(frozen=True)
class Preview:
    process: "subprocess.Popen[bytes]"
    origin: str
    log: Path

    def page(self, address: str = "") -> str:
        """What the browser gets; nothing while nobody listens yet."""
        try:
            return requests.get(f"{self.origin}/{address}", timeout=10).text
        except requests.ConnectionError:
            return ""

    def said(self, words: str) -> bool:
        return words in self.log.read_text()


StartPreview = Callable[..., Preview]


@pytest.fixture
def start_preview(small_workspace: Workspace, tmp_path: Path) -> Iterator[StartPreview]:
    started = []

    def start(kind: str = "build.py") -> Preview:
        port, log = free_port(), tmp_path / "preview.log"
        command = {
            "build.py": [BUILD, "--serve", "--port", str(port)],
            "mkdocs": ["-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        }[kind]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=small_workspace.root,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        started.append(process)
        return Preview(process, f"http://127.0.0.1:{port}", log)

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize("kind", ["build.py", "mkdocs"])
def test_it_shows_edits_and_survives_mistakes(
    small_workspace: Workspace, start_preview: StartPreview, kind: str
) -> None:
    small_workspace.results.rmdir()  # as before the first quarter
    company = small_workspace.definitions / "company.yml"
    preview = start_preview(kind)
    wait_for(lambda: "Clean water without a break." in preview.page())
    edit(company, "Clean water without a break.", "Water, always.")
    wait_for(lambda: "Water, always." in preview.page())
    edit(company, "time_zone: Europe/Oslo", "time_zone: Europe/Olso")
    wait_for(lambda: preview.said("'Europe/Olso' is not a time zone"))
    assert "Water, always." in preview.page()
    edit(company, "time_zone: Europe/Olso", "time_zone: Europe/Oslo")
    edit(company, "Water, always.", "Water, every day.")
    wait_for(lambda: "Water, every day." in preview.page())
    assert not preview.said("Traceback")


@pytest.mark.parametrize("kind", ["build.py", "mkdocs"])
def test_it_survives_settings_that_are_not_yaml(
    small_workspace: Workspace, start_preview: StartPreview, kind: str
) -> None:
    preview = start_preview(kind)
    wait_for(lambda: "Clean water" in preview.page())
    edit(small_workspace.mkdocs_yml, "site_name: Common Ground", "site_name: [")
    wait_for(lambda: preview.said("expected"))
    assert "Clean water" in preview.page()
    edit(small_workspace.mkdocs_yml, "site_name: [", "site_name: Water Ways")
    wait_for(lambda: "Water Ways" in preview.page())
    assert not preview.said("Traceback")


def test_it_follows_the_templates_that_a_workspace_has_of_its_own(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    """Planted: their folder is not watched; only new settings make all pages anew."""
    template = small_workspace.root / "ours" / "main.html"
    template.parent.mkdir()
    template.write_text("{% extends 'base.html' %}{% block announce %}Good morning{% endblock %}")
    edit(small_workspace.mkdocs_yml, "  name: material\n", "  name: material\n  custom_dir: ours\n")
    preview = start_preview()
    wait_for(lambda: "Good morning" in preview.page())
    edit(template, "Good morning", "Good evening")
    wait_for(lambda: "Good evening" in preview.page())


def test_the_browser_follows_by_itself_from_a_first_mistake_on(
    small_workspace: Workspace, start_preview: StartPreview, page: Page
) -> None:
    company = small_workspace.definitions / "company.yml"
    edit(company, "time_zone: Europe/Oslo", "time_zone: <b>Olso")
    preview = start_preview()
    wait_for(lambda: preview.page() != "")
    page.goto(f"{preview.origin}/")
    page.get_by_text("'<b>Olso' is not a time zone").wait_for()
    edit(company, "time_zone: <b>Olso", "time_zone: Europe/Oslo")
    page.get_by_text("Clean water without a break.").first.wait_for()
    edit(company, "Clean water without a break.", "Water, always.")
    page.get_by_text("Water, always.").first.wait_for()


def test_a_page_that_is_not_there_is_the_handbooks_own(start_preview: StartPreview) -> None:
    preview = start_preview()
    wait_for(lambda: "Clean water" in preview.page())
    assert "Common Ground" in preview.page("nowhere/")
    assert "There is no page here yet" not in preview.page("nowhere/")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(start_preview: StartPreview, end: signal.Signals) -> None:
    preview = start_preview()
    wait_for(lambda: "Clean water" in preview.page())
    preview.process.send_signal(end)
    assert preview.process.wait(timeout=10) == 0
    assert preview.page() == ""
    assert not preview.said("Traceback")


def test_told_to_end_while_the_engine_works_it_leaves_nothing_behind(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    preview = start_preview()
    wait_for(lambda: any(small_workspace.build.glob("preview-*/site")), pause=0.01)
    preview.process.terminate()
    assert preview.process.wait(timeout=10) == 0
    assert list(small_workspace.build.glob("preview-*")) == []
    assert not preview.said("Traceback")


def test_what_is_previewed_is_not_published(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    preview = start_preview()
    wait_for(lambda: "Clean water" in preview.page())
    assert not small_workspace.site.exists()
    assert not (small_workspace.build / "docs").exists()


def test_a_mistake_is_told_on_every_page_until_it_is_mended(
    small_workspace: Workspace, start_preview: StartPreview, page: Page
) -> None:
    company = small_workspace.definitions / "company.yml"
    preview = start_preview()
    wait_for(lambda: "Clean water" in preview.page())
    page.goto(f"{preview.origin}/goals/")
    edit(company, "time_zone: Europe/Oslo", "time_zone: <b>Olso")
    page.get_by_role("alert").get_by_text("'<b>Olso' is not a time zone").wait_for()
    assert page.get_by_role("heading", level=1).is_visible()
    edit(company, "time_zone: <b>Olso", "time_zone: Europe/Oslo")
    page.get_by_role("alert").wait_for(state="detached")


def test_a_page_shows_a_new_name_everywhere_at_once(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    preview = start_preview()
    wait_for(lambda: "Calling back" in preview.page("glossary/"))
    edit(small_workspace.definitions / "slas.yml", "name: Calling back", "name: Ringing back")
    wait_for(lambda: "Ringing back" in preview.page("promises/call-back/"))
    assert "Ringing back" in preview.page("glossary/")


def test_a_dead_link_is_told_until_it_is_mended(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    written = small_workspace.docs / "ours.md"
    written.write_text("# Ours\n\n[there](goals.md)\n")
    preview = start_preview()
    wait_for(lambda: "Ours" in preview.page("ours/"))
    edit(written, "goals.md", "gaols.md")
    wait_for(lambda: "gaols.md&#x27;, but the target" in preview.page())
    edit(small_workspace.definitions / "goals.yml", "12 percent", "14 percent")
    wait_for(lambda: "14 percent" in preview.page("goals/"))
    assert "would not be published until it is mended" in preview.page()
    edit(written, "gaols.md", "goals.md#nowhere")
    wait_for(lambda: "anchor &#x27;#nowhere&#x27;" in preview.page())
    edit(written, "goals.md#nowhere", "goals.md")
    wait_for(lambda: "until it is mended" not in preview.page())
    assert not preview.said("Traceback")


def test_a_port_that_is_taken_is_named_before_anything_is_built(
    small_workspace: Workspace,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        told = run_python(BUILD, "--serve", "--port", port, folder=small_workspace.root)
    assert told.returncode == 1
    assert told.stderr == (
        f"Error: cannot listen on 127.0.0.1, port {port}: Address already in use; name another"
        " with --port\n"
    )
    assert not small_workspace.build.exists()


def _shows(preview: Preview, words: str) -> bool:
    return words in preview.page("promises/follow-up/")


def test_edits_of_the_shipped_handbook_are_seen_one_after_the_other(
    small_workspace: Workspace, start_preview: StartPreview
) -> None:
    shutil.copytree(ROOT / "definitions", small_workspace.definitions, dirs_exist_ok=True)
    slas = small_workspace.definitions / "slas.yml"
    preview = start_preview()
    words = ["person within four", "person within three", "person within two", "person within six"]
    wait_for(lambda: words[0] in preview.page("promises/follow-up/"))
    for old, new in pairwise(words):
        edit(slas, old, new)
        wait_for(partial(_shows, preview, new))


def _close(workspace: Workspace, definitions: Definitions) -> None:
    """Two quarters, so that there are drawings."""
    for closed in played(definitions, 2).quarters:
        folder = workspace.results / str(closed.quarter)
        folder.mkdir()
        stood = Snapshot(format=1, quarter=str(closed.quarter), definitions=closed.definitions)
        (folder / "perceptions.json").write_text(to_json(closed.perceptions))
        (folder / "definitions.json").write_text(to_json(stood))


def test_after_edits_the_site_is_the_one_that_would_be_published(
    small_workspace: Workspace, tmp_path: Path, small: Definitions
) -> None:
    """But for the search, which only a whole build writes.

    Planted: of the changed pages one left as it was; drawings left out; data left as they were.
    """
    _close(small_workspace, small)
    draft = Draft(small_workspace, tmp_path / "draft", "http://127.0.0.1:8000/")
    preview = previews.Preview(small_workspace)
    preview.follow(draft)
    edit(small_workspace.definitions / "goals.yml", "12 percent", "14 percent")
    preview.follow(draft)
    edit(small_workspace.definitions / "slas.yml", "back within a day", "back at once")
    preview.follow(draft)
    publish(small_workspace, date.today())
    shown, published = (files_in(site) for site in (draft.site, small_workspace.site))
    assert shown.keys() == published.keys()
    assert {path for path in shown if shown[path] != published[path]} == {
        "search/search_index.json"
    }


class _NotedDraft(Draft):
    """A draft that notes whether Python might look for what is no longer needed meanwhile."""

    tidied_meanwhile = True

    def update(self, composed: Composed) -> tuple[str, ...]:
        self.tidied_meanwhile = gc.isenabled()
        return ()


def test_what_is_no_longer_needed_is_looked_for_between_edits(
    small_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when an edit waits for the collector, and when the collector never comes again."""
    monkeypatch.setattr(previews, "TIDIES_AFTER", 0.1)
    draft = _NotedDraft(small_workspace, tmp_path, "")
    previews.Preview(small_workspace).follow(draft)
    assert not draft.tidied_meanwhile
    wait_for(gc.isenabled)


def test_an_edit_takes_nothing_into_the_search_that_only_a_whole_build_writes(
    small_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when a page that is made again is read for the search too."""
    taken: list[object] = []
    draft, preview = Draft(small_workspace, tmp_path, ""), previews.Preview(small_workspace)
    preview.follow(draft)
    index = "material.plugins.search.plugin.SearchIndex"
    monkeypatch.setattr(f"{index}.create_entry_for_section", lambda *of: taken.append(of))
    edit(small_workspace.definitions / "goals.yml", "12 percent", "14 percent")
    preview.follow(draft)
    assert "14 percent" in (draft.site / "goals" / "index.html").read_text()
    assert taken == []
