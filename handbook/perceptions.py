"""Results of all quarters, gathered by theme and by quarter: what the two teams think."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import OpenQuarter, Results
from handbook.history import Change, changes
from handbook.movements import Movement, by_question, movements
from handbook.published import read_quarter
from handbook.readings import Teams
from handbook.rounds import QuarterRound
from handbook.themes import ThemeView
from handbook.views import Views


@dataclass(frozen=True)
class PerceptionBook:
    """Everything the closed quarters say about what the teams think of their work together."""

    teams: Teams
    quarters: tuple[QuarterRound, ...]
    """Oldest first."""
    themes: tuple[ThemeView, ...]
    """Today's themes in their order, then those that are no longer asked; without promises."""
    promises: ThemeView
    movements: Mapping[Quarter, tuple[Movement, ...]]
    """Every figure of each closed quarter against earlier ones."""
    changes: tuple[Change, ...]
    """What changed in the agreement since the first closed quarter, oldest first."""
    open: OpenQuarter | None

    @property
    def latest(self) -> QuarterRound | None:
        """The quarter that closed last."""
        return self.quarters[-1] if self.quarters else None

    @property
    def last_opened(self) -> Quarter | None:
        """The quarter that opened last, whether it is open still or closed by now."""
        if self.open:
            return Quarter.parse(self.open.quarter)
        return self.latest.quarter if self.latest else None

    @property
    def current(self) -> tuple[ThemeView, ...]:
        """What the survey asks today, promises last."""
        return (*(theme for theme in self.themes if theme.current), self.promises)

    @property
    def past(self) -> tuple[ThemeView, ...]:
        """The themes that only earlier quarters asked."""
        return tuple(theme for theme in self.themes if not theme.current)

    def theme(self, id: str) -> ThemeView:
        """The theme with this id."""
        return next(theme for theme in (*self.themes, self.promises) if theme.id == id)


def perceive(results: Results, definitions: Definitions) -> PerceptionBook:
    """Gather all closed quarters under today's teams, themes, statements and promises.

    What is defined today and was never asked is there without readings; what was asked once
    and is no longer defined keeps its page.
    """
    changed = changes(results, definitions)
    quarters = tuple(read_quarter(closed, definitions, changed) for closed in results.quarters)
    snapshots = (definitions, *(closed.definitions for closed in reversed(results.quarters)))
    moved = movements(quarters)
    views = Views(snapshots, quarters, changed, by_question(moved.values()))
    *themes, of_promises = views.themes
    return PerceptionBook(
        teams=definitions.team_ids,
        quarters=quarters,
        themes=tuple(themes),
        promises=of_promises,
        movements=moved,
        changes=changed,
        open=results.open,
    )
