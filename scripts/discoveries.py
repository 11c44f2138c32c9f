"""How many of the changes that the handbook calls clear are none."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.results import Kind
from handbook.estimates import Estimate
from handbook.verdicts import CLEAR, Pair, verdicts
from scripts.populations import PLACED, SCORED, Shape, estimate

QUARTERS = 200
SEED = 20261123
_SCORES = np.arange(1, 6)
_ASKED: tuple[tuple[Kind, Shape], ...] = (
    *(("own", shape) for shape in SCORED.values()),
    *(("stage", shape) for shape in PLACED.values()),
)
"""What a team is asked; with the other team and two earlier quarters a family of comparisons."""


@dataclass(frozen=True)
class Case:
    """Two teams, and what becomes of their answers from one quarter to the next."""

    words: str
    answered: tuple[int, int]
    changing: tuple[int, int] = (0, 0)
    """Every which of the first team's scores changes, and of the second's; 0 for none."""
    by: float = 0
    """How far, in points."""
    smallest: float = 0.3
    """The smallest change that counts."""


CASES = (
    Case("nothing", (7, 9)),
    Case("nothing", (12, 14)),
    Case("nothing", (30, 40)),
    Case("nothing", (250, 250)),
    Case("nothing, and any change may count", (12, 30), smallest=0),
    Case("nothing, and any change may count", (250, 250), smallest=0),
    Case("every third score, by 1 point", (12, 14), (3, 3), 1),
    Case("every third score, by 1 point", (30, 40), (3, 3), 1),
    Case("every third score, by half a point", (120, 120), (3, 3), 0.5),
    Case("one team's scores, by 0.2 points", (500, 80), (1, 0), 0.2),
)


@dataclass(frozen=True)
class Outcome:
    """What came of the quarters of a case."""

    comparisons: int
    """How many are judged together."""
    false: float
    """The share of changes called clear that are none, on average (0 where none is clear)."""
    found: float | None
    """The share of real changes that were called clear; None if there are none."""


@dataclass(frozen=True)
class _Series:
    """A figure a year ago, in the quarter before and now, in many quarters played."""

    kind: Kind
    invited: int
    tallies: tuple[list[list[int]], ...]
    changed: bool

    def changes(self, quarter: int) -> Iterator[Pair]:
        *earlier, now = (self._estimate(played[quarter]) for played in self.tallies)
        yield from ((before, now) for before in earlier)

    def _estimate(self, tally: list[int]) -> Estimate | None:
        return estimate(self.kind, tuple(tally), self.invited)


def outcome(case: Case) -> Outcome:
    """Play a case's quarters, each judged as the handbook judges it."""
    series = list(_series(case))
    false, clear_and_real = 0.0, 0
    for quarter in range(QUARTERS):
        changes = [(each, change) for each in series for change in each.changes(quarter)]
        judged = verdicts([change for _, change in changes], case.smallest)
        said_of = zip(changes, judged, strict=True)
        clear = [each.changed for (each, _), said in said_of if said in CLEAR]
        right = sum(clear)
        false += (len(clear) - right) / max(1, len(clear)) / QUARTERS
        clear_and_real += right
    real = 2 * QUARTERS * sum(each.changed for each in series)
    return Outcome(2 * len(series), false, clear_and_real / real if real else None)


def _series(case: Case) -> Iterator[_Series]:
    chance = np.random.default_rng(SEED)
    for answered, every in zip(case.answered, case.changing, strict=True):
        for place, (kind, shape) in enumerate(_ASKED):
            before = np.array(shape) / sum(shape)
            changed = kind == "own" and every > 0 and place % every == 0
            now = _moved(shape, case.by) if changed else before
            tallies = (
                chance.multinomial(answered, each, size=QUARTERS).tolist()
                for each in (before, before, now)
            )
            yield _Series(kind, answered, tuple(tallies), changed)


def _moved(shape: Shape, by: float) -> NDArray[np.float64]:
    """Shares of answers whose mean is so many points higher, or lower where it cannot rise.

    The mean comes of whole numbers: a sum of fractions ends otherwise on other machines, and with
    it everything that chance draws afterwards.
    """
    shares = np.array(shape) / sum(shape)
    mean = sum(score * part for score, part in enumerate(shape, 1)) / sum(shape)
    end = _SCORES[-1] if mean + by <= _SCORES[-1] else _SCORES[0]
    part = by / abs(end - mean)
    moved: NDArray[np.float64] = (1 - part) * shares + part * (end == _SCORES)
    return moved
