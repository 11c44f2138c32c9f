"""Ballots to the database: codes spent and answers counted, for all that wait, in one transaction.

Several processes may do this at once. Each takes codes and tallies in the order of their keys, so
that two never wait for each other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from survey.ballots import Ballot
from survey.database import SPENT, bucket_of, codes, comments, quarters, tallies

_CHANCE = SystemRandom()
_SPARE = 8  # slots drawn at once beyond those that are needed, as some are taken


@dataclass(frozen=True)
class Vote:
    """A code's hash and the ballot that came with it; for a quarter, or for whichever is open."""

    hashed: str
    ballot: Ballot
    quarter: str | None


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

_GIVEN = (
    sa.select(codes.c.hash, codes.c.team, codes.c.place)
    .where(codes.c.bucket.in_(sa.bindparam("buckets", expanding=True)))
    .where(codes.c.hash.in_(sa.bindparam("hashes", expanding=True)))
    .order_by(codes.c.place)
    .with_for_update()
)

_HERE = codes.c.place.in_(sa.bindparam("places", expanding=True))

_SPEND = {
    "sqlite": sa.update(codes).where(_HERE).values(hash=SPENT),  # a row that goes moves others
    "postgresql": sa.delete(codes).where(_HERE),  # a row that is changed moves itself
}

_LAST = sa.select(sa.func.max(comments.c.slot))

_FREE = (
    sa.select(comments.c.slot)
    .where(comments.c.slot.in_(sa.bindparam("drawn", expanding=True)), comments.c.is_free)
    .with_for_update(skip_locked=True)
)

_WRITE = (
    sa.update(comments)
    .where(comments.c.slot == sa.bindparam("here"))
    .values(is_free=False, text=sa.bindparam("comment", type_=comments.c.text.type))
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
    teams = _spend(connection, {vote.hashed for vote in current})
    counted = {hashed: vote for vote in reversed(current) if (hashed := vote.hashed) in teams}
    cast = [(teams[hashed], vote.ballot) for hashed, vote in counted.items()]
    _count(connection, cast)
    _write(connection, [ballot.comment for _, ballot in cast if ballot.comment])
    return [_outcome(vote, quarter, counted.get(vote.hashed)) for vote in votes]


def _spend(connection: sa.Connection, hashes: set[str]) -> dict[str, str]:
    """Forget these codes; gives the team of each that was there, by its hash."""
    looked_for = {"hashes": sorted(hashes), "buckets": sorted({bucket_of(each) for each in hashes})}
    found = connection.execute(_GIVEN, looked_for).all()
    if found:
        spend = _SPEND[connection.dialect.name]
        connection.execute(spend, {"places": [row.place for row in found]})
    return {row.hash: row.team for row in found}


def _outcome(vote: Vote, quarter: str, counted: Vote | None) -> Outcome:
    if vote.quarter not in (None, quarter):
        return Outcome.CLOSED
    return Outcome.COUNTED if vote is counted else Outcome.UNKNOWN


def _count(connection: sa.Connection, cast: Iterable[tuple[str, Ballot]]) -> None:
    """Add each answer to its team's count, in the order of their keys.

    One statement, however many answers: a thread that waits for its turn after each of hundreds
    is slow beside busy ones.
    """
    increments = Counter(
        (team, question, answer) for team, ballot in cast for question, answer in ballot.answers
    )
    if rows := [[*key, n] for key, n in sorted(increments.items())]:
        connection.execute(_ADD[connection.dialect.name], {"rows": rows})


def _write(connection: sa.Connection, texts: Sequence[str]) -> None:
    """Put each comment into a slot drawn by lot: no place tells when it came.

    There is a slot for everybody, so that the drawing comes to an end.
    """
    if not texts:
        return
    slots = range(connection.execute(_LAST).scalar_one() + 1)
    free: set[int] = set()
    while len(free) < len(texts):
        drawn = _CHANCE.sample(slots, min(len(slots), len(texts) + _SPARE))
        free.update(connection.execute(_FREE, {"drawn": drawn}).scalars())
    places = zip(_CHANCE.sample(sorted(free), len(texts)), texts, strict=True)
    connection.execute(_WRITE, [{"here": slot, "comment": text} for slot, text in places])


def _sqlite_rows() -> sa.Select[Any]:
    rows = sa.func.json_each(_ROWS).table_valued("value")
    values = [
        sa.func.json_extract(rows.c.value, f"$[{place}]") for place in range(len(tallies.columns))
    ]
    return sa.select(*values).where(sa.text("true"))  # or SQLite takes ON CONFLICT for a join's


def _postgres_rows() -> sa.Select[Any]:
    rows = sa.func.json_array_elements(_ROWS).column_valued()
    values = [
        sa.cast(rows.op("->>")(place), column.type) for place, column in enumerate(tallies.columns)
    ]
    return sa.select(*values)


def _adding(insert: sqlite.Insert | postgresql.Insert, rows: sa.Select[Any]) -> sa.Insert:
    """Insert the rows; where one is there already, add its n."""
    inserting = insert.from_select(list(tallies.columns), rows)
    return inserting.on_conflict_do_update(
        index_elements=list(tallies.primary_key),
        set_={"n": tallies.c.n + inserting.excluded.n},
    )


_ADD = {
    "sqlite": _adding(sqlite.insert(tallies), _sqlite_rows()),
    "postgresql": _adding(postgresql.insert(tallies), _postgres_rows()),
}
