"""What changed in the agreement between one quarter's snapshot and the next, and until today."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten
from typing import Literal

from catalog.definitions import Definitions, Item, Sla, Stage, Vignette
from catalog.quarters import Quarter
from catalog.results import Results
from handbook.words import names_in, told

Kind = Literal["sla", "stage", "item", "vignette", "scale"]


@dataclass(frozen=True)
class Change:
    """One field of one promise, stage, statement or vignette that reads otherwise than before.

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
        return _LABELS.get(self.field, self.field.replace("_", " "))

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


WORDING = "wording"
ANSWERS = "answers to choose from"
DESCRIPTION = "description"
STAGE = "stage"

_VERBS = {"added": "was added", "removed": "was taken out"}
_THINGS: dict[Kind, str] = {
    "sla": "promise",
    "stage": "stage",
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
}
_SUBSTANCE = {
    *("added", "removed", "from", "to", "promise", "measure", "target", "clock", "exclusions"),
    *("definition", "entry", "exit", "statement", "lead", "stage", "scale"),
}
# Signing again and moving the review date change nothing in what was agreed.
_NO_CHANGE = {"id", "agreed", "review_by"}


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


_Thing = Sla | Stage | Item | Vignette


def _between(quarter: Quarter | None, before: Definitions, after: Definitions) -> Iterator[Change]:
    old, new = _things(before), _things(after)
    same_names = names_in(before) == names_in(after)  # most things need no second look then
    for kind, id in [*new, *(key for key in old if key not in new)]:
        was, now = old.get((kind, id)), new.get((kind, id))
        if was is None or now is None:
            yield _came_or_went(quarter, kind, was, now)
            continue
        if same_names and was == now:
            continue
        name, _ = _titles(now)
        for field, attribute in _fields(now):
            old_text = told(field, getattr(was, attribute), before)
            new_text = told(field, getattr(now, attribute), after)
            if old_text != new_text:
                yield Change(quarter, kind, id, name, field, old_text, new_text)
    if before.survey.scale != after.survey.scale:
        scales = (" · ".join(each.survey.scale) for each in (before, after))
        yield Change(quarter, "scale", "scale", "Survey", "scale", *scales)


def _things(definitions: Definitions) -> dict[tuple[Kind, str], _Thing]:
    themes = definitions.survey.themes
    found: list[tuple[Kind, _Thing]] = [
        *(("sla", sla) for sla in definitions.slas),
        *(("stage", stage) for stage in definitions.stages),
        *(("item", item) for theme in themes for item in theme.items),
        *(("vignette", vignette) for theme in themes for vignette in theme.vignettes),
    ]
    return {(kind, thing.id): thing for kind, thing in found}


def _came_or_went(
    quarter: Quarter | None, kind: Kind, was: _Thing | None, now: _Thing | None
) -> Change:
    thing = now or was
    assert thing is not None, "a thing that changed was there before or is there now"
    name, text = _titles(thing)
    if now is None:
        return Change(quarter, kind, thing.id, name, "removed", text, "")
    return Change(quarter, kind, thing.id, name, "added", "", text)


def _titles(thing: _Thing) -> tuple[str, str]:
    """What a thing is called, and its main text."""
    match thing:
        case Sla():
            return thing.name, thing.promise
        case Stage():
            return thing.name, thing.definition
        case Item():
            return thing.statement, thing.statement
        case Vignette():
            return shorten(thing.lead, 60, placeholder=" …"), thing.lead


def _fields(thing: _Thing) -> Iterator[tuple[str, str]]:
    """Each field that can change, as it is named in YAML and in Python."""
    for attribute, field in type(thing).model_fields.items():
        if attribute not in _NO_CHANGE:
            yield field.alias or attribute, attribute
