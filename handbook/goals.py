"""The driver tree and what each role is judged by and paid on, in its light."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.conflicts import Judged, Paid, all_judged, all_paid
from catalog.definitions import Definitions, Driver, Team


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


def judged(definitions: Definitions, team: Team, horizon: str) -> tuple[Judged, ...]:
    """What a team's roles are judged by at one horizon."""
    return tuple(
        each
        for each in all_judged(definitions)
        if each.role.team == team.id and each.metric.horizon == horizon
    )


def orphans(definitions: Definitions) -> tuple[Judged, ...]:
    """The metrics that roll up to nothing both teams share."""
    return tuple(each for each in all_judged(definitions) if each.orphan)


def hurried(definitions: Definitions) -> tuple[Judged, ...]:
    """The metrics that are to pay off sooner than what they serve."""
    return tuple(each for each in all_judged(definitions) if each.sooner)


def serving(definitions: Definitions, driver: Driver) -> tuple[Judged, ...]:
    """The metrics that roll up to a driver directly."""
    return tuple(each for each in all_judged(definitions) if each.driver == driver)


def paid_beside(definitions: Definitions) -> tuple[Paid, ...]:
    """Variable pay for what leads to no goal both teams share."""
    return tuple(each for each in all_paid(definitions) if each.beside)
