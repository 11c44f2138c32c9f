"""Measure what the documentation claims, each figure beside its own yardstick in the same run."""

import gc
import sys
import tempfile
from itertools import count
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.reading import read_definitions
from catalog.workspace import Workspace
from handbook.drawing import Drawing
from handbook.made_from import note_of
from handbook.perceptions import perceive
from handbook.staging import stage
from scripts.bench_large import measure_large
from scripts.bench_survey import fresh_workspace, load_table, measure_patience, timing_table
from scripts.figures import QUARTERS, STATEMENTS, charts_of, many_quarters, many_statements
from scripts.measuring import (
    IDLE_SECONDS,
    ROOT,
    TODAY,
    add_row,
    median_of,
    run_engine,
    run_python,
    run_script,
    seconds,
)
from scripts.seeing import measure_edits

DEMO_SECONDS = 60
CHART_SECONDS = 0.05
SEEN_SECONDS = 1
FIGURES_SECONDS = 1


@click.command()
@click.option(
    "--runs", default=5, show_default=True, help="Runs of each figure; medians are shown."
)
def main(runs: int) -> None:
    """Print the figures as ratios: ours over the yardstick's."""
    gc.disable()  # as scripts/build.py does
    table = Table("what", "seconds", "beside", "seconds", "ratio", title=f"medians of {runs} runs")
    _demo(table, runs)
    measure_large(table, runs)
    _figures(table, runs)
    measure_patience(table, runs)
    Console().print(table)
    Console().print(load_table(runs))
    Console().print(timing_table())


def _demo(table: Table, runs: int) -> None:
    """What people wait for with a handbook of eight quarters."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder) / "demo")
        demo = seconds(lambda: run_script("demo.py", "--no-serve", workspace=workspace))
        add_row(table, "the whole demo, once", demo, "its bound", DEMO_SECONDS)
        check = median_of(runs, lambda: run_script("build.py", "--check", workspace=workspace))
        libraries = "import pydantic, yaml, click, sqlalchemy"
        loading = median_of(runs, lambda: run_python("-c", libraries))
        add_row(table, "build.py --check", check, "importing its libraries", loading)
        build = median_of(runs, lambda: run_script("build.py", workspace=_changed(workspace)))
        engine = median_of(runs, lambda: run_engine(workspace))
        add_row(table, "build.py, charts drawn before", build, "MkDocs alone, same pages", engine)
        staging = median_of(runs, lambda: stage(workspace, TODAY))
        add_row(table, "staging, charts drawn before", staging, "MkDocs alone, same pages", engine)
        _drawing(table, runs, workspace, engine)
        idle = median_of(runs, lambda: run_script("build.py", workspace=workspace))
        add_row(table, "build.py, nothing changed", idle, "its bound", IDLE_SECONDS)
        _editing(table, runs, workspace)
        reading = median_of(runs, lambda: read_definitions(workspace.definitions))
        add_row(table, "reading the definitions", reading, "MkDocs alone, same pages", engine)


def _editing(table: Table, runs: int, workspace: Workspace) -> None:
    """From a saved file to what a browser shows, of the handbook as shipped and of the demo."""
    with fresh_workspace() as (shipped, _):
        seen = measure_edits(shipped, runs)
    add_row(table, "an edit of the shipped handbook in a browser", seen, "its bound", SEEN_SECONDS)
    seen = measure_edits(workspace, runs)
    add_row(table, "an edit of the demo in a browser", seen, "its bound", SEEN_SECONDS)


def _changed(workspace: Workspace) -> Workspace:
    """The same workspace, built from something that is no more, as a build finds it after edits."""
    note_of(workspace).unlink(missing_ok=True)
    return workspace


def _drawing(table: Table, runs: int, workspace: Workspace, engine: float) -> None:
    """All charts of a handbook, never drawn before and drawn before."""
    charts = charts_of(workspace, TODAY)

    def draw(folder: Path) -> None:
        for chart in charts:
            Drawing(folder).svg(*chart)

    with tempfile.TemporaryDirectory() as folder:
        places = (Path(folder) / str(run) for run in count())
        cold = median_of(runs, lambda: draw(next(places))) / len(charts)
        warm = median_of(runs, lambda: draw(Path(folder) / "0"))
    add_row(
        table, f"one of {len(charts)} charts, never drawn before", cold, "its bound", CHART_SECONDS
    )
    add_row(table, "all charts, drawn before", warm, "MkDocs alone, same pages", engine)


def _figures(table: Table, runs: int) -> None:
    """Everything that is worked out of many quarters, without and with loading scipy for it."""
    definitions = many_statements(read_definitions(ROOT / "definitions").definitions)
    results = many_quarters(definitions)
    perceive(results, definitions)
    figures = median_of(runs, lambda: perceive(results, definitions))
    what = f"figures of {QUARTERS} quarters × {STATEMENTS} statements"
    add_row(table, what, figures, "its bound", FIGURES_SECONDS)
    loading = median_of(runs, lambda: run_python("-c", "import scipy.special"))
    add_row(table, "loading scipy for them, once", loading, "its bound", FIGURES_SECONDS)


if __name__ == "__main__":
    main()
