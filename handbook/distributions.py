"""How many of each team gave each of the five answers to one statement or promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from catalog.quarters import Quarter
from catalog.results import SCORES
from handbook.readings import Reading
from handbook.scores import Figure
from handbook.words import listed


@dataclass(frozen=True)
class Side:
    """One team's answers; ``name`` is how a sentence calls it, ``label`` how the chart does."""

    name: str
    label: str
    figure: Figure

    @property
    def people(self) -> tuple[int, ...]:
        """How many gave each answer, 1 to 5; empty if that may not be shown."""
        counts = self.figure.counts
        return tuple(counts.get(answer, 0) for answer in SCORES) if counts else ()

    @property
    def why_not(self) -> str:
        """Why the answers are not shown, in words."""
        return (
            f"{'answers too alike' if self.figure.band else 'too few answers'} to show their spread"
        )


@dataclass(frozen=True)
class Distribution:
    """The answers of both teams to one statement or promise in one quarter."""

    about: str
    quarter: Quarter
    scale: tuple[str, ...]
    sides: tuple[Side, ...]

    @property
    def title(self) -> str:
        """What the chart is about."""
        return f"How the answers spread in {self.quarter}: {self.about}"

    @property
    def description(self) -> str:
        """What it shows, in a sentence."""
        ends = f"1 ({self.scale[0]}) to 5 ({self.scale[-1]})"
        told = "; ".join(map(_told, self.sides))
        return f"How the answers spread in {self.quarter}, from {ends}: {told}."


def distribution(
    about: str, readings: Sequence[Reading], names: Mapping[str, str], labels: Mapping[str, str]
) -> Distribution | None:
    """The newest answers that may be shown one by one, of those asked as in the last quarter.

    Args:
        about: what was scored, as people read it last.
        readings: one a closed quarter, oldest first.
        names: what each team is called in a sentence.
        labels: what each team is called in the chart.
    """
    asked = [each for each in reversed(readings) if each.asked]
    read = [(each.wording, each.scale) for each in asked[:1]]
    alike = takewhile(lambda each: (each.wording, each.scale) in read, asked)
    counted = (each for each in alike if any(figure.counts for figure in each.own.values()))
    newest = next(counted, None)
    if newest is None:
        return None
    sides = (Side(names[team], labels[team], newest.own[team]) for team in newest.teams)
    return Distribution(about, newest.quarter, newest.scale, tuple(sides))


def _told(side: Side) -> str:
    if not side.people:
        return f"in {side.name}, {side.why_not}"
    low, middle, high = sum(side.people[:2]), side.people[2], sum(side.people[3:])
    answers = ((low, "1 or 2"), (middle, "3"), (high, "4 or 5"))
    chosen = listed([f"{people or 'nobody'} chose {answer}" for people, answer in answers])
    return f"of {sum(side.people)} in {side.name}, {chosen}"
