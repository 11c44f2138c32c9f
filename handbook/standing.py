"""How an agreement and a ritual stand on a given day: signed, due, overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.definitions import Action, Agreed, Ritual, Team


def overdue(due: date, today: date) -> bool:
    """Whether the day by which something is due has passed."""
    return due < today


def late(action: Action, today: date) -> bool:
    """Whether an action should be done by now and is not."""
    return action.done is None and overdue(action.due, today)


@dataclass(frozen=True)
class Standing:
    """Who signed an agreement, who did not yet, and whether its review is overdue."""

    signed: tuple[tuple[Team, date], ...]
    missing: tuple[Team, ...]
    review_by: date
    overdue: bool

    @property
    def on_one_day(self) -> date | None:
        """The day on which both teams signed; None if they did not, or not on the same one."""
        days = {day for _, day in self.signed}
        return days.pop() if len(days) == 1 and not self.missing else None

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
        overdue=overdue(agreed.review_by, today),
    )


@dataclass(frozen=True)
class Turn:
    """A ritual and when it comes round again; ``due`` is None until it was held once."""

    ritual: Ritual
    due: date | None
    overdue: bool


def turn(ritual: Ritual, today: date) -> Turn:
    """When a ritual comes round again, and whether that day has passed."""
    return Turn(ritual, ritual.due, overdue=bool(ritual.due and overdue(ritual.due, today)))
