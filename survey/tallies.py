"""All questions put to the database: a code is spent and a ballot counted in one transaction."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from catalog.results import OpenQuarter
from survey.ballots import Ballot
from survey.database import ANSWERS, codes, comments, connect, metadata, quarters, tallies


class QuarterError(Exception):
    """A quarter cannot be opened or closed now; the message says why."""


class Outcome(Enum):
    """What became of a ballot."""

    COUNTED = "counted"
    UNKNOWN = "unknown"
    """The code is used or was never handed out; with its hash gone the two look the same."""
    CLOSED = "closed"
    """No quarter is open."""


@dataclass(frozen=True)
class Count:
    """Everything that was stored of a quarter, at its close.

    ``tallies`` goes by (team, question key), then by answer; ``answered`` by team.
    """

    opened: OpenQuarter
    answered: Mapping[str, int]
    tallies: Mapping[tuple[str, str], Mapping[str, int]]
    comments: tuple[str, ...]


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

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return self._engine.execution_options(writes=True).begin()

    @contextmanager
    def opening(self, opened: OpenQuarter, teams: Mapping[str, str]) -> Iterator[None]:
        """Open a quarter if the body succeeds; ``teams`` gives the team of each code's hash.

        Raises:
            QuarterError: this quarter was opened before, or another one is open.
        """
        with self._writing() as connection:
            if not self._is_sqlite:
                connection.execute(sa.text("LOCK TABLE quarters IN SHARE ROW EXCLUSIVE MODE"))
            self._refuse_second(connection, opened.quarter)
            connection.execute(
                sa.insert(quarters).values(
                    quarter=opened.quarter, state="open", opened=opened.model_dump_json()
                )
            )
            rows = [{"hash": hashed, "team": team} for hashed, team in sorted(teams.items())]
            connection.execute(sa.insert(codes), rows)
            yield

    def _refuse_second(self, connection: sa.Connection, quarter: str) -> None:
        for name, state in connection.execute(sa.select(quarters.c.quarter, quarters.c.state)):
            if name == quarter:
                raise QuarterError(f"{quarter} was opened before; a quarter is asked only once.")
            if state != "closed":
                raise QuarterError(
                    f"{name} is still {state}; close it first: scripts/quarter.py close {name}"
                )

    def lock(self) -> str | None:
        """What was locked when the open quarter opened, as JSON of OpenQuarter; None: none is."""
        query = sa.select(quarters.c.opened).where(quarters.c.state == "open")
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def interrupted(self) -> str | None:
        """The quarter whose close was begun and not finished, if there is one."""
        query = sa.select(quarters.c.quarter).where(quarters.c.state == "closing")
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def team_of(self, hashed: str) -> str | None:
        """The team a code was handed out to, if it is not used yet."""
        query = sa.select(codes.c.team).where(codes.c.hash == hashed)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def unused(self) -> dict[str, int]:
        """How many codes are left, by team; a team without any is not there."""
        query = sa.select(codes.c.team, sa.func.count()).group_by(codes.c.team)
        with self._engine.connect() as connection:
            return dict(connection.execute(query).all())

    def cast(self, hashed: str, ballot: Ballot) -> Outcome:
        """Spend a code and count its ballot, both or neither.

        The open quarter is held with a share lock, so that a close that races with this either
        waits for the ballot or turns it away. Tallies are added to in the order of their keys:
        two ballots never wait for each other.
        """
        is_open = sa.select(quarters.c.quarter).where(quarters.c.state == "open")
        spend = sa.delete(codes).where(codes.c.hash == hashed).returning(codes.c.team)
        with self._writing() as connection:
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

    def begin_closing(self, quarter: str) -> None:
        """Take no more ballots. Waits for those on their way.

        Raises:
            QuarterError: the quarter is closed already, or was never opened.
        """
        here = quarters.c.quarter == quarter
        with self._writing() as connection:
            query = sa.select(quarters.c.state).where(here).with_for_update()
            state = connection.execute(query).scalar_one_or_none()
            if state is None:
                raise QuarterError(f"{quarter} was never opened, so there is nothing to close.")
            if state == "closed":
                raise QuarterError(f"{quarter} is closed already; a quarter is closed only once.")
            connection.execute(sa.update(quarters).where(here).values(state="closing"))

    def count(self, quarter: str) -> Count | None:
        """Everything stored of a quarter that is closing; None once it is wiped."""
        query = sa.select(quarters.c.opened).where(quarters.c.quarter == quarter)
        with self._engine.connect() as connection:
            locked = connection.execute(query).scalar_one()
            if locked is None:
                return None
            opened = OpenQuarter.model_validate_json(locked)
            counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
            for team, question, answer, n in connection.execute(sa.select(tallies)):
                counts[team, question][answer] = n
            texts = connection.execute(sa.select(comments.c.text, comments.c.n)).all()
        unused = self.unused()
        return Count(
            opened=opened,
            answered={team: n - unused.get(team, 0) for team, n in opened.invited.items()},
            tallies=dict(counts),
            comments=tuple(sorted(text for text, n in texts for _ in range(n))),
        )

    def wipe(self, quarter: str) -> None:
        """Forget codes, tallies, comments and what was locked.

        The files are made anew, so that no row that once was stays in them and none tells by
        its place when it was written.
        """
        here = quarters.c.quarter == quarter
        with self._writing() as connection:
            connection.execute(sa.update(quarters).where(here).values(opened=None))
            if self._is_sqlite:
                for table in ANSWERS:
                    connection.execute(sa.delete(table))
            else:
                metadata.drop_all(connection, tables=ANSWERS)
                metadata.create_all(connection, tables=ANSWERS)
        if self._is_sqlite:
            with self._engine.execution_options(autocommit=True).connect() as connection:
                connection.exec_driver_sql("VACUUM")

    def end_closing(self, quarter: str) -> None:
        """Say that the quarter is closed, for good."""
        here = quarters.c.quarter == quarter
        with self._writing() as connection:
            connection.execute(sa.update(quarters).where(here).values(state="closed"))
