"""What readings say, in a sentence: where scores went, and what to ask each other.

The words tell where the first and the last comparable score lie. They claim nothing about
whether the difference means something.
"""

from collections.abc import Mapping, Sequence

from catalog.quarters import Quarter
from handbook.readings import Reading
from handbook.scores import HIDDEN, Figure
from handbook.words import listed

CLOSE = 0.45
"""Points within which scores, given to one decimal, count as close when a question is chosen; no
claim is made of it."""


def movement(
    readings: Sequence[Reading],
    names: Mapping[str, str],
    breaks: Mapping[Quarter, Sequence[str]],
) -> str:
    """One sentence on the first and last scores that were asked as they are now.

    ``breaks`` are the quarters that asked otherwise than the time before, with what was different.
    """
    since = max(breaks, default=readings[0].quarter)
    comparable = [reading for reading in readings if reading.quarter >= since and reading.asked]
    if not comparable:
        return "This was not asked in any closed quarter."
    said = _both(comparable, names) or _each(comparable, names)
    hidden = "".join(_hidden(comparable, team, names[team]) for team in readings[0].teams)
    return f"{said}{hidden}{_not_compared(since, breaks)}."


def _both(readings: Sequence[Reading], names: Mapping[str, str]) -> str:
    """The movement of both teams and of the gap, if they can be told over the same quarters."""
    shown = [reading for reading in readings if reading.real_gap.shown]
    first_team, second_team = readings[0].teams
    spans = {_span(readings, team) for team in readings[0].teams}
    if not shown or spans != {(shown[0].quarter, shown[-1].quarter)}:
        return ""
    first, last = shown[0], shown[-1]
    if first is last:
        return (
            f"In {first.quarter}, {names[first_team]} scored {first.own[first_team].text} and"
            f" {names[second_team]} {first.own[second_team].text}"
        )
    moves = [
        _move(names[team], first.own[team], last.own[team]) for team in (first_team, second_team)
    ]
    gap = _gap(first.real_gap, last.real_gap, names[first_team])
    return f"From {first.quarter} to {last.quarter}, {listed(moves)}; {gap}"


def _each(readings: Sequence[Reading], names: Mapping[str, str]) -> str:
    """The movement of each team by itself."""
    said = []
    for team in readings[0].teams:
        span = _span(readings, team)
        if span is None:
            continue
        first, last = ({r.quarter: r.own[team] for r in readings}[quarter] for quarter in span)
        if span[0] == span[1]:
            said.append(f"{names[team]} scored {last.text} in {span[1]}")
        else:
            said.append(f"from {span[0]} to {span[1]}, {_move(names[team], first, last)}")
    return _capital("; ".join(said)) if said else "There are no scores to show yet"


def _span(readings: Sequence[Reading], team: str) -> tuple[Quarter, Quarter] | None:
    """The first and the last quarter in which a team's own view is shown."""
    shown = [reading.quarter for reading in readings if reading.own[team].shown]
    return (shown[0], shown[-1]) if shown else None


def _move(name: str, first: Figure, last: Figure) -> str:
    if first.text == last.text:
        return f"{name} scored {last.text} both times"
    return f"{name} went from {first.text} to {last.text}"


def _gap(first: Figure, last: Figure, name: str) -> str:
    if {first.direction, last.direction} == {"higher", "lower"}:
        return f"{name} was {first.size} {first.direction} and is now {last.size} {last.direction}"
    if first.size == last.size:
        return f"the difference between them was {last.size} both times"
    return f"the difference between them went from {first.size} to {last.size}"


def _hidden(readings: Sequence[Reading], team: str, name: str) -> str:
    quarters = [str(reading.quarter) for reading in readings if reading.own[team] == HIDDEN]
    if not quarters:
        return ""
    when = listed(quarters) if len(quarters) <= 3 else f"{len(quarters)} of these quarters"
    return f"; too few answers to show {name} in {when}"


def _not_compared(since: Quarter, breaks: Mapping[Quarter, Sequence[str]]) -> str:
    if since not in breaks:
        return ""
    return f"; the {listed(breaks[since])} changed in {since}, earlier scores are not compared"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
