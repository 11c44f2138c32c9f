"""Open a quarter and hand out its codes."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from scripts.arguments import DayType, QuarterType
from scripts.invited import open_to, say_open
from scripts.mailing import open_by_mail, people_option
from scripts.refusals import refusals, warn
from scripts.teams import OpenCommand
from scripts.workspaces import config_of, require_origin, workspace_option
from survey.codes import draw_codes
from survey.config import Config
from survey.invitations import Invitation, kept_if_open, links, rows
from survey.mailing import forget
from survey.opening import doubts
from survey.people import read_people
from survey.server_settings import server_warnings
from survey.slips import slips
from survey.states import UnsureError
from survey.tallies import Tallies

_ADDRESS = (
    "The links lead to {}. If people reach the survey at another address, put that in place of it,"
    " and set SURVEY_ORIGIN for the server and the next quarter."
)


Codes = Mapping[str, Sequence[str]]
Way = Callable[[Invitation, Codes], str]

_WAYS: Mapping[str, Way] = {
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
@people_option(required=False)
@click.option("--yes", is_flag=True, help="Do not ask, whatever is noticed.")
@workspace_option
@click.pass_obj
def open_command(
    definitions: Definitions,
    /,
    quarter: Quarter,
    closes: date,
    people_file: Path | None,
    yes: bool,
    workspace: Path | None,
    **given: Any,
) -> None:
    """Open QUARTER and hand out the codes, once.

    The questions and the threshold are locked as they stand in the definitions now.
    """
    way, file = _chosen({"people": people_file, **given})
    with refusals():
        config = config_of(workspace)
        people = read_people(people_file, definitions) if people_file else None
        with closing(Tallies(config.database)) as tallies:
            unsafe = server_warnings(tallies)
    invited = _invited(definitions, given, people)
    warn(noticed := [*doubts(definitions, quarter, invited, closes, date.today()), *unsafe])
    if not yes:
        _ask(quarter, noticed, is_unsafe=bool(people and unsafe))
    invitation = Invitation(config.origin, definitions, quarter, closes)
    with refusals():
        if people:
            open_by_mail(config, invitation, people)
        else:
            if way == "slips":  # nobody can mend a QR code
                require_origin()
            codes = draw_codes(invited)
            _open(config, invitation, codes, _WAYS[way], file)
            say_open(invitation, codes)
    if not people:
        click.echo(
            f"These codes exist only {f'in {file}' if file else 'above'}: hand out one to each"
            " person, unseen.",
            err=True,
        )
        if "SURVEY_ORIGIN" not in os.environ:
            click.echo(_ADDRESS.format(config.origin), err=True)


def _open(
    config: Config, invitation: Invitation, codes: Codes, way: Way, file: Path | None
) -> None:
    """Open the quarter, its codes in the file or else on the screen."""
    text = way(invitation, codes)
    keeping = kept_if_open(file, text) if file else nullcontext()
    try:
        with closing(Tallies(config.database)) as tallies, keeping:
            open_to(config, tallies, invitation, codes)
    except UnsureError:
        if file is None:
            click.echo(text)
        raise
    forget(config.workspace, str(invitation.quarter))  # an opening by mail that came to nothing
    if file is None:
        click.echo(text)


def _chosen(given: Mapping[str, Any]) -> tuple[str, Path | None]:
    """The one way in which the codes are handed out; each person gets one code, once."""
    chosen = [way for way in (*_WAYS, "people") if given[way]]
    if len(chosen) > 1:
        raise click.UsageError(
            f"--{chosen[0]} and --{chosen[1]} would hand out every code twice; choose one of them"
        )
    return (chosen[0], given[chosen[0]]) if chosen else ("codes", None)


def _invited(
    definitions: Definitions, given: Mapping[str, Any], people: Mapping[str, Sequence[str]] | None
) -> dict[str, int]:
    """How many people of each team get a code: as many as are named, or as the options say."""
    counted = {team: given[f"people_{index}"] for index, team in enumerate(definitions.team_ids)}
    if people:
        if team := next((team for team, n in counted.items() if n), None):
            raise click.UsageError(f"--people says how many there are; leave --{team} out")
        return {team: len(emails) for team, emails in people.items()}
    if team := next((team for team, n in counted.items() if n is None), None):
        raise click.UsageError(f"Missing option '--{team}', or --people with a file of addresses.")
    return counted


def _ask(quarter: Quarter, noticed: Sequence[str], *, is_unsafe: bool) -> None:
    """Let somebody who sits there decide; a script mails no codes that would be unsafe at once."""
    if noticed and sys.stdin.isatty():
        click.confirm(f"Open {quarter} all the same?", abort=True)
    elif is_unsafe:
        raise click.ClickException(
            "the invitations would go out before the database server is set; set it first, or say"
            " --yes to open all the same"
        )
