"""Which promises come first where not all can be in sight."""

from collections.abc import Sequence

from catalog.definitions import Sla
from handbook.edits import edits, latest_first
from handbook.model import Handbook


def foremost(book: Handbook, slas: Sequence[Sla], most: int) -> tuple[Sequence[Sla], Sequence[Sla]]:
    """At most so many promises, and the others.

    If they are more, what is not settled comes first, and then what changed last.
    """
    if len(slas) <= most:
        return slas, ()
    latest = dict.fromkeys(
        edit.id
        for edit in latest_first(edits(book.perceptions.changes))
        if edit.kind == "sla" and not edit.formal
    )
    changed = {id: place for place, id in enumerate(latest)}
    standings = book.standings["slas"]
    ordered = sorted(
        slas, key=lambda sla: (standings[sla.id].sound, changed.get(sla.id, len(latest)))
    )
    return ordered[:most], ordered[most:]
