"""Pieces of published text, and by which words they say what they are about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from catalog.definitions import Team
from catalog.quarters import Quarter
from handbook.topics import Role, Topic

_QUARTER = re.compile(r"\b([0-9]{4})[-_ ]?[Qq]([1-4])\b")
_ROW = re.compile(r"(?=\b[0-9]{4}-Q[1-4] (?:[-+−(]?[0-9]|too few|answers too|not asked))")
_CLAUSE = re.compile(r"(?<=[.;!?]) ")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Spot(NamedTuple):
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

    @property
    def is_of_hidden(self) -> bool:
        """Whether its topic hides something in its quarters."""
        return self.topic is not None and not self.topic.hidden_in.isdisjoint(self.quarters)


@dataclass(frozen=True)
class Vocabulary:
    """By which words published files say what a number is about."""

    topics: tuple[Topic, ...]
    teams: tuple[Team, ...]
    quarters: tuple[Quarter, ...]

    @cached_property
    def quarters_in(self) -> Callable[[str], tuple[Quarter, ...]]:
        """The closed quarters that a text names."""
        return cache(self._quarters_in)

    def _quarters_in(self, text: str) -> tuple[Quarter, ...]:
        named = dict.fromkeys(_QUARTER.findall(text))
        found = (Quarter(int(year), int(number)) for year, number in named)
        return tuple(each for each in found if each in self.quarters)

    @cached_property
    def teams_in(self) -> Callable[[str], tuple[str, ...]]:
        """The ids of the teams that a text names, by name or id."""
        return cache(self._teams_in)

    def _teams_in(self, text: str) -> tuple[str, ...]:
        words = f" {' '.join(_WORD.findall(text))} ".casefold()
        return tuple(
            team.id
            for team in self.teams
            if f" {' '.join(_WORD.findall(team.name))} ".casefold() in words
            or f" {team.id} " in words
        )

    def topic(self, *names: str) -> Topic | None:
        """What one of these names stands for."""
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    @cached_property
    def _by_name(self) -> dict[str, Topic]:
        return {name: each for each in reversed(self.topics) for name in each.names}

    def theme(self, name: str) -> Topic | None:
        """The theme of this name."""
        return self._themes.get(name)

    @cached_property
    def _themes(self) -> dict[str, Topic]:
        return {each.name: each for each in reversed(self.topics) if each.is_theme}

    @cached_property
    def of_hidden(self) -> frozenset[str]:
        """How pages call whatever hides something."""
        hiding = [each for each in self.topics if each.hidden_in]
        return frozenset(name for each in hiding for name in (each.name, *each.names))

    def team_name(self, id: str) -> str:
        """What a team is called."""
        return next(team.name for team in self.teams if team.id == id)

    def may_tell(self, spot: Spot) -> bool:
        """Whether anything is hidden of what a text can be about: most is soon seen not to be."""
        return (
            spot.is_of_hidden
            or spot._replace(quarters=self.quarters_in(spot.text)).is_of_hidden
            or len(self._parts(spot.text)) > 1
        )

    def pieces(self, spot: Spot) -> Iterator[Spot]:
        """A text cut where it names another topic or a row begins, so that each is about one.

        Tables without their tags, as search keeps them, begin each row with its quarter.
        """
        topic, quarters = spot.topic, spot.quarters or self.quarters_in(spot.text)
        for part in self._parts(spot.text):
            if named := self.topic(part):
                topic = named
                continue
            for row in [part] if spot.is_cell else _ROW.split(part):
                begin = self.quarters_in(row) if _ROW.match(row) else quarters
                yield spot._replace(text=row, topic=topic, quarters=begin)

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
            teams = self.teams_in(text) if named else ()
            team = teams[0] if len(teams) == 1 else spot.team
            yield spot._replace(text=text, quarters=quarters, team=team)

    def _parts(self, text: str) -> list[str]:
        """A text cut before and after each wording."""
        return self._wording.split(text) if len(text) >= len(self._wordings[-1]) else [text]

    @cached_property
    def _wording(self) -> re.Pattern[str]:
        return re.compile(f"({'|'.join(map(re.escape, self._wordings))})")

    @cached_property
    def _wordings(self) -> list[str]:
        """What topics are called in sentences, the longest first."""
        names = (name for each in self.topics for name in each.names if " " in name)
        return sorted(names, key=len, reverse=True) or ["\0"]

    def without_quarters(self, text: str) -> str:
        """The text without the digits of quarters."""
        return _QUARTER.sub(" ", text)
