"""Whether a figure moved, so that hardly any "clear" change is mere luck."""

from collections.abc import Sequence
from typing import Literal

from handbook.estimates import POINTS, Estimate

Verdict = Literal["clear rise", "clear fall", "no clear change", "cannot tell"]

CLEAR: tuple[Verdict, ...] = ("clear rise", "clear fall")

FALSE_DISCOVERIES = 0.05
"""Of the changes called clear, so many at most are expected to be none."""

_NOISE = 1e-9  # of binary fractions

Pair = tuple[Estimate | None, Estimate | None]
"""A figure before and now; None where none is shown, or the two cannot be compared."""


def verdicts(changes: Sequence[Pair], smallest: float) -> list[Verdict]:
    """A verdict on each change of one quarter, all of them judged together.

    A change is clear if it is at least ``smallest`` points of the scale 1 to 5 (25 percent of a
    team stand for one point) and passes the procedure of Benjamini and Hochberg, "Controlling the
    False Discovery Rate" (1995), over all changes given. Smaller ones count there as sheer chance:
    they are not called clear, so they must not help others to be.
    """
    known = [(before, now) for before, now in changes if before and now]
    weighed = [
        p if abs(now.mean - before.mean) >= _least(now, smallest) else 1.0
        for p, (before, now) in zip(chances(known), known, strict=True)
    ]
    most = _most_allowed(sorted(weighed))
    of_known = iter(weighed)
    return [
        _verdict(before, now, clear=next(of_known) <= most) if before and now else "cannot tell"
        for before, now in changes
    ]


def chances(pairs: Sequence[tuple[Estimate, Estimate]]) -> list[float]:
    """How likely each of such changes would be if nothing had changed: p-values, two-sided.

    Welch, "The Generalization of 'Student's' Problem" (1947). The same people answering twice
    makes a true chance smaller, never larger; and even if all of a team answered, they would not
    answer the same on another day, so that nothing is corrected for the size of the team. What
    both means may have lost to rounding counts against the change.
    """
    import numpy as np  # these take longer to load than to check all definitions
    from scipy.special import stdtr

    told = [[(each.n, each.mean, each.variance, each.rounding) for each in pair] for pair in pairs]
    n, mean, variance, rounding = np.array(told).reshape(-1, 2, 4).T
    squared = variance / n + _NOISE
    error = np.sqrt(squared.sum(axis=0))
    freedom = error**4 / (squared**2 / (n - 1)).sum(axis=0)
    moved = np.maximum(0, abs(mean[1] - mean[0]) - rounding.sum(axis=0))
    found: list[float] = (2 * stdtr(freedom, -moved / error)).tolist()
    return found


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


def _verdict(before: Estimate, now: Estimate, *, clear: bool) -> Verdict:
    if not clear:
        return "no clear change"
    return "clear rise" if now.mean > before.mean else "clear fall"


def _least(estimate: Estimate, smallest: float) -> float:
    """The smallest change that counts, in the unit of a figure, from points."""
    scale = estimate.scale
    length = (scale.highest - scale.lowest) / (POINTS.highest - POINTS.lowest)
    return smallest * length - _NOISE
