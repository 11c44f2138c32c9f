"""Where numbers stand in published files: pieces of text, and what each of them is about."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from itertools import chain
from typing import Any

from catalog.definitions import Team
from catalog.quarters import Quarter
from handbook.topics import Role, Topic

_QUARTER = re.compile(r"\b([0-9]{4})[-_ ]?[Qq]([1-4])\b")
_ROW = re.compile(r"(?=\b[0-9]{4}-Q[1-4] (?:[-+−(]?[0-9]|too few|answers too|not asked))")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ROLES: Mapping[str, Role] = {"own": "own", "kept": "own", "stage": "own", "guess": "guess"}


@dataclass(frozen=True)
class Spot:
    """A piece of text, and what is known of it from the place where it stands."""

    text: str
    topic: Topic | None = None
    quarters: tuple[Quarter, ...] = ()
    """What it is about if it names no quarter itself."""
    beside: tuple[Quarter, ...] = ()
    """Quarters whose figures it may tell as well."""
    team: str = ""
    role: Role | None = None
    is_cell: bool = False
    """Whether it is a cell of a table, which is about its place whatever it names."""
    is_label: bool = False
    """Whether it is a word in a drawing, where no ranges stand."""


@dataclass(frozen=True)
class Names:
    """By which words published files say what a number is about."""

    topics: tuple[Topic, ...]
    teams: tuple[Team, ...]
    quarters: tuple[Quarter, ...]

    def quarters_in(self, text: str) -> tuple[Quarter, ...]:
        """The closed quarters that a text names."""
        named = [Quarter(int(each[1]), int(each[2])) for each in _QUARTER.finditer(text)]
        return tuple(each for each in dict.fromkeys(named) if each in self.quarters)

    def teams_in(self, text: str) -> list[str]:
        """The ids of the teams that a text names, by name or id."""
        words = f" {' '.join(_WORD.findall(text))} ".casefold()
        return [
            team.id
            for team in self.teams
            if f" {' '.join(_WORD.findall(team.name))} ".casefold() in words
            or f" {team.id} " in words
        ]

    def topic(self, *names: str) -> Topic | None:
        """What one of these names stands for."""
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    @cached_property
    def _by_name(self) -> dict[str, Topic]:
        return {name: each for each in reversed(self.topics) for name in each.names}

    def theme(self, name: str) -> Topic | None:
        """The theme of this name."""
        return next((each for each in self.topics if each.is_theme and each.name == name), None)

    @cached_property
    def of_hidden(self) -> frozenset[str]:
        """How pages call whatever hides something."""
        hiding = [each for each in self.topics if each.hidden_in]
        return frozenset(name for each in hiding for name in (each.name, *each.names))

    def team_name(self, id: str) -> str:
        """What a team is called."""
        return next(team.name for team in self.teams if team.id == id)

    def pieces(self, spot: Spot) -> Iterator[Spot]:
        """A text cut where it names another topic or a row begins, so that each is about one.

        Tables without their tags, as search keeps them, begin each row with its quarter.
        """
        topic, quarters = spot.topic, spot.quarters or self.quarters_in(spot.text)
        for part in self._wording.split(spot.text) if self._wording else ():
            if named := self.topic(part):
                topic = named
                continue
            piece = replace(spot, topic=topic)
            for row in [part] if spot.is_cell else _ROW.split(part):
                begin = self.quarters_in(row) if _ROW.match(row) else quarters
                yield replace(piece, text=row, quarters=begin)

    @cached_property
    def _wording(self) -> re.Pattern[str] | None:
        wordings = (name for each in self.topics for name in each.names if " " in name)
        longest_first = sorted(map(re.escape, wordings), key=len, reverse=True)
        return re.compile(f"({'|'.join(longest_first)})") if longest_first else None

    def without_quarters(self, text: str) -> str:
        """The text without the digits of quarters."""
        return _QUARTER.sub(" ", text)


def text_spots(text: str) -> Iterator[Spot]:
    """Every line of a file of plain text, or of one with tags, escaped or not."""
    for line in _TAG.sub("\n", unescape(_TAG.sub("\n", text))).splitlines():
        if line.strip():
            yield Spot(" ".join(line.split()))


def json_spots(data: Any, names: Names) -> Iterator[Spot]:
    """Every text and number in data, about what the fields beside it and above it say."""
    yield from _data(data, Spot(""), names)


def csv_spots(text: str, names: Names) -> Iterator[Spot]:
    """Every cell of a table with a head, about what its row and the head of its column say."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield from _data({str(key): value for key, value in row.items()}, Spot(""), names)


def _data(value: Any, about: Spot, names: Names) -> Iterator[Spot]:
    if isinstance(value, dict):
        about = _about(about, value, names)
        for key, inner in value.items():
            if key not in _NO_FIGURES:
                yield from _data(inner, _below(about, key, names), names)
    elif isinstance(value, list):
        yield from chain.from_iterable(_data(each, about, names) for each in value)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield replace(about, text=str(value), is_cell=_is_number(value))


_NO_FIGURES = ("format", "threshold", "invited", "answered", "quarter", "position", "since")
"""Fields with numbers that tell nothing of what people said."""


def _is_number(value: object) -> bool:
    return re.fullmatch(r"[-+−]?[0-9.]+ ?%?", str(value)) is not None


def _about(about: Spot, fields: Mapping[str, Any], names: Names) -> Spot:
    """What an object says of itself in its fields."""
    texts = {key: each for key, each in fields.items() if isinstance(each, str)}
    for key, text in texts.items():
        if key in _WHAT:
            kinds = [texts["kind"]] if texts.get("kind") in _ROLES else list(_ROLES)
            found = names.topic(text, *(f"{kind}.{text}" for kind in kinds))
            about = replace(about, topic=found or about.topic)
            about = replace(about, role=_ROLES.get(text.partition(".")[0], about.role))
        elif key == "kind":
            about = replace(about, role=_ROLES.get(text, about.role))
        elif key == "quarter":
            about = replace(about, quarters=names.quarters_in(text))
        elif key == "since":
            about = replace(about, beside=names.quarters_in(text))
        elif key in ("team", "guesser"):
            about = replace(about, team=next(iter(names.teams_in(text)), about.team))
    return about


_WHAT = ("question", "id", "item", "statement", "promise", "sla", "vignette", "key", "wording")
"""Fields that say what was asked."""


def _below(about: Spot, key: str, names: Names) -> Spot:
    """What the name of a field adds: ``own_sales``, ``2026-Q3``, ``own.craft``."""
    words = re.split(r"[^a-z0-9-]+", key.casefold())
    team = next((team.id for team in names.teams if team.id in words), about.team)
    role = next((_ROLES[word] for word in words if word in _ROLES), about.role)
    topic = names.topic(key, *(f"{kind}.{key}" for kind in _ROLES)) or about.topic
    return replace(
        about,
        topic=topic,
        quarters=names.quarters_in(key) or (about.beside if key == "before" else about.quarters),
        team=team,
        role=role,
    )
