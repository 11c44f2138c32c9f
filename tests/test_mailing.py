"""Inviting and reminding by e-mail, against a real SMTP server.

Planted faults that these tests were shown to catch are named with each test, after "Fault:".
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from catalog.results import read_results
from catalog.workspace import Workspace
from scripts.quarter import main
from survey.codes import hash_code, read_code
from survey.mailing import no_other_mailing
from survey.tallies import Tallies
from tests.answering import config_of
from tests.conftest import NewTallies
from tests.mailbox import Mailbox, serve
from tests.running import ROOT, edit

Run = Callable[..., Result]

SALES = [f"s{n}@example.com" for n in range(7)]
MARKETING = [f"m{n}@example.com" for n in range(5)]
PEOPLE = {*SALES, *MARKETING}
OPENING = ("open", "2026-Q4", "--closes", "2099-12-18", "--people")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = serve(mailbox)
    yield mailbox
    controller.stop()


@pytest.fixture
def people(tmp_path: Path) -> str:
    file = tmp_path / "people.csv"
    rows = [f"sales,{email}" for email in SALES] + [f"marketing,{email}" for email in MARKETING]
    file.write_text("\n".join(["team,email", *rows]))
    return str(file)


@pytest.fixture
def environment(workspace: Workspace, mailbox: Mailbox) -> dict[str, str]:
    return {
        "COMMON_GROUND_WORKSPACE": str(workspace.root),
        "SURVEY_ORIGIN": "https://survey.example.com",
        "SMTP_URL": mailbox.url,
        "INVITATIONS_FROM": "Common Ground <survey@example.com>",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def run_it(*arguments: str, **changed: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment | changed)

    return run_it


@pytest.fixture
def waiting(workspace: Workspace) -> Path:
    """The file of those who are still to be written to."""
    return workspace.data / "mailing-2026-Q4.json"


def done(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(result: Result) -> str:
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code in (1, 2)
    return " ".join(result.stderr.split())


def one_code_each(mailbox: Mailbox) -> dict[str, str]:
    """The code of each person; nobody has two, and no two have the same."""
    links = {address: set(got) for address, got in mailbox.links().items()}
    assert all(len(got) == 1 for got in links.values())
    codes = {address: read_code(got.pop()) for address, got in links.items()}
    assert len(set(codes.values())) == len(codes)
    return codes


def test_everybody_gets_one_code_of_the_own_team(
    run: Run, people: str, mailbox: Mailbox, workspace: Workspace, new_tallies: NewTallies
) -> None:
    """Fault: the codes of one team dealt to the other."""
    done(run(*OPENING, people))
    codes = one_code_each(mailbox)
    assert set(codes) == PEOPLE
    tallies: Tallies = new_tallies(config_of(workspace, "").database)
    for address, code in codes.items():
        team = "sales" if address in SALES else "marketing"
        assert tallies.team_of(hash_code(code)) == team
    opened = read_results(workspace.results).open
    assert opened
    assert opened.invited == {"sales": 7, "marketing": 5}


def test_the_invitation_says_what_to_know(run: Run, people: str, mailbox: Mailbox) -> None:
    """Fault: a placeholder left out of what is filled in."""
    done(run(*OPENING, people))
    message = mailbox.messages[0]
    assert message["Subject"].endswith("Your invitation for 2026-Q4")
    assert message["From"] == "Common Ground <survey@example.com>"
    text = message.get_content()
    assert "by 18 December 2099" in text
    assert "about 5 minutes" in text
    assert not re.search(r"[{}]", text)


def test_the_invitation_is_true_about_the_note_of_who_got_which_link(
    run: Run, people: str, mailbox: Mailbox, waiting: Path
) -> None:
    """Fault: the message says that it was never written down."""
    mailbox.stops_after = 1
    refused(run(*OPENING, people))
    assert mailbox.messages[0]["To"] not in waiting.read_text()
    text = mailbox.messages[0].get_content()
    assert "our note of it is deleted as soon as this message is sent" in text
    assert "written down" not in text


@pytest.mark.parametrize("name", ["invitation.txt", "reminder.txt"])
def test_a_paragraph_of_a_shipped_letter_is_one_line(name: str) -> None:
    """Fault: lines wrapped, which are ragged once a long name is filled in."""
    letter = (ROOT / "survey" / "templates" / "letters" / name).read_text()
    assert all("\n" not in paragraph for paragraph in letter.strip().split("\n\n"))


def test_nobody_sees_a_code_and_nobody_s_address_is_kept(
    run: Run, people: str, mailbox: Mailbox, workspace: Workspace, tmp_path: Path
) -> None:
    """Fault: the file of who is waiting left behind with the last entry in it."""
    result = run(*OPENING, people)
    done(result)
    said = result.stdout + result.stderr
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path != Path(people)]
    stored = b"".join(path.read_bytes() for path in kept)
    for address, links in mailbox.links().items():
        for secret in (address, links[0], links[0].partition("#")[2]):
            assert secret not in said
            assert secret.encode() not in stored
    assert not [path for path in workspace.data.iterdir() if "mailing" in path.name]


def test_people_are_written_to_in_an_order_that_says_nothing(
    run: Run, tmp_path: Path, mailbox: Mailbox
) -> None:
    """Fault: the people in the order of their file, one team after the other."""
    file = tmp_path / "people.csv"
    emails = [f"p{n}@example.com" for n in range(40)]
    teams = ["sales"] * 20 + ["marketing"] * 20
    file.write_text("team,email\n" + "\n".join(map(",".join, zip(teams, emails, strict=True))))
    done(run(*OPENING, str(file)))
    written = [message["To"] for message in mailbox.messages]
    assert sorted(written) == sorted(emails)
    assert written[:20] != emails[:20]
    assert set(written[:20]) != set(emails[:20])


def test_a_message_that_is_refused_holds_up_nobody_else(
    run: Run, people: str, mailbox: Mailbox, waiting: Path
) -> None:
    """Fault: any refusal stops the mailing; each resume stops at the same person."""
    full = sorted(PEOPLE)[0]
    mailbox.finds_too_much.add(full)
    assert f"the mail server refused {full}. 1 of the invitations is still" in refused(
        run(*OPENING, people)
    )
    assert set(one_code_each(mailbox)) == PEOPLE - {full}
    mailbox.finds_too_much.clear()
    assert "1 invitation is sent." in done(run("invite", "--resume"))
    assert set(one_code_each(mailbox)) == PEOPLE


def test_a_mailing_that_broke_off_goes_on_with_the_same_codes(
    run: Run, people: str, mailbox: Mailbox, waiting: Path
) -> None:
    """Fault: fresh codes on resume; entries kept although their message was accepted."""
    mailbox.stops_after = 4
    message = refused(run(*OPENING, people))
    assert "2026-Q4 is open for Sales (7) and Marketing (5), closing 2099-12-18. Build" in message
    assert "the mail server refuses the message (451). 8 of the invitations are still" in message
    assert "scripts/quarter.py invite --resume" in message
    assert waiting.stat().st_mode & 0o777 == 0o600
    meant = {address: read_code(link) for address, link in json.loads(waiting.read_text())}
    assert set(meant).isdisjoint(mailbox.links())
    said = done(run("status"))
    assert "8 of the invitations are still to be sent" in said
    assert "reminder" not in said  # `remind` refuses until they are
    mailbox.stops_after = None
    assert "8 invitations are sent." in done(run("invite", "--resume"))
    codes = one_code_each(mailbox)
    assert set(codes) == PEOPLE
    assert meant.items() <= codes.items()
    assert len(mailbox.messages) == len(PEOPLE)
    assert not waiting.exists()
    assert "no invitation is waiting" in refused(run("invite", "--resume"))


@pytest.mark.parametrize("accepted", [1, 6, 12])
def test_after_a_kill_nobody_has_a_second_code_and_only_one_a_second_mail(
    run: Run,
    people: str,
    mailbox: Mailbox,
    environment: dict[str, str],
    waiting: Path,
    accepted: int,
) -> None:
    """The process dies when the server has accepted a message and before it can say so.

    Fault: the file written only once the whole mailing is over.
    """
    command = [sys.executable, str(ROOT / "scripts" / "quarter.py"), *OPENING, people]
    mailbox.kills_after = accepted
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        mailbox.victim = process.pid
        process.communicate(timeout=60)
    assert process.returncode == -9
    assert len(json.loads(waiting.read_text())) == len(PEOPLE) - accepted + 1
    done(run("invite", "--resume"))
    assert set(one_code_each(mailbox)) == PEOPLE
    assert len(mailbox.messages) == len(PEOPLE) + 1
    assert not waiting.exists()


@pytest.mark.parametrize("is_mended", [False, True])
def test_an_address_that_is_refused_holds_up_nobody_and_can_be_corrected(
    run: Run, people: str, mailbox: Mailbox, waiting: Path, is_mended: bool
) -> None:
    """Fault: giving up at the first address that the server refuses."""
    mailbox.refuses = {SALES[3]}
    message = refused(run(*OPENING, people))
    assert f"refused {SALES[3]}. 1 of the invitations is still to be sent" in message
    assert "If an address is mistyped, add --correct OLD NEW --people FILE." in message
    assert len(mailbox.messages) == len(PEOPLE) - 1
    [[_, link]] = json.loads(waiting.read_text())
    correct = ("invite", "--resume", "--people", people, "--correct", SALES[3])
    assert "is not another e-mail address" in refused(run(*correct, "nonsense"))
    if is_mended:
        edit(Path(people), SALES[3], "right@example.com")
    done(run(*correct, "right@example.com"))
    assert mailbox.links()["right@example.com"] == [link]
    assert len(one_code_each(mailbox)) == len(PEOPLE)
    assert not waiting.exists()


@pytest.mark.parametrize(
    ("old", "new", "meant", "reason"),
    [
        (None, None, SALES[0], "both stand in the file of people"),
        (None, None, SALES[0].upper(), "both stand in the file of people"),
        (f"sales,{SALES[3]}\n", "", SALES[0], "does not name as many of each team as were invited"),
        (f"sales,{SALES[3]}\n", "", MARKETING[0], "does not name as many of each team"),
        (SALES[3], "c@example.com", "d@example.com", "neither s3@example.com nor d@example.com"),
    ],
)
def test_a_correction_gives_nobody_a_second_code(
    run: Run,
    people: str,
    mailbox: Mailbox,
    waiting: Path,
    old: str | None,
    new: str | None,
    meant: str,
    reason: str,
) -> None:
    """Fault: the new address taken without a look at who was invited."""
    mailbox.refuses = {SALES[3]}
    refused(run(*OPENING, people))
    before = waiting.read_text()
    if old is not None and new is not None:
        edit(Path(people), old, new)
    correct = ("invite", "--resume", "--correct", SALES[3], meant)
    assert "go together" in refused(run(*correct))
    assert reason in refused(run(*correct, "--people", people))
    assert waiting.read_text() == before
    assert set(one_code_each(mailbox)) == PEOPLE - {SALES[3]}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"SMTP_URL": ""}, "set SMTP_URL to your mail server"),
        ({"SMTP_URL": "smtp://127.0.0.1:1"}, "127.0.0.1:1 cannot be used (ConnectionRefused"),
        ({"SMTP_URL": "http://127.0.0.1"}, "SMTP_URL is not the address of a mail server"),
        ({"SMTP_URL": "http://127.0.0.1"}, "it has to begin with smtp:// or smtps://"),
        ({"SMTP_URL": "smtp://"}, "it names no host"),
        ({"SMTP_URL": "smtp://mail.example.com:x"}, "its host or port cannot be read"),
        ({"SMTP_URL": "smtp://mail.example.com/in"}, "there can be no path"),
        ({"SMTP_URL": "smtp://mail.example.com?startls"}, "'?' there can only be starttls"),
        ({"SMTP_URL": "smtps://mail.example.com?starttls"}, "it is protected already"),
        ({"SMTP_URL": "", "SMPT_URL": "smtp://127.0.0.1"}, "did you mean SMTP_URL?"),
        ({"INVITATION_FROM": "us@example.com"}, "did you mean INVITATIONS_FROM?"),
        ({"SMTP_URL": "smtp://u:p@mail.example.com"}, "would send its password unprotected"),
        ({"INVITATIONS_FROM": "us"}, "set INVITATIONS_FROM to the sender"),
        ({"SURVEY_ORIGIN": ""}, "set SURVEY_ORIGIN to the address"),
    ],
)
def test_without_a_mail_server_nothing_opens(
    run: Run,
    people: str,
    workspace: Workspace,
    waiting: Path,
    changed: dict[str, str],
    reason: str,
) -> None:
    """Fault: the quarter opened before the server is tried."""
    assert reason in refused(run(*OPENING, people, **changed))
    assert read_results(workspace.results).open is None
    assert not waiting.exists()


def test_no_code_is_mailed_while_the_database_server_would_keep_ballots(
    run: Run, people: str, workspace: Workspace, mailbox: Mailbox, postgres_url: str
) -> None:
    """Fault: a warning to set it before the codes are handed out, which go out at once."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET log_statement = 'all'".encode())
    result = run(*OPENING, people, DATABASE_URL=postgres_url)
    assert "set it first, or say --yes" in refused(result)
    assert (mailbox.messages, read_results(workspace.results).open) == ([], None)
    result = run(*OPENING, people, "--yes", DATABASE_URL=postgres_url)
    done(result)
    assert "Please note: the database server runs with log_statement = all" in result.stderr
    assert set(one_code_each(mailbox)) == PEOPLE


