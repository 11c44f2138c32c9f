"""One statement or promise over the quarters: its series, and where they break."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from catalog.quarters import Quarter
from handbook.history import ANSWERS, WORDING, Change
from handbook.readings import Reading
from handbook.scores import HIDDEN, Figure
from handbook.sentences import movement
from handbook.words import listed


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
    own: tuple[str, ...]
    """What changed in the statement or promise itself, in words: ``wording``, ``target``."""
    others: tuple[Change, ...]
    """What changed in the promises and stages that it has to do with."""

    @property
    def told(self) -> tuple[str, ...]:
        """What changed, each thing once: ``the wording changed``, ``the stage “Won” changed``."""
        itself = [f"the {listed(self.own)} changed"] if self.own else []
        others = (f"the {each.thing} “{each.name}” {each.verb}" for each in self.others)
        return (*itself, *dict.fromkeys(others))


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
    own: Iterable[Change] = (),
    others: Iterable[Change] = (),
) -> Trend:
    """The trend of one statement or promise.

    Args:
        title: what was scored, in today's words.
        readings: one a closed quarter, oldest first, at least one.
        names: what each team is called in a sentence.
        labels: what each team is called beside its line.
        own: the changes of the promise itself. The wording is compared as it was asked, and so
            are the answers to choose from.
        others: the changes of the promises and stages that it has to do with.
    """
    breaks = dict(_breaks(readings))
    return Trend(
        title=title,
        description=movement(readings, names, breaks),
        quarters=tuple(readings[0].quarter.through(readings[-1].quarter)),
        series=tuple(_series(readings, labels)),
        breaks=frozenset(breaks),
        marks=tuple(_marks(readings, breaks, tuple(own), tuple(others))),
    )


def _series(readings: Sequence[Reading], labels: Mapping[str, str]) -> Iterator[Series]:
    for place, team in enumerate(readings[0].teams):
        own = {reading.quarter: reading.own[team] for reading in readings}
        yield Series(labels[team], place, guess=False, figures=own)
    for place, team in enumerate(readings[0].teams):
        guess = {reading.quarter: reading.guess[team] for reading in readings}
        if any(figure.shown or figure == HIDDEN for figure in guess.values()):
            yield Series(f"Guess by {labels[team]}", place, guess=True, figures=guess)


def _breaks(readings: Sequence[Reading]) -> Iterator[tuple[Quarter, tuple[str, ...]]]:
    """The quarters that asked otherwise than the time before, with what was different."""
    asked = [reading for reading in readings if reading.asked]
    for before, now in pairwise(asked):
        different = {WORDING: before.wording != now.wording, ANSWERS: before.scale != now.scale}
        if labels := tuple(label for label, changed in different.items() if changed):
            yield now.quarter, labels


def _marks(
    readings: Sequence[Reading],
    breaks: Mapping[Quarter, tuple[str, ...]],
    own: Sequence[Change],
    others: Sequence[Change],
) -> Iterator[Mark]:
    letters = (
        letter * times for times in range(1, len(readings) + 1) for letter in ascii_uppercase
    )
    asked = [reading.quarter for reading in readings if reading.asked]
    for quarter in asked[1:]:
        fields = (each.label for each in own if each.quarter == quarter)
        itself = tuple(dict.fromkeys([*breaks.get(quarter, ()), *fields]))
        around = tuple(each for each in others if each.quarter == quarter)
        if itself or around:
            yield Mark(next(letters), quarter, itself, around)
