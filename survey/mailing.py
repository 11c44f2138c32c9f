"""Send the invitations so that a mailing that broke off can go on, each person with one code.

While a mailing is under way, one file holds address and link of everybody who has not been
written to. It is there before the quarter opens; an entry leaves it as soon as the mail server
has accepted the message; with the last one the file goes. So nobody ever gets a second code, and
nobody is left out. If everything stops between the server's yes and the file, one person gets the
same message twice.
"""

import fcntl
import json
import os
import secrets
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.workspace import Workspace
from survey.files import remove_file, write_file
from survey.invitations import Invitation
from survey.letters import Letter
from survey.postbox import StoppedError, deliver
from survey.states import QuarterError, UnsureError


@dataclass(frozen=True)
class Mailing:
    """The people who have not been written to: pairs of address and link, and the file of them."""

    file: Path
    waiting: tuple[tuple[str, str], ...]

    def save(self) -> None:
        """Make the file say what is waiting; remove it when nothing is."""
        if self.waiting:
            write_file(self.file, json.dumps(self.waiting), mode=0o600)
        else:
            remove_file(self.file)

    @contextmanager
    def kept_if_open(self) -> Iterator[None]:
        """Write the file before the quarter opens; take it back if it surely does not."""
        try:
            self.save()
            yield
        except UnsureError:
            raise
        except BaseException:
            remove_file(self.file)
            raise


class BrokenOffError(Exception):
    """The mail server stopped accepting; ``mailing`` is what is left."""

    def __init__(self, message: str, mailing: Mailing) -> None:
        self.mailing = mailing
        super().__init__(message)


def mailing_of(
    workspace: Workspace,
    invitation: Invitation,
    people: Mapping[str, Sequence[str]],
    codes: Mapping[str, Sequence[str]],
) -> Mailing:
    """Give each person one of the team's codes, at random, in an order that is random too."""
    drawing = secrets.SystemRandom()
    pairs = [
        (address, invitation.link(code))
        for team, addresses in people.items()
        for address, code in zip(
            addresses, drawing.sample(codes[team], len(addresses)), strict=True
        )
    ]
    file = _file(workspace, str(invitation.quarter))
    return Mailing(file, tuple(drawing.sample(pairs, len(pairs))))


def unfinished(workspace: Workspace, quarter: str) -> Mailing | None:
    """The mailing of a quarter that broke off, or is still under way; None: there is none."""
    file = _file(workspace, quarter)
    try:
        pairs = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Mailing(file, tuple((address, link) for address, link in pairs))


def forget(workspace: Workspace, quarter: str) -> None:
    """Remove what is left of a mailing whose codes open nothing: not yet, or no longer."""
    remove_file(_file(workspace, quarter))


def _file(workspace: Workspace, quarter: str) -> Path:
    return workspace.data / f"mailing-{quarter}.json"


@contextmanager
def no_other_mailing(workspace: Workspace, *, to_mail: bool) -> Iterator[None]:
    """Keep mailings out while the body runs; those who do not mail themselves can be several.

    Raises:
        QuarterError: a mailing is under way.
    """
    workspace.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(workspace.data, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, (fcntl.LOCK_EX if to_mail else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise QuarterError("a mailing is under way; wait until it is done") from None
        yield
    finally:
        os.close(folder)


def send_all(mailing: Mailing, letter: Letter, server: smtplib.SMTP, sender: str) -> Mailing:
    """Write to everybody who is waiting; give back those whose address the server refused.

    Raises:
        BrokenOffError: the server went away or refuses every message; the file holds the rest.
    """
    for address, link in mailing.waiting:
        try:
            accepted = deliver(server, letter.to(address, sender, link))
        except StoppedError as error:
            raise BrokenOffError(str(error), mailing) from None
        if accepted:
            rest = tuple(pair for pair in mailing.waiting if pair[0] != address)
            mailing = replace(mailing, waiting=rest)
            mailing.save()
    return mailing
