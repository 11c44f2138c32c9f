"""Quarters, the rhythm of everything: ``2026-Q4``."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Self

from catalog.problems import legible

_PATTERN = re.compile(r"([0-9]{4})-Q([1-4])")


class Quarter(NamedTuple):
    """A calendar quarter; quarters sort by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-Q4``.

        Raises:
            ValueError: the text is not a quarter; the message says how to write one.
        """
        match = _PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"'{legible(text)}' is not a quarter; write it as 2026-Q4")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The day it starts."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return self._moved(1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return self._moved(-1)

    def since(self, start: "Quarter") -> int:
        """How many quarters after another this one comes; below zero before it."""
        return (self.year - start.year) * 4 + self.number - start.number

    def through(self, last: "Quarter") -> Iterator["Quarter"]:
        """This quarter and all up to the last one, in order; none if that lies before."""
        return (self._moved(steps) for steps in range(last.since(self) + 1))

    def _moved(self, steps: int) -> "Quarter":
        year, index = divmod(self.year * 4 + self.number - 1 + steps, 4)
        return Quarter(year, index + 1)
