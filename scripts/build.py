"""Build the handbook, check what it is made of, show what an edit changes, or preview it."""

import gc
import signal
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.workspace import Workspace
from handbook.made_from import is_shown, note_of
from handbook.settings import SettingsError
from scripts.reporting import FORMATS

# What takes long to load is loaded where it is needed: a build with nothing to do needs none.


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
    if serve:
        from scripts.preview import Preview

        with suppress(KeyboardInterrupt):
            Preview(workspace).serve(port)
        return
    gc.disable()  # what is read is needed to the end, and looking for what is not takes long
    if check:
        from scripts.checking import check_all

        sys.exit(check_all(workspace, date.today(), form))
    if diff:
        _show_changes(workspace)
    elif _has_nothing_to_do(workspace):
        click.echo(
            f"Nothing has changed since the handbook was built: {workspace.site / 'index.html'}\n"
            f"To build it all the same, delete {note_of(workspace)} first."
        )
    else:
        _build(workspace)


def _end(*_: object) -> None:
    """End as after Ctrl-C: what was begun is taken back, an engine at work ends too."""
    raise KeyboardInterrupt


def _has_nothing_to_do(workspace: Workspace) -> bool:
    try:
        return is_shown(workspace, date.today())
    except (SettingsError, OSError):
        return False  # the build says what is wrong


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
    from handbook.staging import REFUSALS, compose, staged_docs
    from handbook.taken import files_in
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


if __name__ == "__main__":
    main()
