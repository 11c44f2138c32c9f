"""Which ids the definition files define, read off the raw data.

Raw, so that an entry with another fault still counts: one typo gives one problem.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.definitions.base import as_id
from catalog.fields import Loc

_Ids = Iterator[tuple[Loc, str]]


_IDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("team", "company", ("teams",)),
    ("goal", "goals", ("measure",)),
    ("goal", "goals", ("drivers",)),
    ("objective", "goals", ("objectives",)),
    ("stage", "stages", ("stages",)),
    ("sla", "slas", ("slas",)),
    ("role", "roles", ("roles",)),
    ("persona", "personas", ("personas",)),
    ("ritual", "rituals", ("rituals",)),
    ("theme", "survey", ("themes",)),
    ("item", "survey", ("themes", "items")),
    ("vignette", "survey", ("themes", "vignettes")),
    ("action", "actions", ("actions",)),
    ("tone", "tone", ("tone",)),
)
"""Kind of thing, the file that defines it, and where in it: a thing, or lists in lists."""


def known_ids(files: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids of each kind, in order, from the data of each file.

    Kinds that could not be read are left out. An id that is none (``Call back``) counts as the
    one it could be written as.
    """
    known: dict[str, list[str]] = {}
    for kind, file, path in _IDS:
        found = (as_id(id) for _, id in _ids(files, file, path))
        known.setdefault(kind, []).extend(id for id in found if id)
    unread = {kind for kind, file, path in _IDS if not _is_there(files, file, path)}
    return {kind: ids for kind, ids in known.items() if kind not in unread}


def _is_there(files: Mapping[str, Any], file: str, path: tuple[str, ...]) -> bool:
    data = files.get(file)
    return isinstance(data, dict) and isinstance(data.get(path[0]), dict | list)


def _ids(files: Mapping[str, Any], file: str, path: tuple[str, ...]) -> _Ids:
    if file in files:
        yield from _walk(files[file], path, ())


def _walk(data: Any, path: tuple[str, ...], loc: Loc) -> _Ids:
    found = data.get(path[0]) if isinstance(data, dict) else None
    at = (*loc, path[0])
    entries = [((*at, i), each) for i, each in enumerate(found)] if isinstance(found, list) else []
    for here, entry in [(at, found)] if isinstance(found, dict) else entries:
        if path[1:]:
            yield from _walk(entry, path[1:], here)
        elif isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield (*here, "id"), entry["id"]


def repeated_ids(file: str, data: Any) -> Iterator[tuple[Loc, str]]:
    """Every id of a file that an earlier entry of the same kind uses already."""
    seen: set[tuple[str, str]] = set()
    for kind, where, path in _IDS:
        for loc, id in _ids({file: data}, where, path):
            if (kind, id) in seen:
                yield loc, id
            seen.add((kind, id))
