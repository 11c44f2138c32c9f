import re
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner

from catalog.workspace import Workspace
from scripts.quarter import main
from survey.server_settings import server_warnings
from tests.conftest import NewTallies, started_postgres
from tests.running import Postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server as it comes; that of the other tests is hasty."""
    yield from started_postgres(fsync="on")


@pytest.fixture
def watchful_postgres() -> Iterator[Postgres]:
    """A server that keeps more."""
    yield from started_postgres(
        fsync="on", track_commit_timestamp="on", archive_mode="on", archive_command="true"
    )


@pytest.fixture
def hasty_postgres() -> Iterator[Postgres]:
    """A server that may lose what it has promised to keep."""
    yield from started_postgres(fsync="off", full_page_writes="off")


def set_for(url: str, setting: str) -> None:
    """Change a setting for whoever connects to this database from now on."""
    with psycopg.connect(url, autocommit=True) as connection:
        database = connection.info.dbname
        connection.execute(f"ALTER DATABASE {database} SET {setting}".encode())


def warnings_with(setting: str, new_tallies: NewTallies, url: str) -> list[str]:
    set_for(url, setting)
    return server_warnings(new_tallies(url))


def test_a_server_as_it_comes_gives_no_cause_for_a_warning(
    new_tallies: NewTallies, database_url: str
) -> None:
    assert server_warnings(new_tallies(database_url)) == []


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("log_statement = 'all'", "log_statement = all, and so its log would hold every ballot"),
        ("log_statement = 'mod'", "log_statement = mod, .* Set it to none before you hand out"),
        (
            "log_min_duration_statement = 0",
            "log_min_duration_statement = 0, .* some of the ballots",
        ),
        ("log_transaction_sample_rate = 0.5", "log_transaction_sample_rate = 0.5, "),
    ],
)
def test_a_server_that_logs_ballots_is_named(
    new_tallies: NewTallies, postgres_url: str, setting: str, said: str
) -> None:
    (warning,) = warnings_with(setting, new_tallies, postgres_url)
    assert re.search(said, warning)


def test_logging_the_making_of_tables_is_harmless(
    new_tallies: NewTallies, postgres_url: str
) -> None:
    assert warnings_with("log_statement = 'ddl'", new_tallies, postgres_url) == []


def test_settings_that_need_a_restart_are_named(
    watchful_postgres: Postgres, new_tallies: NewTallies
) -> None:
    """Times of commits, an archive and a copy that is kept up to date, on a server of its own."""
    url = watchful_postgres.new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_create_physical_replication_slot('elsewhere')")
    warnings = " ".join(server_warnings(new_tallies(url)))
    assert "track_commit_timestamp = on, and so it would keep the time of every ballot" in warnings
    assert "archive_mode = on, and so every ballot would be copied" in warnings
    assert "is being copied to another one" in warnings


def test_settings_that_lose_ballots_in_a_power_cut_are_named(
    hasty_postgres: Postgres, new_tallies: NewTallies
) -> None:
    """Planted: the list without them."""
    fsync, pages = server_warnings(new_tallies(hasty_postgres.new_database()))
    assert "fsync = off, and so a power cut would take ballots" in fsync
    assert "full_page_writes = off, and so a power cut could damage" in pages
    assert "Set it to on before you hand out the codes." in pages


def test_opening_a_quarter_says_what_the_server_keeps(
    workspace: Workspace, postgres_url: str
) -> None:
    set_for(postgres_url, "log_statement = 'all'")
    result = CliRunner().invoke(
        main,
        ["open", "2026-Q4", "--sales", "6", "--marketing", "6", "--closes", "2099-12-18"],
        env={"COMMON_GROUND_WORKSPACE": str(workspace.root), "DATABASE_URL": postgres_url},
    )
    assert result.exit_code == 0
    assert "Please note: the database server runs with log_statement = all" in result.stderr
