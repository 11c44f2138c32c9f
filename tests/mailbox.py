"""A real mail server for tests: it keeps what it accepts, and fails when it is told to."""

import os
import re
import signal
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.running import free_port


@dataclass
class Mailbox:
    """What the server does: refuse addresses, stop after so many, kill whoever sends."""

    port: int = field(default_factory=free_port)
    messages: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    finds_too_much: set[str] = field(default_factory=set)
    """Addresses whose messages it takes in and then refuses."""
    stops_after: int | None = None
    kills_after: int | None = None
    victim: int | None = None
    """The process to kill once the server has accepted that many."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def links(self) -> dict[str, list[str]]:
        """The links that each address has got, in order."""
        got: dict[str, list[str]] = {}
        for message in self.messages:
            found = re.findall(r"https?://\S+#\S+", message.get_content())
            got.setdefault(message["To"], []).extend(found)
        return got

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.stops_after is not None and len(self.messages) >= self.stops_after:
            return "451 come back later"
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert envelope.rcpt_tos == [message["To"]]
        if message["To"] in self.finds_too_much:
            return "552 mailbox full"
        self.messages.append(message)
        if self.kills_after == len(self.messages) and self.victim:
            self.kills_after = None
            os.kill(self.victim, signal.SIGKILL)
        return "250 OK"


def serve(mailbox: Mailbox) -> Controller:
    """Start it; ``stop()`` ends it."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    return controller
