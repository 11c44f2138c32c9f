"""The data of results files as models; entries that quarters have in common are validated once."""

import marshal
from typing import Any, TypeVar

from catalog.definitions import Model
from catalog.ids import known_ids
from catalog.results.quarters import Snapshot

M = TypeVar("M", bound=Model)


class Validated:
    """Entries of definitions as they were validated: most stand in every quarter as they are."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}
        self._entries: dict[bytes, Model] = {}

    def as_model(self, model: type[M], data: Any) -> M:
        """The data of a file as its model.

        Raises:
            ValidationError: it is not what the model says.
        """
        files = data.get("definitions") if isinstance(data, dict) else None
        if not isinstance(files, dict):
            return model.model_validate(data)
        self._know(files)
        lists = {name: entries for name, entries in files.items() if isinstance(entries, list)}
        keys = {name: [_key(name, entry) for entry in lists[name]] for name in lists}
        for name, entries in lists.items():
            files[name] = list(map(self._entries.get, keys[name], entries))
        valid = model.model_validate(data, context=self._known)
        assert isinstance(valid, Snapshot)  # no other file may hold definitions
        for name in lists:
            self._entries.update(zip(keys[name], getattr(valid.definitions, name), strict=True))
        return valid

    def _know(self, files: dict[str, Any]) -> None:
        """Take the ids that entries may refer to; where they are others, all is validated anew."""
        known = known_ids(
            {name: each if isinstance(each, dict) else {name: each} for name, each in files.items()}
        )
        if known != self._known:
            self._known, self._entries = known, {}


_WITHOUT_REFERENCES = 2
"""The version of marshal that writes a value in one way, however often its parts are in use."""


def _key(name: str, entry: Any) -> bytes:
    """What only the same entry of the same file has; by ``==``, 1 would be true."""
    return marshal.dumps((name, entry), _WITHOUT_REFERENCES)
