"""Pieces of published text, and by which words they say what they are about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from catalog.definitions import Team
from catalog.quarters import Quarter
from handbook.topics import Role, Topic

_QUARTER = re.compile(r"\b([0-9]{4})[-_ ]?[Qq]([1-4])\b")
_ROW = re.compile(r"(?=\b[0-9]{4}-Q[1-4] (?:[-+−(]?[0-9]|too few|answers too|not asked))")
_CLAUSE = re.compile(r"(?<=[.;!?]) ")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


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

    @cached_property
    def is_of_hidden(self) -> bool:
        """Whether its topic hides something in its quarters."""
        return self.topic is not None and not self.topic.hidden_in.isdisjoint(self.quarters)


@dataclass(frozen=True)
class Vocabulary:
    """By which words published files say what a number is about."""

    topics: tuple[Topic, ...]
    teams: tuple[Team, ...]
    quarters: tuple[Quarter, ...]

    def quarters_in(self, text: str) -> tuple[Quarter, ...]:
        """The closed quarters that a text names."""
        named = [Quarter(int(each[1]), int(each[2])) for each in _QUARTER.finditer(text)]
        if not named:
            return ()
        return tuple(each for each in dict.fromkeys(named) if each in self._closed)

    @cached_property
    def _closed(self) -> frozenset[Quarter]:
        return frozenset(self.quarters)

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

    def clauses(self, spot: Spot) -> Iterator[Spot]:
        """The clauses of a text about something hidden, each with its own quarters and team.

        One that names no quarter is about those of the clause before it, and about both teams:
        a stage's name, say, may hold that of a team.
        """
        if spot.is_cell or spot.is_label or not spot.topic or not spot.topic.hidden_in:
            return
        quarters = spot.quarters
        for text in _CLAUSE.split(spot.text):
            named = self.quarters_in(text)
            quarters = named or quarters
            teams = self.teams_in(text) if named else []
            team = teams[0] if len(teams) == 1 else spot.team
            yield replace(spot, text=text, quarters=quarters, team=team)

    @cached_property
    def _wording(self) -> re.Pattern[str] | None:
        wordings = (name for each in self.topics for name in each.names if " " in name)
        longest_first = sorted(map(re.escape, wordings), key=len, reverse=True)
        return re.compile(f"({'|'.join(longest_first)})") if longest_first else None

    def without_quarters(self, text: str) -> str:
        """The text without the digits of quarters."""
        return _QUARTER.sub(" ", text)
