"""Which promises come first where not all can be in sight."""

from collections.abc import Sequence

from catalog.definitions import Sla
from handbook.edits import edits
from handbook.model import Handbook


def foremost(book: Handbook, slas: Sequence[Sla], most: int) -> tuple[Sequence[Sla], Sequence[Sla]]:
    """At most so many promises, and the others.

    If they are more, what is not settled comes first, and then what changed last.
    """
    if len(slas) <= most:
        return slas, ()
    changed = {
        edit.id: place
        for place, edit in enumerate(edits(book.perceptions.changes), start=1)
        if edit.kind == "sla" and not edit.formal
    }
    standings = book.standings["slas"]
    ordered = sorted(slas, key=lambda sla: (standings[sla.id].sound, -changed.get(sla.id, 0)))
    return ordered[:most], ordered[most:]
