"""What each team said, guessed and got wrong: the figures of a question, and of a theme.

Figures stand under today's team ids. The formulae follow the words of the handbook's own
glossary; the comparison of own view and guess is that of More in Common, "The Perception Gap"
(2019), on a scale of 1 to 5 instead of shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.quarters import Quarter
from handbook.scores import HIDDEN, NOT_ASKED, Figure, average

Teams = tuple[str, str]


@dataclass(frozen=True)
class Reading:
    """What both teams answered to one statement, or about one promise, in one quarter."""

    quarter: Quarter
    teams: Teams
    id: str
    wording: str
    scale: tuple[str, ...]
    about: str | None
    """The team it is about, or the team that gives the promise; ``both``; None if not asked."""
    own: Mapping[str, Figure]
    """Each team's mean own view; for a promise, how kept it feels to the team."""
    guess: Mapping[str, Figure]
    """Each team's mean guess of the other team's typical score."""

    def other(self, team: str) -> str:
        """The team that is not this one."""
        return self.teams[1] if team == self.teams[0] else self.teams[0]

    @property
    def asked(self) -> bool:
        """Whether this was asked in that quarter."""
        return self.about is not None

    @property
    def mirrored(self) -> bool:
        """Whether the teams guessed each other's scores."""
        return any(figure != NOT_ASKED for figure in self.guess.values())

    @property
    def guessed(self) -> bool:
        """Whether both teams' own views and guesses are shown."""
        return all(self.misread(team).shown for team in self.teams)

    @property
    def real_gap(self) -> Figure:
        """Mean own view of the first team minus that of the second, in points."""
        first, second = self.teams
        return self.own[first] - self.own[second]

    def imagined_gap(self, team: str) -> Figure:
        """A team's mean own view minus its mean guess of the other, in points."""
        return self.own[team] - self.guess[team]

    def misread(self, team: str) -> Figure:
        """A team's mean guess minus what the other team really said, in points."""
        return self.guess[team] - self.own[self.other(team)]

    @property
    def misjudged(self) -> Figure:
        """How far off the teams' guesses are: the average of their absolute misreads."""
        return average(abs(self.misread(team)) for team in self.teams)

    @property
    def blind_spot(self) -> Figure:
        """The described team's own view minus the other team's view of it, in points.

        Only statements about one team have one.
        """
        if self.about not in self.teams:
            return NOT_ASKED
        return self.own[self.about] - self.own[self.other(self.about)]


@dataclass(frozen=True)
class Placement:
    """How both teams placed one vignette's lead in one quarter."""

    quarter: Quarter
    teams: Teams
    id: str
    wording: str
    stage: str
    """The stage it belonged to by the handbook of that quarter, by name."""
    share: Mapping[str, Figure]
    """Percent of each team's answers that named that stage."""

    @property
    def asked(self) -> bool:
        """Whether the lead was described in that quarter."""
        return any(figure != NOT_ASKED for figure in self.share.values())

    @property
    def gap(self) -> Figure:
        """The first team's share minus the second's, in percent."""
        first, second = self.teams
        return self.share[first] - self.share[second]

    @property
    def agreement(self) -> Figure:
        """How often one person of each team, drawn at random, name the same stage, in percent.

        It takes the counts of both teams, which only larger groups have.
        """
        first, second = (self.share[team].counts for team in self.teams)
        if not (first and second):
            return HIDDEN
        same = sum(people * second.get(stage, 0) for stage, people in first.items())
        return Figure(100 * same / (sum(first.values()) * sum(second.values())))


@dataclass(frozen=True)
class ThemeRound:
    """One theme in one quarter."""

    id: str
    name: str
    quarter: Quarter
    teams: Teams
    readings: tuple[Reading, ...]
    placements: tuple[Placement, ...]

    @cached_property
    def mirrored(self) -> tuple[Reading, ...]:
        """The statements that asked for guesses."""
        return tuple(reading for reading in self.readings if reading.mirrored)

    @property
    def scale(self) -> tuple[str, ...]:
        """The answers 1 to 5 in the words of that quarter; empty if nothing was scored."""
        return self.readings[0].scale if self.readings else ()

    @cached_property
    def real_gap(self) -> Figure:
        """The average absolute real gap of the same statements as the imagined one.

        Where no statement asked for guesses, it is that of all statements.
        """
        return average(abs(reading.real_gap) for reading in self.mirrored or self.readings)

    @cached_property
    def imagined_gap(self) -> Figure:
        """The average of both teams' absolute imagined gaps of the mirrored statements."""
        return average(
            abs(reading.imagined_gap(team)) for reading in self.mirrored for team in self.teams
        )

    @cached_property
    def misread(self) -> Figure:
        """The average of both teams' absolute misreads of the mirrored statements."""
        return average(
            abs(reading.misread(team)) for reading in self.mirrored for team in self.teams
        )

    def level(self, team: str) -> Figure:
        """The average of a team's own views over the statements."""
        return average(reading.own[team] for reading in self.readings)


def not_asked(quarter: Quarter, id: str, teams: Teams) -> Reading:
    """The reading of a statement in a quarter that did not ask it."""
    nothing = dict.fromkeys(teams, NOT_ASKED)
    return Reading(quarter, teams, id, "", (), None, nothing, nothing)


def not_placed(quarter: Quarter, id: str, teams: Teams) -> Placement:
    """The placement of a lead in a quarter that did not describe it."""
    return Placement(quarter, teams, id, "", "", dict.fromkeys(teams, NOT_ASKED))
