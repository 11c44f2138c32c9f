"""What changed in the agreement between one quarter's snapshot and the next, and until today."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from catalog.definitions import Clock, Definitions
from catalog.quarters import Quarter
from catalog.results import Results
from catalog.signing import SIGNED
from handbook.followed import FORMAL, Followed, Kind, fields, followed, titles
from handbook.words import as_parts, clock_parts, told


@dataclass(frozen=True)
class Change:
    """One field of one thing that was agreed or is asked, and reads otherwise.

    ``quarter`` is the first quarter that was asked with the new text, None if none has been yet.
    ``field`` is named as in YAML; for a thing that came or went it is ``added`` or ``removed``,
    with its main text as ``new`` or ``old``. ``old`` and ``new`` are as people read them.
    """

    quarter: Quarter | None
    kind: Kind
    id: str
    name: str
    field: str
    old: str
    new: str

    @property
    def thing(self) -> str:
        """The kind in words."""
        return _THINGS[self.kind]

    @property
    def label(self) -> str:
        """The field in words."""
        return _LABELS_OF.get((self.kind, self.field)) or label_of(self.field)

    @property
    def came_or_went(self) -> bool:
        """Whether the thing as a whole was added or removed."""
        return self.field in _VERBS

    @property
    def verb(self) -> str:
        """What happened to the thing, in words."""
        return _VERBS.get(self.field, "changed")

    @property
    def substantial(self) -> bool:
        """Whether what was agreed changed, and not only who looks after it or where it is kept."""
        return self.field in _SUBSTANCE

    @property
    def formal(self) -> bool:
        """Whether it says only who signed and when, or by when to look again."""
        return self.field in FORMAL


WORDING = "wording"
ANSWERS = "answers to choose from"
DESCRIPTION = "description"
STAGE = "stage"

_VERBS = {"added": "was added", "removed": "was taken out"}
_THINGS: dict[Kind, str] = {
    "sla": "promise",
    "stage": "stage",
    "role": "role",
    "team": "team",
    "measure": "shared measure",
    "objective": "objective",
    "driver": "driver",
    "persona": "buyer",
    "message": "message",
    "ritual": "ritual",
    "term": "word",
    "item": "statement",
    "vignette": "lead",
    "scale": "scale",
}
_LABELS = {
    "from": "giver",
    "to": "receiver",
    "entry": "entry criteria",
    "exit": "exit criteria",
    "next": "next stages",
    "promise": WORDING,
    "statement": WORDING,
    "lead": DESCRIPTION,
    "stage": STAGE,
    "scale": ANSWERS,
    "metrics": "figures it is judged by",
    "paid_on": "variable pay",
    "stages": "parts in the stages",
    "often_missed": "what is often missed",
    "why": "reason",
    "drivers": "what it moves",
    "parent": "what it moves",
    "horizon": "when it pays off",
    "due": "due date",
    "agreed": "signatures",
    "review_by": "review date",
    "cares_about": "what matters to them",
    "text": WORDING,
    "state": "field-test state",
    "how": "how it goes",
    "cadence": "how often",
    "host": "who invites",
}
_LABELS_OF: dict[tuple[Kind, str], str] = {
    ("persona", "who"): "who they are",
    ("ritual", "who"): "who comes",
}
_SUBSTANCE = {
    *SIGNED,
    *("added", "removed", "statement", "lead", "stage", "scale"),
    *("team", "purpose", "responsibilities", "metrics", "paid_on", "stages"),
    *("measured_by", "drivers", "due", "parent", "horizon"),
}


def label_of(field: str) -> str:
    """A field of YAML in words."""
    return _LABELS.get(field, field.replace("_", " "))


def changes(results: Results, definitions: Definitions) -> tuple[Change, ...]:
    """Every change since the first closed quarter, oldest first, those since the last one last."""
    stood: list[tuple[Quarter | None, Definitions]] = [
        (closed.quarter, closed.definitions) for closed in results.quarters
    ]
    if results.open:
        stood.append((Quarter.parse(results.open.quarter), results.open.definitions))
    stood.append((None, definitions))
    return tuple(
        change
        for (_, before), (quarter, after) in pairwise(stood)
        for change in _between(quarter, before, after)
    )


def _between(quarter: Quarter | None, before: Definitions, after: Definitions) -> Iterator[Change]:
    old, new = followed(before, after.team_ids), followed(after, after.team_ids)
    for kind, id in [*new, *(key for key in old if key not in new)]:
        was, now = old.get((kind, id)), new.get((kind, id))
        if was is None or now is None:
            yield _came_or_went(quarter, kind, id, was, now)
            continue
        if was == now:
            continue
        name, _ = titles(now)
        for field, attribute in fields(now):
            held, holds = getattr(was, attribute), getattr(now, attribute)
            read, reads = _read(field, held, holds, before, after)
            # Another name of what a field points to is a change of that thing alone.
            if held != holds and read != reads:
                yield Change(quarter, kind, id, name, field, read, reads)
    if before.survey.scale != after.survey.scale:
        scales = (" · ".join(each.survey.scale) for each in (before, after))
        yield Change(quarter, "scale", "scale", "Survey", "scale", *scales)


def _read(
    field: str, held: Any, holds: Any, before: Definitions, after: Definitions
) -> tuple[str, str]:
    """How a field read and reads; of a clock only the parts that read otherwise."""
    if not (isinstance(held, Clock) and isinstance(holds, Clock)):
        return told(field, held, before), told(field, holds, after)
    old, new = clock_parts(held, before), clock_parts(holds, after)
    apart = [what for what in old if old[what] != new[what]]
    return as_parts({what: old[what] for what in apart}), as_parts(
        {what: new[what] for what in apart}
    )


def _came_or_went(
    quarter: Quarter | None, kind: Kind, id: str, was: Followed | None, now: Followed | None
) -> Change:
    thing = now or was
    assert thing is not None, "a thing that changed was there before or is there now"
    name, text = titles(thing)
    if now is None:
        return Change(quarter, kind, id, name, "removed", text, "")
    return Change(quarter, kind, id, name, "added", "", text)
