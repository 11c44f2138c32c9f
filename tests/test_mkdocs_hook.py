import subprocess
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from catalog.workspace import Workspace
from handbook.publishing import publish, turn
from tests.running import edit, run_python, wait_for


def mkdocs_build(workspace: Workspace, *options: str) -> "subprocess.CompletedProcess[str]":
    """What people type in a workspace."""
    return run_python("-m", "mkdocs", "build", *options, folder=workspace.root)


def test_mkdocs_build_writes_the_generated_pages_and_publishes(small_workspace: Workspace) -> None:
    built = mkdocs_build(small_workspace, "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (small_workspace.site / "promises" / "call-back" / "index.html").is_file()
    assert small_workspace.site.is_symlink()


def test_mkdocs_build_can_write_elsewhere(small_workspace: Workspace, tmp_path: Path) -> None:
    built = mkdocs_build(small_workspace, "--site-dir", str(tmp_path / "elsewhere"))
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "elsewhere" / "roles" / "field-lead" / "index.html").is_file()
    assert not small_workspace.site.exists()


def test_mkdocs_build_that_fails_leaves_the_old_site(small_workspace: Workspace) -> None:
    publish(small_workspace, date(2026, 11, 22))
    published = small_workspace.site.resolve()
    (small_workspace.docs / "broken.md").write_text("# Broken\n\n[nowhere](nowhere.md)\n")
    assert mkdocs_build(small_workspace, "--strict").returncode == 1
    assert small_workspace.site.resolve() == published
    assert not (published / "broken").exists()


def test_mkdocs_build_lists_problems_of_the_definitions(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: field", "from: feild")
    built = mkdocs_build(small_workspace)
    assert built.returncode == 1
    assert "slas.0.from: 'feild' is not a team; did you mean 'field'?" in built.stdout
    assert "Traceback" not in built.stdout + built.stderr


def test_mkdocs_build_waits_for_its_turn(small_workspace: Workspace, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with ExitStack() as running:
        output = running.enter_context(log.open("wb"))
        command = [sys.executable, "-m", "mkdocs", "build"]
        with turn(small_workspace):
            build = running.enter_context(
                subprocess.Popen(command, cwd=small_workspace.root, stderr=output)
            )
            wait_for(lambda: "Another build is under way here" in log.read_text())
            assert not (small_workspace.build / "docs").exists()
        assert build.wait(timeout=60) == 0
    assert (small_workspace.site / "index.html").is_file()
