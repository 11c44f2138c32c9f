"""How far apart the teams are, and how far apart they were a year ago, on the same statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.quarters import Quarter
from handbook.movements import A_YEAR
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.scores import Figure, average


@dataclass(frozen=True)
class Apart:
    """How far apart the teams were in one quarter, and thought they were, in points; the level."""

    quarter: Quarter
    real: Figure
    imagined: Figure
    level: Mapping[str, Figure]
    """The average of each team's own views."""


@dataclass(frozen=True)
class YearApart:
    """Both gaps now and a year ago, over the ``statements`` that were asked alike both times."""

    statements: int
    before: Apart
    now: Apart


def year_apart(quarters: Sequence[QuarterRound]) -> YearApart | None:
    """The latest quarter beside that of a year earlier; None where nothing can be compared.

    Only statements of which both quarters show both teams' own views and guesses, and which read
    the same both times, so that no gap looks narrower because other things were asked.

    Args:
        quarters: all closed ones, oldest first.
    """
    if not quarters:
        return None
    now = quarters[-1]
    before = next((each for each in quarters if now.quarter.since(each.quarter) == A_YEAR), None)
    if before is None:
        return None
    then = {_words(reading): reading for reading in before.guessed}
    both = [(then[_words(each)], each) for each in now.guessed if _words(each) in then]
    if not both:
        return None
    old, new = zip(*both, strict=True)
    return YearApart(len(both), _apart(before, old), _apart(now, new))


def _words(reading: Reading) -> tuple[str, ...]:
    return (reading.id, reading.wording, *reading.scale)


def _apart(closed: QuarterRound, readings: Sequence[Reading]) -> Apart:
    imagined = (abs(reading.imagined_gap(team)) for reading in readings for team in closed.teams)
    return Apart(
        quarter=closed.quarter,
        real=average(abs(reading.real_gap) for reading in readings),
        imagined=average(imagined),
        level={team: average(reading.own[team] for reading in readings) for team in closed.teams},
    )
