"""The mail server: where it is, and one connection to it."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from survey.config import ConfigError

_FOR_GOOD = 500  # from this reply code on, asking again does not help (RFC 5321, 4.2.1)
_PATIENCE = 30  # seconds without an answer
_WRITE = "write it as smtp://user:password@mail.example.com:587?starttls or smtps://…"


@dataclass(frozen=True, repr=False)
class Postbox:
    """A mail server and the sender of what is given to it; never shown, it holds a password."""

    host: str
    port: int
    security: str
    """``tls`` from the start, ``starttls`` or ``plain``."""
    user: str
    password: str
    sender: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Postbox":
        """Read SMTP_URL and INVITATIONS_FROM.

        Raises:
            ConfigError: one of them is missing or cannot be used. It never repeats a password.
        """
        sender = environment.get("INVITATIONS_FROM", "").strip()
        address = parseaddr(sender)[1]
        if "@" not in address or not (address.isascii() and sender.isprintable()):
            raise ConfigError(
                "set INVITATIONS_FROM to the sender of the invitations, such as"
                " Common Ground <survey@example.com>."
            )
        url = environment.get("SMTP_URL", "").strip()
        if not url:
            raise ConfigError(f"set SMTP_URL to your mail server; {_WRITE}.")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            wrong = _wrong_part(parts)
        except ValueError:
            wrong = "its host or port cannot be read"
        if wrong:
            raise ConfigError(f"SMTP_URL is not the address of a mail server: {wrong}; {_WRITE}.")
        security = "tls" if parts.scheme == "smtps" else parts.query or "plain"
        if security == "plain" and parts.username and not _is_here(host):
            raise ConfigError(
                "SMTP_URL would send its password unprotected; add ?starttls or write smtps://."
            )
        return cls(
            host=host,
            port=port or {"tls": 465, "starttls": 587, "plain": 25}[security],
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=sender,
        )

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection to the server, logged in.

        Raises:
            ConfigError: the server cannot be reached or refuses us.
        """
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError:
            raise ConfigError(
                f"{self.host} does not accept user and password; check SMTP_URL."
            ) from None
        except (OSError, smtplib.SMTPException) as error:  # no more of it: it may quote the login
            raise ConfigError(
                f"the mail server {self.host}:{self.port} cannot be used"
                f" ({type(error).__name__}); check SMTP_URL."
            ) from None
        try:
            yield server
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_PATIENCE, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class StoppedError(Exception):
    """The mail server takes no more messages for now; the message says how it refused."""


def deliver(server: smtplib.SMTP, message: EmailMessage) -> bool:
    """Give a message to the server; False if it refuses the address, or the message to it.

    What the server says is not repeated but for its number: it could quote the message.

    Raises:
        StoppedError: the fault is not with the address.
    """
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused:
        return False
    except smtplib.SMTPResponseException as error:
        if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FOR_GOOD:
            return False  # this message, to this person
        raise StoppedError(f"the mail server refuses the message ({error.smtp_code})") from None
    except (OSError, smtplib.SMTPException) as error:
        raise StoppedError(f"the mail server went away ({type(error).__name__})") from None
    return True


def _wrong_part(parts: SplitResult) -> str | None:
    """What to mend, by its place: each part may hold some of a password with a sign in it."""
    if parts.scheme not in ("smtp", "smtps"):
        return "it has to begin with smtp:// or smtps://"
    if not parts.hostname:
        return "it names no host"
    if parts.path not in ("", "/"):
        return "after the host and the port there can be no path"
    if parts.scheme == "smtps" and parts.query:
        return "after smtps:// there can be no '?', it is protected already"
    if parts.query not in ("", "starttls"):
        return "after the '?' there can only be starttls"
    return None


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
