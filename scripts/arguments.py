"""What people type after a command, read in their words."""

from datetime import date
from typing import Any

import click

from catalog.quarters import Quarter

_MOST = 100_000
"""More people than this in one team are a slip of the finger."""


class QuarterType(click.ParamType[Quarter]):
    """A quarter: 2026-Q4."""

    name = "quarter"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Quarter:
        """Read it, or say how to write one."""
        try:
            return value if isinstance(value, Quarter) else Quarter.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class DayType(click.ParamType[date]):
    """A day: 2026-12-18."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say how to write one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2026-12-18", param, ctx)


class PeopleType(click.ParamType[int]):
    """How many people there are in a team."""

    name = "people"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or say what it can be."""
        try:
            people = int(value)
        except ValueError:
            self.fail(f"'{value}' is not a number of people; write it as 20", param, ctx)
        if people < 1:
            self.fail(f"{people} people cannot answer; say how many there are", param, ctx)
        if people > _MOST:
            self.fail(f"{people} people are more than a team has; at most {_MOST}", param, ctx)
        return people
