"""Publish how often the promises were kept in a closed quarter, as somebody counted it."""

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.ordinary import bytes_of
from catalog.quarters import Quarter
from catalog.results import EVIDENCE_FILE, ResultsError, read_results, to_json
from catalog.workspace import Workspace
from evidence.counts import CountsError, evidence_of
from scripts.arguments import QuarterType
from scripts.refusals import refusals
from scripts.workspaces import config_of, workspace_option
from survey.files import write_file
from survey.states import QuarterError


@click.command()
@click.argument("quarter", type=QuarterType())
@click.argument("counts", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--source",
    required=True,
    help='Where the figures come from, such as "CRM, report Follow-up times".',
)
@workspace_option
def main(quarter: Quarter, counts: Path, source: str, workspace: Path | None) -> None:
    """Publish COUNTS, a CSV file with the columns promise, cases and kept, for closed QUARTER."""
    with refusals():
        place = config_of(workspace).workspace
        try:
            path = measure(place, quarter, _text_of(counts), str(counts), source)
        except CountsError as error:
            raise click.ClickException(f"the counts need mending first:\n{error}") from None
        except ResultsError as error:
            raise click.ClickException(f"the results need mending first:\n{error}") from None
    click.echo(f"The counts of {quarter} are in {path}; build the handbook to show them.")


def _text_of(file: Path) -> str:
    try:
        return bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CountsError([f"{file} is not text in UTF-8; save it as CSV UTF-8"]) from None


def measure(workspace: Workspace, quarter: Quarter, text: str, name: str, source: str) -> Path:
    """Write a closed quarter's ``promises.json`` from CSV, and give its path.

    Args:
        workspace: where its results lie.
        quarter: the quarter.
        text: the CSV.
        name: what messages call it.
        source: where the figures come from.

    Raises:
        CountsError: they cannot be published as they are; nothing was written.
        QuarterError: the quarter is not closed, or has counts already.
        ResultsError: the results of some quarter cannot be read.
        OSError: the file cannot be written.
    """
    closed = {each.quarter: each for each in read_results(workspace.results).quarters}
    if quarter not in closed:
        raise QuarterError(f"{quarter} is not closed; publish its counts when it is.")
    path = workspace.results / str(quarter) / EVIDENCE_FILE
    if closed[quarter].evidence:
        raise QuarterError(
            f"{path} is there already, and results are published once. If something in it is"
            " wrong, delete it and run this again; git keeps what it said."
        )
    evidence = evidence_of(text, name, quarter, source, closed[quarter].definitions)
    write_file(path, to_json(evidence))
    return path


if __name__ == "__main__":
    main()
