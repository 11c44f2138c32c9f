"""Agreed values as people say them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from catalog.dates import day
from catalog.definitions import (
    Clock,
    Definitions,
    Driver,
    Metric,
    Part,
    Role,
    Stage,
    Target,
    Team,
)
from catalog.definitions.agreement import ClockEvent, Pay
from catalog.definitions.company import Measure

HORIZONS = {"quarter": "This quarter", "year": "This year", "long-term": "Long-term"}
"""The horizons, nearest first."""

PARTS = {
    "responsible": "does the work",
    "accountable": "answers for the result",
    "consulted": "is asked before",
    "informed": "is told after",
}
"""The parts a role can have in a stage."""

STATES = {
    "works": ("●", "works"),
    "testing": ("◐", "being tested"),
    "untested": ("○", "not tested yet"),
    "retired": ("–", "retired"),
}
"""The field-test states of a message: a symbol and words."""

CADENCES = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "year": "every year",
}
"""How often a ritual takes place."""


def target(value: Target) -> str:
    """What counts as kept: "at least 90 percent of leads within 4 business hours"."""
    words = f"at least {value.at_least:,.10g} {value.unit}"
    if value.within is None:
        return words
    amount, unit = value.within.amount, value.within.unit.replace("-", " ")
    return f"{words} within {amount} {unit.removesuffix('s') if amount == 1 else unit}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "one", "one and two", "one, two and three"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def capital(text: str) -> str:
    """A text as it stands at the start of a sentence."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """A sentence inside another one: in quotation marks, without a full stop of its own."""
    return f"“{text.rstrip('.')}”"


def told(field: str, value: Any, definitions: Definitions) -> str:
    """What any field of a definition holds, empty for nothing; ids are told by their names."""
    match value:
        case None:
            return ""
        case tuple():
            return "; ".join(told(field, each, definitions) for each in value)
        case bool():
            return "yes" if value else "no"
        case date():
            return day(value)
        case Target():
            return target(value)
        case Clock():
            return as_parts(clock_parts(value, definitions))
        case Metric():
            horizon = HORIZONS[value.horizon].lower()
            return f"{value.name} (moves {_goal(value, definitions)}, pays off {horizon})"
        case Pay():
            return f"{value.what} ({value.share} percent, serves {_goal(value, definitions)})"
        case dict() if field == "agreed":
            return _signatures(value, definitions)
        case dict():
            return _parts(value, definitions)
    return _named(field, definitions).get(value, str(value))


def clock_parts(clock: Clock, definitions: Definitions) -> Mapping[str, str]:
    """What starts and stops a clock, when it stands still and which hours it counts."""
    stages = _named("stage", definitions)
    hours = "business hours" if clock.business_hours else "all hours"
    return {
        "starts": _moment(clock.start, stages),
        "stops": _moment(clock.stop, stages) if clock.stop else "nothing yet",
        "stands still": ", ".join(clock.pause) or "never",
        "counts": f"{hours} in {clock.time_zone}",
    }


def as_parts(parts: Mapping[str, str]) -> str:
    """Parts with what each is about: ``starts: A call; stops: An answer``."""
    return "; ".join(f"{what}: {text}" for what, text in parts.items())


def _moment(moment: ClockEvent, stages: Mapping[str, str]) -> str:
    stage = f" (stage {stages.get(moment.stage, moment.stage)})" if moment.stage else ""
    return f"{moment.event.rstrip('.')}{stage}"


def _goal(serves: Metric | Pay, definitions: Definitions) -> str:
    return told("driver", serves.driver, definitions) if serves.driver else "nothing yet"


def _parts(parts: Mapping[str, Part], definitions: Definitions) -> str:
    """A role's part in each stage, along the path of a lead."""
    path = _named("stage", definitions)
    return "; ".join(f"{name}: {parts[stage]}" for stage, name in path.items() if stage in parts)


def _signatures(agreed: Mapping[str, date], definitions: Definitions) -> str:
    """Who signed when; one day that both signed on is told once."""
    if len(agreed) == 2 and len(days := {*agreed.values()}) == 1:
        return f"both teams on {day(days.pop())}"
    teams = _named("team", definitions)
    return listed([f"{teams.get(team, team)} on {day(signed)}" for team, signed in agreed.items()])


def _named(field: str, definitions: Definitions) -> Mapping[str, str]:
    """The words for the ids and choices that a field holds, if it holds such."""
    things: tuple[Role | Stage | Team | Measure | Driver, ...] = ()
    if field == "horizon":
        return {horizon: words.lower() for horizon, words in HORIZONS.items()}
    if field == "cadence":
        return CADENCES
    if field == "state":
        return {state: words for state, (_, words) in STATES.items()}
    if field in ("owner", "owners", "host", "who"):
        things = definitions.roles
    elif field in ("from", "to", "about", "team"):
        things = definitions.company.teams
    elif field in ("next", "stage"):
        things = definitions.stages
    elif field in ("driver", "drivers", "parent"):
        things = (definitions.goals.measure, *definitions.goals.drivers)
    return {thing.id: thing.name for thing in things}
