"""What is written to people: a template of the workspace, or the one that is shipped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

from catalog.workspace import Workspace
from survey.invitations import Invitation
from survey.states import QuarterError

_SHIPPED = Path(__file__).parent / "templates" / "letters"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Letter:
    """A subject and a text, filled in but for the ``{link}`` of each person."""

    subject: str
    text: str

    def to(self, address: str, sender: str, link: str = "") -> EmailMessage:
        """The message for one person."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, address, self.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # spares us the out-of-office replies
        message.set_content(self.text.replace("{link}", link), cte="quoted-printable")
        return message


def read_invitation(workspace: Workspace, invitation: Invitation) -> Letter:
    """The invitation, from invitations/invitation.txt or the shipped one.

    Raises:
        QuarterError: the template cannot be used; the message says what to mend.
    """
    return _read(workspace, "invitation.txt", invitation, has_link=True)


def read_reminder(workspace: Workspace, invitation: Invitation) -> Letter:
    """The reminder, from invitations/reminder.txt or the shipped one; it holds no link.

    Raises:
        QuarterError: the template cannot be used; the message says what to mend.
    """
    return _read(workspace, "reminder.txt", invitation, has_link=False)


def _read(workspace: Workspace, name: str, invitation: Invitation, *, has_link: bool) -> Letter:
    own = workspace.invitations / name
    path = own if own.is_file() else _SHIPPED / name
    try:
        head, _, text = path.read_text(encoding="utf-8-sig").partition("\n")
    except UnicodeDecodeError:
        raise QuarterError(f"{path} is not text in UTF-8") from None
    known = {
        "closes": invitation.closes,
        "quarter": str(invitation.quarter),
        "company": invitation.company,
        "minutes": str(invitation.minutes),
    }
    _check(path, head, text, {*known, "link"} if has_link else set(known))
    subject = " ".join(_fill(head.removeprefix("Subject:"), known).split())
    return Letter(subject, _fill(text.strip(), known) + "\n")


def _check(path: Path, head: str, text: str, known: set[str]) -> None:
    if not head.removeprefix("Subject:").strip() or not head.startswith("Subject:"):
        raise QuarterError(f"{path}:1: the first line is the subject; write it as Subject: …")
    if "{link}" in head:
        raise QuarterError(f"{path}:1: a link in the subject could be read over a shoulder")
    for name in _PLACEHOLDER.findall(head + text):
        if name not in known:
            written = ", ".join(f"{{{each}}}" for each in sorted(known))
            raise QuarterError(f"{path}: {{{name}}} cannot be filled in here; there are {written}")
    if "link" in known and "{link}" not in text:
        raise QuarterError(f"{path}: {{link}} is missing, so nobody could answer")


def _fill(text: str, known: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)
