"""Pieces of published text, and by which words they say what they are about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

from catalog.definitions import Team
from catalog.quarters import Quarter
from handbook.topics import Role, Topic

_QUARTER = re.compile(r"\b([0-9]{4})[-_ ]?[Qq]([1-4])\b")
_ROW = re.compile(r"(?=\b[0-9]{4}-Q[1-4] (?:[-+−(]?[0-9]|too few|answers too|not asked))")
_CLAUSE = re.compile(r"(?<=[.;!?]) ")
SCORE = r"(?<![\w.])([0-4]\.[0-9]+|5\.0+|(?<!,)(?:[0-4],[0-9]{1,2}|5,00?)(?!,))(?![0-9]|\.[0-9])"
"""A score, with a point or a decimal comma."""
PERCENT = r"(?<![\w.])([0-9]{1,3}(?:[.,][0-9]+)?) ?(?:%|percent\b)"
_GAP = r"""["'(=:, ]{0,4}"""
_ENOUGH = 20
"""By so many characters a wording is known if the rest of it is cut off."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


Part = Literal["text", "flat", "word", "label", "mark", "scale"]
"""What of a page a text is. As search keeps it, it is flat: the name of a team before a number may
belong to what stood beside it. In a drawing it can be a word somewhere; the label of a figure,
without a range; what a mark tells, with its range; a word at no figure, which is of the scale."""


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
    part: Part = "text"

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
        return {
            called: each
            for each in reversed(self.topics)
            for name in each.names
            for called in (name, name.rstrip("."))
        }

    def named_in(self, text: str) -> Topic | None:
        """What a text names first."""
        return next(filter(None, map(self.topic, self._parts(text))), None)

    def named_last(self, text: str) -> Topic | None:
        """What a text names last."""
        return next(filter(None, map(self.topic, reversed(self._parts(text)))), None)

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
        topic = spot.topic
        quarters = spot.quarters or self.quarters_in(spot.text) or self.quarters[-1:]
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
        if (
            spot.is_cell
            or spot.part in ("label", "scale")
            or not spot.topic
            or not spot.topic.hidden_in
        ):
            return
        quarters = spot.quarters
        for text in _CLAUSE.split(spot.text):
            named = self.quarters_in(text)
            quarters = named or quarters
            teams = self.teams_in(text) if named else ()
            team = teams[0] if len(teams) == 1 else spot.team
            yield spot._replace(text=text, quarters=quarters, team=team)

    def of_teams(self, spot: Spot) -> Iterator[Spot]:
        """The numbers in a clause that stand right after a team's name, each by itself.

        They are that team's own figure: “Marketing 4.4”, “Marketing, 2026-Q3: 4.4”; or its guess.
        """
        for found in self._of_team.finditer(spot.text if spot.part != "flat" else ""):
            guessed = found["by"] or found["guessed"]
            yield spot._replace(
                text=found["told"],
                quarters=self.quarters_in(found[0]) or spot.quarters,
                beside=(),
                team=self.teams_in(found["team"])[0],
                role="guess" if guessed else "own",
            )

    @cached_property
    def _of_team(self) -> re.Pattern[str]:
        names = {name for each in self.teams for name in (each.name, each.id)}
        longest_first = sorted(names, key=len, reverse=True)
        return re.compile(
            rf"(?P<by>\bguess(?:es)? by )?\b(?P<team>{'|'.join(map(re.escape, longest_first))})\b"
            rf"(?: (?:gives|receives|scored|went from)|(?P<guessed> guess(?:ed)?))?{_GAP}"
            rf"(?:{_QUARTER.pattern}{_GAP})?(?P<told>(?:{SCORE}|{PERCENT}))"
            r"(?! ?(?:points|higher|lower))",
            re.IGNORECASE,
        )

    def _parts(self, text: str) -> list[str]:
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

    def without_quarters(self, text: str) -> str:
        """The text without the digits of quarters."""
        return _QUARTER.sub(" ", text)
