"""Build the handbook, check what it is made of, or preview it while editing."""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.reading import read_definitions
from catalog.results import published_comments, read_results, unpublished_comments
from catalog.workspace import Workspace
from handbook.audit import DisclosureError, audit
from handbook.model import gather
from handbook.publishing import FAILURES, publish
from handbook.settings import edit_base
from handbook.staging import REFUSALS, check_names
from scripts.preview import Preview

T = TypeVar("T")


@click.command()
@click.option(
    "--workspace",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    envvar="COMMON_GROUND_WORKSPACE",
    help="The folder with mkdocs.yml, definitions/ and results/; default: the current one.",
)
@click.option(
    "--check", is_flag=True, help="Only read everything, the built site too, and list all problems."
)
@click.option("--serve", is_flag=True, help="Show the handbook and rebuild it as you edit.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where --serve shows it.",
)
def main(folder: Path, check: bool, serve: bool, port: int) -> None:
    """Build the handbook into site/ from definitions/, results/ and docs/."""
    signal.signal(signal.SIGTERM, _end)
    workspace = Workspace(folder.resolve())
    if check:
        sys.exit(check_all(workspace, date.today()))
    if serve:
        with suppress(KeyboardInterrupt):
            Preview(workspace).serve(port)
    else:
        _build(workspace)


def _end(*_: object) -> None:
    """End as after Ctrl-C: what was begun is taken back, an engine at work ends too."""
    raise KeyboardInterrupt


def _build(workspace: Workspace) -> None:
    try:
        publish(workspace, date.today())
    except FAILURES as error:
        click.echo(
            f"{error}\nThe handbook was not built; what was there before is unchanged.", err=True
        )
        sys.exit(1)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    click.echo(f"The handbook is built: {workspace.site / 'index.html'}")


def check_all(workspace: Workspace, today: date) -> int:
    """Print every problem to standard error, errors first; the exit code is 1 if there are any."""
    errors: list[str] = []
    catalog = _tried(errors, lambda: read_definitions(workspace.definitions))
    results = _tried(errors, lambda: read_results(workspace.results))
    comments = _tried(errors, lambda: published_comments(workspace.results))
    base = _tried(errors, lambda: edit_base(workspace))
    if catalog and results and comments is not None and not errors:
        book = gather(catalog, results, comments, today, base)
        _tried(errors, lambda: check_names(workspace, book))
        if workspace.site.is_dir():
            withheld = unpublished_comments(workspace.results)
            _tried(errors, lambda: audit(workspace.site.resolve(), book, withheld))
    noticed = catalog.warnings(results.open if results else None, today) if catalog else []
    for line in (*errors, *noticed):
        click.echo(line, err=True)
    click.echo(f"{_counted(len(errors), 'error')}, {_counted(len(noticed), 'warning')}", err=True)
    return 1 if errors else 0


def _tried(errors: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (*REFUSALS, DisclosureError) as error:
        errors += map(str, error.problems)
        return None


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


if __name__ == "__main__":
    main()
