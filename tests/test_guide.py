"""The guide, followed: its commands run, its edits are made, its snippets are what they claim."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from scripts.reference import PAGE, reference
from survey.config import SETTINGS
from tests.following import GUIDE, Terminal, blocks, unpacked
from tests.running import ROOT, run_python, wait_for

PAGES = sorted(path.relative_to(GUIDE).as_posix() for path in GUIDE.rglob("*.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The terminal of somebody who has just followed the tutorial to its end."""
    used = Terminal(unpacked(tmp_path_factory.mktemp("guide") / "common-ground"))
    try:
        used.follow("tutorial.md")
        yield used
    finally:
        used.stop()


def test_the_tutorial_leads_to_a_handbook_of_ones_own(terminal: Terminal) -> None:
    home = (terminal.folder / "my-handbook" / "site" / "index.html").read_text()
    assert "Halden Pumps" in home
    assert "Clean water wherever people live" in home


def test_the_tutorial_keeps_everything_but_what_is_made_and_what_is_secret(
    terminal: Terminal,
) -> None:
    folder = terminal.folder / "my-handbook"
    (folder / "data").mkdir(exist_ok=True)
    for secret in ("codes.txt", "codes-field.csv", "slips.html", "people.csv", "data/survey.db"):
        (folder / secret).touch()
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for secret in ("codes.txt", "codes-field.csv", "slips.html", "people.csv", "data/survey.db"):
        (folder / secret).unlink()
    assert [line for line in status.stdout.splitlines() if line.startswith("??")] == []
    kept = subprocess.check_output(["git", "ls-files"], cwd=folder, text=True).split()
    assert {Path(path).parts[0] for path in kept} == {
        ".gitignore", "definitions", "docs", "mkdocs.yml", "schema",
    }  # fmt: skip


@pytest.mark.parametrize("page", ["change-a-promise", "add-a-question", "run-a-quarter"])
def test_a_how_to_can_be_followed(terminal: Terminal, page: str) -> None:
    terminal.follow(f"how-to/{page}.md")


def test_counts_can_be_shown_as_the_guide_says(terminal: Terminal) -> None:
    """Fault: the file that the page shows has another head than the script asks for."""
    mine, page = terminal.folder / "my-handbook", "how-to/show-evidence.md"
    if not list(mine.glob("results/*-Q*")):
        terminal.follow("how-to/run-a-quarter.md")
    [(_, counts)] = blocks(page, "csv")
    (terminal.folder / "counts.csv").write_text(counts)
    terminal.follow(page)
    promise = (mine / "site" / "promises" / "quick-answer" / "index.html").read_text()
    assert "it was kept in 41 of 55 cases (74%)" in promise


def test_the_preview_shows_an_edit_of_the_tutorial(terminal: Terminal) -> None:
    terminal.type(".venv/bin/python scripts/build.py --serve")
    wait_for(lambda: "Clean water" in requests.get(f"{terminal.origin}/", timeout=20).text)


@pytest.mark.parametrize(
    ("page", "options"),
    [
        ("github-pages", ["--builtin-schema", "vendor.github-workflows"]),
        ("gitlab-pages", ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
        ("container", ["--builtin-schema", "vendor.compose-spec"]),
    ],
)
def test_a_snippet_is_valid_for_what_reads_it(
    tmp_path: Path, page: str, options: list[str]
) -> None:
    snippet = tmp_path / "snippet.yml"
    snippet.write_text(_snippet(page))
    checked = run_python("-m", "check_jsonschema", *options, snippet)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _snippet(page: str) -> str:
    [(_, text)] = blocks(f"how-to/{page}.md", "yaml")
    return text


def _of_github(told: Any) -> list[str]:
    return [step["run"] for step in told["jobs"]["build"]["steps"] if "run" in step]


def _of_gitlab(told: Any) -> list[str]:
    return [*told["check"]["script"], *told["pages"]["script"]]


@pytest.mark.parametrize(
    ("page", "commands_of"), [("github-pages", _of_github), ("gitlab-pages", _of_gitlab)]
)
def test_the_commands_of_a_pipeline_make_a_site(
    terminal: Terminal, tmp_path: Path, page: str, commands_of: Any
) -> None:
    commands = [each for each in commands_of(yaml.safe_load(_snippet(page))) if "pip" not in each]
    clone = tmp_path / "clone"
    mine = terminal.folder / "my-handbook"
    subprocess.run(["git", "clone", "--quiet", mine, clone], check=True)
    (clone / "common-ground").symlink_to(ROOT)
    for command in commands:
        command = command.replace("python ", f"{sys.executable} ", 1)
        done = subprocess.run(
            command, shell=True, cwd=clone, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Halden Pumps" in (clone / "public" / "index.html").read_text()
    assert not [path for path in (clone / "public").rglob("*") if path.is_symlink()]


def test_a_container_holds_all_that_the_commands_need(terminal: Terminal, tmp_path: Path) -> None:
    [(_, text)] = blocks("how-to/container.md", "dockerfile")
    for source, target in re.findall(r"^COPY (\S+) (\w+)$", text, re.MULTILINE):
        shutil.copytree(ROOT / source, tmp_path / target)
    workspace = ("--workspace", terminal.folder / "my-handbook")
    for script, *options in (
        *(("build.py",), ("serve.py", "--help"), ("quarter.py", "--help")),
        ("measure.py", "--help"),
    ):
        given = options or workspace
        done = run_python(tmp_path / "scripts" / script, *given, folder=tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [*PAGES, "../README.md", "../CONTRIBUTING.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    path = (GUIDE / page).resolve()
    for link in _LINK.findall(path.read_text("utf-8")):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), link
        if anchor:
            headings = map(_anchor, _HEADING.findall(there.read_text("utf-8")))
            assert anchor in headings, link


def _anchor(heading: str) -> str:
    """As GitHub and GitLab make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run `make reference`"


def test_every_setting_that_is_read_is_in_the_reference() -> None:
    sources = [path for room in ("survey", "scripts") for path in (ROOT / room).glob("*.py")]
    read = re.compile(r'environ(?:ment)?\.get\("([A-Z_]+)"|_is_on\("([A-Z_]+)"')
    found = {
        name for path in sources for pair in read.findall(path.read_text()) for name in pair if name
    }
    assert found - {"NO_COLOR"} == set(SETTINGS)


def test_every_target_of_make_says_what_it_is_for() -> None:
    makefile = (ROOT / "Makefile").read_text()
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    listed = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    assert re.findall(r"^  make (\w+) +\w", listed, re.MULTILINE) == targets.split()
