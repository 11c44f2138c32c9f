"""Files read while the engine writes them: spared is what passed, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.ahead import reading_ahead
from handbook.site_files import SiteFile
from tests.running import ROOT, wait_for

NONE: frozenset[str] = frozenset()


def problems(file: SiteFile) -> Iterator[str]:
    """Stands for the audit: a file must not say 4.9."""
    _mark(file.path).touch()
    if "4.9" in file.text:
        yield "4.9"


def write(path: Path, text: str) -> str:
    """Write a file; gives its digest."""
    path.write_text(text)
    return SiteFile(path, path.name).digest


def is_read(path: Path) -> bool:
    return _mark(path).exists()


def _mark(path: Path) -> Path:
    """Lies beside the folder once the file was read."""
    return path.parent.parent / f"{path.name}.read"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_what_lies_there_and_what_comes_is_read_and_only_what_passes_is_told(
    site: Path,
) -> None:
    """Planted: whatever was read is told, whether it passed or not."""
    good, bad = write(site / "good.html", "3.1"), write(site / "bad.html", "4.9")
    with reading_ahead(problems, [site], NONE) as passed:
        wait_for(lambda: is_read(site / "bad.html") and is_read(site / "good.html"))
        later = write(site / "later.html", "fine")
        wait_for(lambda: is_read(site / "later.html"))
        assert not passed
    assert {good, later} <= passed
    assert bad not in passed


def test_what_passed_half_written_has_not_passed_as_a_whole(site: Path) -> None:
    """Planted: files are known by where they lie, not by what they hold."""
    page = site / "page.html"
    with reading_ahead(problems, [site], NONE) as passed:
        half = write(page, "Marketing gives")
        wait_for(lambda: is_read(page))
        whole = write(page, "Marketing gives 4.9")
    assert half in passed
    assert whole not in passed


def test_what_is_known_and_what_is_not_finished_is_not_read(site: Path) -> None:
    known = write(site / "known.html", "fine")
    write(site / "page.md", "fine")
    (site / "search").mkdir()
    write(site / "search" / "search_index.json", "fine")
    with reading_ahead(problems, [site], frozenset([known])):
        write(site / "zeal.html", "fine")
        wait_for(lambda: is_read(site / "zeal.html"))
    assert not is_read(site / "known.html")
    assert not is_read(site / "page.md")
    assert not is_read(site / "search" / "search_index.json")


@pytest.mark.parametrize("after", [0.0, 1.0])
def test_a_reader_that_ends_early_spares_nothing_and_stops_nothing(
    site: Path, after: float
) -> None:
    """It ends before it is told that it is enough, or then. Planted: that is an error."""

    def end(file: SiteFile) -> list[str]:
        _mark(file.path).touch()
        time.sleep(after)
        os._exit(1)

    page = site / "page.html"
    write(page, "fine")
    with reading_ahead(end, [site], NONE) as passed:
        wait_for(lambda: is_read(page))
        time.sleep(0.3)
    assert not passed


def test_no_reader_outlives_a_build_that_is_killed(site: Path) -> None:
    """Planted: the reader keeps a copy of the other end, so it never notices that it is alone."""
    program = (
        "import sys, time; from pathlib import Path; from handbook.ahead import reading_ahead;"
        "from multiprocessing import active_children\n"
        "with reading_ahead(lambda file: (), [Path(sys.argv[1])], frozenset()):"
        " print(active_children()[0].pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(site)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        reader = Path("/proc", build.stdout.readline().strip())
        assert reader.exists()
        build.send_signal(signal.SIGKILL)
    wait_for(lambda: not reader.exists() or "\nState:\tZ" in (reader / "status").read_text())
