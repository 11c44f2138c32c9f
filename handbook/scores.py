"""Figures made of scores, and the reason where one cannot be shown.

A figure computed from a hidden one is hidden: the arithmetic here carries the reason along, so
no caller can forget it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from catalog.results import Agreement, AgreementBand, Hidden, Score, ScoreBand, TeamFigure
from handbook.estimates import Estimate, Range, bounds_of_band, estimate_of

WhyNot = Literal["", "too few answers", "answers too alike", "not asked"]


@dataclass(frozen=True)
class Figure:
    """A number that may be shown, or why there is none.

    ``value`` is unrounded, in points of the scale 1 to 5 (or a difference of them) or, for a
    vignette, in percent. ``n`` is how many answers stand behind a published figure; computed
    figures have none.
    """

    value: float | None
    why_not: WhyNot = ""
    n: int | None = None
    band: tuple[float, float] | None = None
    """Where there is no number: between which bounds it lies, if that may be shown."""
    estimate: Estimate | None = None
    """What a published figure tells about the whole team."""
    bounds: Range | None = None
    """Where it lies for the whole team, whatever those who did not answer would have said."""
    counts: Mapping[str, int] | None = None
    """How many gave each answer, if that may be shown."""
    invited: int | None = None
    """How many people the team of a published figure had."""
    decimals: int = 1
    """How finely it is published."""
    cannot_say: str = ""
    """Coarsely how many had no view: ``under a tenth``; empty where that may not be said."""

    def __sub__(self, other: "Figure") -> "Figure":
        if self.value is None or other.value is None:
            return unknown((self, other))
        return Figure(self.value - other.value)

    def __abs__(self) -> "Figure":
        return self if self.value is None else Figure(abs(self.value))

    @property
    def shown(self) -> bool:
        """Whether there is a number."""
        return self.value is not None

    @property
    def interval(self) -> Range | None:
        """Where the mean of the whole team lies; None without a number, or if all answered."""
        if self.estimate is None or self.estimate.n == self.estimate.invited:
            return None
        return self.estimate.interval

    @property
    def text(self) -> str:
        """For a table cell: ``3.6``, ``4.2 or more``, or why there is no number."""
        if self.band:
            low, high = self.band
            return f"{low} or more" if high == HIGHEST else f"{high} or less"
        return self.why_not if self.value is None else f"{_rounded(self.value)}"

    @property
    def signed(self) -> str:
        """For a difference: ``+0.8``, ``−0.8``, ``0.0``, or why there is no number."""
        if self.value is None:
            return self.why_not
        rounded = _rounded(self.value)
        return f"{rounded:+}".replace("-", "−") if rounded else "0.0"

    @property
    def size(self) -> str:
        """A difference without its direction: ``0.8``, or why there is no number."""
        return abs(self).text

    @property
    def percent(self) -> str:
        """For a share: ``72%``, ``72% or more``, or why there is no number."""
        if self.band:
            low, high = self.band
            return f"{low:.0f}% or more" if high == ALL else f"{high:.0f}% or less"
        return self.why_not if self.value is None else f"{_rounded(self.value, 0)}%"

    @property
    def points(self) -> str:
        """For a difference of shares, in percentage points: ``+8``, ``−8``, ``0``, or why not."""
        if self.value is None:
            return self.why_not
        rounded = _rounded(self.value, 0)
        return f"{rounded:+}".replace("-", "−") if rounded else "0"

    @property
    def direction(self) -> Literal["higher", "lower", "the same", ""]:
        """Which way a difference goes, as far as its rounded text tells; empty without one."""
        if self.value is None:
            return ""
        rounded = _rounded(self.value)
        return "higher" if rounded > 0 else "lower" if rounded < 0 else "the same"


HIGHEST, ALL = 5, 100

HIDDEN = Figure(None, "too few answers")
TOO_ALIKE = Figure(None, "answers too alike")
NOT_ASKED = Figure(None, "not asked")


def unknown(parts: Iterable[Figure]) -> Figure:
    """What becomes of a figure if one of its parts is no number: the most telling reason."""
    reasons = {part.why_not for part in parts}
    return next(why for why in (NOT_ASKED, HIDDEN, TOO_ALIKE) if why.why_not in reasons)


def figure_of(answer: TeamFigure, invited: int, cannot_say: str = "") -> Figure:
    """The figure of one team's published answer: its mean score, or its share in percent.

    ``invited`` is the size of the team, ``cannot_say`` how many of it had no view, coarsely.
    """
    if isinstance(answer, Hidden):
        return HIDDEN
    decimals = 0 if isinstance(answer, Agreement | AgreementBand) else 1
    known = Figure(None, n=answer.n, invited=invited, decimals=decimals, cannot_say=cannot_say)
    match answer:
        case Score(mean=value) | Agreement(share=value):
            estimate = estimate_of(answer, invited)
            counts = {str(each): people for each, people in (answer.counts or {}).items()} or None
            return replace(
                known, value=value, estimate=estimate, bounds=estimate.bounds, counts=counts
            )
        case ScoreBand(low=low, high=high) | AgreementBand(share_low=low, share_high=high):
            bounds = bounds_of_band(answer, invited)
            return replace(known, why_not="answers too alike", band=(low, high), bounds=bounds)


def average(figures: Iterable[Figure]) -> Figure:
    """The mean of the figures that were asked for, shown only if all of them are.

    An average of the others would read like one of all, and could not be compared with that of
    another quarter.
    """
    asked = [figure for figure in figures if figure != NOT_ASKED]
    values = [figure.value for figure in asked if figure.value is not None]
    if not asked:
        return NOT_ASKED
    return Figure(sum(values) / len(values)) if len(values) == len(asked) else unknown(asked)


def widest_first(difference: Figure) -> tuple[bool, float]:
    """By what to sort differences: widest first, whichever way; those that are hidden last."""
    return not difference.shown, -(abs(difference).value or 0)


@cache
def _rounded(value: float, decimals: int = 1) -> Decimal:
    """Halves away from zero; first the noise of binary fractions is dropped."""
    return Decimal(f"{value:.6f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
