"""What two teams talk over when they meet: one quarter on one sheet of paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.definitions import Action, Definitions
from catalog.quarters import Quarter
from catalog.results import Kind
from handbook.brief_items import Misread, Moved, Question, Sizes
from handbook.movements import Movement
from handbook.paper import SHEET, WORDING, cut, shares
from handbook.perceptions import PerceptionBook
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.scores import widest_first
from handbook.sentences import question
from handbook.verdicts import CLEAR

MOST = 3
"""How many gaps, misreads and questions there are."""


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
    """Those that giver and receiver see most differently, those first."""
    more_promises: int
    actions: tuple[Action, ...]
    """What is still to be done, soonest first."""
    more_actions: int
    questions: tuple[Question, ...]


def brief(closed: QuarterRound, perceptions: PerceptionBook, definitions: Definitions) -> Brief:
    """The brief of a closed quarter: as much of what moved and of what to do as there is room for.

    Args:
        closed: the quarter.
        perceptions: all quarters, for what moved.
        definitions: for the names of teams and roles, and for everything that was ever decided;
            what was decided later is left out.
    """
    gaps, misreads = _widest(closed.statements)[:MOST], _misreads(closed)
    movements = perceptions.movements[closed.quarter]
    moved, promises = tuple(_moved(closed, movements)), _widest(closed.promises)
    open_then = (each for each in definitions.actions if _open(each, closed))
    due = tuple(sorted(open_then, key=lambda each: each.due))
    told = [*(each.reading for each in misreads), *gaps, *promises]
    questions = _questions(told, definitions.team_names)
    size = Sizes(definitions)
    beside = max(sum(map(size.gap, gaps)), sum(map(size.misread, misreads)))
    room = SHEET - beside - sum(map(size.question, questions))
    moved_shown, promises_shown, due_shown = shares(
        room,
        list(map(size.moved, moved)),
        list(map(size.promise, promises)),
        list(map(size.action, due)),
    )
    return Brief(
        quarter=closed,
        gaps=gaps,
        misreads=misreads,
        compared=any(each.verdict != "cannot tell" for each in movements),
        moved=moved[:moved_shown],
        more_moved=len(moved) - moved_shown,
        promises=promises[:promises_shown],
        more_promises=len(promises) - promises_shown,
        actions=due[:due_shown],
        more_actions=len(due) - due_shown,
        questions=questions,
    )


def _widest(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings whose real gap is shown, the widest first."""
    shown = (each for each in readings if each.real_gap.shown)
    return tuple(sorted(shown, key=lambda each: widest_first(each.real_gap)))


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
            asked.setdefault(each.wording, Question(each.wording, cut(asks, 2 * WORDING)))
    return tuple(islice(asked.values(), MOST))
