"""Open a quarter, see how many have answered, close it."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.reading import read_definitions
from scripts.arguments import DayType, PeopleType, QuarterType
from scripts.refusals import refusals
from survey.closing import close_quarter, reasons_to_wait
from survey.codes import draw_codes
from survey.config import Config
from survey.invitations import kept_if_open, links
from survey.opening import doubts, open_quarter
from survey.server_settings import server_warnings
from survey.tallies import Tallies

_ADDRESS = (
    "The links lead to {}. If people reach the survey at another address, put that in place of it,"
    " and set SURVEY_ORIGIN for the server and the next quarter."
)


class OpenCommand(click.Command):
    """A command with an option for each team of the workspace's company.yml."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the definitions of the workspace that the arguments name, then the arguments."""
        peek = click.Command("peek", params=list(_workspace_of(self)), add_help_option=False)
        peek.ignore_unknown_options = peek.allow_extra_args = True
        workspace = peek.make_context("peek", list(args)).params["workspace"]
        try:
            with refusals():
                ctx.obj = _definitions(_config(workspace))
        except click.ClickException:
            if not set(args) & set(ctx.help_option_names):
                raise
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options of every workspace, and the teams' own."""
        teams = ctx.obj.company.teams if isinstance(ctx.obj, Definitions) else ()
        return [
            *super().get_params(ctx),
            *(
                click.Option(
                    [f"--{team.id}", f"people_{index}"],
                    type=PeopleType(),
                    required=True,
                    help=f"How many people of {team.name} get a code.",
                )
                for index, team in enumerate(teams)
            ),
        ]


def _workspace_of(command: click.Command) -> Iterator[click.Parameter]:
    return (param for param in command.params if param.name == "workspace")


workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="The folder with definitions/ and results/; else COMMON_GROUND_WORKSPACE, else this one.",
)


@click.group()
def main() -> None:
    """Open a quarter, see how many have answered, close it."""


@main.command("open", cls=OpenCommand)
@click.argument("quarter", type=QuarterType())
@click.option("--closes", type=DayType(), required=True, help="The last day to answer: 2026-12-18.")
@click.option(
    "--codes",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the codes to a new file that only you can read, instead of the screen.",
)
@workspace_option
@click.pass_obj
def open_command(
    definitions: Definitions,
    /,
    quarter: Quarter,
    closes: date,
    file: Path | None,
    workspace: Path | None,
    **people: int,
) -> None:
    """Open QUARTER and hand out the codes, once.

    The questions and the threshold are locked as they stand in the definitions now.
    """
    invited = {team: people[f"people_{index}"] for index, team in enumerate(definitions.team_ids)}
    noticed = doubts(definitions, quarter, invited, closes, date.today())
    _warn(noticed)
    if noticed and sys.stdin.isatty():
        click.confirm(f"Open {quarter} all the same?", abort=True)
    with refusals():
        config = _config(workspace)
        codes = draw_codes(invited)
        text = links(config.origin, definitions, codes)
        keeping = kept_if_open(file, text) if file else nullcontext()
        with closing(Tallies(config.database)) as tallies, keeping:
            _warn(server_warnings(tallies))
            open_quarter(
                tallies, config.workspace, definitions, quarter, codes, closes, date.today()
            )
    names = " and ".join(f"{definitions.team_name(team)} ({n})" for team, n in invited.items())
    if file is None:
        click.echo(text)
    click.echo(
        f"{quarter} is open for {names}, closing {closes}. These codes exist only"
        f" {f'in {file}' if file else 'above'}: hand out one to each person, unseen.",
        err=True,
    )
    if "SURVEY_ORIGIN" not in os.environ:
        click.echo(_ADDRESS.format(config.origin), err=True)


@main.command()
@workspace_option
def status(workspace: Path | None) -> None:
    """Say how many of each team have answered, and nothing about what."""
    with refusals(), closing(Tallies(_config(workspace).database)) as tallies:
        progress, interrupted = tallies.progress(), tallies.interrupted()
    if interrupted:
        click.echo(
            f"The close of {interrupted} was interrupted; run it again:"
            f" scripts/quarter.py close {interrupted}"
        )
    elif progress is None:
        click.echo("No quarter is open.")
    else:
        opened, answered = progress
        table = Table("Team", "Answered", "Invited", title=f"{opened.quarter} · to {opened.closes}")
        for team, n in opened.invited.items():
            table.add_row(opened.definitions.team_name(team), str(answered[team]), str(n))
        Console().print(table)


@main.command("close")
@click.argument("quarter", type=QuarterType())
@click.option("--yes", is_flag=True, help="Do not ask, even if people may still want to answer.")
@workspace_option
def close_command(quarter: Quarter, yes: bool, workspace: Path | None) -> None:
    """Close QUARTER: write its results, then wipe codes and tallies."""
    with refusals():
        config = _config(workspace)
        with closing(Tallies(config.database)) as tallies:
            if not yes:
                _ask(quarter, reasons_to_wait(tallies, quarter, date.today()))
            folder = close_quarter(tallies, config.workspace, quarter)
    click.echo(
        f"{quarter} is closed. Its results are in {folder}; build the handbook to show them."
    )


def _ask(quarter: Quarter, reasons: Sequence[str]) -> None:
    """Let somebody who sits there decide; a script has decided already."""
    _warn(reasons)
    if reasons and sys.stdin.isatty():
        click.confirm(f"A closed quarter is never opened again. Close {quarter}?", abort=True)


def _warn(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        click.echo(f"Please note: {sentence}", err=True)


def _config(workspace: Path | None) -> Config:
    chosen = {"COMMON_GROUND_WORKSPACE": str(workspace)} if workspace else {}
    return Config.from_environment({**os.environ, **chosen})


def _definitions(config: Config) -> Definitions:
    return read_definitions(config.workspace.definitions).definitions


if __name__ == "__main__":
    main()
