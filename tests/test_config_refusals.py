"""With a setting that is missing or wrong the server does not start, and says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from catalog.workspace import Workspace
from survey.config import DEFAULT_ORIGIN, Config
from tests.running import ROOT, Postgres, Server, free_port

EXPECTED = "write it as sqlite:////folder/survey.db or postgresql://user:password@host/database"


def refusal(workspace: Path, *arguments: str, **environment: str) -> str:
    """What the server says when it does not start: one sentence or two, and no more."""
    own = {name: value for name, value in os.environ.items() if name != "SURVEY_ORIGIN"}
    result = subprocess.run(
        [sys.executable, ROOT / "scripts" / "serve.py", "--port", str(free_port()), *arguments],
        env=own | {"COMMON_GROUND_WORKSPACE": str(workspace)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    return line.removeprefix("Error: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", f"DATABASE_URL is not an address; {EXPECTED}."),
        ("postgresql://me@host:port/x", f"DATABASE_URL is not an address; {EXPECTED}."),
        ("mysql://me@host/x", f"DATABASE_URL names a database we cannot use; {EXPECTED}."),
        ("postgresql+asyncpg://me@host/x", f"names a database we cannot use; {EXPECTED}."),
        ("sqlite:///", f"names a database we cannot use; {EXPECTED}."),
        ("sqlite:////proc/survey.db", "no database can be kept at /proc/survey.db ("),
        ("sqlite:////dev/null/x/survey.db", "set DATABASE_URL to a file in a folder that may be"),
        ("sqlite:////proc", "(unable to open database file); check DATABASE_URL"),
        (f"sqlite:///{ROOT}/README.md", "(file is not a database); check DATABASE_URL"),
        ("postgresql://me@127.0.0.1:1/x", "Connection refused); check DATABASE_URL"),
        ("postgresql://me@nowhere.invalid/x", "does not answer ("),
        ("postgresql://me@127.0.0.1/x?odd=1", "check DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used(workspace: Workspace, url: str, said: str) -> None:
    assert said in refusal(workspace.root, DATABASE_URL=url)


def test_a_wrong_password_is_named_and_not_shown(
    workspace: Workspace, postgres: Postgres, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'right'")
        access = postgres.folder / "data" / "pg_hba.conf"
        access.write_text(f"local all stranger scram-sha-256\n{access.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
    url = make_url(postgres_url).set(username="stranger", password="wr0ng")
    said = refusal(workspace.root, DATABASE_URL=url.render_as_string(hide_password=False))
    assert 'password authentication failed for user "stranger"' in said
    assert said.endswith("check DATABASE_URL")
    assert "wr0ng" not in said


def test_a_database_in_which_nothing_may_be_made(
    workspace: Workspace, postgres: Postgres, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    url = make_url(postgres_url).set(username="guest").render_as_string()
    assert "permission denied for schema public" in refusal(workspace.root, DATABASE_URL=url)


@pytest.mark.parametrize(
    "origin", ["survey.example.com", "https://x.example/survey", "https://me@x.example", "://", "x"]
)
def test_an_address_that_is_no_origin(workspace: Workspace, origin: str) -> None:
    said = refusal(workspace.root, SURVEY_ORIGIN=origin)
    assert said == (
        f"SURVEY_ORIGIN is '{origin}'; write the address people type, without a path, such as"
        " https://survey.example.com."
    )


def test_an_address_for_others_without_the_origin_they_type(workspace: Workspace) -> None:
    assert "set SURVEY_ORIGIN to the address people type" in refusal(
        workspace.root, "--host", "0.0.0.0"
    )


def test_more_processes_than_one_on_sqlite(workspace: Workspace) -> None:
    """Fault: the server starts all the same."""
    said = refusal(workspace.root, "--workers", "2", DATABASE_URL="")
    assert said == (
        "--workers 2 is for PostgreSQL; set DATABASE_URL to"
        " postgresql://user:password@host/database, or leave --workers out."
    )


def test_a_misspelt_name(workspace: Workspace) -> None:
    said = refusal(workspace.root, SURVEY_ORGIN="https://survey.example.com")
    assert said == (
        "SURVEY_ORGIN is not a setting; did you mean SURVEY_ORIGIN? There are"
        " COMMON_GROUND_WORKSPACE, DATABASE_URL, SURVEY_ORIGIN, SURVEY_PREVIEW, SMTP_URL,"
        " INVITATIONS_FROM."
    )


def test_a_setting_of_somebody_else_is_left_alone(workspace: Workspace) -> None:
    environment = {"COMMON_GROUND_WORKSPACE": str(workspace.root), "SURVEY_PORT": "tcp://10.0.0.1"}
    assert Config.from_environment(environment).origin == DEFAULT_ORIGIN


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_a_workspace_without_definitions(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    said = refusal(tmp_path / name)
    assert said == (
        f"{tmp_path / name} has no folder definitions/; set COMMON_GROUND_WORKSPACE (or"
        " --workspace) to the folder that holds definitions/ and results/."
    )


def test_a_port_that_somebody_listens_on(workspace: Workspace, server: Server) -> None:
    port = server.origin.rpartition(":")[2]
    said = refusal(workspace.root, "--port", port)
    assert said.startswith(f"cannot listen on 127.0.0.1, port {port}: ")
    assert said.endswith("; name another with --port")


@pytest.mark.parametrize("option", [("--port", "99999"), ("--workers", "0")])
def test_a_number_out_of_range(workspace: Workspace, option: tuple[str, str]) -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "scripts" / "serve.py", *option],
        env=os.environ | {"COMMON_GROUND_WORKSPACE": str(workspace.root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 2
    assert f"Invalid value for '{option[0]}'" in result.stderr


def test_planted_a_refusal_nobody_foresaw_is_seen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The fault: the database cannot be opened for a reason that only a traceback tells."""
    (tmp_path / "sitecustomize.py").write_text(
        "import pathlib\n"
        "def touch(*_, **__): raise KeyError('nobody foresaw this')\n"
        "pathlib.Path.touch = touch\n"
    )
    with pytest.raises((AssertionError, ValueError)):
        refusal(workspace.root, PYTHONPATH=str(tmp_path))
