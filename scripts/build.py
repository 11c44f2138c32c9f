"""Build the handbook, check what it is made of, or preview it while editing."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.reading import (
    Catalog,
    DefinitionsError,
    read_definitions,
    warnings,
)
from catalog.results import Results, ResultsError, read_results
from catalog.workspace import Workspace
from handbook.comments import published_comments
from handbook.publishing import PublishingError, publish
from handbook.staging import StagingError


@click.command()
@click.option(
    "--workspace",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    envvar="COMMON_GROUND_WORKSPACE",
    help="The folder with mkdocs.yml, definitions/ and results/; default: the current one.",
)
@click.option("--check", is_flag=True, help="Only read everything and list all problems.")
@click.option("--serve", is_flag=True, help="Show the handbook and rebuild it as you edit.")
def main(folder: Path, check: bool, serve: bool) -> None:
    """Build the handbook into site/ from definitions/, results/ and docs/."""
    workspace = Workspace(folder.resolve())
    if check:
        sys.exit(check_all(workspace, date.today()))
    if serve:
        sys.exit(_preview(workspace))
    try:
        publish(workspace, date.today())
    except (DefinitionsError, ResultsError, StagingError, PublishingError) as error:
        click.echo(
            f"{error}\nThe handbook was not built; what was there before is unchanged.", err=True
        )
        sys.exit(1)
    click.echo(f"The handbook is built: {workspace.site / 'index.html'}")


def check_all(workspace: Workspace, today: date) -> int:
    """Print every problem to standard error, errors first; the exit code is 1 if there are any."""
    errors: list[str] = []
    catalog: Catalog | None = None
    results = Results((), None)
    try:
        catalog = read_definitions(workspace.definitions)
    except DefinitionsError as error:
        errors += map(str, error.problems)
    try:
        results = read_results(workspace.results)
        published_comments(workspace.results)
    except ResultsError as error:
        errors.append(str(error))
    noticed = warnings(catalog, results.open, today) if catalog else []
    for line in (*errors, *noticed):
        click.echo(line, err=True)
    click.echo(f"{_counted(len(errors), 'error')}, {_counted(len(noticed), 'warning')}", err=True)
    return 1 if errors else 0


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _preview(workspace: Workspace) -> int:
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(workspace.mkdocs_yml)]
    try:
        return subprocess.call(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    main()
