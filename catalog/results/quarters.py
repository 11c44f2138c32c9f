"""definitions.json and open.json, and all quarters together."""

from dataclasses import dataclass

from pydantic import Field

from catalog.definitions import Day, Definitions, Id, Model, QuarterText
from catalog.quarters import Quarter
from catalog.results.evidence import Evidence
from catalog.results.perceptions import Format, Perceptions


class Snapshot(Model):
    """The agreement as it stood when a quarter opened."""

    format: Format
    quarter: QuarterText = Field(description="The survey round.")
    definitions: Definitions = Field(description="All definition files, as they were read.")


class OpenQuarter(Snapshot):
    """What was locked when the quarter that is now open was opened."""

    closes: Day = Field(description="The last day people are asked to answer by.")
    invited: dict[Id, int] = Field(description="How many codes were handed out, by team.")


@dataclass(frozen=True)
class QuarterResults:
    """A closed quarter."""

    quarter: Quarter
    perceptions: Perceptions
    definitions: Definitions
    evidence: Evidence | None = None
    """How often the promises were kept, if somebody counted."""


@dataclass(frozen=True)
class Results:
    """All closed quarters, oldest first, and the one that is open, if any."""

    quarters: tuple[QuarterResults, ...]
    open: OpenQuarter | None

    @property
    def stood(self) -> tuple[Definitions, ...]:
        """The definitions as they stood when each quarter opened, the newest first."""
        opened = (self.open.definitions,) if self.open else ()
        return (*opened, *(closed.definitions for closed in reversed(self.quarters)))

    @property
    def latest(self) -> QuarterResults | None:
        """The quarter that closed last."""
        return self.quarters[-1] if self.quarters else None
