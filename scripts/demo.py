"""A workspace whose people answer eight quarters over HTTP; its handbook, built and served."""

import os
import re
import shlex
import shutil
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.workspace import Workspace
from evidence.counts import CountsError
from handbook.publishing import FAILURES, publish
from scripts import story
from scripts.play import Codes, StoryError, play, server_command, server_environment
from scripts.ports import refuse_taken
from scripts.refusals import refusals
from survey.codes import shown
from survey.states import QuarterError

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("mkdocs.yml", "definitions", "docs", "schema")
HOOK = "scripts/mkdocs_hook.py"
MARKER = ".demo"
HOST = "127.0.0.1"
SHOWN_CODES = 4

_SITE_URL = re.compile("^site_url:.*$", re.MULTILINE)


@click.command()
@click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="A new folder, or one that an earlier demo made; it is replaced.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where both are served.",
)
@click.option("--no-serve", is_flag=True, help="Do everything but the serving.")
def main(folder: Path, port: int, no_serve: bool) -> None:
    """Play eight quarters of the shipped company in a workspace of its own, then serve it."""
    workspace, origin = Workspace(folder.resolve()), f"http://{HOST}:{port}"
    if not no_serve:
        refuse_taken(HOST, port)
    with refusals():
        prepare(workspace, origin)
        codes = _played_and_built(workspace)
        _tell_codes(workspace, origin, codes)
    serve = server_command(workspace, port)
    if no_serve:
        click.echo(f"The handbook: {workspace.site / 'index.html'}")
        click.echo(f"To serve both: {shlex.join(serve)}")
    else:
        click.echo(f"The handbook: {origin}/")
        os.execve(serve[0], serve, server_environment(origin))


def prepare(workspace: Workspace, origin: str) -> None:
    """Copy the shipped files into a new workspace; an earlier demo there is replaced.

    Raises:
        ClickException: what is there was not made by a demo.
    """
    if workspace.root.exists():
        if any(workspace.root.iterdir()) and not (workspace.root / MARKER).exists():
            raise click.ClickException(
                f"{workspace.root} is there already and was not made by this script; name another"
                " folder with --workspace"
            )
        shutil.rmtree(workspace.root)
    workspace.root.mkdir(parents=True)
    (workspace.root / MARKER).write_text(
        "Made by scripts/demo.py, which may replace this folder.\n"
    )
    for name in SHIPPED:
        source, target = ROOT / name, workspace.root / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    hook = os.path.relpath(ROOT / HOOK, workspace.root)
    settings = workspace.mkdocs_yml.read_text().replace(f"- {HOOK}", f"- {hook}")
    workspace.mkdocs_yml.write_text(_SITE_URL.sub(f"site_url: {origin}/", settings))


def _played_and_built(workspace: Workspace) -> Codes:
    try:
        with _progress() as progress:
            codes = play(workspace, progress)
            building = progress.add_task("building the handbook", total=1)
            publish(workspace, date.today())
            progress.advance(building)
    except (CountsError, QuarterError, StoryError, *FAILURES) as error:
        raise click.ClickException(
            f"the demo plays the files as they were shipped; something was changed:\n{error}"
        ) from None
    return codes


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _tell_codes(workspace: Workspace, origin: str, codes: Codes) -> None:
    links = {
        team: [f"{origin}/survey/#{shown(code)}" for code in of_team]
        for team, of_team in codes.items()
    }
    everyone = workspace.root / "codes.txt"
    everyone.write_text("".join(f"{link}\n" for team in links for link in links[team]))
    click.echo(f"\n{story.OPEN} is open. Take a link and answer; each works once:")
    for team in links:
        click.echo("\n".join([f"\n{team}", *links[team][:SHOWN_CODES]]))
    click.echo(f"\nAll {sum(map(len, links.values()))} are in {everyone}")


if __name__ == "__main__":
    main()
