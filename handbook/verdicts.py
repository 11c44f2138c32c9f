"""Whether a figure moved, so that hardly any "clear" change is mere luck."""

from collections.abc import Mapping, Sequence
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
    False Discovery Rate" (1995), over all changes given. Smaller ones count there as sheer chance:
    they are not called clear, so they must not help others to be.
    """
    known = {key: (before, now) for key, (before, now) in changes.items() if before and now}
    likely = chances(list(known.values()))
    large = {key: _moved(*pair) >= _least(pair[1], smallest) for key, pair in known.items()}
    weighed = {key: p if large[key] else 1.0 for key, p in zip(known, likely, strict=True)}
    most = _most_allowed(sorted(weighed.values()))
    clear = {key for key, p in weighed.items() if p <= most}
    return {
        key: _verdict(*known[key], clear=key in clear) if key in known else "cannot tell"
        for key in changes
    }


def chances(pairs: Sequence[tuple[Estimate, Estimate]]) -> list[float]:
    """How likely each of such changes would be if nothing had changed: p-values, two-sided.

    Student's t with the smaller of the two degrees of freedom. The same people answering twice
    makes a true chance smaller, never larger; and even if all of a team answered, they would not
    answer the same on another day, so that nothing is corrected for the size of the team. What
    both means may have lost to rounding counts against the change.
    """
    from scipy.special import stdtr  # takes longer to load than to check all definitions

    freedom = [min(before.n, now.n) - 1 for before, now in pairs]
    errors_off = [
        -max(0.0, _moved(before, now) - before.rounding - now.rounding)
        / max(hypot(before.error, now.error), _NOISE)
        for before, now in pairs
    ]
    return [2 * float(each) for each in stdtr(freedom, errors_off)]


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
