"""How PostgreSQL is set up: durable, and given up on when it says nothing."""

from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry

Result = TypeVar("Result")

_PATIENCE = 5  # seconds for a connection, and then for each answer of the server

_LEFT_ALONE = 60
"""Seconds after which the server undoes a transaction that nobody goes on with. Else it would
keep the locks of a survey server whose machine is gone, for hours."""

_SET_UP = """
SELECT set_config('synchronous_commit', 'local', false)
 WHERE current_setting('synchronous_commit') = 'off'
 UNION ALL
SELECT set_config('idle_in_transaction_session_timeout', %s, false)
"""


class _Connection(psycopg.Connection[Any]):
    """A connection that is given up when the server says nothing.

    No setting does that: a server that hangs keeps no timeout of its own, and its machine goes on
    confirming what the network brings.
    """

    def wait(
        self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = _PATIENCE
    ) -> Result:
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()  # nobody knows what becomes of the statement on its way
            raise


def postgres_engine(database: sa.URL, connections: int) -> sa.Engine:
    """An engine that keeps so many connections, and makes anew those that were lost."""
    engine = sa.create_engine(
        database,
        hide_parameters=True,
        pool_size=connections,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _PATIENCE},
    )

    @sa.event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Dialect, _record: ConnectionPoolEntry, given: list[str], named: dict[str, Any]
    ) -> _Connection:
        return _Connection.connect(*given, **named)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(_SET_UP, [f"{_LEFT_ALONE}s"])
        cursor.close()
        connection.commit()

    return engine
