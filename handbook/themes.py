"""Themes over the quarters: what is asked today, what was asked before, and how it went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.quarters import Quarter
from handbook import charts
from handbook.distributions import Distribution
from handbook.diverging import diverging
from handbook.layers import Spec
from handbook.movements import Movement
from handbook.readings import Placement, Reading, ThemeRound
from handbook.sentences import question
from handbook.trends import Trend
from handbook.verdict_words import verdict_since, verdict_up_to_last


@dataclass(frozen=True)
class Statement:
    """One statement, or one promise, over all closed quarters."""

    id: str
    wording: str
    """Today's; of a statement that is no longer asked, the last."""
    about: str
    """A team or ``both``; of a promise, the team that gives it."""
    current: bool
    """Whether the definitions still have it."""
    names: Mapping[str, str]
    readings: tuple[Reading, ...]
    """One a closed quarter from the first that asked it."""
    movements: tuple[Movement, ...]
    """Each of its figures against earlier quarters, oldest quarter first, own views first."""
    trend: Trend | None
    """None until a closed quarter has asked it."""
    distribution: Distribution | None
    """None until a closed quarter has counts to show."""

    @cached_property
    def chart(self) -> Spec | None:
        """The specification of the trend's chart."""
        return charts.trend(self.trend) if self.trend else None

    @cached_property
    def distribution_chart(self) -> Spec | None:
        """The specification of the distribution's chart."""
        return diverging(self.distribution) if self.distribution else None

    @property
    def mirrored(self) -> bool:
        """Whether any closed quarter asked for guesses."""
        return self.trend is not None and any(series.guess for series in self.trend.series)

    @property
    def latest(self) -> Reading | None:
        """What the last closed quarter said, if it asked."""
        return self.readings[-1] if self.readings and self.readings[-1].asked else None

    @property
    def question(self) -> str:
        """What to ask each other after the last closed quarter; empty if nothing can be shown."""
        return question(self.latest, self.names) if self.latest else ""

    @cached_property
    def verdict(self) -> str:
        """What moved up to the last closed quarter, in a sentence; empty if it did not ask."""
        if self.latest is None:
            return ""
        return verdict_since(_up_to(self.latest.quarter, self.movements), self.names)

    def verdict_from(self, quarter: Quarter) -> str:
        """What moved from a quarter on, in a sentence; empty if nothing was compared since.

        No comparison is made for it that is not judged anyway, so that it needs no judging of its
        own, and whatever is decided later leaves all verdicts as they were published.
        """
        since = [each for each in self.movements if each.since >= quarter]
        return verdict_up_to_last(since, self.names)


@dataclass(frozen=True)
class Vignette:
    """One vignette over the quarters that asked it."""

    id: str
    wording: str
    names: Mapping[str, str]
    placements: tuple[Placement, ...]
    movements: tuple[Movement, ...]
    """Each team's share against earlier quarters, oldest quarter first."""
    trend: Trend | None
    """None until a closed quarter has asked it."""

    @cached_property
    def chart(self) -> Spec | None:
        """The specification of the trend's chart."""
        return charts.trend(self.trend) if self.trend else None

    @property
    def verdict(self) -> str:
        """What moved up to the last quarter that asked, in a sentence; empty if none did."""
        if not self.placements:
            return ""
        return verdict_since(_up_to(self.placements[-1].quarter, self.movements), self.names)


@dataclass(frozen=True)
class ThemeView:
    """A theme's page: what it holds today and what was asked under it before."""

    id: str
    name: str
    intro: str
    current: bool
    """Whether the definitions still have it."""
    statements: tuple[Statement, ...]
    vignettes: tuple[Vignette, ...]
    rounds: tuple[ThemeRound, ...]

    @property
    def latest(self) -> ThemeRound | None:
        """The last closed quarter that asked it."""
        return self.rounds[-1] if self.rounds else None


def _up_to(quarter: Quarter, movements: Iterable[Movement]) -> list[Movement]:
    return [each for each in movements if each.quarter == quarter]
