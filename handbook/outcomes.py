"""What became of each decision: the scores it should move, before it and now, and the verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalog.definitions import Action, Definitions
from catalog.quarters import Quarter
from handbook.perceptions import PerceptionBook
from handbook.readings import Reading
from handbook.standing import late
from handbook.themes import Statement


@dataclass(frozen=True)
class Moved:
    """A statement or promise that an action should move."""

    theme: str
    """The id of the theme it stands under."""
    statement: Statement
    before: Reading | None
    """What the quarter that led to the action said; None if it is not closed, or none asked yet."""
    now: Reading | None
    """What the last closed quarter says, if it is a later one and asked."""
    verdict: str
    """What moved up to the last quarter, in a sentence; empty if that led to the action."""

    @property
    def reworded(self) -> bool:
        """Whether it was asked otherwise at some time since."""
        asked = {
            (each.wording, each.scale)
            for each in self.statement.readings
            if each.asked and self.before and each.quarter >= self.before.quarter
        }
        return len(asked) > 1


@dataclass(frozen=True)
class Outcome:
    """An action and what became of it."""

    action: Action
    overdue: bool
    """Whether it should be done by now and is not."""
    decided: Quarter
    moved: tuple[Moved, ...]


def outcomes(
    definitions: Definitions, perceptions: PerceptionBook, today: date
) -> tuple[Outcome, ...]:
    """All actions, those decided last first."""
    found = [_outcome(action, perceptions, today) for action in definitions.actions]
    return tuple(sorted(found, key=lambda each: each.decided, reverse=True))


def _outcome(action: Action, perceptions: PerceptionBook, today: date) -> Outcome:
    decided = Quarter.parse(action.decided)
    moved = tuple(_moved(action, decided, perceptions))
    return Outcome(action, late(action, today), decided, moved)


def _moved(action: Action, decided: Quarter, perceptions: PerceptionBook) -> Iterator[Moved]:
    for theme in (*perceptions.themes, perceptions.promises):
        named = action.slas if theme is perceptions.promises else action.items
        for each in theme.statements:
            if each.id in named:
                before = (reading for reading in each.readings if reading.quarter == decided)
                now = each.latest if each.latest and each.latest.quarter > decided else None
                verdict = each.verdict_from(decided)
                yield Moved(theme.id, each, next(before, None), now, verdict)
