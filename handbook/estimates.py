"""What the people who answered tell about the whole team: an interval, and bounds without any luck.

Everything here is worked out from published figures only.
"""

from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtrit

from catalog.results import Score

LOWEST, HIGHEST = 1, 5
_CONFIDENCE = 0.95
_ROUNDED = 0.05  # how far a mean to one decimal may be off


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, in points of the scale 1 to 5."""

    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A team's mean score, and how far its people who did not answer could move it.

    ``mean`` and ``slack`` are in points, ``variance`` in points squared; ``slack`` is what the
    mean may have lost to rounding.
    """

    n: int
    invited: int
    mean: float
    variance: float
    slack: float

    @property
    def error(self) -> float:
        """The standard error of the mean, in points; 0 when everybody answered.

        With the correction for a finite population, √((N - n)/(N - 1)): Cochran, "Sampling
        Techniques" (1977), section 2.5.
        """
        if self.invited == 1:
            return 0.0
        return sqrt(self.variance / self.n * (self.invited - self.n) / (self.invited - 1))

    @property
    def interval(self) -> Range:
        """Where the mean of the whole team lies, 95 times in 100, if silence is a matter of chance.

        Student's t with n - 1 degrees of freedom.
        """
        half = float(stdtrit(self.n - 1, (1 + _CONFIDENCE) / 2)) * self.error + self.slack
        return Range(max(LOWEST, self.mean - half), min(HIGHEST, self.mean + half))

    @property
    def bounds(self) -> Range:
        """Where it lies whatever those who did not answer would have said.

        Manski, "Nonparametric Bounds on Treatment Effects" (1990): all of them at either end.
        """
        said, silent = self.n * self.mean, self.invited - self.n
        slack = self.slack * self.n
        return Range(
            max(LOWEST, (said - slack + LOWEST * silent) / self.invited),
            min(HIGHEST, (said + slack + HIGHEST * silent) / self.invited),
        )


def estimate_of(score: Score, invited: int) -> Estimate:
    """What a published score tells about all who were invited.

    Without counts the answers may lie as far apart as the mean allows: some at 1, all others at 5.
    With counts, one more answer at either end is assumed (as Agresti and Coull do for shares,
    1998), because a few answers can look more alike by luck than those of the team are.
    """
    if score.counts is None:
        widest = (score.mean - LOWEST) * (HIGHEST - score.mean)
        return Estimate(score.n, invited, score.mean, widest, _ROUNDED)
    given = {int(answer): people for answer, people in score.counts.items()}
    mean = sum(answer * people for answer, people in given.items()) / score.n
    for end in (LOWEST, HIGHEST):
        given[end] += 1
    middle = sum(answer * people for answer, people in given.items()) / (score.n + 2)
    squares = sum(people * (answer - middle) ** 2 for answer, people in given.items())
    return Estimate(score.n, invited, mean, squares / (score.n + 2), 0.0)
