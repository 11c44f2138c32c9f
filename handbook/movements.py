"""Every figure of a quarter beside the one before and the one a year ago, with a verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from catalog.quarters import Quarter
from catalog.results import Kind
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.scores import HIDDEN, NOT_ASKED, TOO_ALIKE, Figure
from handbook.verdicts import Pair, Verdict, verdicts

A_YEAR = 4  # quarters


class SeriesKey(NamedTuple):
    """One team's answers to one question, over the quarters."""

    kind: Kind
    id: str
    team: str


class Movement(NamedTuple):
    """A figure then and now, both as published, and what may be said of the change."""

    key: SeriesKey
    since: Quarter
    quarter: Quarter
    before: Figure
    now: Figure
    reworded: bool
    """Whether it was asked otherwise at some time between the two."""
    verdict: Verdict

    @property
    def why(self) -> str:
        """Why nobody can tell, in words; empty where there is another verdict."""
        if self.verdict != "cannot tell":
            return ""
        if NOT_ASKED in (self.before, self.now):
            return f"not asked in {self.since if self.before == NOT_ASKED else self.quarter}"
        if HIDDEN in (self.before, self.now):
            return HIDDEN.why_not
        return "asked otherwise before" if self.reworded else TOO_ALIKE.why_not


MovedByQuestion = Mapping[tuple[Kind, str], Sequence[Movement]]
"""What moved, by kind and id of the question, oldest quarter first."""


def by_question(moved: Iterable[Sequence[Movement]]) -> MovedByQuestion:
    """The same movements, by what they are about."""
    found: dict[tuple[Kind, str], list[Movement]] = {}
    for movement in chain(*moved):
        found.setdefault((movement.key.kind, movement.key.id), []).append(movement)
    return found


class _Asked(NamedTuple):
    """A figure, and everything that people read before they answered."""

    figure: Figure
    words: tuple[str, ...]


_AskedByKey = dict[SeriesKey, _Asked]


def movements(quarters: Sequence[QuarterRound]) -> dict[Quarter, tuple[Movement, ...]]:
    """What moved in each quarter, against the closed one before and the one a year earlier.

    All comparisons of a quarter are judged together.

    Args:
        quarters: all closed ones, oldest first.
    """
    answers = {closed.quarter: dict(_answers(closed)) for closed in quarters}
    return {
        closed.quarter: _judged(closed, quarters[:place], answers)
        for place, closed in enumerate(quarters)
    }


def _judged(
    closed: QuarterRound, earlier: Sequence[QuarterRound], answers: Mapping[Quarter, _AskedByKey]
) -> tuple[Movement, ...]:
    compared = [
        each
        for since in _sinces(closed.quarter, [each.quarter for each in earlier])
        for each in _compared(
            since,
            [answers[each.quarter] for each in earlier if each.quarter >= since],
            answers[closed.quarter],
        )
    ]
    found = verdicts([each.estimates for each in compared], closed.smallest_change)
    return tuple(
        Movement(key, since, closed.quarter, before, now, reworded, verdict)
        for (key, since, before, now, reworded), verdict in zip(compared, found, strict=True)
    )


def _sinces(quarter: Quarter, earlier: Sequence[Quarter]) -> list[Quarter]:
    """The closed quarter before, and the one a year ago if there was one."""
    a_year_ago = [each for each in earlier if quarter.since(each) == A_YEAR]
    return list(dict.fromkeys([*earlier[-1:], *a_year_ago]))


class _Comparison(NamedTuple):
    key: SeriesKey
    since: Quarter
    before: Figure
    now: Figure
    reworded: bool

    @property
    def estimates(self) -> Pair:
        """What is to be judged: nothing where people answered to other words."""
        return (None, None) if self.reworded else (self.before.estimate, self.now.estimate)


def _compared(
    since: Quarter, between: Sequence[_AskedByKey], now: _AskedByKey
) -> Iterator[_Comparison]:
    """The figures of the first of the quarters before, and now."""
    reworded = {
        key
        for asked in between
        for key, then in asked.items()
        if key in now and then.words != now[key].words
    }
    for key, (figure, _) in now.items():
        before = between[0][key].figure if key in between[0] else NOT_ASKED
        yield _Comparison(key, since, before, figure, key in reworded)


def _answers(closed: QuarterRound) -> Iterator[tuple[SeriesKey, _Asked]]:
    for reading in closed.statements:
        yield from _scored("own", reading)
    for reading in closed.promises:
        yield from _scored("kept", reading)
    for placement in closed.placements:
        words = (placement.wording, placement.stage)
        for team, share in placement.share.items():
            yield SeriesKey("stage", placement.id, team), _Asked(share, words)


def _scored(kind: Kind, reading: Reading) -> Iterator[tuple[SeriesKey, _Asked]]:
    words = (reading.wording, *reading.scale)
    for team in reading.teams:
        yield SeriesKey(kind, reading.id, team), _Asked(reading.own[team], words)
        if reading.mirrored:
            yield SeriesKey("guess", reading.id, team), _Asked(reading.guess[team], words)
