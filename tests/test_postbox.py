"""The way to a mail server: protected, logged in, or refused, against a real one.

Planted faults that these tests were shown to catch: a certificate that is not verified; STARTTLS
left out; the password taken as it stands in the URL, its %40 not read as @.
"""

import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from survey.config import ConfigError
from survey.postbox import Postbox, deliver
from tests.mailbox import Mailbox

SENDER = "survey@example.com"


def let_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: object
) -> AuthResult:
    return AuthResult(success=login == LoginPassword(b"ops", b"s3c@ret"), handled=False)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    file, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + key.read_text())
    return file


@pytest.fixture
def guarded(certificate: Path) -> Iterator[Mailbox]:
    """A mail server that wants STARTTLS and a login."""
    mailbox = Mailbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=mailbox.port,
        tls_context=context,
        require_starttls=True,
        authenticator=let_in,
        auth_required=True,
    )
    controller.start()
    yield mailbox
    controller.stop()


def write(url: str) -> None:
    postbox = Postbox.from_environment({"SMTP_URL": url, "INVITATIONS_FROM": SENDER})
    message = EmailMessage()
    message["From"], message["To"] = SENDER, "ana@example.com"
    with postbox.connected() as server:
        assert deliver(server, message)


def test_a_message_goes_out_protected_and_logged_in(
    guarded: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    write(f"smtp://ops:s3c%40ret@127.0.0.1:{guarded.port}?starttls")
    assert len(guarded.messages) == 1


def test_a_wrong_password_is_told_without_repeating_it(
    guarded: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(ConfigError, match="does not accept user and password") as caught:
        write(f"smtp://ops:wr0ng@127.0.0.1:{guarded.port}?starttls")
    assert "wr0ng" not in str(caught.value)


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(guarded: Mailbox) -> None:
    with pytest.raises(ConfigError, match=r"cannot be used .SSLCertVerificationError"):
        write(f"smtp://ops:s3c%40ret@127.0.0.1:{guarded.port}?starttls")
    assert guarded.messages == []


def test_the_ports_are_the_usual_ones() -> None:
    given = {"INVITATIONS_FROM": SENDER}
    for url, port in (
        ("smtp://mail.example.com", 25),
        ("smtp://mail.example.com?starttls", 587),
        ("smtps://mail.example.com", 465),
        ("smtps://mail.example.com:4650", 4650),
    ):
        assert Postbox.from_environment({"SMTP_URL": url, **given}).port == port


def test_a_password_is_in_no_representation() -> None:
    url = "smtps://ops:s3cret@mail.example.com"
    postbox = Postbox.from_environment({"SMTP_URL": url, "INVITATIONS_FROM": SENDER})
    assert "s3cret" not in repr(postbox)
