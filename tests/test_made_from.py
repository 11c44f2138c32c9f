"""A build with nothing to do does nothing; whatever goes into the pages gives it something."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.workspace import Workspace
from handbook.made_from import is_shown, made_from, note_shown
from handbook.publishing import new_site, publish, swap
from tests.running import ROOT, edit, run_python

TODAY = date(2026, 11, 22)
BUILD = ROOT / "scripts" / "build.py"

Edit = Callable[[Workspace], object]


def theme_of_ones_own(workspace: Workspace) -> None:
    (workspace.root / "ours" / "main.html").write_text("{% extends 'base.html' %} ")


def with_our_theme(workspace: Workspace) -> None:
    (workspace.root / "ours").mkdir()
    (workspace.root / "ours" / "main.html").write_text("{% extends 'base.html' %}")
    edit(workspace.mkdocs_yml, "  name: material\n", "  name: material\n  custom_dir: ours\n")


EDITS: dict[str, Edit] = {
    "a definition": lambda at: edit(at.definitions / "slas.yml", "Calling back", "Ringing back"),
    "a hand-written page": lambda at: edit(at.docs / "numbers.md", "the", "that"),
    "a new page": lambda at: (at.docs / "ours.md").write_text("# Ours\n"),
    "a page that goes": lambda at: (at.docs / "numbers.md").unlink(),
    "a page's name": lambda at: (at.docs / "numbers.md").rename(at.docs / "figures.md"),
    "a result": lambda at: (at.results / "open.json").write_text("{}"),
    "a setting": lambda at: edit(at.mkdocs_yml, "site_name: Common", "site_name: Our common"),
    "the theme that the settings name": theme_of_ones_own,
}


def test_what_was_published_is_shown_and_on_the_next_day_it_is_not(
    small_workspace: Workspace,
) -> None:
    assert not is_shown(small_workspace, TODAY)
    publish(small_workspace, TODAY)
    assert is_shown(small_workspace, TODAY)
    assert not is_shown(small_workspace, TODAY + timedelta(days=1))


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_of_anything_makes_it_something_else(small_workspace: Workspace, what: str) -> None:
    with_our_theme(small_workspace)
    before = made_from(small_workspace, TODAY)
    assert made_from(small_workspace, TODAY) == before
    EDITS[what](small_workspace)
    assert made_from(small_workspace, TODAY) != before


def test_a_setting_from_the_environment_counts_too(
    small_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(small_workspace.mkdocs_yml, "site_name: Common Ground", "site_name: !ENV OUR_NAME")
    found = set()
    for name in ("One", "Two"):
        monkeypatch.setenv("OUR_NAME", name)
        found.add(made_from(small_workspace, TODAY))
    assert len(found) == 2


def test_another_site_put_in_its_place_is_not_taken_for_it(small_workspace: Workspace) -> None:
    site = new_site(small_workspace)
    (site / "index.html").write_text("ours")
    swap(small_workspace, site)
    note_shown(small_workspace, made_from(small_workspace, TODAY))
    assert is_shown(small_workspace, TODAY)
    other = new_site(small_workspace)
    (other / "index.html").write_text("somebody else's")
    swap(small_workspace, other)
    assert not is_shown(small_workspace, TODAY)


def test_a_site_whose_first_page_is_gone_is_not_shown(small_workspace: Workspace) -> None:
    publish(small_workspace, TODAY)
    (small_workspace.site / "index.html").unlink()
    assert not is_shown(small_workspace, TODAY)


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_second_build_says_that_nothing_has_changed_and_touches_no_file(
    small_workspace: Workspace,
) -> None:
    folder = str(small_workspace.root)
    assert "is built" in run_python(BUILD, "--workspace", folder).stdout
    before = times(small_workspace.root)
    time.sleep(0.01)
    again = run_python(BUILD, "--workspace", folder)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("Nothing has changed since the handbook was built: ")
    assert times(small_workspace.root) == before
    edit(small_workspace.definitions / "slas.yml", "Calling back", "Ringing back")
    assert "is built" in run_python(BUILD, "--workspace", folder).stdout


def test_a_build_with_nothing_to_do_loads_neither_engine_nor_models(
    small_workspace: Workspace,
) -> None:
    site = new_site(small_workspace)
    (site / "index.html").write_text("ours")
    swap(small_workspace, site)
    note_shown(small_workspace, made_from(small_workspace, date.today()))
    program = (
        "import sys; from click.testing import CliRunner; from scripts.build import main;"
        f"done = CliRunner().invoke(main, ['--workspace', {str(small_workspace.root)!r}]);"
        "assert 'Nothing has changed' in done.output, done.output;"
        "print(*{'scipy', 'mkdocs', 'pydantic', 'jinja2'} & sys.modules.keys())"
    )
    assert run_python("-c", program).stdout == "\n"
