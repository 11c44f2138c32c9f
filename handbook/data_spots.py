"""The texts and numbers in published data, and what the fields around each of them say."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from html import unescape
from typing import Any, NamedTuple

from catalog.quarters import Quarter
from handbook.spots import DIGIT, Spot
from handbook.topics import Role, Topic
from handbook.vocabulary import Vocabulary

_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
_ENTRY = re.compile(r"</(?:entry|item)>|^END:VEVENT|^(?=# |##)", re.MULTILINE)
"""Where what was named before no longer counts."""
_FOLD = re.compile(r"\r?\n[ \t]")
_HIDING = re.compile(r"\\([\\;,])")
_NUMBER = re.compile(r"[-+−]?[0-9.,]+ ?%?")
_ROLES: Mapping[str, Role] = {"own": "own", "kept": "own", "stage": "own", "guess": "guess"}


def text_spots(text: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every line of a file of plain text, or of one with tags, escaped or not.

    It is about what it names, else what was named last in its entry, or under its heading.
    """
    for entry in _ENTRY.split(text):
        about = Spot("")
        # What people wrote can hold what reads like a tag, as it is or, in XML, escaped.
        own = vocabulary.without_written
        said = own(unescape(_TAG.sub("\n", own(entry))))
        for line in _TAG.sub("\n", said).splitlines():
            if line.strip():
                words = " ".join(line.split())
                yield about._replace(text=words)
                about = about._replace(
                    topic=vocabulary.named_last(words) or about.topic,
                    quarters=vocabulary.quarters_in(words)
                    or about.quarters
                    or vocabulary.quarters[-1:],
                )


def calendar_spots(text: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """The same of a calendar, whose long lines go on in the next one and hide some signs."""
    return text_spots(_HIDING.sub(r"\1", _FOLD.sub("", text)), vocabulary)


def json_spots(data: Any, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every text and number in data, about what the fields beside it and above it say."""
    yield from _Reader(vocabulary).read(data, Spot(""))


def csv_spots(text: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Every cell of a table with a head, about what its row and the head of its column say.

    What parts the cells is what the head has most of: commas, semicolons or tabs. Without a
    quarter it is about the last one.
    """
    reader, about = _Reader(vocabulary), Spot("", quarters=vocabulary.quarters[-1:])
    head, field = text.partition("\n")[0], cache(partial(_field, vocabulary))
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)):
        yield from reader.read({field(str(key)): value for key, value in row.items()}, about)


def _field(vocabulary: Vocabulary, head: str) -> str:
    """What data of ours calls a column: ``quarter`` for “Quarter”, ``own_sales`` for “Sales”."""
    called = head.strip().casefold()
    if any(called in (team.id, team.name.casefold()) for team in vocabulary.teams):
        return f"own_{called}"
    return called if called in _SAYING else head


class _Reader:
    """Reads the data of one file; what the name of a field says is worked out once.

    It passes over what tells nothing: text without digits, and numbers where nothing is hidden.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._named = cache(partial(_named, vocabulary))
        self._vocabulary = vocabulary

    def read(self, value: Any, about: Spot) -> Iterator[Spot]:
        if isinstance(value, dict):
            about = self._about(about, value)
            for key, inner in value.items():
                if key not in _NO_FIGURES and _may_tell(inner) and not _names(inner, key, about):
                    below = self._below(about, key)
                    if isinstance(inner, dict | list):
                        yield from self.read(inner, below)
                    elif below.is_of_hidden or not _is_number(str(inner)):
                        yield _spot(inner, below)
        elif isinstance(value, list):
            for each in filter(_may_tell, value):
                yield from self.read(each, about)
        elif about.is_of_hidden or not _is_number(str(value)):
            yield _spot(value, about)

    def _about(self, about: Spot, fields: Mapping[str, Any]) -> Spot:
        """What an object says of itself in its fields."""
        texts = [each for each in fields.items() if each[0] in _SAYING and isinstance(each[1], str)]
        return _said(self._vocabulary, about, texts) if texts else about

    def _below(self, about: Spot, key: str) -> Spot:
        """What is known below a field: what its name adds to what was known above it."""
        named = self._named(key)
        if key != "before" and not any(named):
            return about
        topic, quarters, team, role = named
        return Spot(
            "",
            topic or about.topic,
            quarters or (about.beside if key == "before" else about.quarters),
            about.beside,
            team or about.team,
            role or about.role,
        )


def _may_tell(value: Any) -> bool:
    """Whether there can be a number in a value."""
    if isinstance(value, str):
        return DIGIT.search(value) is not None
    return value is not None and not isinstance(value, bool)


def _spot(value: Any, about: Spot) -> Spot:
    text = str(value)
    return about._replace(text=text, is_cell=_is_number(text))


@cache
def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _names(value: Any, key: str, about: Spot) -> bool:
    """Whether a field merely says what was asked: a digit in an id or a wording is no figure."""
    if key not in _WHAT or about.topic is None or not isinstance(value, str):
        return False
    return not about.topic.names.isdisjoint([value, *(f"{kind}.{value}" for kind in _ROLES)])


_NO_FIGURES = (
    *("format", "threshold", "invited", "answered", "quarter", "position", "since"),
    *("agreed", "source", "at_least", "target.at_least"),
)
"""Fields with numbers that tell nothing of what people said."""


def _said(vocabulary: Vocabulary, about: Spot, fields: list[tuple[str, str]]) -> Spot:
    """What is known of an object from above, and what it says of itself in its fields."""
    said: dict[str, Any] = {}
    kind = dict(fields).get("kind")
    for key, text in fields:
        if key in _WHAT:
            kinds = [kind] if kind in _ROLES else list(_ROLES)
            if found := vocabulary.topic(text, *(f"{each}.{text}" for each in kinds)):
                said["topic"] = found
            if role := _ROLES.get(text.partition(".")[0]):
                said["role"] = role
        elif key == "kind":
            said["role"] = _ROLES.get(text, said.get("role", about.role))
        elif key in ("quarter", "since"):
            said[_QUARTERS[key]] = vocabulary.quarters_in(text)
        elif named := vocabulary.teams_in(text):
            said["team"] = named[0]
    return about._replace(**said) if said else about


_WHAT = ("question", "id", "item", "statement", "promise", "sla", "vignette", "key", "wording")
"""Fields that say what was asked."""
_QUARTERS = {"quarter": "quarters", "since": "beside"}
_SAYING = {*_WHAT, *_QUARTERS, "kind", "team", "guesser"}


class _Named(NamedTuple):
    """What the name of a field says: ``own_sales``, ``2026-Q3``, ``own.craft``."""

    topic: Topic | None
    quarters: tuple[Quarter, ...]
    team: str
    role: Role | None


def _named(vocabulary: Vocabulary, key: str) -> _Named:
    words = re.split(r"[^a-z0-9-]+", key.casefold())
    return _Named(
        vocabulary.topic(key, *(f"{kind}.{key}" for kind in _ROLES)),
        vocabulary.quarters_in(key),
        next(iter(vocabulary.teams_in(key)), ""),
        next((_ROLES[word] for word in words if word in _ROLES), None),
    )
