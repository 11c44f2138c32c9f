"""By which words published files say what they are about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from catalog.definitions import Team
from catalog.quarters import Quarter
from handbook.topics import Topic

QUARTER = r"\b([0-9]{4})[-_ ]?[Qq]([1-4])\b"
_QUARTER = re.compile(QUARTER)
_ENOUGH = 20
"""By so many characters a wording is known if the rest of it is cut off."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Vocabulary:
    """By which words published files say what a number is about."""

    topics: tuple[Topic, ...]
    teams: tuple[Team, ...]
    quarters: tuple[Quarter, ...]
    written: tuple[str, ...] = ()
    """What people wrote, with numbers of their own; the longest first."""

    @cached_property
    def quarters_in(self) -> Callable[[str], tuple[Quarter, ...]]:
        """The closed quarters that a text names."""
        return cache(self._quarters_in)

    def _quarters_in(self, text: str) -> tuple[Quarter, ...]:
        for name in self._with_quarters:
            text = text.replace(name, " ")
        named = dict.fromkeys(_QUARTER.findall(text))
        found = (Quarter(int(year), int(number)) for year, number in named)
        return tuple(each for each in found if each in self.quarters)

    @cached_property
    def _with_quarters(self) -> tuple[str, ...]:
        """The wordings that speak of a quarter: no answer is about that one."""
        return tuple(name for name in self._wordings if " " in name and _QUARTER.search(name))

    def without_written(self, text: str) -> str:
        """The text without what people wrote, but for the wordings that stand in it."""
        for own in self.written:
            if own in text:
                text = text.replace(own, self._named_in_written(own))
        return text

    def _named_in_written(self, own: str) -> str:
        named = [part for part in self.parts(own) if self.topic(part)]
        return own if [own.rstrip(".")] == named else f" {' '.join(named)} "

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

    @cached_property
    def called(self) -> tuple[str, ...]:
        """The names and ids of the teams, the longest first."""
        names = {name for each in self.teams for name in (each.name, each.id)}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    def topic(self, *names: str) -> Topic | None:
        """What one of these names stands for."""
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    @cached_property
    def _by_name(self) -> dict[str, Topic]:
        return {
            called: each
            for each in reversed(self.topics)
            for name in each.names
            for called in (name, name.rstrip("."))
        }

    def named_in(self, text: str) -> Topic | None:
        """What a text names first."""
        return next(filter(None, map(self.topic, self.parts(text))), None)

    def named_last(self, text: str) -> Topic | None:
        """What a text names last."""
        return next(filter(None, map(self.topic, reversed(self.parts(text)))), None)

    def theme(self, name: str) -> Topic | None:
        """The theme of this name."""
        return self._themes.get(name)

    @cached_property
    def _themes(self) -> dict[str, Topic]:
        return {each.name: each for each in reversed(self.topics) if each.is_theme}

    @cached_property
    def of_hidden(self) -> frozenset[str]:
        """How pages call whatever hides something; of long names how they begin."""
        hiding = [each for each in self.topics if each.hidden_in]
        names = {name for each in hiding for name in (each.name, *each.names)}
        return frozenset(name[:_ENOUGH] if " " in name else name for name in names)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names anything of which something is hidden."""
        return any(name in text for name in self.of_hidden)

    def team_name(self, id: str) -> str:
        """What a team is called."""
        return next(team.name for team in self.teams if team.id == id)

    def without_quarters(self, text: str) -> str:
        """The text without the digits of quarters."""
        return _QUARTER.sub(" ", text)

    def parts(self, text: str) -> list[str]:
        """A text cut before and after each wording."""
        if "…" in text:
            text = self._written_out(text)
        return self._wording.split(text) if len(text) >= len(self._wordings[-1]) else [text]

    def _written_out(self, text: str) -> str:
        """The text with the wordings that are cut short in it, “Without the work of…”, as a whole.

        Where several begin alike, it is one of them.
        """
        *cut, rest = text.split("…")
        return "".join([*map(self._whole, cut), rest])

    def _whole(self, cut: str) -> str:
        for name in self._wordings:
            begin = cut.rfind(name[:_ENOUGH])
            if begin >= 0 and name.startswith(cut[begin:]):
                return f"{cut[:begin]}{name} "
        return f"{cut}…"

    @cached_property
    def _wording(self) -> re.Pattern[str]:
        return re.compile(f"(?:({'|'.join(map(re.escape, self._wordings))})\\.?)")

    @cached_property
    def _wordings(self) -> list[str]:
        """What topics are called in sentences, without a full stop, the longest first."""
        names = {name.rstrip(".") for each in self.topics for name in each.names if " " in name}
        return sorted(names, key=lambda name: (-len(name), name)) or ["\0"]
