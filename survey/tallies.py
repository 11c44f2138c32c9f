"""The survey's database: a code is spent and a ballot counted in one transaction."""

import hashlib
from contextlib import AbstractContextManager
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from catalog.results import OpenQuarter
from survey.ballots import Ballot
from survey.counts import unused_codes
from survey.database import codes, comments, connect, quarters, tallies


class Outcome(Enum):
    """What became of a ballot."""

    COUNTED = "counted"
    UNKNOWN = "unknown"
    """The code is used or was never handed out; with its hash gone the two look the same."""
    CLOSED = "closed"
    """No quarter is open."""


_OPEN = sa.select(quarters.c.opened).where(quarters.c.state == "open")


class Tallies:
    """The survey's database; creates what it needs on first use.

    Every method may raise ``sqlalchemy.exc.SQLAlchemyError`` when the database is in trouble;
    nothing is then half done.
    """

    def __init__(self, database: sa.URL) -> None:
        self._engine = connect(database)
        self._is_sqlite = self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection for one transaction that only reads."""
        return self._engine.connect()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A connection for one transaction that may write; it succeeds whole or not at all."""
        return self._engine.execution_options(writes=True).begin()

    def lock(self) -> str | None:
        """What was locked when the open quarter opened, as JSON of OpenQuarter; None: none is."""
        with self.reading() as connection:
            return connection.execute(_OPEN).scalar_one_or_none()

    def vacuum(self) -> None:
        """Make the file of SQLite anew: then no row's place tells when it was written."""
        if self._is_sqlite:
            with self._engine.execution_options(autocommit=True).connect() as connection:
                connection.exec_driver_sql("VACUUM")

    def interrupted(self) -> str | None:
        """The quarter whose close was begun and not finished, if there is one."""
        query = sa.select(quarters.c.quarter).where(quarters.c.state == "closing")
        with self.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def team_of(self, hashed: str) -> str | None:
        """The team a code was handed out to, if it is not used yet."""
        query = sa.select(codes.c.team).where(codes.c.hash == hashed)
        with self.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def progress(self) -> tuple[OpenQuarter, dict[str, int]] | None:
        """The open quarter and how many of each team have answered; None: none is open.

        The codes are read first: from then on PostgreSQL lets no close replace their table, and
        a quarter that is still open afterwards has lost none of them to a close.
        """
        with self.reading() as connection:
            unused = unused_codes(connection)
            locked = connection.execute(_OPEN).scalar_one_or_none()
        if locked is None:
            return None
        opened = OpenQuarter.model_validate_json(locked)
        return opened, {team: n - unused.get(team, 0) for team, n in opened.invited.items()}

    def cast(self, hashed: str, ballot: Ballot) -> Outcome:
        """Spend a code and count its ballot, both or neither.

        The open quarter is held with a share lock, so that a close that races with this either
        waits for the ballot or turns it away. Tallies are added to in the order of their keys:
        two ballots never wait for each other.
        """
        is_open = sa.select(quarters.c.quarter).where(quarters.c.state == "open")
        spend = sa.delete(codes).where(codes.c.hash == hashed).returning(codes.c.team)
        with self.writing() as connection:
            if connection.execute(is_open.with_for_update(read=True)).scalar() is None:
                return Outcome.CLOSED
            team = connection.execute(spend).scalar_one_or_none()
            if team is None:
                return Outcome.UNKNOWN
            answers = [
                {"team": team, "question": question, "answer": answer}
                for question, answer in sorted(ballot.answers)
            ]
            connection.execute(self._add_one(tallies), answers)
            if ballot.comment:
                digest = hashlib.sha256(ballot.comment.encode()).hexdigest()
                comment = {"digest": digest, "text": ballot.comment}
                connection.execute(self._add_one(comments), comment)
        return Outcome.COUNTED

    def _add_one(self, table: sa.Table) -> sa.Insert:
        """An insert of a row with n = 1 that adds 1 to n where the key is there already."""
        insert = sqlite.insert if self._is_sqlite else postgresql.insert
        return (
            insert(table)
            .values(n=1)
            .on_conflict_do_update(
                index_elements=list(table.primary_key), set_={"n": table.c.n + 1}
            )
        )
