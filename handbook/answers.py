"""What both teams answered to one thing in one quarter, as trends and sentences need it."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.quarters import Quarter
from handbook.history import ANSWERS, DESCRIPTION, STAGE, WORDING
from handbook.readings import Placement, Reading
from handbook.scores import NOT_ASKED, Figure
from handbook.units import SCORES, SHARES, Unit


@dataclass(frozen=True)
class Answers:
    """The figures of a statement, promise or vignette in one quarter."""

    quarter: Quarter
    unit: Unit
    read: Mapping[str, object]
    """What people read before they answered, by what it is called."""
    own: Mapping[str, Figure]
    """By team, in the order of company.yml."""
    guess: Mapping[str, Figure]
    """By the team that guessed."""

    @property
    def asked(self) -> bool:
        """Whether this was asked in that quarter."""
        return any(figure != NOT_ASKED for figure in self.own.values())

    @property
    def gap(self) -> Figure:
        """The first team's figure minus the second's."""
        first, second = self.own.values()
        return first - second


def answers_of(told: Reading | Placement) -> Answers:
    """The same figures, whether they are scores or shares."""
    match told:
        case Reading():
            read = {WORDING: told.wording, ANSWERS: told.scale}
            own, guess, unit = told.own, told.guess, SCORES
        case Placement():
            read = {DESCRIPTION: told.wording, STAGE: told.stage}
            own, guess, unit = told.share, dict.fromkeys(told.teams, NOT_ASKED), SHARES
    return Answers(told.quarter, unit, read, {team: own[team] for team in told.teams}, guess)
