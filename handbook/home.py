"""The first page: what a reader wants to know in ten seconds."""

from collections.abc import Sequence

from catalog.definitions import Sla, Team
from handbook.apart import year_apart
from handbook.edits import edits, latest_first
from handbook.foremost import foremost
from handbook.model import Handbook, Page
from handbook.standing import late
from handbook.verdict_words import moved_in_a_year

LATELY = 3
"""So many changes of the agreement stand on the first page."""
OWED = 5
"""So many promises in each direction."""


def home_page(book: Handbook) -> Page:
    """What both teams work for, how far apart they are, what changed, and who owes whom."""
    named, latest = book.definitions, book.perceptions.latest
    told = (change for change in book.perceptions.changes if not change.formal)
    changed = latest_first(edits(told))
    lately, before = changed[:LATELY], changed[LATELY:]
    context = {
        "year": year_apart(book.perceptions.quarters),
        "moved": moved_in_a_year(book.perceptions.movements[latest.quarter]) if latest else "",
        "lately": lately,
        "more": sum(edit.quarter == lately[-1].quarter for edit in before),
        "owed": [(team, *_owed(book, team)) for team in book.teams],
        "open_actions": [
            (action, late(action, book.today)) for action in named.actions if action.done is None
        ],
    }
    return Page("index.md", "home.md.j2", named.company.mission, ("goals", ("measure",)), context)


def _owed(book: Handbook, team: Team) -> tuple[Sequence[Sla], int]:
    """What a team promises the other, as far as it stands here, and how many promises do not."""
    shown, others = foremost(
        book, [sla for sla in book.definitions.slas if sla.from_team == team.id], OWED
    )
    return shown, len(others)
