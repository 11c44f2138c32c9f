"""A statement, promise or vignette over the quarters: its series, and where they break."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from catalog.quarters import Quarter
from handbook.answers import Answers, answers_of
from handbook.history import Change
from handbook.readings import Placement, Reading
from handbook.scores import NOT_ASKED, Figure
from handbook.sentences import movement
from handbook.units import SCORES, Unit
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

    def at(self, quarter: Quarter) -> Figure:
        """Its figure of a quarter."""
        return self.figures.get(quarter, NOT_ASKED)


@dataclass(frozen=True)
class Mark:
    """A change that a chart marks, between the quarter before ``quarter`` and ``quarter``."""

    letter: str
    quarter: Quarter
    own: tuple[str, ...]
    """What changed in the statement or promise itself, in words: ``wording``, ``target``."""
    others: tuple[Change, ...]
    """What changed in the promises, stages, roles and goals that it has to do with."""

    @property
    def told(self) -> tuple[str, ...]:
        """What changed, each thing once: ``the wording changed``, ``the stage “Won” changed``."""
        itself = [f"the {listed(self.own)} changed"] if self.own else []
        return (*itself, *dict.fromkeys(map(_told, self.others)))


def _told(change: Change) -> str:
    """What happened to a thing; an objective's name is a sentence, too long to stand in one."""
    if change.kind == "objective":
        return "the common objectives changed"
    return f"the {change.thing} “{change.name}” {change.verb}"


@dataclass(frozen=True)
class Trend:
    """What a chart of one statement, promise or vignette shows."""

    title: str
    description: str
    quarters: tuple[Quarter, ...]
    """Every calendar quarter from the first closed one to the last, asked or not."""
    series: tuple[Series, ...]
    breaks: frozenset[Quarter]
    """The quarters that were asked with another wording than the time before."""
    marks: tuple[Mark, ...]
    unit: Unit = SCORES

    def told(self, series: Series, quarter: Quarter) -> str:
        """A figure in words: ``Sales, 2026-Q3: 3.8 (3.5 to 4.1), 29 answers``."""
        figure = series.at(quarter)
        words = f"{series.name}, {quarter}: {self.unit.told(figure)}"
        if figure.estimate:
            words += f" ({self.unit.told(figure.estimate.interval)})"
        return f"{words}, {figure.n} answers" if figure.n else words


def trend(
    title: str,
    readings: Sequence[Reading | Placement],
    names: Mapping[str, str],
    labels: Mapping[str, str],
    own: Iterable[Change] = (),
    others: Iterable[Change] = (),
) -> Trend:
    """The trend of one statement, promise or vignette.

    Args:
        title: what was asked about, as people read it last.
        readings: one a closed quarter, oldest first, at least one.
        names: what each team is called in a sentence.
        labels: what each team is called beside its line.
        own: the changes of the promise itself. What people read is compared as it was asked.
        others: the changes of the promises, stages, roles and goals that it has to do with.
    """
    answers = [answers_of(each) for each in readings]
    breaks = dict(_breaks(answers))
    return Trend(
        title=title,
        description=movement(answers, names, breaks),
        quarters=tuple(answers[0].quarter.through(answers[-1].quarter)),
        series=tuple(_series(answers, labels)),
        breaks=frozenset(breaks),
        marks=tuple(_marks(answers, breaks, tuple(own), tuple(others))),
        unit=answers[0].unit,
    )


def _series(answers: Sequence[Answers], labels: Mapping[str, str]) -> Iterator[Series]:
    for place, team in enumerate(answers[0].own):
        own = {each.quarter: each.own[team] for each in answers}
        yield Series(labels[team], place, guess=False, figures=own)
    for place, team in enumerate(answers[0].own):
        guess = {each.quarter: each.guess[team] for each in answers}
        if any(figure != NOT_ASKED for figure in guess.values()):
            yield Series(f"Guess by {labels[team]}", place, guess=True, figures=guess)


def _breaks(answers: Sequence[Answers]) -> Iterator[tuple[Quarter, tuple[str, ...]]]:
    """The quarters that asked otherwise than the time before, with what was different."""
    asked = [each for each in answers if each.asked]
    for before, now in pairwise(asked):
        labels = tuple(label for label, words in now.read.items() if before.read[label] != words)
        if labels:
            yield now.quarter, labels


def _marks(
    answers: Sequence[Answers],
    breaks: Mapping[Quarter, tuple[str, ...]],
    own: Sequence[Change],
    others: Sequence[Change],
) -> Iterator[Mark]:
    letters = (letter * times for times in range(1, len(answers) + 1) for letter in ascii_uppercase)
    asked = [each.quarter for each in answers if each.asked]
    for quarter in asked[1:]:
        fields = (each.label for each in own if each.quarter == quarter)
        itself = tuple(dict.fromkeys([*breaks.get(quarter, ()), *fields]))
        around = tuple(each for each in others if each.quarter == quarter)
        if itself or around:
            yield Mark(next(letters), quarter, itself, around)
