"""What changed in a promise or stage after a team had signed it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from catalog.definitions import Definitions, Sla, Stage

File = Literal["stages", "slas"]

SIGNED = frozenset(
    [
        *("from", "to", "promise", "measure", "target", "clock", "exclusions"),
        *("definition", "entry", "exit"),
    ]
)
"""The fields that a signature stands for; others say who looks after it, or where it is kept."""

Signed = Stage | Sla
Earlier = Sequence[Mapping[str, Signed]]
"""All stages or promises by id, as they stood when earlier quarters opened, the newest first."""


def earlier(file: File, stood: Iterable[Definitions]) -> Earlier:
    """What one file held in earlier definitions, the newest first."""
    return [{each.id: each for each in getattr(then, file)} for then in stood]


def changed_since_signed(now: Signed, team: str, before: Earlier) -> tuple[str, ...]:
    """The fields, as named in YAML, that read otherwise than on the day a team signed.

    How they read then is known from the oldest quarter that has the same day already.
    """
    signed = now
    for quarter in before:
        then = quarter.get(now.id)
        if then is None or then.agreed.get(team) != now.agreed.get(team):
            break
        signed = then
    return tuple(
        called
        for attribute, field in type(now).model_fields.items()
        if (called := field.alias or attribute) in SIGNED
        and getattr(signed, attribute) != getattr(now, attribute)
    )
