"""How an agreement and a ritual stand on a given day: signed, due, overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from catalog.definitions import Action, Ritual, Team
from catalog.signing import Earlier, Signed, changed_since_signed
from handbook.history import label_of


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
    before_change: tuple[Team, ...]
    """Who signed other words than stand here now."""
    changed: tuple[str, ...]
    """What reads otherwise than one of them signed, in words."""
    review_by: date
    overdue: bool

    @property
    def on_one_day(self) -> date | None:
        """The day on which both teams signed; None if they did not, or not on the same one."""
        days = {day for _, day in self.signed}
        return days.pop() if len(days) == 1 and not self.missing else None

    @property
    def sound(self) -> bool:
        """Signed by both teams as it stands, and not past its review."""
        return not self.missing and not self.before_change and not self.overdue


def standing(agreed: Signed, teams: Iterable[Team], today: date, before: Earlier = ()) -> Standing:
    """How a stage or promise stands today; its review is overdue the day after ``review_by``.

    Args:
        agreed: the stage or promise.
        teams: both teams.
        today: the day.
        before: all stages or promises as earlier quarters had them.
    """
    teams = tuple(teams)
    otherwise = {
        team: fields
        for team in teams
        if team.id in agreed.agreed and (fields := changed_since_signed(agreed, team.id, before))
    }
    return Standing(
        signed=tuple((team, agreed.agreed[team.id]) for team in teams if team.id in agreed.agreed),
        missing=tuple(team for team in teams if team.id not in agreed.agreed),
        before_change=tuple(otherwise),
        changed=tuple(dict.fromkeys(map(label_of, chain(*otherwise.values())))),
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
