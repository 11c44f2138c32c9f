"""Whether a figure moved, so that hardly any "clear" change is mere luck."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Literal, TypeVar

from handbook.estimates import POINTS, Estimate

Verdict = Literal["clear rise", "clear fall", "no clear change", "cannot tell"]

CLEAR: tuple[Verdict, ...] = ("clear rise", "clear fall")

FALSE_DISCOVERIES = 0.05
"""Of the changes called clear, so many at most are expected to be none."""

_CANNOT_TELL: Verdict = "cannot tell"
_NOISE = 1e-9  # of binary fractions

Key = TypeVar("Key")
Pair = tuple[Estimate | None, Estimate | None]
"""A figure before and now; None where none is shown, or the two cannot be compared."""


def verdicts(changes: Mapping[Key, Pair], smallest: float) -> dict[Key, Verdict]:
    """A verdict on each change of one quarter, all of them judged together.

    A change is clear if it is at least ``smallest`` points of the scale 1 to 5 (25 percent of a
    team stand for one point) and passes the procedure of Benjamini and Hochberg, "Controlling the
    False Discovery Rate" (1995), over all changes given. Smaller ones count there as sheer chance:
    they are not called clear, so they must not help others to be.
    """
    known = [(key, before, now) for key, (before, now) in changes.items() if before and now]
    pairs = [(before, now) for _, before, now in known]
    weighed = [
        p if _moved(*pair) >= _least(pair[1], smallest) else 1.0
        for p, pair in zip(chances(pairs), pairs, strict=True)
    ]
    most = _most_allowed(sorted(weighed))
    found = dict.fromkeys(changes, _CANNOT_TELL)
    for (key, before, now), p in zip(known, weighed, strict=True):
        found[key] = _verdict(before, now, clear=p <= most)
    return found


def chances(pairs: Sequence[tuple[Estimate, Estimate]]) -> list[float]:
    """How likely each of such changes would be if nothing had changed: p-values, two-sided.

    Welch, "The Generalization of 'Student's' Problem" (1947). The same people answering twice
    makes a true chance smaller, never larger; and even if all of a team answered, they would not
    answer the same on another day, so that nothing is corrected for the size of the team. What
    both means may have lost to rounding counts against the change.
    """
    from scipy.special import stdtr  # takes longer to load than to check all definitions

    welch = [_welch(before, now) for before, now in pairs]
    freedom, errors = [each for each, _ in welch], [each for _, each in welch]
    return [2 * float(each) for each in stdtr(freedom, errors)]


def _welch(before: Estimate, now: Estimate) -> tuple[float, float]:
    """Degrees of freedom, and by how many standard errors a figure moved, below zero."""
    one, other = (each.error**2 + _NOISE for each in (before, now))
    freedom = (one + other) ** 2 / (one**2 / (before.n - 1) + other**2 / (now.n - 1))
    moved = max(0.0, _moved(before, now) - before.rounding - now.rounding)
    return freedom, -moved / sqrt(one + other)


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


def _moved(before: Estimate, now: Estimate) -> float:
    """How far a figure moved, whichever way."""
    return abs(now.mean - before.mean)


def _least(estimate: Estimate, smallest: float) -> float:
    """The smallest change that counts, in the unit of a figure, from points."""
    scale = estimate.scale
    length = (scale.highest - scale.lowest) / (POINTS.highest - POINTS.lowest)
    return smallest * length - _NOISE
