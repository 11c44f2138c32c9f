"""Measure what the documentation claims, each figure beside its own yardstick in the same run."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.reading import read_definitions
from catalog.workspace import Workspace
from handbook.audit import audit
from handbook.drawing import Drawing
from handbook.made_from import made_from, note_of, note_shown
from handbook.perceptions import perceive
from handbook.publishing import new_site, swap, write_settings
from handbook.staging import stage, staged_docs
from handbook.taken import is_page
from scripts.crowd import CLIENTS
from scripts.figures import QUARTERS, STATEMENTS, charts_of, many_quarters, many_statements
from scripts.large import write_large
from scripts.load import HONEST, Load, measure_beside_slow, measure_load
from scripts.seeing import measure_edits
from scripts.slow import SLOW
from scripts.timing import measure_timing
from tests.running import Postgres

ROOT = Path(__file__).resolve().parents[1]
DEMO_SECONDS = 60
CHART_SECONDS = 0.05
LARGE_CHECK_SECONDS = 3
IDLE_SECONDS = 0.5
SEEN_SECONDS = 1
FIGURES_SECONDS = 1
_BALLOT_SECONDS = 1
TODAY = date(2026, 11, 22)
_BALLOTS = 3000
_REQUESTS = 10_000
_WORKERS = (1, 2)


@click.command()
@click.option(
    "--runs", default=5, show_default=True, help="Runs of each figure; medians are shown."
)
def main(runs: int) -> None:
    """Print the figures as ratios: ours over the yardstick's."""
    table = Table("what", "seconds", "beside", "seconds", "ratio", title=f"medians of {runs} runs")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder) / "demo")
        demo = _seconds(lambda: _script("demo.py", "--no-serve", workspace=workspace))
        _row(table, "the whole demo, once", demo, "its bound", DEMO_SECONDS)
        check = _median(runs, lambda: _script("build.py", "--check", workspace=workspace))
        libraries = _median(runs, lambda: _python("-c", "import pydantic, yaml, click, sqlalchemy"))
        _row(table, "build.py --check", check, "importing its libraries", libraries)
        build = _median(runs, lambda: _script("build.py", workspace=_changed(workspace)))
        engine = _median(runs, lambda: _engine(workspace))
        _row(table, "build.py, charts drawn before", build, "MkDocs alone, same pages", engine)
        staging = _median(runs, lambda: stage(workspace, TODAY))
        _row(table, "staging, charts drawn before", staging, "MkDocs alone, same pages", engine)
        _drawing(table, runs, workspace, engine)
        idle = _median(runs, lambda: _script("build.py", workspace=workspace))
        _row(table, "build.py, nothing changed", idle, "its bound", IDLE_SECONDS)
        with _fresh() as (shipped, _):
            seen = measure_edits(shipped, runs)
        _row(table, "an edit of the shipped handbook in a browser", seen, "its bound", SEEN_SECONDS)
        seen = measure_edits(workspace, runs)
        _row(table, "an edit of the demo in a browser", seen, "its bound", SEEN_SECONDS)
        reading = _median(runs, lambda: read_definitions(workspace.definitions))
        _row(table, "reading the definitions", reading, "MkDocs alone, same pages", engine)
    _large(table, runs)
    _figures(table, runs)
    slowest = median(_beside_slow() for _ in range(runs))
    what = f"the last of {HONEST} ballots beside {SLOW} slow clients"
    _row(table, what, slowest, "its bound", _BALLOT_SECONDS)
    Console().print(table)
    Console().print(_load(runs))
    Console().print(_timing())


def _changed(workspace: Workspace) -> Workspace:
    """The same workspace, built from something that is no more, as a build finds it after edits."""
    note_of(workspace).unlink(missing_ok=True)
    return workspace


