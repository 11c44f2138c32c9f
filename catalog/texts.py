"""Every text of the definitions, with its place."""

from collections.abc import Iterator, Mapping

from catalog.definitions import FILES
from catalog.fields import Loc
from catalog.yaml_nodes import Document


def texts(documents: Mapping[str, Document]) -> Iterator[tuple[str, Loc, str]]:
    """File, place and text, on one line each, of all files but tone.yml, whose words are none."""
    for file in FILES:
        if file != "tone":
            for loc, text in _within(documents[file].data, ()):
                yield file, loc, text


def _within(data: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, " ".join(data.split())
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _within(value, (*loc, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _within(value, (*loc, index))
