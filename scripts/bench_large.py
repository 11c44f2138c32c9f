"""A workspace as large as anybody's: what its editors wait for."""

import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

from rich.table import Table

from catalog.workspace import Workspace
from handbook import publishing
from handbook.publishing import publish, write_settings
from handbook.staging import stage, staged_docs
from handbook.taken import is_page
from scripts.large import write_large
from scripts.measuring import (
    IDLE_SECONDS,
    ROOT,
    add_row,
    median_of,
    run_engine,
    run_script,
    seconds,
)

LARGE_CHECK_SECONDS = 3


def measure_large(table: Table, runs: int) -> None:
    """What an editor waits for where there is very much: checking, building, nothing to do.

    The engine takes minutes for as many figures, so it runs three times in all: by itself, in a
    whole build, and in the build after an edit.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        write_large(Workspace(ROOT), workspace)
        check = median_of(runs, lambda: run_script("build.py", "--check", workspace=workspace))
        add_row(table, "build.py --check, large workspace", check, "its bound", LARGE_CHECK_SECONDS)
        workspace.build.mkdir()
        staged = stage(workspace, date.today())
        number = sum(is_page(path.name) for path in staged.docs.rglob("*"))
        write_settings(workspace, staged, workspace.build / "bench")
        alone = seconds(lambda: run_engine(workspace))
        generation = median_of(runs, lambda: stage(workspace, date.today()))
        what = f"generating {number} pages, charts drawn before"
        add_row(table, what, generation, "MkDocs alone, same pages", alone)
        _published(table, workspace, "a whole build", alone)
        idle = median_of(runs, lambda: run_script("build.py", workspace=workspace))
        add_row(
            table, "build.py, nothing changed, large workspace", idle, "its bound", IDLE_SECONDS
        )
        _edited(table, workspace)
        _published(table, workspace, "the build after it", alone)


def _published(table: Table, workspace: Workspace, what: str, alone: float) -> None:
    """Build and publish: how long the engine takes with the audit beside it, and all the rest."""
    engine: list[float] = []
    run = publishing.run_mkdocs
    with patch.object(publishing, "run_mkdocs", lambda at: engine.append(seconds(lambda: run(at)))):
        whole = seconds(lambda: publish(workspace, date.today()))
    add_row(table, f"{what}: MkDocs, audit beside it", engine[0], "MkDocs alone", alone)
    add_row(table, f"{what}: all but MkDocs", whole - engine[0], "MkDocs alone", alone)


def _edited(table: Table, workspace: Workspace) -> None:
    """What is written again after an edit of one promise's words."""
    before = _times(staged_docs(workspace))
    slas = workspace.definitions / "slas.yml"
    slas.write_text(slas.read_text().replace("at least 240 leads", "at least 250 leads", 1))
    stage(workspace, date.today())
    after = _times(staged_docs(workspace))
    written, files = sum(before.get(path) != time for path, time in after.items()), len(after)
    what = "staged files written again after an edited field"
    table.add_row(
        what, f"{written} files", "all of them", f"{files} files", f"{written / files:.2f}"
    )


def _times(folder: Path) -> dict[Path, int]:
    """When each file under a folder was last written, in ns."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
