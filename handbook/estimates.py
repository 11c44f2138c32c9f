"""What the people who answered tell about the whole team: an interval, and bounds without any luck.

Everything here is worked out from published figures only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import sqrt

from catalog.results import Agreement, Score

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Scale:
    """From which value to which answers can go, and how far off a published mean may be."""

    lowest: float
    highest: float
    rounding: float

    def within(self, value: float) -> float:
        """The value, or the end of the scale that it lies beyond."""
        return min(self.highest, max(self.lowest, value))


POINTS = Scale(1, 5, 0.05)
PERCENT = Scale(0, 100, 0.5)


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, in the unit of the scale."""

    low: float
    high: float

    @property
    def text(self) -> str:
        """In points: ``3.5 to 4.1``, rounded outwards so that nothing of it is lost."""
        return self._rounded(1)

    @property
    def percent(self) -> str:
        """In percent: ``61% to 83%``, rounded outwards."""
        return self._rounded(0, "%")

    def _rounded(self, decimals: int, unit: str = "") -> str:
        step = Decimal(1).scaleb(-decimals)
        low = Decimal(f"{self.low:.6f}").quantize(step, ROUND_FLOOR)
        high = Decimal(f"{self.high:.6f}").quantize(step, ROUND_CEILING)
        return f"{low}{unit} to {high}{unit}"


@dataclass(frozen=True)
class Estimate:
    """A team's mean, and how far its people who did not answer could move it.

    ``mean`` and ``slack`` are in the unit of the scale, ``variance`` in its square; ``slack`` is
    what the mean may have lost to rounding.
    """

    n: int
    invited: int
    scale: Scale
    mean: float
    variance: float
    slack: float

    @property
    def error(self) -> float:
        """The standard error of the mean, √(variance/n)."""
        return sqrt(self.variance / self.n)

    @property
    def error_in_team(self) -> float:
        """The standard error as to the mean of this one team; 0 when everybody answered.

        With the correction for a finite population, √((N - n)/(N - 1)): Cochran, "Sampling
        Techniques" (1977), section 2.5.
        """
        silent = self.invited - self.n
        return self.error * sqrt(silent / max(1, self.invited - 1))

    @property
    def interval(self) -> Range:
        """Where the mean of the whole team lies, 95 times in 100, if silence is a matter of chance.

        Student's t with n - 1 degrees of freedom.
        """
        from scipy.special import stdtrit  # takes longer to load than to check all definitions

        half = float(stdtrit(self.n - 1, (1 + _CONFIDENCE) / 2)) * self.error_in_team + self.slack
        return Range(self.scale.within(self.mean - half), self.scale.within(self.mean + half))

    @property
    def bounds(self) -> Range:
        """Where it lies whatever those who did not answer would have said.

        Manski, "Nonparametric Bounds on Treatment Effects" (1990): all of them at either end.
        """
        said, silent = self.n * self.mean, self.invited - self.n
        slack = self.slack * self.n
        return Range(
            self.scale.within((said - slack + self.scale.lowest * silent) / self.invited),
            self.scale.within((said + slack + self.scale.highest * silent) / self.invited),
        )


def estimate_of(figure: Score | Agreement, invited: int) -> Estimate:
    """What a published mean or share tells about all who were invited.

    Without counts the answers may lie as far apart as the mean allows: some at one end, all others
    at the other. With counts, one more answer at either end is assumed (as Agresti and Coull do for
    shares, 1998), because a few answers can look more alike by luck than those of the team are.
    """
    if isinstance(figure, Agreement):
        return _widest(figure.n, invited, PERCENT, figure.share)
    if figure.counts is None:
        return _widest(figure.n, invited, POINTS, figure.mean)
    given = {int(answer): people for answer, people in figure.counts.items()}
    mean = sum(answer * people for answer, people in given.items()) / figure.n
    return Estimate(figure.n, invited, POINTS, mean, _variance(given), 0.0)


def _widest(n: int, invited: int, scale: Scale, mean: float) -> Estimate:
    variance = (mean - scale.lowest) * (scale.highest - mean)
    return Estimate(n, invited, scale, mean, variance, scale.rounding)


def _variance(given: Mapping[int, int]) -> float:
    ends = {int(POINTS.lowest), int(POINTS.highest)}
    people = {answer: n + (answer in ends) for answer, n in given.items()}
    total = sum(people.values())
    middle = sum(answer * n for answer, n in people.items()) / total
    return sum(n * (answer - middle) ** 2 for answer, n in people.items()) / total
