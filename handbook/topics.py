"""What the rule for small groups hides, and which numbers may stand beside it all the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Literal, NamedTuple, TypeVar

from catalog.quarters import Quarter
from catalog.results import Kind
from handbook.addresses import promise_anchor, statement_anchor
from handbook.perceptions import PerceptionBook
from handbook.readings import Placement, Reading, ThemeRound
from handbook.scores import NOT_ASKED, Figure

T = TypeVar("T", Reading, Placement, ThemeRound)

Role = Literal["own", "guess", "both", "average"]
"""What a figure is to its topic: a team's own answer, its guess, how far off both teams' guesses
are, or an average of its theme."""


class Cell(NamedTuple):
    """Which figure of a topic: of which quarter, in which role, of which team, if of one."""

    quarter: Quarter
    role: Role
    team: str


@dataclass(frozen=True, eq=False)
class Topic:
    """A statement, promise, vignette or theme, with all figures of all closed quarters."""

    name: str
    names: frozenset[str]
    """What stands for it in published files: its wordings, its anchor, its keys in data."""
    shares: bool
    """Whether its figures are percent."""
    figures: Mapping[Cell, Figure]

    @cached_property
    def is_theme(self) -> bool:
        """Whether it is a theme, with averages of its statements."""
        return any(cell.role == "average" for cell in self.figures)

    @cached_property
    def hidden_in(self) -> frozenset[Quarter]:
        """The quarters in which any of its figures is hidden or a band."""
        return frozenset(cell.quarter for cell, each in self.figures.items() if is_hidden(each))

    @cached_property
    def newest(self) -> tuple[Quarter]:
        """The last quarter that asked for it."""
        return (max(cell.quarter for cell in self.figures),)

    def exactly(self, quarter: Quarter, role: Role, team: str) -> Figure:
        """One figure; NOT_ASKED where there is none."""
        return self.figures.get(Cell(quarter, role, team), NOT_ASKED)

    def sayable(
        self,
        quarters: Iterable[Quarter],
        team: str = "",
        role: Role | None = None,
        *,
        ranges: bool = True,
        apart: bool = True,
    ) -> frozenset[float]:
        """The numbers that may be said of it: what is shown, ranges, and all differences.

        With a team, nothing that only the other team said; with a role, only what is told in it.
        """
        key = frozenset(quarters), team, role, ranges, apart
        if key not in self._said:  # a chart of many quarters asks for the same with every label
            self._said[key] = self._sayable(*key)
        return self._said[key]

    @cached_property
    def _said(self) -> dict[tuple[object, ...], frozenset[float]]:
        return {}

    def counts(self, quarters: Collection[Quarter], team: str = "") -> frozenset[int]:
        """How many gave one answer or one of several in a row, where that may be told."""
        told = (
            [*each.counts.values()]
            for cell, each in self.figures.items()
            if each.counts and cell.quarter in quarters and team in ("", cell.team)
        )
        return frozenset(
            sum(counts[first:last])
            for counts in told
            for first, last in combinations(range(len(counts) + 1), 2)
        )

    def _sayable(
        self, wanted: frozenset[Quarter], team: str, role: Role | None, ranges: bool, apart: bool
    ) -> frozenset[float]:
        known = {cell: each for cell, each in self.figures.items() if cell.quarter in wanted}
        values = {
            each.value
            for cell, each in known.items()
            if each.value is not None and cell.role != "both"
        }
        differences = {round(abs(one - two), 6) for one, two in combinations(values, 2)}
        told = (
            each
            for cell, each in known.items()
            if team in ("", cell.team) and role in (None, cell.role)
        )
        numbers = chain(*(numbers_of(each, ranges) for each in told))
        return frozenset([*numbers, *differences, 0.0] if apart else numbers)


def is_hidden(figure: Figure) -> bool:
    """Whether people answered what may not be told exactly."""
    return not figure.shown and figure != NOT_ASKED


def numbers_of(figure: Figure, ranges: bool = True) -> Iterator[float]:
    """What may be said of one figure: its value, how sure it is, or the bounds it lies between."""
    if figure.value is not None:
        yield figure.value
    interval = figure.estimate.interval if figure.estimate else None
    for each in filter(None, (interval, figure.bounds) if ranges else ()):
        yield from (each.low, each.high)
        yield from map(float, each.outwards(figure.decimals))
    yield from figure.band or ()


def topics(perceptions: PerceptionBook) -> tuple[Topic, ...]:
    """Everything that a closed quarter asked, and the themes."""
    quarters = perceptions.quarters
    return (
        *_scored((each for closed in quarters for each in closed.statements), "own", "guess"),
        *_scored((each for closed in quarters for each in closed.promises), "kept"),
        *_placed(each for closed in quarters for each in closed.placements),
        *_themes(each for closed in quarters for each in closed.themes),
    )


def _scored(readings: Iterable[Reading], *kinds: Kind) -> Iterator[Topic]:
    anchor_of = promise_anchor if kinds == ("kept",) else statement_anchor
    for id, same in _by_id(readings).items():
        keys = (f"{kind}.{id}" for kind in kinds)
        figures = {
            cell: figure
            for each in same
            for cell, figure in (
                *((Cell(each.quarter, "own", team), each.own[team]) for team in each.teams),
                *((Cell(each.quarter, "guess", team), each.guess[team]) for team in each.teams),
                (Cell(each.quarter, "both", ""), each.misjudged),
            )
        }
        names = frozenset([*(each.wording for each in same), anchor_of(id), *keys])
        yield Topic(same[-1].wording, names, shares=False, figures=figures)


def _placed(placements: Iterable[Placement]) -> Iterator[Topic]:
    for id, same in _by_id(placements).items():
        figures = {
            Cell(each.quarter, "own", team): figure
            for each in same
            for team, figure in each.share.items()
        }
        names = frozenset([*(each.wording for each in same), f"stage.{id}"])
        yield Topic(same[-1].wording, names, shares=True, figures=figures)


def _themes(rounds: Iterable[ThemeRound]) -> Iterator[Topic]:
    for id, same in _by_id(rounds).items():
        figures = {
            Cell(each.quarter, "average", name): figure
            for each in same
            for name, figure in (
                ("real gap", each.real_gap),
                ("imagined gap", each.imagined_gap),
                ("misread", each.misread),
                *((team, each.level(team)) for team in each.teams),
            )
        }
        yield Topic(same[-1].name, frozenset([f"theme.{id}"]), shares=False, figures=figures)


def _by_id(things: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for each in things:
        found.setdefault(each.id, []).append(each)
    return found
