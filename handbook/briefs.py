"""What two teams talk over when they meet: one quarter on one sheet of paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from textwrap import shorten

from catalog.definitions import Action
from catalog.quarters import Quarter
from catalog.results import Kind
from handbook.labels import fitted
from handbook.movements import Movement
from handbook.perceptions import PerceptionBook
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.scores import Figure, widest_first
from handbook.sentences import question
from handbook.verdicts import CLEAR

MOST = 3
"""How many of each kind a sheet has room for."""


@dataclass(frozen=True)
class Misread:
    """A team's guess of what the other one says, off by so much."""

    reading: Reading
    team: str

    @property
    def points(self) -> Figure:
        """Guess minus what the other team really said."""
        return self.reading.misread(self.team)


@dataclass(frozen=True)
class Moved:
    """A figure that clearly rose or fell, with the words that were scored."""

    wording: str
    movement: Movement


@dataclass(frozen=True)
class Question:
    """What to ask each other about a statement or promise."""

    wording: str
    asks: str


@dataclass(frozen=True)
class Brief:
    """One closed quarter, as far as it fits on a sheet of paper."""

    quarter: QuarterRound
    gaps: tuple[Reading, ...]
    """The widest real gaps, widest first."""
    misreads: tuple[Misread, ...]
    """The guesses that were furthest off, those first."""
    compared: bool
    """Whether any figure can be compared with an earlier quarter's."""
    moved: tuple[Moved, ...]
    more_moved: int
    """How many more moved than there is room for."""
    promises: tuple[Reading, ...]
    """Those that giver and receiver see most differently."""
    actions: tuple[Action, ...]
    """What is still to be done, soonest first."""
    more_actions: int
    questions: tuple[Question, ...]


def brief(
    closed: QuarterRound,
    perceptions: PerceptionBook,
    actions: Iterable[Action],
    names: Mapping[str, str],
) -> Brief:
    """The brief of a closed quarter.

    Args:
        closed: the quarter.
        perceptions: all quarters, for what moved.
        actions: everything that was ever decided; what was decided later is left out.
        names: what each team is called.
    """
    gaps = _first(closed.statements, lambda reading: reading.real_gap)
    misreads = _misreads(closed)
    promises = _first(closed.promises, lambda reading: reading.real_gap)
    movements = perceptions.movements[closed.quarter]
    moved = list(_moved(closed, movements))
    due = sorted((each for each in actions if _open(each, closed)), key=lambda each: each.due)
    return Brief(
        quarter=closed,
        gaps=gaps,
        misreads=misreads,
        compared=any(each.verdict != "cannot tell" for each in movements),
        moved=tuple(moved[:MOST]),
        more_moved=len(moved[MOST:]),
        promises=promises,
        actions=tuple(due[:MOST]),
        more_actions=len(due[MOST:]),
        questions=_questions([*(each.reading for each in misreads), *gaps, *promises], names),
    )


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut short after a whole word if need be."""
    short = shorten(text, most, placeholder="…")
    is_whole = short == " ".join(text.split())
    return short if is_whole or len(short) > most // 2 else fitted(text, most)


def _first(readings: Iterable[Reading], size: Callable[[Reading], Figure]) -> tuple[Reading, ...]:
    """The readings of which this figure is furthest from zero."""
    shown = (each for each in readings if size(each).shown)
    return tuple(sorted(shown, key=lambda each: widest_first(size(each)))[:MOST])


def _misreads(closed: QuarterRound) -> tuple[Misread, ...]:
    every = [Misread(each, team) for each in closed.mirrored for team in each.teams]
    shown = (each for each in every if each.points.shown)
    return tuple(sorted(shown, key=lambda each: widest_first(each.points))[:MOST])


def _moved(closed: QuarterRound, movements: Iterable[Movement]) -> Iterator[Moved]:
    """What clearly moved, each figure once: since the quarter before rather than since a year."""
    wordings: dict[tuple[Kind, str], str] = {}
    for each in closed.statements:
        wordings["own", each.id] = wordings["guess", each.id] = each.wording
    wordings |= {("kept", each.id): each.wording for each in closed.promises}
    wordings |= {("stage", each.id): each.wording for each in closed.placements}
    told = set()
    for movement in sorted(movements, key=lambda each: each.since, reverse=True):
        key = movement.key
        if movement.verdict in CLEAR and key not in told:
            told.add(key)
            yield Moved(wordings[key.kind, key.id], movement)


def _open(action: Action, closed: QuarterRound) -> bool:
    """Whether it was decided by then and is not done yet."""
    return action.done is None and Quarter.parse(action.decided) <= closed.quarter


def _questions(readings: Sequence[Reading], names: Mapping[str, str]) -> tuple[Question, ...]:
    """The first few different questions, at most one a statement."""
    asked: dict[str, Question] = {}
    for each in readings:
        if asks := question(each, names):
            asked.setdefault(each.wording, Question(each.wording, asks))
    return tuple(islice(asked.values(), MOST))
