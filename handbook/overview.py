"""What the page about all perceptions shows of the closed quarters."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.dumbbells import Dumbbells
from handbook.heat_map import MISREADS, MOST, REAL_GAPS, HeatMap, heat_map
from handbook.perceptions import PerceptionBook
from handbook.rounds import QuarterRound
from handbook.theme_map import ThemeMap


@dataclass(frozen=True)
class Overview:
    """The drawings of the page, and who answered."""

    dumbbells: Dumbbells
    theme_map: ThemeMap
    real_gaps: HeatMap | None
    """None if none of the quarters that it would show asked statements."""
    misreads: HeatMap | None
    """None if none of them asked for guesses."""
    answered: tuple[QuarterRound, ...]
    """The latest quarters, newest first, as many as the heat maps show at most."""
    mostly: int = 60
    """Percent of a team; where fewer answered, the page says so."""

    @property
    def not_guessed(self) -> int:
        """On how many statements of the latest quarter the teams do not guess each other."""
        return len(self.answered[0].statements) - len(self.answered[0].mirrored)

    def few_answered(self, team: str) -> tuple[QuarterRound, ...]:
        """The quarters in which less than that answered, oldest first."""
        shares = ((each, each.turnout(team).value) for each in reversed(self.answered))
        return tuple(each for each, share in shares if share is not None and share < self.mostly)


def overview(book: PerceptionBook, names: Mapping[str, str]) -> Overview | None:
    """What the page shows; None before any quarter has closed."""
    if book.latest is None:
        return None
    return Overview(
        dumbbells=Dumbbells(book.latest, names),
        theme_map=ThemeMap(book.latest),
        real_gaps=heat_map(book, REAL_GAPS),
        misreads=heat_map(book, MISREADS),
        answered=book.quarters[: -MOST - 1 : -1],
    )
