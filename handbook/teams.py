"""A page a team: what it owes and is owed, how it is seen, and what it misjudges."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.definitions import Sla, Team
from handbook.addresses import team_page
from handbook.foremost import foremost
from handbook.model import Handbook, Page
from handbook.path import hand_offs
from handbook.readings import Reading
from handbook.scores import widest_first
from handbook.standing import overdue

IN_SIGHT = 10
"""So many promises in each direction are in sight, the others folded."""


@dataclass(frozen=True)
class Felt:
    """A promise, and how kept it felt in the latest quarter; None if that did not ask."""

    sla: Sla
    reading: Reading | None


def team_pages(book: Handbook) -> Iterator[Page]:
    """The page of each team, in the order of company.yml."""
    named = book.definitions
    given = {
        team.id: [sla for sla in named.slas if sla.from_team == team.id] for team in book.teams
    }
    for index, team in enumerate(book.teams):
        other = book.team(named.other_team(team.id))
        roles = {role.id for role in named.roles if role.team == team.id}
        context = {
            "team": team,
            "other": other,
            "given": _in_sight(book, given[team.id]),
            "received": _in_sight(book, given[other.id]),
            "actions": [
                (action, overdue(action.due, book.today))
                for action in named.actions
                if action.done is None and roles.intersection(action.owners)
            ],
            "owned": [stage for stage in named.stages if stage.owner in roles],
            "passed": hand_offs(named, team),
            "taken": hand_offs(named, other),
            "seen": _seen(book, team),
            "misjudged": _misjudged(book, team),
        }
        source = ("company", ("teams", index))
        yield Page(team_page(team.id), "team.md.j2", team.purpose, source, context)


def _in_sight(book: Handbook, slas: list[Sla]) -> tuple[list[Felt], list[Felt]]:
    """How kept promises felt: those in sight, and the folded ones."""
    shown, others = (
        [Felt(sla, _felt(book, sla.id)) for sla in some] for some in foremost(book, slas, IN_SIGHT)
    )
    return shown, others


def _felt(book: Handbook, sla: str) -> Reading | None:
    latest = book.perceptions.latest
    return next((each for each in latest.promises if each.id == sla), None) if latest else None


def _seen(book: Handbook, team: Team) -> list[Reading]:
    """What was asked about a team in the latest quarter, widest blind spot first."""
    latest = book.perceptions.latest
    asked = [each for each in latest.statements if each.about == team.id] if latest else []
    return sorted(asked, key=lambda reading: widest_first(reading.blind_spot))


def _misjudged(book: Handbook, team: Team) -> list[Reading]:
    """What a team guessed of the other in the latest quarter, furthest off first."""
    latest = book.perceptions.latest
    asked = latest.mirrored if latest else ()
    return sorted(asked, key=lambda reading: widest_first(reading.misread(team.id)))
