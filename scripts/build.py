"""Build the handbook, check what it is made of, show what an edit changes, or preview it."""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.problems import read_error
from catalog.reading import read_definitions
from catalog.results import published_comments, read_results, unpublished_comments
from catalog.workspace import Workspace
from handbook.audit import DisclosureError, audit
from handbook.model import gather
from handbook.settings import edit_base
from handbook.staging import REFUSALS, check_names, compose, files_in, staged_docs
from scripts.reporting import FORMATS, report

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
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How --check prints them: for people, for programs, as annotations on GitHub.",
)
@click.option("--diff", is_flag=True, help="Only show what your edit changes on the pages.")
@click.option("--serve", is_flag=True, help="Show the handbook and rebuild it as you edit.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where --serve shows it.",
)
def main(folder: Path, check: bool, form: str, diff: bool, serve: bool, port: int) -> None:
    """Build the handbook into site/ from definitions/, results/ and docs/."""
    signal.signal(signal.SIGTERM, _end)
    workspace = Workspace(folder.resolve())
    if check:
        sys.exit(check_all(workspace, date.today(), form))
    if diff:
        _show_changes(workspace)
    elif serve:
        from scripts.preview import Preview  # what a check does without is loaded when needed

        with suppress(KeyboardInterrupt):
            Preview(workspace).serve(port)
    else:
        _build(workspace)


def _end(*_: object) -> None:
    """End as after Ctrl-C: what was begun is taken back, an engine at work ends too."""
    raise KeyboardInterrupt


def _build(workspace: Workspace) -> None:
    from handbook.publishing import FAILURES, publish

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


def _show_changes(workspace: Workspace) -> None:
    """Compare the pages as they would be built now with those of the last build."""
    from scripts.changes import show_changes

    built = staged_docs(workspace)
    if not built.is_dir():
        raise click.ClickException("nothing was built here yet, so every page is new")
    try:
        composed = compose(workspace, date.today())
    except REFUSALS as error:
        click.echo(f"{error}\nMend this to see what the edit changes.", err=True)
        sys.exit(1)
    show_changes(files_in(built), composed.files)


def check_all(workspace: Workspace, today: date, form: str) -> int:
    """Print every problem in a format, errors first; the exit code is 1 if there is an error."""
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
    report([*map(read_error, errors), *noticed], form)
    return 1 if errors else 0


def _tried(errors: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (*REFUSALS, DisclosureError) as error:
        errors += map(str, error.problems)
        return None


if __name__ == "__main__":
    main()
