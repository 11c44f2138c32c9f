"""Columns of SQLite whose values take as much room whatever they are: no row moves or grows."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from survey.ballots import COMMENT_LENGTH


class EightBytes(sa.types.UserDefinedType[int]):
    """A whole number that takes as much room when it grows.

    SQLite stores small whole numbers in fewer bytes, and moves a row that needs more to the next
    free place. The places of the rows would tell in which order people answered.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """A type that leaves a floating-point number one; REAL would store 1.0 as 1."""
        return "BLOB"

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], float]:
        """To eight bytes."""
        return float

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], int]:
        """And back."""
        return int


class Padded(sa.types.UserDefinedType[str]):
    """A comment that takes as much room as the longest one, in SQLite."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Bytes, stored as they are."""
        return "BLOB"

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], bytes]:
        """To bytes, with zeros behind, which no comment holds; four are enough for any letter."""
        return lambda text: text.encode().ljust(4 * COMMENT_LENGTH, b"\0")

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], str]:
        """And back."""
        return lambda stored: stored.rstrip(b"\0").decode()
