"""A quarter is open, then closing, then closed: who may change that, and what goes with it.

What belongs to a change of state happens inside its transaction, files included.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from catalog.definitions import Definitions
from catalog.results import OpenQuarter
from survey.counts import Count, make_anew, read_count, wipe
from survey.database import bucket_of, codes, comments, quarters
from survey.database import tallies as counts
from survey.questionnaire import questionnaire_of
from survey.tallies import Tallies


class QuarterError(Exception):
    """A quarter cannot be opened or closed now; the message says why."""


class UnsureError(QuarterError):
    """Nobody can tell whether the quarter is open now: the database went away while it opened."""


@contextmanager
def opening(tallies: Tallies, opened: OpenQuarter, teams: Mapping[str, str]) -> Iterator[None]:
    """Open a quarter if the body succeeds; ``teams`` gives the team of each code's hash.

    Raises:
        QuarterError: this quarter or a later one was opened before, or another one is open.
    """
    with tallies.writing() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(sa.text("LOCK TABLE quarters IN SHARE ROW EXCLUSIVE MODE"))
        _refuse_second(connection, opened.quarter)
        connection.execute(
            sa.insert(quarters).values(
                quarter=opened.quarter, state="open", opened=opened.model_dump_json()
            )
        )
        _lay_out(connection, opened.definitions, teams)
        yield


def _lay_out(connection: sa.Connection, definitions: Definitions, teams: Mapping[str, str]) -> None:
    """Every code, a count of 0 for every answer there is, and room for everybody's comment.

    A row that came later would tell who came when.
    """
    make_anew(connection)  # an older version of this program may have made them otherwise
    rows = [
        {"place": place, "bucket": bucket_of(hashed), "hash": hashed, "team": team}
        for place, (hashed, team) in enumerate(sorted(teams.items()))
    ]
    connection.execute(sa.insert(codes), rows)
    connection.execute(sa.insert(counts), _zeros(definitions))
    slots = [{"slot": slot, "is_free": True, "text": ""} for slot in range(len(teams))]
    connection.execute(sa.insert(comments), slots)


def _zeros(definitions: Definitions) -> list[dict[str, object]]:
    return [
        {"team": team, "question": question.key, "answer": choice.value, "n": 0}
        for team in definitions.team_ids
        for question in questionnaire_of(definitions).questions
        for choice in question.choices
    ]


def _refuse_second(connection: sa.Connection, quarter: str) -> None:
    for name, state in connection.execute(sa.select(quarters.c.quarter, quarters.c.state)):
        if name == quarter:
            raise QuarterError(f"{quarter} was opened before; a quarter is asked only once.")
        if state != "closed":
            raise QuarterError(
                f"{name} is still {state}; close it first: scripts/quarter.py close {name}"
            )
        if name > quarter:  # written as 2026-Q4, they sort by time
            raise QuarterError(
                f"{quarter} is before {name}, which was opened before; open a quarter after it."
            )


def begin_closing(tallies: Tallies, quarter: str) -> None:
    """Take no more ballots. Waits for those on their way.

    Raises:
        QuarterError: the quarter is closed already, or was never opened.
    """
    with tallies.writing() as connection:
        _hold(connection, quarter)
        _set_state(connection, quarter, "closing")


@contextmanager
def closing(tallies: Tallies, quarter: str) -> Iterator[Count | None]:
    """Everything stored of a quarter that is closing; wiped if the body succeeds, then closed.

    The body gets None if an earlier close came as far as the wiping. Two bodies never run at
    once: the second close waits here until the first has wiped or given up, or the database lets
    it wait no longer. Ballots cannot come in any more, so what the body gets is all of one moment.

    Raises:
        QuarterError: another close was faster.
    """
    with tallies.writing() as connection:
        _hold(connection, quarter)
        yield read_count(connection, quarter)
        wipe(connection, quarter)
    tallies.vacuum()
    with tallies.writing() as connection:
        _set_state(connection, quarter, "closed")


def _hold(connection: sa.Connection, quarter: str) -> None:
    """Let every other close of the quarter wait until this transaction ends."""
    query = sa.select(quarters.c.state).where(quarters.c.quarter == quarter).with_for_update()
    state = connection.execute(query).scalar_one_or_none()
    if state is None:
        raise QuarterError(f"{quarter} was never opened, so there is nothing to close.")
    if state == "closed":
        raise QuarterError(f"{quarter} is closed already; a quarter is closed only once.")


def _set_state(connection: sa.Connection, quarter: str, state: str) -> None:
    here = quarters.c.quarter == quarter
    connection.execute(sa.update(quarters).where(here).values(state=state))
