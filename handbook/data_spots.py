"""The texts and numbers in published data, and what the fields around each of them say."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from itertools import chain
from typing import Any

from handbook.spots import Spot, Vocabulary
from handbook.topics import Role

_TAG = re.compile(r"<[^>]*>")
_ROLES: Mapping[str, Role] = {"own": "own", "kept": "own", "stage": "own", "guess": "guess"}


def text_spots(text: str) -> Iterator[Spot]:
    """Every line of a file of plain text, or of one with tags, escaped or not."""
    for line in _TAG.sub("\n", unescape(_TAG.sub("\n", text))).splitlines():
        if line.strip():
            yield Spot(" ".join(line.split()))


def json_spots(data: Any, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every text and number in data, about what the fields beside it and above it say."""
    yield from _data(data, Spot(""), vocabulary)


def csv_spots(text: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every cell of a table with a head, about what its row and the head of its column say."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield from _data({str(key): value for key, value in row.items()}, Spot(""), vocabulary)


def _data(value: Any, about: Spot, vocabulary: Vocabulary) -> Iterator[Spot]:
    if isinstance(value, dict):
        about = _about(about, value, vocabulary)
        for key, inner in value.items():
            if key not in _NO_FIGURES:
                yield from _data(inner, _below(about, key, vocabulary), vocabulary)
    elif isinstance(value, list):
        yield from chain.from_iterable(_data(each, about, vocabulary) for each in value)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield replace(about, text=str(value), is_cell=_is_number(value))


_NO_FIGURES = ("format", "threshold", "invited", "answered", "quarter", "position", "since")
"""Fields with numbers that tell nothing of what people said."""


def _is_number(value: object) -> bool:
    return re.fullmatch(r"[-+−]?[0-9.]+ ?%?", str(value)) is not None


def _about(about: Spot, fields: Mapping[str, Any], vocabulary: Vocabulary) -> Spot:
    """What an object says of itself in its fields."""
    texts = {key: each for key, each in fields.items() if isinstance(each, str)}
    for key, text in texts.items():
        if key in _WHAT:
            kinds = [texts["kind"]] if texts.get("kind") in _ROLES else list(_ROLES)
            found = vocabulary.topic(text, *(f"{kind}.{text}" for kind in kinds))
            about = replace(about, topic=found or about.topic)
            about = replace(about, role=_ROLES.get(text.partition(".")[0], about.role))
        elif key == "kind":
            about = replace(about, role=_ROLES.get(text, about.role))
        elif key == "quarter":
            about = replace(about, quarters=vocabulary.quarters_in(text))
        elif key == "since":
            about = replace(about, beside=vocabulary.quarters_in(text))
        elif key in ("team", "guesser"):
            about = replace(about, team=next(iter(vocabulary.teams_in(text)), about.team))
    return about


_WHAT = ("question", "id", "item", "statement", "promise", "sla", "vignette", "key", "wording")
"""Fields that say what was asked."""


def _below(about: Spot, key: str, vocabulary: Vocabulary) -> Spot:
    """What the name of a field adds: ``own_sales``, ``2026-Q3``, ``own.craft``."""
    words = re.split(r"[^a-z0-9-]+", key.casefold())
    team = next((team.id for team in vocabulary.teams if team.id in words), about.team)
    role = next((_ROLES[word] for word in words if word in _ROLES), about.role)
    topic = vocabulary.topic(key, *(f"{kind}.{key}" for kind in _ROLES)) or about.topic
    otherwise = about.beside if key == "before" else about.quarters
    quarters = vocabulary.quarters_in(key) or otherwise
    return replace(about, topic=topic, quarters=quarters, team=team, role=role)
