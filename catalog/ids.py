"""Which ids the definition files define, read off the raw data.

Raw, so that an entry with another fault still counts: one typo gives one problem.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catalog.messages import Loc
from catalog.yaml_nodes import Document

_Ids = Iterator[tuple[Loc, str]]


def _in_list(*path: str) -> Callable[[Document], _Ids]:
    """Find the ids of the entries of a list, or of a list inside each entry of a list."""

    def walk(data: Any, rest: tuple[str, ...], loc: Loc) -> _Ids:
        entries = data.get(rest[0]) if isinstance(data, dict) else None
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            here = (*loc, rest[0], index)
            if rest[1:]:
                yield from walk(entry, rest[1:], here)
            elif isinstance(entry, dict) and isinstance(entry.get("id"), str):
                yield (*here, "id"), entry["id"]

    return lambda document: walk(document.data, path, ())


def _measure(document: Document) -> _Ids:
    measure = document.data.get("measure") if isinstance(document.data, dict) else None
    if isinstance(measure, dict) and isinstance(measure.get("id"), str):
        yield ("measure", "id"), measure["id"]


_IDS: tuple[tuple[str, str, Callable[[Document], _Ids]], ...] = (
    ("team", "company", _in_list("teams")),
    ("goal", "goals", _measure),
    ("goal", "goals", _in_list("drivers")),
    ("objective", "goals", _in_list("objectives")),
    ("stage", "stages", _in_list("stages")),
    ("sla", "slas", _in_list("slas")),
    ("role", "roles", _in_list("roles")),
    ("persona", "personas", _in_list("personas")),
    ("ritual", "rituals", _in_list("rituals")),
    ("theme", "survey", _in_list("themes")),
    ("item", "survey", _in_list("themes", "items")),
    ("vignette", "survey", _in_list("themes", "vignettes")),
    ("action", "actions", _in_list("actions")),
    ("tone", "tone", _in_list("tone")),
)
"""Kind of thing, the file that defines it, how to find its ids there."""


def known_ids(documents: Mapping[str, Document]) -> dict[str, set[str]]:
    """The ids of each kind; kinds whose file could not be read are left out."""
    known: dict[str, set[str]] = {}
    for kind, file, find in _IDS:
        if file in documents:
            known.setdefault(kind, set()).update(id for _, id in find(documents[file]))
    return known


def repeated_ids(file: str, document: Document) -> Iterator[tuple[Loc, str]]:
    """Every id of a file that an earlier entry of the same kind uses already."""
    seen: set[tuple[str, str]] = set()
    for kind, where, find in _IDS:
        for loc, id in find(document) if where == file else ():
            if (kind, id) in seen:
                yield loc, id
            seen.add((kind, id))
