"""Open a quarter, see how many have answered, close it."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.reading import DefinitionsError, read_definitions
from catalog.results import OpenQuarter
from survey.closing import close_quarter
from survey.codes import draw_codes, shown
from survey.config import Config, ConfigError
from survey.opening import open_quarter
from survey.tallies import QuarterError, Tallies


class QuarterType(click.ParamType[Quarter]):
    """A quarter on the command line: 2026-Q4."""

    name = "quarter"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Quarter:
        """Read it, or say how to write one."""
        try:
            return value if isinstance(value, Quarter) else Quarter.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class OpenCommand(click.Command):
    """A command with an option for each team of the workspace's company.yml."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the definitions of the workspace that the arguments name, then the arguments."""
        peek = click.Command("peek", params=list(_workspace_of(self)), add_help_option=False)
        peek.ignore_unknown_options = peek.allow_extra_args = True
        workspace = peek.make_context("peek", list(args)).params["workspace"]
        try:
            with _refusals():
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
                    type=click.IntRange(min=1),
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
@click.option(
    "--closes", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day to answer."
)
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
    closes: datetime,
    file: Path | None,
    workspace: Path | None,
    **people: int,
) -> None:
    """Open QUARTER and hand out the codes, once.

    The questions and the threshold are locked as they stand in the definitions now.
    """
    invited = {team: people[f"people_{index}"] for index, team in enumerate(definitions.team_ids)}
    with _refusals():
        config = _config(workspace)
        codes = draw_codes(invited)
        text = _links(config.origin, definitions, codes)
        with closing(Tallies(config.database)) as tallies, _kept_if_open(file, text):
            open_quarter(
                tallies, config.workspace, definitions, quarter, codes, closes.date(), date.today()
            )
    if file is None:
        click.echo(text)
    names = " and ".join(f"{definitions.team_name(team)} ({n})" for team, n in invited.items())
    click.echo(
        f"{quarter} is open for {names}, closing {closes.date()}. These codes exist only"
        f" {f'in {file}' if file else 'above'}: hand out one to each person, unseen.",
        err=True,
    )
    if "SURVEY_ORIGIN" not in os.environ:
        click.echo(
            f"The links lead to {config.origin}. If people reach the survey at another address,"
            " put that in place of it, and set SURVEY_ORIGIN for the server and the next quarter.",
            err=True,
        )


@main.command()
@workspace_option
def status(workspace: Path | None) -> None:
    """Say how many of each team have answered, and nothing about what."""
    with _refusals(), closing(Tallies(_config(workspace).database)) as tallies:
        lock, unused, interrupted = tallies.lock(), tallies.unused(), tallies.interrupted()
    if interrupted:
        click.echo(f"The close of {interrupted} was interrupted; run it again: quarter.py close")
    elif lock is None:
        click.echo("No quarter is open.")
    else:
        opened = OpenQuarter.model_validate_json(lock)
        table = Table("Team", "Answered", "Invited", title=f"{opened.quarter} · to {opened.closes}")
        for team, n in opened.invited.items():
            name = opened.definitions.team_name(team)
            table.add_row(name, str(n - unused.get(team, 0)), str(n))
        Console().print(table)


@main.command("close")
@click.argument("quarter", type=QuarterType())
@workspace_option
def close_command(quarter: Quarter, workspace: Path | None) -> None:
    """Close QUARTER: write its results, then wipe codes and tallies."""
    with _refusals():
        config = _config(workspace)
        with closing(Tallies(config.database)) as tallies:
            folder = close_quarter(tallies, config.workspace, quarter)
    click.echo(
        f"{quarter} is closed. Its results are in {folder}; build the handbook to show them."
    )


def _config(workspace: Path | None) -> Config:
    chosen = {"COMMON_GROUND_WORKSPACE": str(workspace)} if workspace else {}
    return Config.from_environment({**os.environ, **chosen})


def _definitions(config: Config) -> Definitions:
    return read_definitions(config.workspace.definitions).definitions


def _links(origin: str, definitions: Definitions, codes: Mapping[str, Sequence[str]]) -> str:
    """The codes as links, a block a team; drawn at random, so that their order says nothing."""
    lines: list[str] = []
    for team, drawn in codes.items():
        lines.append(definitions.team_name(team))
        lines += [f"{origin}/survey/#{shown(code)}" for code in drawn]
        lines.append("")
    return "\n".join(lines)


@contextmanager
def _kept_if_open(file: Path | None, text: str) -> Iterator[None]:
    """Write the codes to a new file before the quarter opens; take it back if it does not."""
    if file is None:
        yield
        return
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(
            f"cannot write the codes to a new file {file}: {error.strerror}"
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as writer:
            writer.write(text)
            writer.flush()
            os.fsync(descriptor)
        yield
    except BaseException:
        file.unlink()
        raise


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what cannot be done into a message and exit code 1."""
    try:
        yield
    except DefinitionsError as error:
        raise click.ClickException(f"the definitions need mending first:\n{error}") from None
    except (ConfigError, QuarterError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"the database does not answer ({type(error).__name__}); check DATABASE_URL"
        ) from None


if __name__ == "__main__":
    main()
