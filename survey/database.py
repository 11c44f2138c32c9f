"""What is stored, and how the two kinds of database are set up for it.

Nothing here has a row for a person, a time or an order. A tally says how many people of a team
gave one answer to one question; a code is a hash and a team, and its hash is gone once it is used.
"""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from survey.columns import EightBytes, Padded
from survey.config import ConfigError
from survey.postgres import postgres_engine

metadata = sa.MetaData()


def _table(name: str, *columns: sa.Column[Any], with_rowid: bool = False) -> sa.Table:
    """A table whose rows lie in the order of their keys, never in the order of arrival.

    PostgreSQL has no such tables. There the autovacuum stays away, because its statistics
    would keep samples of codes and answers beyond the close, which drops the tables.
    """
    return sa.Table(
        name,
        metadata,
        *columns,
        sqlite_with_rowid=with_rowid,
        postgresql_with={"autovacuum_enabled": "false"},
    )


SPENT = "-" * 64
"""What SQLite holds in place of the hash of a code that is used."""

codes = _table(
    "codes",
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("bucket", sa.Text, nullable=False, index=True),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    with_rowid=True,
)
"""The codes, in places that follow the order of their hashes; a bucket is how one is found.

With the hash as key, SQLite moves rows when their neighbours come or go, and what it leaves where
they were outlives the code, ``secure_delete`` or not (so in one of 40 databases with 300 codes).
With places as keys nothing moves: a used code is overwritten where it lies.
"""
tallies = _table(
    "tallies",
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("answer", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer().with_variant(EightBytes(), "sqlite"), nullable=False),
)
comments = _table(
    "comments",
    sa.Column("slot", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("is_free", sa.Boolean, nullable=False),
    sa.Column("text", sa.Text().with_variant(Padded(), "sqlite"), nullable=False),
)
quarters = _table(
    "quarters",
    sa.Column("quarter", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # open, closing or closed
    sa.Column("opened", sa.Text),  # JSON of OpenQuarter, until wiped at close
)


def bucket_of(hashed: str) -> str:
    """The 256th part of all hashes that this one lies in: what stays of a code that is used."""
    return hashed[:2]


ANSWERS = (codes, tallies, comments)
"""The tables that are wiped when a quarter closes."""

THREADS = 16
"""How many threads a server answers requests in. Each holds one connection at a time, for one
request or less."""

_CONNECTIONS = THREADS + 1
"""One more for the thread that commits ballots: nobody waits for one, however many people answer
at once."""

_CREATION_LOCK = 0x436F6D47  # any number that nobody else on the server uses


def connect(database: sa.URL) -> sa.Engine:
    """An engine for the database, with the tables made if they are not there.

    Its transactions are read-only by intent; with the execution option ``writes`` they are the
    only writer from their start on (SQLite), with ``autocommit`` there are none.
    """
    is_sqlite = database.get_backend_name() == "sqlite"
    engine = _sqlite_engine(database) if is_sqlite else postgres_engine(database, _CONNECTIONS)
    with engine.execution_options(writes=True).begin() as connection:
        if not is_sqlite:  # where "create if not exists" races with itself
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CREATION_LOCK)))
        metadata.create_all(connection)
    engine.dispose()  # a server may fork now; no connection goes along
    return engine


def _sqlite_engine(database: sa.URL) -> sa.Engine:
    """SQLite that keeps no trace of a deleted row and loses nothing it has acknowledged.

    Its file is for its owner only, and so is its folder if it is made here.
    """
    path = Path(str(database.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise ConfigError(
            f"no database can be kept at {path} ({error.strerror}); set DATABASE_URL to a file in a"
            " folder that may be written to."
        ) from None
    engine = sa.create_engine(
        database, hide_parameters=True, pool_size=_CONNECTIONS, connect_args={"timeout": 10}
    )

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, not in the driver
        _refuse_log(connection, path)
        cursor = connection.cursor()
        for setting in ("synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("autocommit"):
            writes = options.get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _refuse_log(connection: DBAPIConnection, path: Path) -> None:
    """Leave the write-ahead log: from its file codes and answers could be linked again.

    Raises:
        ConfigError: SQLite does not leave it, because another program has the database open.
    """
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode=TRUNCATE")
        is_left = cursor.fetchone() == ("truncate",)
    except sqlite3.OperationalError:
        if path.read_bytes()[18:19] != b"\x02":  # where the file says that there is such a log
            raise
        is_left = False
    cursor.close()
    if not is_left:
        connection.close()
        raise ConfigError(
            f"{path} is kept with a log that could tell who answered what, and another program"
            " has it open, so that this cannot be changed; close that program and try again."
        )
