"""How often the handbook's interval holds what a whole team would have said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from catalog.results import Kind
from scripts.populations import PLACED, SCORED, Shape, estimate, team

TEAMS = (6, 8, 10, 15, 20, 30, 60, 120, 500)
RESPONSES = (50, 60, 75, 90, 100)
RUNS = 2000
SEED = 20261122
_NOISE = 1e-9  # of binary fractions


@dataclass(frozen=True)
class Cell:
    """A team of so many people, of whom so many percent answer."""

    people: int
    response: int
    shares: Mapping[str, float]
    """By shape of answers: the share of draws whose interval holds the truth, of those with one."""

    @property
    def least(self) -> float:
        """That of the shape with the smallest."""
        return min(self.shares.values())

    @property
    def average(self) -> float:
        """The mean over all shapes."""
        return sum(self.shares.values()) / len(self.shares)


def coverage(kind: Kind) -> Iterator[Cell]:
    """Every team and response of which figures are shown.

    A shape that only ever shows a band has no interval and is left out.
    """
    chance = np.random.default_rng(SEED)
    for people in TEAMS:
        for response in RESPONSES:
            answered = (people * response + 50) // 100
            shapes = SCORED if kind == "own" else PLACED
            held = {
                name: _held(kind, shape, people, answered, chance) for name, shape in shapes.items()
            }
            shares = {name: share for name, share in held.items() if share is not None}
            if shares:
                yield Cell(people, response, shares)


def _held(
    kind: Kind, shape: Shape, people: int, answered: int, chance: np.random.Generator
) -> float | None:
    """The share of draws whose interval holds the truth; None if none has an interval."""
    everybody = team(shape, people)
    values = range(1, 6) if kind == "own" else (100, *[0] * (len(shape) - 1))
    truth = float(everybody @ np.array(values)) / people
    drawn = chance.multivariate_hypergeometric(everybody, answered, size=RUNS)
    shown = held = 0
    tallies, times = np.unique(drawn, axis=0, return_counts=True)
    for tally, often in zip(tallies.tolist(), times.tolist(), strict=True):
        if found := estimate(kind, tuple(tally), people):
            interval = found.interval
            shown += often
            held += often * (interval.low - _NOISE <= truth <= interval.high + _NOISE)
    return held / shown if shown else None
