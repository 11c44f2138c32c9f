"""Open a quarter and hand out its codes."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from scripts.arguments import DayType, PeopleType, QuarterType
from scripts.refusals import refusals, warn
from scripts.workspaces import config_of, definitions_of, workspace_option
from survey.codes import draw_codes
from survey.invitations import Invitation, kept_if_open, links, rows
from survey.opening import doubts, open_quarter
from survey.slips import slips
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
                ctx.obj = definitions_of(config_of(workspace))
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


_WAYS: Mapping[str, Callable[[Invitation, Mapping[str, Sequence[str]]], str]] = {
    "codes": links,
    "csv": rows,
    "slips": slips,
}
"""The options that name a new file, and what is written into it."""


_Command = TypeVar("_Command", bound=Callable[..., Any])


def _new_file(option: str, words: str) -> Callable[[_Command], _Command]:
    return click.option(option, type=click.Path(path_type=Path, dir_okay=False), help=words)


@click.command("open", cls=OpenCommand)
@click.argument("quarter", type=QuarterType())
@click.option("--closes", type=DayType(), required=True, help="The last day to answer: 2026-12-18.")
@_new_file("--codes", "Write the links to a new file that only you can read, not to the screen.")
@_new_file("--csv", "The same as CSV for a mail merge: team, link, code.")
@_new_file("--slips", "The same as slips with QR codes, in HTML: print, cut, let people draw.")
@workspace_option
@click.pass_obj
def open_command(
    definitions: Definitions,
    /,
    quarter: Quarter,
    closes: date,
    workspace: Path | None,
    **given: Any,
) -> None:
    """Open QUARTER and hand out the codes, once.

    The questions and the threshold are locked as they stand in the definitions now.
    """
    way, file = _chosen(given)
    invited = {team: given[f"people_{index}"] for index, team in enumerate(definitions.team_ids)}
    _ask(definitions, quarter, invited, closes)
    with refusals():
        config = config_of(workspace)
        codes = draw_codes(invited)
        text = _WAYS[way](Invitation(config.origin, definitions, quarter, closes), codes)
        keeping = kept_if_open(file, text) if file else nullcontext()
        with closing(Tallies(config.database)) as tallies, keeping:
            open_quarter(
                tallies, config.workspace, definitions, quarter, codes, closes, date.today()
            )
    if file is None:
        click.echo(text)
    _say_open(definitions, quarter, invited, closes)
    click.echo(
        f"These codes exist only {f'in {file}' if file else 'above'}: hand out one to each person,"
        " unseen.",
        err=True,
    )
    if "SURVEY_ORIGIN" not in os.environ:
        click.echo(_ADDRESS.format(config.origin), err=True)


def _chosen(given: Mapping[str, Any]) -> tuple[str, Path | None]:
    """The one way in which the codes are handed out; each person gets one code, once."""
    chosen = [way for way in _WAYS if given[way]]
    if len(chosen) > 1:
        raise click.UsageError(
            f"--{chosen[0]} and --{chosen[1]} would hand out every code twice; choose one of them"
        )
    return (chosen[0], given[chosen[0]]) if chosen else ("codes", None)


def _ask(
    definitions: Definitions, quarter: Quarter, invited: Mapping[str, int], closes: date
) -> None:
    """Say what is seldom meant, and let somebody who sits there decide."""
    noticed = doubts(definitions, quarter, invited, closes, date.today())
    warn(noticed)
    if noticed and sys.stdin.isatty():
        click.confirm(f"Open {quarter} all the same?", abort=True)


def _say_open(
    definitions: Definitions, quarter: Quarter, invited: Mapping[str, int], closes: date
) -> None:
    names = " and ".join(f"{definitions.team_name(team)} ({n})" for team, n in invited.items())
    click.echo(f"{quarter} is open for {names}, closing {closes}.", err=True)