def test_a_password_is_never_said(run: Run, people: str, mailbox: Mailbox) -> None:
    """Fault: the URL, or what the server said to the login, repeated in the message."""
    for url in (mailbox.url, "smtp://mail.invalid", "ftp://mail"):
        scheme, _, host = url.partition("://")
        for sign in ("", "/", "?", "#", "["):
            login = f"ops:{sign}s3cret"
            result = run(*OPENING, people, SMTP_URL=f"{scheme}://{login}@{host}")
            refused(result)
            assert "s3cret" not in result.stdout + result.stderr


@pytest.mark.parametrize("by_mail", [True, False])
def test_a_second_opening_leaves_a_mailing_that_broke_off_alone(
    run: Run, people: str, mailbox: Mailbox, waiting: Path, by_mail: bool
) -> None:
    """Fault: the file written before it is known whether the quarter can be opened."""
    mailbox.stops_after = 2
    refused(run(*OPENING, people))
    before = waiting.read_text()
    again = (
        run(*OPENING, people) if by_mail else run(*OPENING[:-1], "--sales", "1", "--marketing", "1")
    )
    assert "2026-Q4" in refused(again)
    assert waiting.read_text() == before


def test_a_close_forgets_who_was_never_written_to(
    run: Run, people: str, mailbox: Mailbox, waiting: Path
) -> None:
    """Faults: the file left where it is; not a word of the ten before it goes."""
    mailbox.stops_after = 2
    refused(run(*OPENING, people))
    assert waiting.exists()
    result = run("close", "2026-Q4")
    done(result)
    assert "Please note: 10 of the invitations are still to be sent." in result.stderr
    assert not waiting.exists()


