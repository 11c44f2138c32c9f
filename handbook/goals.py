"""The driver tree and what each role is judged by and paid on, in its light."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.definitions import Definitions, Driver, Metric, Role, Team
from catalog.definitions.agreement import Pay
from handbook.words import HORIZONS


@dataclass(frozen=True)
class Branch:
    """A driver in the tree: ``depth`` 1 moves the shared measure directly, 2 one of its drivers."""

    driver: Driver
    depth: int


def tree(definitions: Definitions) -> tuple[Branch, ...]:
    """All drivers that lead up to the shared measure, each followed by its own drivers."""
    return tuple(_below(definitions.goals.measure.id, 1, definitions.goals.drivers))


def _below(parent: str, depth: int, drivers: tuple[Driver, ...]) -> Iterator[Branch]:
    for driver in drivers:
        if driver.parent == parent:
            yield Branch(driver, depth)
            yield from _below(driver.id, depth + 1, drivers)


@dataclass(frozen=True)
class Judged:
    """A metric, the role that is judged by it, and the driver under the measure that it serves."""

    metric: Metric
    role: Role
    driver: Driver | None

    @property
    def sooner(self) -> bool:
        """Whether it is to pay off before what it serves does."""
        places = list(HORIZONS)
        return self.driver is not None and places.index(self.metric.horizon) < places.index(
            self.driver.horizon
        )


def _all_judged(definitions: Definitions) -> Iterator[Judged]:
    drivers = {driver.id: driver for driver in definitions.goals.drivers}
    for role in definitions.roles:
        for metric in role.metrics:
            yield Judged(metric, role, drivers.get(metric.driver or ""))


def judged(definitions: Definitions, team: Team, horizon: str) -> tuple[Judged, ...]:
    """What a team's roles are judged by at one horizon."""
    return tuple(
        each
        for each in _all_judged(definitions)
        if each.role.team == team.id and each.metric.horizon == horizon
    )


def orphans(definitions: Definitions) -> tuple[Judged, ...]:
    """The metrics that roll up to nothing both teams share."""
    return tuple(each for each in _all_judged(definitions) if each.metric.driver is None)


def hurried(definitions: Definitions) -> tuple[Judged, ...]:
    """The metrics that are to pay off sooner than what they serve."""
    return tuple(each for each in _all_judged(definitions) if each.sooner)


def serving(definitions: Definitions, driver: Driver) -> tuple[Judged, ...]:
    """The metrics that roll up to a driver directly."""
    return tuple(each for each in _all_judged(definitions) if each.driver == driver)


def paid_beside(definitions: Definitions) -> tuple[tuple[Role, Pay], ...]:
    """Variable pay for what leads to no goal both teams share, with whose it is."""
    return tuple(
        (role, pay) for role in definitions.roles for pay in role.paid_on if pay.driver is None
    )
