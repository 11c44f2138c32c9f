"""One statement or promise over the quarters: its series, and where they break."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from catalog.quarters import Quarter
from handbook.history import Change
from handbook.readings import Reading
from handbook.scores import HIDDEN, Figure
from handbook.sentences import movement


@dataclass(frozen=True)
class Series:
    """One team's own views, or its guesses, over the quarters of a trend.

    ``place`` is the team's place in company.yml, 0 or 1.
    """

    name: str
    place: int
    guess: bool
    figures: Mapping[Quarter, Figure]


@dataclass(frozen=True)
class Mark:
    """A change that a chart marks, between the quarter before ``quarter`` and ``quarter``."""

    letter: str
    quarter: Quarter
    reworded: bool
    changes: tuple[Change, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What changed, each thing once."""
        return tuple(dict.fromkeys(f"{each.thing} “{each.name}”" for each in self.changes))


@dataclass(frozen=True)
class Trend:
    """What a chart of one statement or promise shows."""

    title: str
    description: str
    quarters: tuple[Quarter, ...]
    """Every calendar quarter from the first closed one to the last, asked or not."""
    series: tuple[Series, ...]
    breaks: frozenset[Quarter]
    """The quarters that were asked with another wording than the time before."""
    marks: tuple[Mark, ...]


def trend(
    title: str,
    readings: Sequence[Reading],
    names: Mapping[str, str],
    labels: Mapping[str, str],
    changes: Sequence[Change],
) -> Trend:
    """The trend of one statement or promise.

    Args:
        title: what was scored, in today's words.
        readings: one a closed quarter, oldest first, at least one.
        names: what each team is called in a sentence.
        labels: what each team is called beside its line.
        changes: the changes in the agreement that this trend should mark.
    """
    breaks = _breaks(readings)
    return Trend(
        title=title,
        description=movement(readings, names, breaks),
        quarters=tuple(_calendar(readings[0].quarter, readings[-1].quarter)),
        series=tuple(_series(readings, labels)),
        breaks=breaks,
        marks=tuple(_marks(readings, breaks, changes)),
    )


def _calendar(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    while first <= last:
        yield first
        first = first.next


def _series(readings: Sequence[Reading], labels: Mapping[str, str]) -> Iterator[Series]:
    for place, team in enumerate(readings[0].teams):
        own = {reading.quarter: reading.own[team] for reading in readings}
        yield Series(labels[team], place, guess=False, figures=own)
    for place, team in enumerate(readings[0].teams):
        guess = {reading.quarter: reading.guess[team] for reading in readings}
        if any(figure.shown or figure == HIDDEN for figure in guess.values()):
            yield Series(f"Guess by {labels[team]}", place, guess=True, figures=guess)


def _breaks(readings: Sequence[Reading]) -> frozenset[Quarter]:
    asked = [reading for reading in readings if reading.asked]
    return frozenset(
        now.quarter
        for before, now in pairwise(asked)
        if (before.wording, before.scale) != (now.wording, now.scale)
    )


def _marks(
    readings: Sequence[Reading], breaks: frozenset[Quarter], changes: Sequence[Change]
) -> Iterator[Mark]:
    letters = (
        letter * times for times in range(1, len(readings) + 1) for letter in ascii_uppercase
    )
    for reading in readings:
        here = tuple(change for change in changes if change.quarter == reading.quarter)
        if here or reading.quarter in breaks:
            yield Mark(next(letters), reading.quarter, reading.quarter in breaks, here)