@pytest.mark.parametrize("command", ["invite", "close", "remind"])
def test_nothing_comes_between_while_a_mailing_is_under_way(
    run: Run, people: str, workspace: Workspace, command: str
) -> None:
    """Fault: no lock."""
    done(run(*OPENING, people))
    arguments = {
        "invite": ("invite", "--resume"),
        "close": ("close", "2026-Q4"),
        "remind": ("remind", "--people", people),
    }
    with no_other_mailing(workspace, to_mail=True):
        assert "a mailing is under way" in refused(run(*arguments[command]))


def test_a_reminder_goes_to_everybody_and_holds_no_code(
    run: Run, people: str, mailbox: Mailbox
) -> None:
    """Fault: the address of the survey followed by a code in the reminder."""
    assert "no quarter is open" in refused(run("remind", "--people", people))
    done(run(*OPENING, people))
    mailbox.messages.clear()
    assert "12 people are reminded." in done(run("remind", "--people", people))
    assert {message["To"] for message in mailbox.messages} == PEOPLE
    assert not any("#" in message.get_content() for message in mailbox.messages)
    assert all("goes to everybody" in message.get_content() for message in mailbox.messages)


def test_a_reminder_says_when_other_people_are_named_than_were_invited(
    run: Run, people: str, mailbox: Mailbox
) -> None:
    """Fault: numbers of both teams are added up, or not looked at."""
    done(run(*OPENING, people))
    mailbox.messages.clear()
    edit(Path(people), "sales,s0@example.com\n", "marketing,new@example.com\n")
    said = refused(run("remind", "--people", people))
    assert "names 6 of Marketing; 5 were invited, so take out those who have no code" in said
    assert mailbox.messages == []
    edit(Path(people), "marketing,new@example.com\n", "")
    result = run("remind", "--people", people)
    assert "Please note: the file of people names 6 of Sales; 7 were invited." in result.stderr
    assert "11 people are reminded." in result.stdout


