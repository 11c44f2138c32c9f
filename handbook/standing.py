"""How an agreement and a ritual stand on a given day: signed, due, overdue."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.definitions import Agreed, Ritual, Team

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Standing:
    """Who signed an agreement, who did not yet, and whether its review is overdue."""

    signed: tuple[tuple[Team, date], ...]
    missing: tuple[Team, ...]
    review_by: date
    overdue: bool

    @property
    def sound(self) -> bool:
        """Signed by both teams and not past its review."""
        return not self.missing and not self.overdue


def standing(agreed: Agreed, teams: Iterable[Team], today: date) -> Standing:
    """How a stage or promise stands today; its review is overdue the day after ``review_by``."""
    teams = tuple(teams)
    return Standing(
        signed=tuple((team, agreed.agreed[team.id]) for team in teams if team.id in agreed.agreed),
        missing=tuple(team for team in teams if team.id not in agreed.agreed),
        review_by=agreed.review_by,
        overdue=agreed.review_by < today,
    )


@dataclass(frozen=True)
class Turn:
    """A ritual and when it comes round again; ``due`` is None until it was held once."""

    ritual: Ritual
    due: date | None
    overdue: bool


def turn(ritual: Ritual, today: date) -> Turn:
    """When a ritual is next due: one cadence after it was last held.

    A month, quarter or year later is the same day of that month, or its last day.
    """
    if ritual.last_held is None:
        return Turn(ritual, None, overdue=False)
    if ritual.cadence == "week":
        due = ritual.last_held + timedelta(days=7)
    else:
        due = _months_later(ritual.last_held, _MONTHS[ritual.cadence])
    return Turn(ritual, due, overdue=due < today)


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
