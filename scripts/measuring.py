"""How long things take: medians of runs, each beside a yardstick of the same run."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from rich.table import Table

from catalog.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 22)
IDLE_SECONDS = 0.5
"""The bound of a build with nothing to do."""


def add_row(table: Table, what: str, ours: float, beside: str, theirs: float) -> None:
    """Show seconds of ours, those of a yardstick, and their ratio."""
    table.add_row(what, f"{ours:.2f}", beside, f"{theirs:.2f}", f"{ours / theirs:.2f}")


def median_of(runs: int, run: Callable[[], object]) -> float:
    """The median of so many runs, in seconds."""
    return median(seconds(run) for _ in range(runs))


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def run_script(name: str, *arguments: str, workspace: Workspace) -> None:
    """Run a program of ours on a workspace, as people start it."""
    run_python(str(ROOT / "scripts" / name), *arguments, "--workspace", str(workspace.root))


def run_engine(workspace: Workspace) -> Path:
    """Build the staged pages with MkDocs alone; gives the folder of the site."""
    site = workspace.build / "bench"
    settings = str(workspace.build / "mkdocs.yml")
    run_python("-m", "mkdocs", "build", "--quiet", "-f", settings, "-d", str(site))
    return site


def run_python(*arguments: str) -> None:
    """Run Python to its end.

    Raises:
        CalledProcessError: it failed.
    """
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
