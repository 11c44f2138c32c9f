"""Figures made of scores, and the reason where one cannot be shown.

A figure computed from a hidden one is hidden: the arithmetic here carries the reason along, so
no caller can forget it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from catalog.results import Agreement, AgreementBand, Hidden, Score, ScoreBand, TeamFigure
from handbook.estimates import Estimate, Range, estimate_of

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
    counts: Mapping[str, int] | None = None
    """How many gave each answer, if that may be shown."""
    invited: int | None = None
    """How many people the team of a published figure had."""
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
    match answer:
        case Score(n=n, mean=value) | Agreement(n=n, share=value):
            given = {str(each): people for each, people in (answer.counts or {}).items()} or None
            estimate = estimate_of(answer, invited)
            return Figure(value, "", n, None, estimate, given, invited, cannot_say)
        case (
            ScoreBand(n=n, low=low, high=high) | AgreementBand(n=n, share_low=low, share_high=high)
        ):
            band = (low, high)
            return Figure(None, "answers too alike", n, band, None, None, invited, cannot_say)
        case Hidden():
            return HIDDEN


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
