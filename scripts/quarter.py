"""Open a quarter, see how many have answered, close it."""

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.quarters import Quarter
from scripts.arguments import QuarterType
from scripts.mailing import invite_command, to_go_on
from scripts.opening import open_command
from scripts.refusals import refusals, warn
from scripts.reminding import remind_command
from scripts.workspaces import config_of, workspace_option
from survey.closing import close_quarter, reasons_to_wait
from survey.mailing import forget, no_other_mailing, unfinished
from survey.participation import participation_of
from survey.tallies import Tallies


@click.group()
def main() -> None:
    """Open a quarter, see how many have answered, close it."""


for command in (open_command, invite_command, remind_command):
    main.add_command(command)


@main.command()
@workspace_option
def status(workspace: Path | None) -> None:
    """Say roughly how many of each team have answered."""
    with refusals():
        config = config_of(workspace)
        with closing(Tallies(config.database)) as tallies:
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
        table = Table("Team", "Answered", title=f"{opened.quarter} · to {opened.closes}")
        notes: list[str] = []
        for team, n in opened.invited.items():
            name, said = opened.definitions.team_name(team), participation_of(answered[team], n)
            table.add_row(name, said.words)
            notes += filter(None, [said.note(name)])
        Console().print(table)
        if mailing := unfinished(config.workspace, opened.quarter):
            notes.append(to_go_on(len(mailing.waiting)))
        for note in notes:
            click.echo(note)


@main.command("close")
@click.argument("quarter", type=QuarterType())
@click.option("--yes", is_flag=True, help="Do not ask, even if people may still want to answer.")
@workspace_option
def close_command(quarter: Quarter, yes: bool, workspace: Path | None) -> None:
    """Close QUARTER: write its results, then wipe codes and tallies."""
    with refusals():
        config = config_of(workspace)
        with (
            no_other_mailing(config.workspace, to_mail=False),
            closing(Tallies(config.database)) as tallies,
        ):
            if not yes:
                reasons = reasons_to_wait(tallies, quarter, date.today())
                if mailing := unfinished(config.workspace, str(quarter)):
                    reasons.append(to_go_on(len(mailing.waiting)))
                _ask(quarter, reasons)
            folder = close_quarter(tallies, config.workspace, quarter)
            forget(config.workspace, str(quarter))  # its codes open nothing any more
    click.echo(
        f"{quarter} is closed. Its results are in {folder}; build the handbook to show them."
    )


def _ask(quarter: Quarter, reasons: Sequence[str]) -> None:
    """Let somebody who sits there decide; a script has decided already."""
    warn(reasons)
    if reasons and sys.stdin.isatty():
        click.confirm(f"A closed quarter is never opened again. Close {quarter}?", abort=True)


if __name__ == "__main__":
    main()
