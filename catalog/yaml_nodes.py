"""Hardened YAML: plain data with the line and column of every part.

Only what the definitions need is read. Anchors, aliases, merge keys, tags, duplicate keys,
more than 512 KiB, 50,000 parts or 20 levels are refused with a reason; ``no`` is a word and
``010`` is text, not surprises. Each node is remembered so that a later problem can be given its
place.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.fields import Loc
from catalog.ordinary import bytes_of
from catalog.problems import legible
from catalog.yaml_faults import YamlError, in_plain_words, merge_marker, start_of, turning

MAX_BYTES = 512 * 1024
"""Two hundred promises, written out as the shipped ones are, take 290 KiB."""
MAX_LEVELS = 20
MAX_PARTS = 50_000
"""Names, texts, lists: three times as many as two hundred promises have."""

# libyaml is fast; it is also the one that crashes on deep nesting when it composes,
# which is why the levels are counted on the stream of events first.
# The base loaders do not guess from every text what it could be; that is done below.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Document:
    """A file's data, its text, and where each part of the data stands."""

    data: Any
    text: str
    root: yaml.Node

    def position(self, loc: Loc) -> tuple[int, int]:
        """Line and column, from 1, of the key or entry at a location.

        Where the location leads nowhere (a missing field), that of its nearest parent.
        """
        node, mark = self.root, self.root.start_mark
        for part in loc:
            found = _child(node, part)
            if found is None:
                break
            node, mark = found
        return mark.line + 1, mark.column + 1


def read_document(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """Read one file of at most so many bytes.

    Raises:
        YamlError: it cannot be opened, is no ordinary file, is not UTF-8 text, not YAML, or uses
            what is refused here.
    """
    try:
        raw = bytes_of(path)
    except OSError as error:
        raise YamlError(f"this file cannot be read: {error.strerror}") from None
    if len(raw) > max_bytes:
        raise YamlError(
            f"this file is too large: {len(raw):,} bytes; at most {max_bytes:,}; shorten it"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlError(
            "this is not UTF-8 text; save the file as UTF-8",
            start_of(raw.count(b"\n", 0, error.start)),
        ) from None
    if refused := merge_marker(text) or turning(text):
        raise refused
    try:
        return parse_document(text)
    except yaml.MarkedYAMLError as error:
        raise in_plain_words(error, text, _Loader) from None
    except yaml.reader.ReaderError as error:
        raise YamlError(
            "this line holds a character that is no text; take it out",
            start_of(text.encode().count(b"\n", 0, error.position)),
        ) from None


def parse_document(text: str) -> Document:
    """Parse text into data, refusing what the module refuses."""
    level = documents = 0
    for part, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if part == MAX_PARTS:
            raise YamlError(
                f"this file has more than {MAX_PARTS:,} parts; shorten it", event.start_mark
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                "anchors (&) and aliases (*) are not used here; write the value out, or put the"
                " text in quotes",
                event.start_mark,
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise YamlError("tags (!) are not used here; put the text in quotes", event.start_mark)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise YamlError(
                "'---' or '...' begins a second document here; take that line out", event.start_mark
            )
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        if level > MAX_LEVELS:
            deep = f"nested more than {MAX_LEVELS} levels deep; no field is, take brackets out"
            raise YamlError(deep, event.start_mark)
    root = yaml.compose(text, Loader=_Loader)
    if root is None:
        raise YamlError("this file is empty; fill it in or restore it")
    return Document(_data(root), text, root)


def _data(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_data(child) for child in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError(
                "a field's name must be plain text; take its brackets or '?' out",
                key_node.start_mark,
            )
        if key == "<<":
            raise YamlError("merge keys (<<) are not used here; write it out", key_node.start_mark)
        if key in data:
            dash = ", or put '- ' before it if a new entry starts here"
            hint = dash if key == next(iter(data)) else ""
            twice = f"'{legible(key)}' stands here twice; keep one{hint}"
            raise YamlError(twice, key_node.start_mark)
        data[key] = _data(value_node)
    return data


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block: text, whatever it looks like
        if node.style == '"' and (refused := turning(text, node.start_mark)):
            raise refused
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _child(node: yaml.Node, part: int | str) -> tuple[yaml.Node, yaml.Mark] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, child.start_mark
    return None
