"""The survey under load, beside views that do less, and whether its answers' times tell a code."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from rich.table import Table

from catalog.workspace import Workspace
from scripts.crowd import CLIENTS
from scripts.load import HONEST, Load, measure_beside_slow, measure_load
from scripts.measuring import ROOT, add_row
from scripts.slow import SLOW
from scripts.timing import measure_timing
from tests.running import Postgres

_BALLOT_SECONDS = 1
_BALLOTS = 3000
_REQUESTS = 10_000
_WORKERS = (1, 2)


def measure_patience(table: Table, runs: int) -> None:
    """How long honest people wait beside clients that send a byte at a time."""
    slowest = median(_beside_slow() for _ in range(runs))
    what = f"the last of {HONEST} ballots beside {SLOW} slow clients"
    add_row(table, what, slowest, "its bound", _BALLOT_SECONDS)


def timing_table() -> Table:
    """Whether the time of an answer tells anything about a code."""
    table = Table(
        *("a code that is", "ms", "one never handed out, ms", "takes longer"),
        title=f"{_REQUESTS} requests each, medians; 50% says that time tells nothing",
    )
    with fresh_workspace() as (workspace, database):
        for alike in measure_timing(workspace, database, _REQUESTS):
            first, second = f"{alike.first:.3f}", f"{alike.second:.3f}"
            table.add_row(alike.what, first, second, f"{alike.longer:.1%}")
    return table


def load_table(runs: int) -> Table:
    """Ballots under load, on both databases, on disks that are waited for."""
    table = Table(
        *("database", "processes", "ballots/s", "p99 ms", "of an empty view", "of one that reads"),
        title=f"{CLIENTS} clients, medians of {runs} runs",
    )
    postgres = Postgres(fsync="on")
    try:
        for workers in _WORKERS:
            loads = [_one_load(postgres.new_database(), workers) for _ in range(runs)]
            _load_row(table, "PostgreSQL", workers, loads)
        _load_row(table, "SQLite", 1, [_one_load(None, 1) for _ in range(runs)])
    finally:
        postgres.stop()
    return table


def _one_load(database: str | None, workers: int) -> Load:
    with fresh_workspace() as (workspace, own):
        return measure_load(workspace, database or own, workers, _BALLOTS)


def _beside_slow() -> float:
    with fresh_workspace() as (workspace, database):
        return measure_beside_slow(workspace, database)


@contextmanager
def fresh_workspace() -> Iterator[tuple[Workspace, str]]:
    """A workspace as it is shipped, and the URL of its own database."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for path in (shipped := Workspace(ROOT)).definitions, shipped.docs:
            shutil.copytree(path, workspace.root / path.name)
        shutil.copy(shipped.mkdocs_yml, workspace.mkdocs_yml)
        yield workspace, f"sqlite:///{folder}/data/survey.db"


def _load_row(table: Table, database: str, workers: int, loads: Sequence[Load]) -> None:
    figures = (
        median(load.survey.rate for load in loads),
        median(load.survey.p99 for load in loads),
        median(load.survey.rate / load.nothing.rate for load in loads),
        median(load.survey.rate / load.form.rate for load in loads),
    )
    rate, p99, of_nothing, of_form = figures
    table.add_row(
        database, str(workers), f"{rate:.0f}", f"{p99:.0f}", f"{of_nothing:.2f}", f"{of_form:.2f}"
    )
