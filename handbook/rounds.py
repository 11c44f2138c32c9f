"""Everything one closed quarter says, and what stands out in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.definitions import Action
from catalog.quarters import Quarter
from catalog.results import PROMISES, Kind, Response
from handbook.history import Change
from handbook.readings import Placement, Reading, Teams, ThemeRound
from handbook.scores import HIDDEN, NOT_ASKED, Figure, average

Figures = Mapping[tuple[Kind, str], Mapping[str, Figure]]
"""What each team answered, by kind and id of the question."""


@dataclass(frozen=True)
class QuarterRound:
    """Everything one closed quarter says."""

    quarter: Quarter
    teams: Teams
    scale: tuple[str, ...]
    """The answers 1 to 5 in the words of that quarter."""
    threshold: int
    """The smallest group of which that quarter shows a figure."""
    smallest_change: float
    """The smallest change of a score that counted, in points, as declared before it opened."""
    response: Mapping[str, Response]
    figures: Figures
    themes: tuple[ThemeRound, ...]
    changes: tuple[Change, ...]
    """What had changed in the agreement since the quarter before."""
    actions: tuple[Action, ...]
    """What was decided because of this quarter's results."""

    @cached_property
    def statements(self) -> tuple[Reading, ...]:
        """All statements of the quarter; promises are not among them."""
        return tuple(
            reading for theme in self.themes if theme.id != PROMISES for reading in theme.readings
        )

    @cached_property
    def promises(self) -> tuple[Reading, ...]:
        """How kept each promise felt."""
        return tuple(
            reading for theme in self.themes if theme.id == PROMISES for reading in theme.readings
        )

    @cached_property
    def by_id(self) -> Mapping[tuple[str, bool], Reading]:
        """Both, by id and whether it is a promise's."""
        return {
            (reading.id, theme.id == PROMISES): reading
            for theme in self.themes
            for reading in theme.readings
        }

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """How the leads of all vignettes were placed."""
        return tuple(placement for theme in self.themes for placement in theme.placements)

    def theme_of(self, reading: Reading) -> ThemeRound:
        """The theme that a reading of this quarter belongs to."""
        return next(theme for theme in self.themes if reading in theme.readings)

    def turnout(self, team: str) -> Figure:
        """Percent of the invited of a team who answered."""
        response = self.response[team]
        if not response.invited:
            return NOT_ASKED
        return Figure(100 * response.answered / response.invited)

    @property
    def anything_shown(self) -> bool:
        """Whether enough people of a team answered to show any of their scores."""
        return any(
            reading.own[team].shown
            for reading in (*self.statements, *self.promises)
            for team in self.teams
        )

    @cached_property
    def mirrored(self) -> tuple[Reading, ...]:
        """The statements on which the teams were asked to guess each other."""
        return tuple(reading for reading in self.statements if reading.mirrored)

    @cached_property
    def guessed(self) -> tuple[Reading, ...]:
        """Those of them of which both teams' own views and guesses are shown."""
        return tuple(reading for reading in self.mirrored if reading.guessed)

    @property
    def left_out(self) -> int:
        """How many of the mirrored statements the averages of gaps cannot take in."""
        return len(self.mirrored) - len(self.guessed)

    @property
    def real_gap(self) -> Figure:
        """The average absolute real gap of the statements that are shown with their guesses."""
        return self._averaged(abs(reading.real_gap) for reading in self.guessed)

    @property
    def imagined_gap(self) -> Figure:
        """The average of both teams' absolute imagined gaps of the same statements."""
        return self._averaged(
            abs(reading.imagined_gap(team)) for reading in self.guessed for team in self.teams
        )

    @property
    def misread(self) -> Figure:
        """The average of both teams' absolute misreads of the same statements."""
        return self._averaged(
            abs(reading.misread(team)) for reading in self.guessed for team in self.teams
        )

    def level(self, team: str) -> Figure:
        """The average of a team's own views of the same statements."""
        return self._averaged(reading.own[team] for reading in self.guessed)

    def _averaged(self, gaps: Iterable[Figure]) -> Figure:
        return HIDDEN if self.mirrored and not self.guessed else average(gaps)

    @property
    def most_misjudged(self) -> Reading | None:
        """The statement on which the teams' guesses are furthest off; None if none is shown."""
        return most_misjudged(self.statements)

    @property
    def furthest_apart(self) -> Reading | None:
        """The statement with the widest real gap; None if none is shown."""
        return furthest_apart(self.statements)


def most_misjudged(readings: Iterable[Reading]) -> Reading | None:
    """The reading whose guesses are furthest off; None if both cannot be shown of any."""
    shown = (reading for reading in readings if reading.guessed)
    return max(shown, key=lambda reading: reading.misjudged.value or 0, default=None)


def furthest_apart(readings: Iterable[Reading]) -> Reading | None:
    """The reading with the widest real gap; None if none is shown."""
    shown = (reading for reading in readings if reading.real_gap.shown)
    return max(shown, key=lambda reading: abs(reading.real_gap).value or 0, default=None)
