"""The command that publishes counts: all of them or nothing, and once."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.definitions import Definitions
from catalog.results import OpenQuarter, read_results, to_json
from catalog.workspace import Workspace
from handbook.publishing import publish
from scripts import measure
from tests.played import HIDDEN, played, with_answers, write_results
from tests.running import ROOT
from tests.spoiling import change
from tests.test_pages import TODAY

COUNTS = "\ufeffPromise;Cases;Kept\r\ncall-back;55;41\r\ncomplete-enquiries;14;13\r\n"
SOURCE = "CRM, report 4.5: Call-backs in time."


@pytest.fixture
def closed(tmp_path: Path, small: Definitions) -> Workspace:
    """The small company with two closed quarters; in the last, one promise's score is hidden."""
    workspace = Workspace(tmp_path / "small")
    shutil.copytree(ROOT / "tests" / "small" / "definitions", workspace.definitions)
    results = with_answers(played(small, 2), "2026-Q3", "kept", "call-back", growth=HIDDEN)
    write_results(results, workspace.results)
    return workspace


def run(workspace: Workspace, counts: str | bytes, quarter: str = "2026-Q3") -> Result:
    file = workspace.root / "counts.csv"
    file.write_bytes(counts.encode() if isinstance(counts, str) else counts)
    options = ["--source", SOURCE, "--workspace", str(workspace.root)]
    return CliRunner().invoke(measure.main, [quarter, str(file), *options])


def refused(workspace: Workspace, result: Result) -> str:
    """What a run said that published nothing, and left nothing behind."""
    assert result.exit_code == 1
    assert not list(workspace.results.rglob("*promises.json*"))
    return result.stderr.replace(f"{workspace.root}/", "")


def test_counts_are_published_beside_the_results_of_their_quarter(closed: Workspace) -> None:
    result = run(closed, COUNTS)
    path = closed.results / "2026-Q3" / "promises.json"
    assert result.stdout == (
        f"The counts of 2026-Q3 are in {path}; build the handbook to show them.\n"
    )
    assert json.loads(path.read_text()) == {
        "format": 1,
        "quarter": "2026-Q3",
        "source": SOURCE,
        "promises": {
            "call-back": {"cases": 55, "kept": 41},
            "complete-enquiries": {"cases": 14, "kept": 13},
        },
    }
    latest = read_results(closed.results).latest
    assert latest is not None
    assert latest.evidence is not None
    assert to_json(latest.evidence) == path.read_text()


def test_what_is_there_is_not_written_over(closed: Workspace) -> None:
    """Fault: the second file takes the place of the first."""
    run(closed, COUNTS)
    path = closed.results / "2026-Q3" / "promises.json"
    before = path.read_text()
    again = run(closed, COUNTS.replace("41", "42"))
    assert (again.exit_code, path.read_text()) == (1, before)
    assert again.stderr == (
        f"Error: {path} is there already, and results are published once. If something in it is"
        " wrong, delete it and run this again; git keeps what it said.\n"
    )
    path.unlink()
    assert run(closed, COUNTS.replace("41", "42")).exit_code == 0


def test_one_line_that_cannot_be_right_keeps_all_from_being_published(closed: Workspace) -> None:
    """Fault: what is right is written all the same."""
    assert refused(closed, run(closed, COUNTS.replace("13", "15"))) == (
        "Error: the counts need mending first:\n"
        "counts.csv:3: it was kept 15 times, but only 14 cases were counted\n"
    )


def test_a_quarter_that_is_open_or_unknown_has_no_counts(
    closed: Workspace, small: Definitions
) -> None:
    opened = OpenQuarter(
        format=1, quarter="2026-Q4", definitions=small, closes=TODAY, invited={"field": 9}
    )
    (closed.results / "open.json").write_text(to_json(opened))
    for quarter in ("2026-Q4", "2025-Q1"):
        said = refused(closed, run(closed, COUNTS, quarter))
        assert said == f"Error: {quarter} is not closed; publish its counts when it is.\n"


def test_a_promise_is_one_of_that_quarter_not_of_today(closed: Workspace) -> None:
    """Fault: the ids are looked up in the definitions as they stand now."""
    change(closed.definitions, "slas", "id: call-back", "id: ring-back")
    assert run(closed, COUNTS).exit_code == 0


def test_a_file_that_is_no_text_is_refused(closed: Workspace) -> None:
    said = refused(closed, run(closed, COUNTS.encode("utf-16")))
    assert said == (
        "Error: the counts need mending first:\n"
        "counts.csv is not text in UTF-8; save it as CSV UTF-8\n"
    )


def test_results_that_cannot_be_read_are_named(closed: Workspace) -> None:
    (closed.results / "2026-Q2" / "perceptions.json").write_text("{")
    said = refused(closed, run(closed, COUNTS))
    assert said.startswith(
        "Error: the results need mending first:\nresults/2026-Q2/perceptions.json:1:"
    )


def test_what_was_measured_stands_on_the_page_beside_how_kept_it_feels(closed: Workspace) -> None:
    """The whole path: counted, published, built, audited, with one team's score hidden."""
    shutil.copytree(ROOT / "docs", closed.docs)
    shutil.copy(ROOT / "mkdocs.yml", closed.mkdocs_yml)
    run(closed, COUNTS)
    publish(closed, TODAY)
    page = (closed.site / "promises" / "call-back" / "index.html").read_text()
    section = page[page.index('<h2 id="evidence"') : page.index('<h2 id="felt"')]
    assert "it was kept in 41 of 55 cases (74%)" in section
    assert ", report 4.5: Call-backs in time. They count cases, never people." in section
    assert "too few answers" in section
    assert 'href="#felt"' in section
    board = (closed.site / "promises" / "index.html").read_text()
    assert "74% <span" in board
    assert "13 of 14" in board
    csv = (closed.site / "data" / "evidence.csv").read_text()
    assert csv.splitlines()[1].startswith("2026-Q3,call-back,55,41,at least 90 percent")
