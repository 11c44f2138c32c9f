"""Where something stands in a results file. JSON is YAML, so the reader of YAML knows the lines."""

import re
from functools import lru_cache

import yaml

from catalog.fields import Loc
from catalog.yaml_faults import YamlError
from catalog.yaml_nodes import Document, parse_document

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAID = re.compile(r" at line ([0-9]+) column ([0-9]+)$")
Position = tuple[int, int]
"""Line and column, from 1."""


def position(text: str, loc: Loc) -> Position:
    """Where a location in the data of a JSON text begins; 1, 1 where that cannot be told."""
    parts = tuple(part for part in loc if not str(part).startswith("["))
    if not parts:
        return 1, 1
    root = _composed(text)
    return Document(None, text, root).position(parts) if root else (1, 1)


@lru_cache(maxsize=1)  # one text after the other is asked, each for many places
def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(_as_yaml(text), Loader=_LOADER)
    except yaml.YAMLError:
        return None


def of_repeated(text: str) -> Position:
    """Where a name stands for the second time in one object of a JSON text."""
    try:
        parse_document(_as_yaml(text))
    except YamlError as error:
        return error.line, error.column
    except yaml.YAMLError:
        pass
    return 1, 1


def of_fault(message: str) -> Position:
    """Where a JSON text ends to be JSON, as the message of its parser says."""
    said = _SAID.search(message)
    return (int(said[1]), max(1, int(said[2]))) if said else (1, 1)


def _as_yaml(text: str) -> str:
    """The same text with what only YAML minds put out of the way, every character in its place."""
    return text.replace("\t", " ").replace("\\u", "__")