def _large(table: Table, runs: int) -> None:
    """What an editor waits for where there is very much: checking, generating, nothing to do.

    The engine takes minutes for as many figures, so it runs once, and what it built is published.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        write_large(Workspace(ROOT), workspace)
        check = _median(runs, lambda: _script("build.py", "--check", workspace=workspace))
        _row(table, "build.py --check, large workspace", check, "its bound", LARGE_CHECK_SECONDS)
        workspace.build.mkdir()
        staged = stage(workspace, TODAY)
        number = sum(is_page(path.name) for path in staged.docs.rglob("*"))
        write_settings(workspace, staged, workspace.build / "bench")
        engine = _seconds(lambda: _engine(workspace))
        generation = _median(runs, lambda: stage(workspace, TODAY))
        what = f"generating {number} pages, charts drawn before"
        _row(table, what, generation, "MkDocs alone, same pages", engine)
        audited = _seconds(lambda: audit(workspace.build / "bench", staged.book, ()))
        _row(table, "auditing what they publish", audited, "MkDocs alone, same pages", engine)
        _publish_bench(workspace)
        idle = _median(runs, lambda: _script("build.py", workspace=workspace))
        _row(table, "build.py, nothing changed, large workspace", idle, "its bound", IDLE_SECONDS)
        written, files = _written_again(workspace)
        what = "staged files written again after an edited field"
        share = f"{written / files:.2f}"
        table.add_row(what, f"{written} files", "all of them", f"{files} files", share)


def _publish_bench(workspace: Workspace) -> None:
    """Publish what the engine built by itself, with the note that a whole build leaves."""
    site = new_site(workspace)
    (workspace.build / "bench").replace(site)
    swap(workspace, site)
    note_shown(workspace, made_from(workspace, date.today()))


def _written_again(workspace: Workspace) -> tuple[int, int]:
    """How many staged files an edit of one promise's words writes again, and how many there are."""
    before = _times(staged_docs(workspace))
    slas = workspace.definitions / "slas.yml"
    slas.write_text(slas.read_text().replace("at least 240 leads", "at least 250 leads", 1))
    stage(workspace, TODAY)
    after = _times(staged_docs(workspace))
    return sum(before.get(path) != time for path, time in after.items()), len(after)


def _times(folder: Path) -> dict[Path, int]:
    """When each file under a folder was last written, in ns."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def _drawing(table: Table, runs: int, workspace: Workspace, engine: float) -> None:
    """All charts of a handbook, never drawn before and drawn before."""
    charts = charts_of(workspace, TODAY)

    def draw(folder: Path) -> None:
        for chart in charts:
            Drawing(folder).svg(*chart)

    with tempfile.TemporaryDirectory() as folder:
        places = (Path(folder) / str(run) for run in count())
        cold = _median(runs, lambda: draw(next(places))) / len(charts)
        warm = _median(runs, lambda: draw(Path(folder) / "0"))
    _row(
        table, f"one of {len(charts)} charts, never drawn before", cold, "its bound", CHART_SECONDS
    )
    _row(table, "all charts, drawn before", warm, "MkDocs alone, same pages", engine)


def _figures(table: Table, runs: int) -> None:
    """Everything that is worked out of many quarters, without and with loading scipy for it."""
    definitions = many_statements(read_definitions(ROOT / "definitions").definitions)
    results = many_quarters(definitions)
    perceive(results, definitions)
    figures = _median(runs, lambda: perceive(results, definitions))
    what = f"figures of {QUARTERS} quarters × {STATEMENTS} statements"
    _row(table, what, figures, "its bound", FIGURES_SECONDS)
    loading = _median(runs, lambda: _python("-c", "import scipy.special"))
    _row(table, "loading scipy for them, once", loading, "its bound", FIGURES_SECONDS)


def _timing() -> Table:
    """Whether the time of an answer tells anything about a code."""
    table = Table(
        *("a code that is", "ms", "one never handed out, ms", "takes longer"),
        title=f"{_REQUESTS} requests each, medians; 50% says that time tells nothing",
    )
    with _fresh() as (workspace, database):
        for alike in measure_timing(workspace, database, _REQUESTS):
            first, second = f"{alike.first:.3f}", f"{alike.second:.3f}"
            table.add_row(alike.what, first, second, f"{alike.longer:.1%}")
    return table


def _load(runs: int) -> Table:
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
    with _fresh() as (workspace, own):
        return measure_load(workspace, database or own, workers, _BALLOTS)


def _beside_slow() -> float:
    with _fresh() as (workspace, database):
        return measure_beside_slow(workspace, database)


@contextmanager
def _fresh() -> Iterator[tuple[Workspace, str]]:
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


def _row(table: Table, what: str, ours: float, beside: str, theirs: float) -> None:
    table.add_row(what, f"{ours:.2f}", beside, f"{theirs:.2f}", f"{ours / theirs:.2f}")


def _median(runs: int, run: Callable[[], object]) -> float:
    return median(_seconds(run) for _ in range(runs))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _script(name: str, *arguments: str, workspace: Workspace) -> None:
    _python(str(ROOT / "scripts" / name), *arguments, "--workspace", str(workspace.root))


def _engine(workspace: Workspace) -> None:
    settings = str(workspace.build / "mkdocs.yml")
    _python(
        "-m", "mkdocs", "build", "--quiet", "-f", settings, "-d", str(workspace.build / "bench")
    )


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main()
