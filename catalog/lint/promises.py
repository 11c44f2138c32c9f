"""Promises: whether both teams make some, and whether time can be taken."""

from catalog.definitions import Definitions
from catalog.messages import Finding, Findings


def directions(given: Definitions) -> Findings:
    """Teams that promise nothing."""
    for team in given.company.teams:
        if all(sla.from_team != team.id for sla in given.slas):
            reason = f"'{team.id}' promises nothing to the other team; agree on a promise"
            yield Finding("slas", ("slas",), reason, "one-direction")


def clocks(given: Definitions) -> Findings:
    """Clocks that never run, or never stop."""
    for index, sla in enumerate(given.slas):
        start, stop = sla.clock.start, sla.clock.stop
        here = ("slas", index, "clock")
        if stop is None:
            reason = f"nothing stops the clock of '{sla.id}'; add as stop what does"
            yield Finding("slas", here, reason, "clock-without-stop")
        elif start.event.casefold() == stop.event.casefold():
            reason = "the clock stops at what starts it; say what stops it"
            yield Finding("slas", (*here, "stop"), reason, "clock-without-stop")
