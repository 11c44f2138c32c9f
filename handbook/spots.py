"""Pieces of published text, and what each of them is about."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from catalog.quarters import Quarter
from handbook.topics import Role, Topic
from handbook.vocabulary import QUARTER, Vocabulary

DIGIT = re.compile(r"[0-9]")
_ROW = re.compile(r"(?=\b[0-9]{4}-Q[1-4] (?:[-+−(]?[0-9]|too few|answers too|not asked))")
_CLAUSE = re.compile(r"(?<=[.;!?]) ")
SCORE = r"(?<![\w.])([0-4]\.[0-9]+|5\.0+|(?<!,)(?:[0-4],[0-9]{1,2}|5,00?)(?!,))(?![0-9]|\.[0-9])"
"""A score, with a point or a decimal comma."""
PERCENT = r"(?<![\w.])([0-9]{1,3}(?:[.,][0-9]+)?) ?(?:%|percent\b)"
_GAP = r"""["'(=:, ]{0,4}"""


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


def may_tell(spot: Spot, vocabulary: Vocabulary) -> bool:
    """Whether anything is hidden of what a text can be about: most is soon seen not to be."""
    return (
        spot.is_of_hidden
        or spot._replace(quarters=vocabulary.quarters_in(spot.text)).is_of_hidden
        or len(vocabulary.parts(spot.text)) > 1
    )


def pieces(spot: Spot, vocabulary: Vocabulary) -> Iterator[Spot]:
    """A text cut where it names another topic or a row begins, so that each is about one.

    Tables without their tags, as search keeps them, begin each row with its quarter.
    """
    topic = spot.topic
    quarters = spot.quarters or vocabulary.quarters_in(spot.text) or vocabulary.quarters[-1:]
    for part in vocabulary.parts(spot.text):
        if named := vocabulary.topic(part):
            topic = named
            continue
        for row in [part] if spot.is_cell else _ROW.split(part):
            begin = vocabulary.quarters_in(row) if _ROW.match(row) else quarters
            yield spot._replace(text=row, topic=topic, quarters=begin)


def clauses(spot: Spot, vocabulary: Vocabulary) -> Iterator[Spot]:
    """The clauses of a text about something hidden, each with its own quarters and team.

    One that names no quarter is about those of the clause before it, and about both teams:
    a stage's name, say, may hold that of a team.
    """
    if spot.is_cell or spot.part in ("label", "scale"):
        return
    if not spot.topic or not spot.topic.hidden_in:
        return
    quarters = spot.quarters
    for text in _CLAUSE.split(spot.text):
        named = vocabulary.quarters_in(text)
        quarters = named or quarters
        teams = vocabulary.teams_in(text) if named else ()
        team = teams[0] if len(teams) == 1 else spot.team
        yield spot._replace(text=text, quarters=quarters, team=team)


def of_teams(spot: Spot, vocabulary: Vocabulary) -> Iterator[Spot]:
    """The numbers in a clause that stand right after a team's name, each by itself.

    They are that team's own figure: “Marketing 4.4”, “Marketing, 2026-Q3: 4.4”; or its guess.
    """
    for found in _of_team(vocabulary.called).finditer(spot.text if spot.part != "flat" else ""):
        guessed = found["by"] or found["guessed"]
        yield spot._replace(
            text=found["told"],
            quarters=vocabulary.quarters_in(found[0]) or spot.quarters,
            beside=(),
            team=vocabulary.teams_in(found["team"])[0],
            role="guess" if guessed else "own",
        )


@cache
def _of_team(called: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<by>\bguess(?:es)? by )?\b(?P<team>{'|'.join(map(re.escape, called))})\b"
        rf"(?: (?:gives|receives|scored|went from)|(?P<guessed> guess(?:ed)?))?{_GAP}"
        rf"(?:{QUARTER}{_GAP})?(?P<told>(?:{SCORE}|{PERCENT}))"
        r"(?! ?(?:points|higher|lower))",
        re.IGNORECASE,
    )
