"""Whether a figure moved, so that hardly any "clear" change is mere luck."""

from collections.abc import Mapping
from math import hypot
from typing import Literal, TypeVar

from handbook.estimates import POINTS, Estimate

Verdict = Literal["clear rise", "clear fall", "no clear change", "cannot tell"]

FALSE_DISCOVERIES = 0.05
"""Of the changes called clear, so many at most are expected to be none."""

_NOISE = 1e-9  # of binary fractions

Key = TypeVar("Key")
Change = tuple[Estimate | None, Estimate | None]
"""A figure before and now; None where none is shown, or the two cannot be compared."""


def verdicts(changes: Mapping[Key, Change], smallest: float) -> dict[Key, Verdict]:
    """A verdict on each change of one quarter, all of them judged together.

    A change is clear if it is at least ``smallest`` points of the scale 1 to 5 (25 percent of a
    team stand for one point) and passes the procedure of Benjamini and Hochberg, "Controlling the
    False Discovery Rate" (1995), over all changes given.
    """
    chances = {key: chance(before, now) for key, (before, now) in changes.items() if before and now}
    most = _most_allowed(sorted(chances.values()))
    return {
        key: _verdict(before, now, smallest, passed=chances.get(key, 1) <= most)
        for key, (before, now) in changes.items()
    }


def chance(before: Estimate, now: Estimate) -> float:
    """How likely so large a change would be if nothing had changed: a p-value, two-sided.

    Student's t with the smaller of the two degrees of freedom. The same people answering twice
    makes a true chance smaller, never larger; and even if all of a team answered, they would not
    answer the same on another day, so that nothing is corrected for the size of the team. What
    both means may have lost to rounding counts against the change.
    """
    from scipy.special import stdtr  # takes longer to load than to check all definitions

    moved = max(0.0, abs(now.mean - before.mean) - now.slack - before.slack)
    error = hypot(before.error, now.error)
    if moved < _NOISE:
        return 1.0
    if error == 0:
        return 0.0
    return float(2 * stdtr(min(before.n, now.n) - 1, -moved / error))


def _most_allowed(chances: list[float]) -> float:
    """The largest p-value that passes, from all in ascending order; -1 if none does."""
    return max(
        (
            each
            for rank, each in enumerate(chances, 1)
            if each <= FALSE_DISCOVERIES * rank / len(chances)
        ),
        default=-1.0,
    )


def _verdict(
    before: Estimate | None, now: Estimate | None, smallest: float, *, passed: bool
) -> Verdict:
    if before is None or now is None:
        return "cannot tell"
    moved = now.mean - before.mean
    scale = now.scale
    least = smallest * (scale.highest - scale.lowest) / (POINTS.highest - POINTS.lowest)
    if not passed or abs(moved) < least - _NOISE:
        return "no clear change"
    return "clear rise" if moved > 0 else "clear fall"