def test_nobody_is_reminded_of_an_invitation_that_never_came(
    run: Run, people: str, mailbox: Mailbox
) -> None:
    """Fault: reminding without a look at who is waiting."""
    mailbox.stops_after = 2
    refused(run(*OPENING, people))
    assert "10 of the invitations are still" in refused(run("remind", "--people", people))


def test_numbers_beside_the_file_of_people_are_refused(run: Run, people: str) -> None:
    assert "leave --sales out" in refused(run(*OPENING, people, "--sales", "7"))
    assert "every code twice" in refused(run(*OPENING, people, "--csv", "codes.csv"))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("invitation.txt", "Hello", "invitation.txt:1: the first line is the subject"),
        ("invitation.txt", "Subject: Hi\n\nHello", "{link} is missing, so nobody could answer"),
        ("invitation.txt", "Subject: {link}\n\n{link}", "a link in the subject"),
        ("invitation.txt", "Subject: Hi\n\n{lnk}", "{lnk} cannot be filled in here; there are {cl"),
        ("reminder.txt", "Subject: Hi\n\n{link}", "{link} cannot be filled in here"),
    ],
)
def test_a_template_that_does_not_do_is_refused_before_anything_is_sent(
    run: Run,
    people: str,
    workspace: Workspace,
    mailbox: Mailbox,
    name: str,
    text: str,
    reason: str,
) -> None:
    """Fault: unknown placeholders left standing."""
    if name == "reminder.txt":
        done(run(*OPENING, people))
        mailbox.messages.clear()
    workspace.invitations.mkdir()
    (workspace.invitations / name).write_text(text)
    command = ("remind", "--people", people) if name == "reminder.txt" else (*OPENING, people)
    assert reason in refused(run(*command))
    assert mailbox.messages == []


def test_a_company_writes_in_its_own_words(
    run: Run, people: str, workspace: Workspace, mailbox: Mailbox
) -> None:
    """Fault: the shipped template taken in any case."""
    workspace.invitations.mkdir()
    text = "Subject: Grüße zu {quarter}\n\nÜber {company}: {link}\n"
    (workspace.invitations / "invitation.txt").write_text(text)
    done(run(*OPENING, people))
    assert mailbox.messages[0]["Subject"] == "Grüße zu 2026-Q4"
    assert mailbox.messages[0].get_content().startswith("Über ")
    assert set(one_code_each(mailbox)) == PEOPLE
