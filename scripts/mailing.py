"""Invite and remind by e-mail."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from smtplib import SMTP
from typing import Any, TypeVar

import click

from scripts.invited import invitation_to, open_to, running, say_open
from scripts.refusals import refusals
from scripts.workspaces import config_of, require_origin, workspace_option
from survey.codes import draw_codes
from survey.config import Config
from survey.correcting import corrected
from survey.invitations import Invitation
from survey.letters import Letter, read_invitation
from survey.mailing import (
    BrokenOffError,
    Mailing,
    mailing_of,
    no_other_mailing,
    send_all,
    unfinished,
)
from survey.people import read_people
from survey.postbox import Postbox
from survey.states import QuarterError
from survey.tallies import Tallies

_IF_MISTYPED = " If an address is mistyped, add --correct OLD NEW --people FILE."

_Command = TypeVar("_Command", bound=Callable[..., Any])


def people_option(
    *,
    required: bool,
    words: str = "Write to the people in this CSV file (team,email), which is read and never kept.",
) -> Callable[[_Command], _Command]:
    """The file of people, with what it is for."""
    return click.option(
        "--people",
        "people_file",
        type=click.Path(path_type=Path, dir_okay=False),
        required=required,
        help=words,
    )


def to_go_on(n: int) -> str:
    """What to do about so many people who have not got their invitation."""
    return (
        f"{n} of the invitations {'is' if n == 1 else 'are'} still to be sent. Go on with"
        " scripts/quarter.py invite --resume: nobody gets a second code."
    )


def open_by_mail(
    config: Config, invitation: Invitation, people: Mapping[str, Sequence[str]]
) -> None:
    """Open the quarter and write to everybody.

    Template and mail server are tried first: if they do not do, nothing opens.

    Raises:
        QuarterError: the quarter cannot be opened, or a mailing is under way.
        ConfigError: the address or the mail server is not set, or cannot be used.
        ClickException: it is open, but not everybody could be written to.
    """
    require_origin()
    letter = read_invitation(config.workspace, invitation)
    postbox = Postbox.from_environment(os.environ)
    codes = draw_codes({team: len(emails) for team, emails in people.items()})
    mailing = mailing_of(config.workspace, invitation, people, codes)
    with (
        no_other_mailing(config.workspace, to_mail=True),
        closing(Tallies(config.database)) as tallies,
        postbox.connected() as server,
    ):
        if running := tallies.progress():  # whose mailing must not be written over
            name = running[0].quarter
            raise QuarterError(
                f"{name} is still open; close it first: scripts/quarter.py close {name}"
            )
        with mailing.kept_if_open():
            open_to(config, tallies, invitation, codes)
        say_open(invitation, codes)
        _send(mailing, letter, server, postbox)


@click.command("invite")
@click.option("--resume", is_flag=True, required=True, help="Go on with a mailing that broke off.")
@click.option(
    "--correct",
    "corrections",
    type=(str, str),
    multiple=True,
    metavar="OLD NEW",
    help="Write to the address NEW in place of OLD, which the mail server refused. Needs --people"
    " to see that NEW is nobody else's: the file as it was, or with NEW in place of OLD.",
)
@people_option(required=False, words="With --correct: the CSV file (team,email) of those invited.")
@workspace_option
def invite_command(
    resume: bool,
    corrections: Sequence[tuple[str, str]],
    people_file: Path | None,
    workspace: Path | None,
) -> None:
    """Send what a broken-off mailing has left. Nobody gets a second code."""
    if bool(corrections) != bool(people_file):
        raise click.UsageError("--correct and --people go together; give both or neither")
    with refusals():
        config = config_of(workspace)
        opened = running(config)
        invitation = invitation_to(config, opened)
        people = read_people(people_file, opened.definitions) if people_file else {}
        letter = read_invitation(config.workspace, invitation)
        postbox = Postbox.from_environment(os.environ)
        with no_other_mailing(config.workspace, to_mail=True):
            mailing = unfinished(config.workspace, str(invitation.quarter))
            if mailing is None:
                raise QuarterError("no invitation is waiting to be sent.")
            for old, new in corrections:
                mailing = corrected(mailing, old, new, people, opened.invited)
            mailing.save()
            with postbox.connected() as server:
                _send(mailing, letter, server, postbox)


def _send(mailing: Mailing, letter: Letter, server: SMTP, postbox: Postbox) -> None:
    """Write to everybody who is waiting, and say how far it came."""
    try:
        left = send_all(mailing, letter, server, postbox.sender)
    except BrokenOffError as error:
        left, trouble, advice = error.mailing, f"{error}. ", ""
    else:
        refused = ", ".join(sorted(address for address, _ in left.waiting))
        trouble, advice = f"the mail server refused {refused}. ", _IF_MISTYPED
    n = len(mailing.waiting) - len(left.waiting)
    click.echo(f"{n} {'invitation is' if n == 1 else 'invitations are'} sent.")
    if left.waiting:
        raise click.ClickException(trouble + to_go_on(len(left.waiting)) + advice)
