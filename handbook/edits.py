"""Changes in the agreement, gathered by what they are about and by quarter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from catalog.quarters import Quarter
from handbook.followed import Kind
from handbook.history import Change
from handbook.words import listed


@dataclass(frozen=True)
class Edit:
    """Everything that changed in one thing by one quarter."""

    quarter: Quarter | None
    """The first that was asked with the new text; None if none has been yet."""
    kind: Kind
    id: str
    fields: tuple[Change, ...]

    @property
    def title(self) -> str:
        """What it is about, as a heading: ``Promise “Calling back”``."""
        first = self.fields[0]
        return f"{first.thing.capitalize()} “{first.name}”"

    @property
    def named(self) -> str:
        """What it is about, in a sentence: ``the promise “Calling back”``."""
        first = self.fields[0]
        return f"the {first.thing} “{first.name}”"

    @property
    def happened(self) -> str:
        """What happened to it: ``was added``, or ``changed: wording and target``."""
        first = self.fields[0]
        if first.came_or_went:
            return first.verb
        return f"changed: {listed([change.label for change in self.fields])}"

    @property
    def formal(self) -> bool:
        """Whether it was only signed, or is to be looked at again on another day."""
        return all(change.formal for change in self.fields)

    @property
    def dates(self) -> str:
        """Who signed when and when it is to be looked at again, each with how it was before."""
        return "; ".join(
            f"{change.label}: {change.new or 'nobody'} (before: {change.old or 'nobody'})"
            for change in self.fields
        )


def edits(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """Changes, which come in the order of time, gathered by what they are about."""
    found = groupby(changes, lambda change: (change.quarter, change.kind, change.id))
    return tuple(Edit(quarter, kind, id, tuple(fields)) for (quarter, kind, id), fields in found)


def latest_first(found: Iterable[Edit]) -> list[Edit]:
    """Edits, which come in the order of time: the last quarter first, each in its own order."""
    quarters = [list(each) for _, each in groupby(found, lambda edit: edit.quarter)]
    return [edit for each in reversed(quarters) for edit in each]


def by_thing(changes: Iterable[Change]) -> Mapping[tuple[str, str], list[Edit]]:
    """Every edit under its kind and id, the latest first; an empty list for what never changed."""
    found: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit in reversed(edits(changes)):
        found[edit.kind, edit.id].append(edit)
    return found
