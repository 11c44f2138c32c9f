"""Ballots to the database: codes spent and answers counted, for all that wait, in one transaction.

Several processes may do this at once. Each takes codes, tallies and comments in the order of
their keys, so that two never wait for each other.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from survey.ballots import Ballot
from survey.database import codes, comments, quarters, tallies


@dataclass(frozen=True)
class Vote:
    """A code's hash and the ballot that came with it; for a quarter, or for whichever is open."""

    hashed: str
    ballot: Ballot
    quarter: str | None


Increments = Mapping[tuple[str, ...], int]
"""By a row's columns without the last, how much to add to its n."""


class Outcome(Enum):
    """What became of a ballot."""

    COUNTED = "counted"
    UNKNOWN = "unknown"
    """The code is used or was never handed out; with its hash gone the two look the same."""
    CLOSED = "closed"
    """No quarter is open."""


_IS_OPEN = (
    sa.select(quarters.c.quarter).where(quarters.c.state == "open").with_for_update(read=True)
)

_GIVEN = sa.select(codes.c.hash).where(codes.c.hash.in_(sa.bindparam("hashes", expanding=True)))

_SPEND = (
    sa.delete(codes)
    .where(codes.c.hash.in_(_GIVEN.order_by(codes.c.hash).with_for_update()))
    .returning(codes.c.hash, codes.c.team)
)

_ROWS = sa.bindparam("rows", type_=sa.JSON)


def cast_all(connection: sa.Connection, votes: Sequence[Vote]) -> list[Outcome]:
    """Spend codes and count their ballots; gives what becomes of each at the commit.

    The open quarter is held with a share lock, so that a close that races with this either waits
    for the ballots or turns them away. A code that comes twice counts once, with its first ballot.
    """
    quarter = connection.execute(_IS_OPEN).scalar()
    if quarter is None:
        return [Outcome.CLOSED] * len(votes)
    current = [vote for vote in votes if vote.quarter in (None, quarter)]
    hashes = sorted({vote.hashed for vote in current})
    teams: dict[str, str] = dict(connection.execute(_SPEND, {"hashes": hashes}).all())
    counted = {hashed: vote for vote in reversed(current) if (hashed := vote.hashed) in teams}
    cast = [(teams[hashed], vote.ballot) for hashed, vote in counted.items()]
    _add(connection, tallies, _answers(cast))
    _add(connection, comments, _comments(ballot for _, ballot in cast))
    return [_outcome(vote, quarter, counted.get(vote.hashed)) for vote in votes]


def _outcome(vote: Vote, quarter: str, counted: Vote | None) -> Outcome:
    if vote.quarter not in (None, quarter):
        return Outcome.CLOSED
    return Outcome.COUNTED if vote is counted else Outcome.UNKNOWN


def _answers(cast: Iterable[tuple[str, Ballot]]) -> Increments:
    return Counter(
        (team, question, answer) for team, ballot in cast for question, answer in ballot.answers
    )


def _comments(ballots: Iterable[Ballot]) -> Increments:
    texts = (ballot.comment for ballot in ballots if ballot.comment)
    return Counter((hashlib.sha256(text.encode()).hexdigest(), text) for text in texts)


def _add(connection: sa.Connection, table: sa.Table, increments: Increments) -> None:
    """Add to n where a row is there already, else insert it; the rows in the order of their keys.

    One statement, however many rows: a thread that waits for its turn after each of hundreds
    of rows is slow beside busy ones.
    """
    if increments:
        rows = [[*key, n] for key, n in sorted(increments.items())]
        connection.execute(_UPSERTS[connection.dialect.name][table], {"rows": rows})


def _sqlite_upsert(table: sa.Table) -> sa.Insert:
    rows = sa.func.json_each(_ROWS).table_valued("value")
    values = [
        sa.func.json_extract(rows.c.value, f"$[{place}]") for place in range(len(table.columns))
    ]
    given = sa.select(*values).where(sa.text("true"))  # or SQLite takes ON CONFLICT for a join's
    insert = sqlite.insert(table).from_select(list(table.columns), given)
    added = {"n": table.c.n + insert.excluded.n}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=added)


def _postgres_upsert(table: sa.Table) -> sa.Insert:
    rows = sa.func.json_array_elements(_ROWS).column_valued()
    values = [
        sa.cast(rows.op("->>")(place), column.type) for place, column in enumerate(table.columns)
    ]
    insert = postgresql.insert(table).from_select(list(table.columns), sa.select(*values))
    added = {"n": table.c.n + insert.excluded.n}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=added)


_UPSERTS = {
    name: {table: upsert(table) for table in (tallies, comments)}
    for name, upsert in (("sqlite", _sqlite_upsert), ("postgresql", _postgres_upsert))
}
