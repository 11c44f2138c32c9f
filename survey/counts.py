"""Everything stored of a quarter: read at its close, then wiped."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from catalog.results import OpenQuarter
from survey.database import ANSWERS, SPENT, codes, comments, metadata, quarters, tallies


@dataclass(frozen=True)
class Count:
    """Everything that was stored of a quarter, at its close.

    ``tallies`` goes by (team, question key), then by answer; ``answered`` by team.
    """

    opened: OpenQuarter
    answered: Mapping[str, int]
    tallies: Mapping[tuple[str, str], Mapping[str, int]]
    comments: tuple[str, ...]


def read_count(connection: sa.Connection, quarter: str) -> Count | None:
    """Everything stored of a quarter; None once it is wiped."""
    query = sa.select(quarters.c.opened).where(quarters.c.quarter == quarter)
    locked = connection.execute(query).scalar_one()
    if locked is None:
        return None
    opened = OpenQuarter.model_validate_json(locked)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    given = sa.select(tallies).where(tallies.c.n > 0)
    for team, question, answer, n in connection.execute(given):
        counts[team, question][answer] = n
    written = connection.execute(sa.select(comments.c.text).where(~comments.c.is_free)).scalars()
    unused = unused_codes(connection)
    return Count(
        opened=opened,
        answered={team: n - unused.get(team, 0) for team, n in opened.invited.items()},
        tallies=dict(counts),
        comments=tuple(sorted(written)),
    )


def unused_codes(connection: sa.Connection) -> dict[str, int]:
    """How many codes are left, by team; a team without any is not there."""
    unused = codes.c.hash != SPENT
    query = sa.select(codes.c.team, sa.func.count()).where(unused).group_by(codes.c.team)
    return dict(connection.execute(query).all())


def wipe(connection: sa.Connection, quarter: str) -> None:
    """Forget codes, tallies, comments and what was locked."""
    here = quarters.c.quarter == quarter
    connection.execute(sa.update(quarters).where(here).values(opened=None))
    make_anew(connection)


def make_anew(connection: sa.Connection) -> None:
    """Drop and create the tables of answers: no row that once was stays in PostgreSQL's files."""
    metadata.drop_all(connection, tables=ANSWERS)
    metadata.create_all(connection, tables=ANSWERS)
