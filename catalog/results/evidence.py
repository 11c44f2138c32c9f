"""promises.json: how often each promise was kept in a quarter, as somebody counted it."""

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from catalog.definitions import Id, Model, QuarterText
from catalog.definitions.base import Text
from catalog.results.perceptions import Format


class Counted(Model):
    """How many cases of one promise there were, and in how many of them it was kept."""

    cases: Annotated[StrictInt, Field(ge=1)] = Field(
        description="How many cases were counted, such as handed-over leads; never people."
    )
    kept: Annotated[StrictInt, Field(ge=0)] = Field(
        description="In how many of them the promise was kept."
    )

    @model_validator(mode="after")
    def _no_more_than_counted(self) -> Self:
        if self.kept > self.cases:
            raise ValueError(
                f"it was kept {self.kept} times, but only {self.cases} cases were counted"
            )
        return self


class Evidence(Model):
    """The file ``results/2026-Q4/promises.json``; it is there only if somebody counted."""

    format: Format
    quarter: QuarterText = Field(description="The survey round in whose time the cases were.")
    source: Text = Field(
        description="Where the figures come from, such as the name of a report in the CRM."
    )
    promises: dict[Id, Counted] = Field(
        description="By promise (SLA); one that nobody counted is left out."
    )
