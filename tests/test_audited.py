"""A site that was audited when it was built is read again only if something changed since."""

from collections.abc import Callable
from datetime import date

import pytest

from catalog.workspace import Workspace
from handbook.audited import is_audited
from handbook.publishing import new_site, publish, swap
from tests.running import ROOT, edit, run_python

TODAY = date(2026, 11, 22)

CHANGES: dict[str, Callable[[Workspace], object]] = {
    "a page": lambda at: edit(at.site / "goals" / "index.html", "</body>", "4.9</body>"),
    "a new file": lambda at: (at.site / "notes.txt").write_text("4.9"),
    "a file that goes": lambda at: (at.site / "changes.xml").unlink(),
    "a result": lambda at: (at.results / "open.json").write_text("{}"),
    "another site in its place": lambda at: swap(at, new_site(at)),
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


def test_a_check_of_an_audited_site_loads_no_audit(small_workspace: Workspace) -> None:
    publish(small_workspace, TODAY)
    program = (
        "import sys; from click.testing import CliRunner; from scripts.build import main;"
        f"done = CliRunner().invoke(main, ['--check', '--workspace', '{small_workspace.root}']);"
        "print(done.exit_code, *{'handbook.audit', 'icalendar'} & sys.modules.keys())"
    )
    assert run_python("-c", program, folder=ROOT).stdout == "0\n"
