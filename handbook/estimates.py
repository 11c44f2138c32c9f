"""What the people who answered tell about the whole team: an interval, and bounds without any luck.

Everything here is worked out from published figures only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache, cached_property
from math import sqrt
from operator import mul

from catalog.results import Agreement, AgreementBand, Score, ScoreBand

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Scale:
    """From which value to which answers can go, and how far off a published mean may be."""

    lowest: float
    highest: float
    decimals: int

    @property
    def rounding(self) -> float:
        """How far off a published mean may be."""
        return 0.5 / float(10**self.decimals)

    def within(self, value: float) -> float:
        """The value, or the end of the scale that it lies beyond."""
        return min(self.highest, max(self.lowest, value))


POINTS = Scale(1, 5, decimals=1)
PERCENT = Scale(0, 100, decimals=0)


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, in the unit of the scale."""

    low: float
    high: float

    @property
    def text(self) -> str:
        """In points: ``3.5 to 4.1``."""
        low, high = self.outwards(1)
        return f"{low} to {high}"

    @property
    def percent(self) -> str:
        """In percent: ``61% to 83%``."""
        low, high = self.outwards(0)
        return f"{low}% to {high}%"

    def outwards(self, decimals: int) -> tuple[Decimal, Decimal]:
        """Its ends, rounded so that nothing of it is lost."""
        step = Decimal(1).scaleb(-decimals)
        return (
            Decimal(f"{self.low:.6f}").quantize(step, ROUND_FLOOR),
            Decimal(f"{self.high:.6f}").quantize(step, ROUND_CEILING),
        )


@dataclass(frozen=True)
class Estimate:
    """A team's mean, and how far its people who did not answer could move it.

    ``mean`` is in the unit of the scale, ``variance`` in its square; ``rounding`` is what the mean
    may have lost when it was rounded for publication.
    """

    n: int
    invited: int
    scale: Scale
    mean: float
    variance: float
    rounding: float

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

    @cached_property
    def interval(self) -> Range:
        """Where the mean of the whole team lies, 95 times in 100, if silence is a matter of chance.

        Student's t with n - 1 degrees of freedom, and Cochran's correction for continuity (1977,
        section 3.6) on a scale of any length: half of what one answer can move the mean. Never
        beyond the bounds, which hold without any luck.
        """
        step = (self.scale.highest - self.scale.lowest) / self.n
        half = _quantile(self.n - 1) * self.error_in_team + step / 2 + self.rounding
        bounds = self.bounds
        return Range(max(bounds.low, self.mean - half), min(bounds.high, self.mean + half))

    @cached_property
    def bounds(self) -> Range:
        """Where it lies whatever those who did not answer would have said."""
        said = Range(self.mean - self.rounding, self.mean + self.rounding)
        return bounds_of(said, self.n, self.invited, self.scale)


def bounds_of(said: Range, n: int, invited: int, scale: Scale) -> Range:
    """Where a team's mean lies if that of the ``n`` who answered lies in a range.

    Manski, "Nonparametric Bounds on Treatment Effects" (1990): those who did not answer, all of
    them at either end.
    """
    silent, team = invited - n, max(1, invited)
    return Range(
        scale.within((n * said.low + scale.lowest * silent) / team),
        scale.within((n * said.high + scale.highest * silent) / team),
    )


def bounds_of_band(band: ScoreBand | AgreementBand, invited: int) -> Range:
    """The same of a published band; its ends are rounded as means are."""
    if isinstance(band, ScoreBand):
        low, high, scale = band.low, band.high, POINTS
    else:
        low, high, scale = band.share_low, band.share_high, PERCENT
    said = Range(low - scale.rounding, high + scale.rounding)
    return bounds_of(said, band.n, invited, scale)


@cache
def _quantile(freedom: int) -> float:
    """How many standard errors hold 95 of 100 means, by Student's t."""
    from scipy.special import stdtrit  # takes longer to load than to check all definitions

    return float(stdtrit(freedom, (1 + _CONFIDENCE) / 2))


def estimate_of(figure: Score | Agreement, invited: int) -> Estimate:
    """What a published mean or share tells about all who were invited.

    A mean without counts: the answers may lie as far apart as it allows, some at one end, all
    others at the other. With counts, and for a share, one more answer at either end is assumed (in
    the manner of Agresti and Coull, "Approximate Is Better than 'Exact'", 1998), because a few
    answers can look more alike by luck than those of the team are.
    """
    n = figure.n
    if isinstance(figure, Agreement):
        agreeing = n * figure.share / PERCENT.highest
        ends = {PERCENT.lowest: n - agreeing + 1, PERCENT.highest: agreeing + 1}
        return Estimate(n, invited, PERCENT, figure.share, _variance(ends), PERCENT.rounding)
    if figure.counts is None:
        widest = (figure.mean - POINTS.lowest) * (POINTS.highest - figure.mean)
        return Estimate(n, invited, POINTS, figure.mean, widest, POINTS.rounding)
    given = {float(answer): people for answer, people in figure.counts.items()}
    mean = sum(map(mul, given, given.values())) / n
    for end in (POINTS.lowest, POINTS.highest):
        given[end] = given.get(end, 0) + 1
    return Estimate(n, invited, POINTS, mean, _variance(given), 0.0)


def _variance(people: Mapping[float, float]) -> float:
    """The variance of answers, given how many people gave each."""
    total = sum(people.values())
    middle: float = sum(map(mul, people, people.values())) / total
    return sum([n * (answer - middle) ** 2 for answer, n in people.items()]) / total
