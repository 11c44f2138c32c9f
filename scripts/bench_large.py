"""A workspace as large as anybody's: what its editors wait for."""

import tempfile
from datetime import date
from pathlib import Path

from rich.table import Table

from catalog.workspace import Workspace
from handbook.audit import audit
from handbook.audited import note_audited, passed, rule_of
from handbook.made_from import made_from, note_shown
from handbook.publishing import new_site, swap, write_settings
from handbook.staging import Staged, stage, staged_docs
from handbook.taken import is_page
from scripts.large import write_large
from scripts.measuring import (
    IDLE_SECONDS,
    ROOT,
    TODAY,
    add_row,
    median_of,
    run_engine,
    run_script,
    seconds,
)

LARGE_CHECK_SECONDS = 3


def measure_large(table: Table, runs: int) -> None:
    """What an editor waits for where there is very much: checking, generating, nothing to do.

    The engine takes minutes for as many figures, so it runs once before an edit and once after.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        write_large(Workspace(ROOT), workspace)
        check = median_of(runs, lambda: run_script("build.py", "--check", workspace=workspace))
        add_row(table, "build.py --check, large workspace", check, "its bound", LARGE_CHECK_SECONDS)
        workspace.build.mkdir()
        staged = stage(workspace, TODAY)
        number = sum(is_page(path.name) for path in staged.docs.rglob("*"))
        write_settings(workspace, staged, workspace.build / "bench")
        engine = seconds(lambda: run_engine(workspace))
        generation = median_of(runs, lambda: stage(workspace, TODAY))
        what = f"generating {number} pages, charts drawn before"
        add_row(table, what, generation, "MkDocs alone, same pages", engine)
        audited = seconds(lambda: audit(workspace.build / "bench", staged.book, ()))
        add_row(table, "auditing them all", audited, "MkDocs alone, same pages", engine)
        _publish_bench(workspace, staged)
        idle = median_of(runs, lambda: run_script("build.py", workspace=workspace))
        add_row(
            table, "build.py, nothing changed, large workspace", idle, "its bound", IDLE_SECONDS
        )
        _edited(table, workspace, engine)


def _publish_bench(workspace: Workspace, staged: Staged) -> None:
    """Publish what the engine built by itself, with the notes that a whole build leaves."""
    site = new_site(workspace)
    (workspace.build / "bench").replace(site)
    swap(workspace, site)
    note_audited(workspace, rule_of(workspace), staged.book.teams)
    note_shown(workspace, made_from(workspace, date.today()))


def _edited(table: Table, workspace: Workspace, engine: float) -> None:
    """What is written, and read by the audit, again after an edit of one promise's words."""
    before = _times(staged_docs(workspace))
    slas = workspace.definitions / "slas.yml"
    slas.write_text(slas.read_text().replace("at least 240 leads", "at least 250 leads", 1))
    staged = stage(workspace, TODAY)
    after = _times(staged_docs(workspace))
    written, files = sum(before.get(path) != time for path, time in after.items()), len(after)
    what = "staged files written again after an edited field"
    table.add_row(
        what, f"{written} files", "all of them", f"{files} files", f"{written / files:.2f}"
    )
    site = run_engine(workspace)
    known = passed(workspace, rule_of(workspace), staged.book.teams)
    audited = seconds(lambda: audit(site, staged.book, (), known))
    add_row(table, "auditing them after it", audited, "MkDocs alone, same pages", engine)


def _times(folder: Path) -> dict[Path, int]:
    """When each file under a folder was last written, in ns."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
