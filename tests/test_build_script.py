import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from catalog.workspace import Workspace
from tests.running import ROOT, free_port

BUILD = str(ROOT / "scripts" / "build.py")


def build(*options: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, BUILD, *options], cwd=folder, capture_output=True, text=True, check=False
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_builds_the_workspace_it_is_run_in(small_workspace: Workspace) -> None:
    built = build(folder=small_workspace.root)
    assert built.returncode == 0, built.stderr
    assert built.stdout == f"The handbook is built: {small_workspace.site / 'index.html'}\n"
    assert (small_workspace.site / "index.html").is_file()


def test_a_problem_is_printed_with_its_place_and_nothing_is_written(
    small_workspace: Workspace, tmp_path: Path
) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    before = everything(small_workspace.root)
    built = build("--workspace", str(small_workspace.root), folder=tmp_path)
    assert built.returncode == 1
    assert built.stderr == (
        "definitions/slas.yml:27:5: slas.1.from: 'grwth' is not a team; did you mean 'growth'?\n"
        "The handbook was not built; what was there before is unchanged.\n"
    )
    assert everything(small_workspace.root) == before


def test_a_page_that_cannot_be_built_is_named(small_workspace: Workspace) -> None:
    (small_workspace.docs / "broken.md").write_text("# Broken\n\n[nowhere](nowhere.md)\n")
    built = build("--workspace", str(small_workspace.root))
    assert built.returncode == 1
    assert re.search(r"broken\.md.*nowhere\.md", built.stderr)
    assert not small_workspace.site.exists()


def test_check_finds_nothing_wrong_with_the_small_company(small_workspace: Workspace) -> None:
    before = everything(small_workspace.root)
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr.splitlines()[-1].startswith("0 errors, ")
    assert everything(small_workspace.root) == before


def test_check_lists_all_errors_and_fails(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    edit(small_workspace.definitions / "roles.yml", "team: field", "team: feild")
    (small_workspace.results / "2026-Q3").mkdir()
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 1
    lines = checked.stderr.splitlines()
    assert lines[0].startswith("definitions/roles.yml:5:5: roles.0.team: 'feild' is not a team")
    assert lines[1].startswith("definitions/slas.yml:27:5: slas.1.from: 'grwth' is not a team")
    assert lines[2].startswith("results/2026-Q3/perceptions.json: this file is missing")
    assert lines[-1] == "3 errors, 0 warnings"


def test_check_warns_without_failing(small_workspace: Workspace) -> None:
    slas = small_workspace.definitions / "slas.yml"
    edit(slas, "agreed: {field: 2026-01-12, growth: 2026-01-12}", "agreed: {field: 2026-01-12}")
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 0
    assert "warning: slas.0.agreed: 'growth' has not signed this yet" in checked.stderr


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def preview(small_workspace: Workspace, tmp_path: Path) -> "tuple[Workspace, str, Path]":
    port = free_port()
    with small_workspace.mkdocs_yml.open("a") as settings:
        settings.write(f"dev_addr: 127.0.0.1:{port}\n")
    return small_workspace, f"http://127.0.0.1:{port}", tmp_path / "preview.log"


def test_the_preview_shows_edits_and_survives_mistakes(
    preview: "tuple[Workspace, str, Path]",
) -> None:
    workspace, origin, log = preview
    company = workspace.definitions / "company.yml"

    def home() -> str:
        try:
            return requests.get(f"{origin}/", timeout=5).text
        except requests.ConnectionError:
            return ""

    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, BUILD, "--serve", "--workspace", str(workspace.root)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
    try:
        wait_for(lambda: "Clean water without a break." in home())
        edit(company, "Clean water without a break.", "Water, always.")
        wait_for(lambda: "Water, always." in home())
        edit(company, "time_zone: Europe/Oslo", "time_zone: Europe/Olso")
        wait_for(lambda: "'Europe/Olso' is not a time zone" in log.read_text())
        assert "Traceback" not in log.read_text()
        edit(company, "time_zone: Europe/Olso", "time_zone: Europe/Oslo")
        edit(company, "Water, always.", "Water, every day.")
        wait_for(lambda: "Water, every day." in home())
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=10)
    assert not (workspace.site).exists()
