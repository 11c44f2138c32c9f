"""What was audited when it was built is read again only if it changed since."""

from collections.abc import Callable
from datetime import date

import pytest

from catalog.workspace import Workspace
from handbook import audit
from handbook.audited import is_audited
from handbook.publishing import new_site, publish, swap
from handbook.site_files import SiteFile
from tests.running import ROOT, edit, run_python

TODAY = date(2026, 11, 22)


def put_another_site_in_its_place(workspace: Workspace) -> None:
    other = new_site(workspace)
    (other / "index.html").write_text("<body>4.9</body>")
    swap(workspace, other)


def move_a_page(workspace: Workspace) -> None:
    """What it says is about the page it stands on."""
    (workspace.site / "goals").rename(workspace.site / "aims")


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "a page": lambda at: edit(at.site / "goals" / "index.html", "</body>", "4.9</body>"),
    "a page that moves": move_a_page,
    "a new file": lambda at: (at.site / "notes.txt").write_text("4.9"),
    "a result": lambda at: (at.results / "open.json").write_text("{}"),
    "another site": put_another_site_in_its_place,
}


def test_a_published_site_is_audited_and_stays_so_while_definitions_are_edited(
    small_workspace: Workspace,
) -> None:
    assert not is_audited(small_workspace)
    publish(small_workspace, TODAY)
    assert is_audited(small_workspace)
    edit(small_workspace.definitions / "slas.yml", "Calling back", "Ringing back")
    assert is_audited(small_workspace)


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_change_it_is_to_be_audited_again(small_workspace: Workspace, what: str) -> None:
    publish(small_workspace, TODAY)
    CHANGES[what](small_workspace)
    assert not is_audited(small_workspace)


def test_a_build_reads_only_the_files_that_an_edit_changed(
    small_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: what passed is never looked up, whatever the teams are called, or not noted."""
    noted = small_workspace.root / "noted"  # two processes read

    def note(file: SiteFile, _: object) -> list[str]:
        with noted.open("a") as lines:
            lines.write(f"{file.address}\n")
        return []

    def read() -> set[str]:
        lines = noted.read_text().splitlines()
        noted.unlink()
        return set(lines)

    monkeypatch.setattr(audit, "strays", note)
    publish(small_workspace, TODAY)
    everything = read()
    edit(small_workspace.definitions / "slas.yml", "within a day", "within two days")
    publish(small_workspace, TODAY)
    again = read()
    assert "promises/call-back/index.html" in again
    assert len(again) < len(everything) / 2
    edit(small_workspace.definitions / "company.yml", "name: Growth", "name: Rise")
    publish(small_workspace, TODAY)
    assert read() == everything


def test_a_check_of_an_audited_site_loads_no_audit(small_workspace: Workspace) -> None:
    publish(small_workspace, TODAY)
    program = (
        "import sys; from click.testing import CliRunner; from scripts.build import main;"
        f"done = CliRunner().invoke(main, ['--check', '--workspace', '{small_workspace.root}']);"
        "print(done.exit_code, *{'handbook.audit', 'icalendar'} & sys.modules.keys())"
    )
    assert run_python("-c", program, folder=ROOT).stdout == "0\n"
