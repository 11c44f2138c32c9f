"""What readings say, in a sentence: where scores went, and what to ask each other.

The words tell where the first and the last comparable score lie. They claim nothing about
whether the difference means something.
"""

from collections.abc import Iterator, Mapping, Sequence

from catalog.quarters import Quarter
from handbook.answers import Answers
from handbook.readings import Reading
from handbook.scores import HIDDEN, Figure
from handbook.units import Unit
from handbook.words import capital, listed

CLOSE = 0.45
"""Points within which scores, given to one decimal, count as close when a question is chosen; no
claim is made of it."""


def movement(
    answers: Sequence[Answers],
    names: Mapping[str, str],
    breaks: Mapping[Quarter, Sequence[str]],
) -> str:
    """One sentence on the first and last figures that were asked for as they are now.

    ``breaks`` are the quarters that asked otherwise than the time before, with what was different.
    """
    since, unit = max(breaks, default=answers[0].quarter), answers[0].unit
    comparable = [each for each in answers if each.quarter >= since and each.asked]
    if not comparable:
        return "This was not asked in any closed quarter."
    moved = [*(_both(comparable, names) or _each(comparable, names))]
    moved += _in_ranges(comparable, names)
    said = f"{unit.lead}{'; '.join(moved)}" if moved else f"There are no {unit.figures} to show yet"
    hidden = "".join(_hidden(comparable, team, names[team]) for team in answers[0].own)
    return f"{capital(said)}{hidden}{_not_compared(since, breaks, unit)}."


def _both(answers: Sequence[Answers], names: Mapping[str, str]) -> list[str]:
    """The movement of both teams and of the gap, if they can be told over the same quarters."""
    shown = [each for each in answers if each.gap.shown]
    teams, unit = tuple(answers[0].own), answers[0].unit
    spans = {_span(answers, team) for team in teams}
    if not shown or spans != {(shown[0].quarter, shown[-1].quarter)}:
        return []
    first, last = shown[0], shown[-1]
    if first is last:
        one, two = teams
        told = [unit.told(first.own[team]) for team in teams]
        return [
            f"in {first.quarter}, {names[one]} {unit.scored} {told[0]} and {names[two]} {told[1]}"
        ]
    moves = [_move(names[team], first.own[team], last.own[team], unit) for team in teams]
    return [
        f"from {first.quarter} to {last.quarter}, {listed(moves)}",
        _gap(first.gap, last.gap, names[teams[0]], unit),
    ]


def _each(answers: Sequence[Answers], names: Mapping[str, str]) -> Iterator[str]:
    """The movement of each team by itself."""
    unit = answers[0].unit
    for team in answers[0].own:
        span = _span(answers, team)
        if span is None:
            continue
        first, last = ({each.quarter: each.own[team] for each in answers}[when] for when in span)
        if span[0] == span[1]:
            yield f"{names[team]} {unit.scored} {unit.told(last)} in {span[1]}"
        else:
            yield f"from {span[0]} to {span[1]}, {_move(names[team], first, last, unit)}"


def _span(answers: Sequence[Answers], team: str) -> tuple[Quarter, Quarter] | None:
    """The first and the last quarter in which a team's own figure is shown."""
    shown = [each.quarter for each in answers if each.own[team].shown]
    return (shown[0], shown[-1]) if shown else None


def _move(name: str, first: Figure, last: Figure, unit: Unit) -> str:
    if unit.told(first) == unit.told(last):
        return f"{name} {unit.scored} {unit.told(first)} both times"
    return f"{name} went from {unit.told(first)} to {unit.told(last)}"


def _gap(first: Figure, last: Figure, name: str, unit: Unit) -> str:
    before, now = unit.size(first), unit.size(last)
    if {first.direction, last.direction} == {"higher", "lower"}:
        return f"{name} was {before} {first.direction} and is now {now} {last.direction}"
    if before == now:
        return f"the difference between them was {before} both times"
    return f"the difference between them went from {before} to {now}"


def _in_ranges(answers: Sequence[Answers], names: Mapping[str, str]) -> Iterator[str]:
    """The newest figures of which only a range is shown."""
    newest = answers[-1]
    for team, figure in newest.own.items():
        if figure.band:
            unit = newest.unit
            yield f"{names[team]} {unit.scored} {unit.told(figure)} in {newest.quarter}"


def _hidden(answers: Sequence[Answers], team: str, name: str) -> str:
    quarters = [str(each.quarter) for each in answers if each.own[team] == HIDDEN]
    if not quarters:
        return ""
    when = listed(quarters) if len(quarters) <= 3 else f"{len(quarters)} of these quarters"
    return f"; too few answers to show {name} in {when}"


def _not_compared(since: Quarter, breaks: Mapping[Quarter, Sequence[str]], unit: Unit) -> str:
    if since not in breaks:
        return ""
    changed = f"the {listed(breaks[since])} changed in {since}"
    return f"; {changed}, earlier {unit.figures} are not compared"


def question(reading: Reading, names: Mapping[str, str]) -> str:
    """What the teams could ask each other, from the widest of real gap and misreads.

    Empty where too little is shown for one.
    """
    first, second = reading.teams
    widths = {team: abs(reading.misread(team)).value or 0 for team in reading.teams}
    guesser = max(reading.teams, key=lambda team: widths[team])
    apart = abs(reading.real_gap).value or 0
    if max(widths[guesser], apart) < CLOSE:
        close = "The scores lie close together. Is this where you both want them to be?"
        return close if reading.real_gap.shown else ""
    if widths[guesser] <= apart:
        return (
            f"{names[first]} and {names[second]} score this {reading.real_gap.size} points apart."
            " Which recent example did each of you have in mind?"
        )
    other = reading.other(guesser)
    return (
        f"{names[guesser]} expected {reading.guess[guesser].text} of {names[other]}, who said"
        f" {reading.own[other].text}. What do you see that the other team cannot see from where"
        " it stands?"
    )
