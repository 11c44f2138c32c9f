"""What roles are judged by and paid on, and where it pulls away from what both teams share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from catalog.definitions import Definitions, Driver, Metric, Role
from catalog.definitions.agreement import Pay
from catalog.definitions.base import Horizon
from catalog.fields import Loc

_HORIZONS = get_args(Horizon)
"""The nearest first."""


@dataclass(frozen=True)
class Judged:
    """A metric, the role that is judged by it, and the driver under the measure that it serves.

    ``loc`` is where the metric stands in roles.yml.
    """

    loc: Loc
    role: Role
    metric: Metric
    driver: Driver | None

    @property
    def orphan(self) -> bool:
        """Whether it rolls up to nothing, not even to the measure itself."""
        return self.metric.driver is None

    @property
    def sooner(self) -> bool:
        """Whether it is to pay off before what it serves does."""
        return self.driver is not None and _HORIZONS.index(self.metric.horizon) < _HORIZONS.index(
            self.driver.horizon
        )


@dataclass(frozen=True)
class Paid:
    """A part of variable pay, and the role it is paid to; ``loc`` is where it is in roles.yml."""

    loc: Loc
    role: Role
    pay: Pay

    @property
    def beside(self) -> bool:
        """Whether it is paid for what leads to no goal both teams share."""
        return self.pay.driver is None


def all_judged(definitions: Definitions) -> Iterator[Judged]:
    """Every metric of every role."""
    drivers = {driver.id: driver for driver in definitions.goals.drivers}
    for index, role in enumerate(definitions.roles):
        for number, metric in enumerate(role.metrics):
            loc = ("roles", index, "metrics", number)
            yield Judged(loc, role, metric, drivers.get(metric.driver or ""))


def all_paid(definitions: Definitions) -> Iterator[Paid]:
    """Every part of every role's variable pay."""
    for index, role in enumerate(definitions.roles):
        for number, pay in enumerate(role.paid_on):
            yield Paid(("roles", index, "paid_on", number), role, pay)
