"""The pages of what both teams work for and how: goals, buyers, rituals."""

from handbook.addresses import GOALS, RITUALS
from handbook.diagrams import driver_tree
from handbook.edits import edits
from handbook.followed import GOAL_KINDS
from handbook.goals import hurried, judged, orphans, paid_beside, serving, tree
from handbook.matrices import gaps, message_for, messages
from handbook.model import Handbook, Page
from handbook.standing import overdue, turn
from handbook.words import HORIZONS

IN_SIGHT = 12
"""So many of the figures that serve a driver, or pay off by a time, are in sight on the goals."""


def goals_page(book: Handbook) -> Page:
    """The driver tree, what each team is judged by in its light, and how the goals changed."""
    named = book.definitions
    changed = edits(book.perceptions.changes)
    return Page(
        GOALS,
        "goals.md.j2",
        named.goals.measure.definition,
        ("goals", ()),
        {
            "objectives": [
                (objective, overdue(objective.due, book.today))
                for objective in named.goals.objectives
            ],
            "figure": driver_tree(named),
            "branches": [(each, serving(named, each.driver)) for each in tree(named)],
            "side_by_side": [
                (words, [(team, judged(named, team, horizon)) for team in book.teams])
                for horizon, words in HORIZONS.items()
            ],
            "in_sight": IN_SIGHT,
            "orphans": orphans(named),
            "hurried": hurried(named),
            "paid_beside": paid_beside(named),
            "edits": [each for each in reversed(changed) if each.kind in GOAL_KINDS],
        },
    )


def buyers_page(book: Handbook) -> Page:
    """The message matrix with its gaps, then each persona."""
    named = book.definitions
    said = messages(named, book.today)
    told = {each.message.stage for each in said}
    rows = [stage for stage in named.stages if stage.kind == "open" or stage.id in told]
    return Page(
        "buyers.md",
        "buyers.md.j2",
        "What we say to each kind of buyer in each stage, and what is missing.",
        ("personas", ()),
        {
            "rows": [(stage, [message_for(p, stage) for p in named.personas]) for stage in rows],
            "gaps": gaps(named),
            "unused": [each for each in said if each.unused],
        },
    )


def rituals_page(book: Handbook) -> Page:
    """All rituals and when each comes round again."""
    return Page(
        RITUALS,
        "rituals.md.j2",
        "What the two teams do together, and when it comes round again.",
        ("rituals", ()),
        {"turns": [turn(ritual, book.today) for ritual in book.definitions.rituals]},
    )
