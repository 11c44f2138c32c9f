import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from survey.config import ConfigError
from survey.tallies import Tallies
from tests.conftest import NewTallies


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_file_of_sqlite_and_its_folder_are_for_their_owner_only(
    tmp_path: Path, new_tallies: NewTallies
) -> None:
    new_tallies(f"sqlite:///{tmp_path}/data/survey.db")
    assert mode(tmp_path / "data") == 0o700
    assert mode(tmp_path / "data" / "survey.db") == 0o600


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path, new_tallies: NewTallies) -> None:
    tmp_path.chmod(0o755)
    new_tallies(f"sqlite:///{tmp_path}/survey.db")
    assert mode(tmp_path) == 0o755


def with_log(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE other (a)")
    return connection


def test_a_write_ahead_log_that_cannot_be_left_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "survey.db"
    with closing(with_log(path)), pytest.raises(ConfigError, match="another program has it open"):
        Tallies(make_url(f"sqlite:///{path}"))


def test_a_write_ahead_log_is_left_when_nobody_else_is_there(
    tmp_path: Path, new_tallies: NewTallies
) -> None:
    path = tmp_path / "survey.db"
    with_log(path).close()
    new_tallies(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert not list(tmp_path.glob("*-wal"))
