"""The survey's database: a code is spent and a ballot counted in one transaction."""

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager

import sqlalchemy as sa

from catalog.results import OpenQuarter
from survey.ballots import Ballot
from survey.batches import Batches
from survey.casting import Outcome, Vote, cast_all
from survey.counts import unused_codes
from survey.database import bucket_of, codes, connect, quarters

_OPEN = sa.select(quarters.c.opened).where(quarters.c.state == "open")


class Tallies:
    """The survey's database; creates what it needs on first use.

    Every method may raise ``sqlalchemy.exc.SQLAlchemyError`` when the database is in trouble;
    nothing is then half done.
    """

    def __init__(self, database: sa.URL) -> None:
        self._engine = connect(database)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._ballots = Batches(self._cast_all)

    def close(self) -> None:
        """Commit the ballots on their way and let go of the connections."""
        self._ballots.close()
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
        here = (codes.c.bucket == bucket_of(hashed)) & (codes.c.hash == hashed)
        query = sa.select(codes.c.team).where(here)
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

    def cast(self, hashed: str, ballot: Ballot, quarter: str | None = None) -> Outcome:
        """Spend a code and count its ballot, both or neither, durably once this returns."""
        return self.begin_cast(hashed, ballot, quarter).result()

    def begin_cast(
        self, hashed: str, ballot: Ballot, quarter: str | None = None
    ) -> Future[Outcome]:
        """The same for those who do something else while it is committed.

        With a quarter given, another one that is open by now does not take the ballot: CLOSED.

        It is committed together with all ballots that wait in this process. If that fails, or
        its success cannot be told, all of them are told so; whoever sends again and was counted
        gets UNKNOWN.
        """
        return self._ballots.put(Vote(hashed, ballot, quarter))

    def _cast_all(self, votes: Sequence[Vote]) -> list[Outcome]:
        with self.writing() as connection:
            return cast_all(connection, votes)
