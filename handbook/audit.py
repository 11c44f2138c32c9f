"""Reads everything that a built site publishes, and says where it tells what the rule hides.

It knows nothing of templates: it reads the finished files as people and programs do, and compares
what stands there with what the results of the closed quarters allow. Its limit: where one clause
names two quarters, it takes what may be said of either.
"""

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Set
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from handbook.data_spots import csv_spots, json_spots, text_spots
from handbook.model import Handbook
from handbook.page_spots import page_spots
from handbook.scores import Figure
from handbook.site_files import SiteFile, site_files
from handbook.spots import Spot, Vocabulary
from handbook.strays import strays
from handbook.topics import Role, Topic, is_hidden, numbers_of, topics

_SCORE = re.compile(r"(?<![\w.])([0-4]\.[0-9]+|5\.0+)(?![0-9]|\.[0-9])")
_PERCENT = re.compile(r"(?<![\w.])([0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent\b)")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
_INVITED = re.compile(r"\bof [0-9]+\b")
_TICKS = {0.0, 25.0, 50.0, 75.0, 100.0}
"""What stands beside the axis of a drawing of shares."""
_OFF, _OFF_PERCENT = 0.051, 0.51
"""How far a number may be off because it was rounded."""


class DisclosureError(Exception):
    """A site tells what is hidden; ``problems`` says where, a line for each place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


def audit(site: Path, book: Handbook, unpublished: Collection[str]) -> None:
    """Read every file of a built site.

    Args:
        site: the finished site.
        book: what it was made from.
        unpublished: comments that nobody has decided to publish.

    Raises:
        DisclosureError: a number stands where the rule for small groups hides one, or something
            of the survey lies in the site that no page is made from.
    """
    quarters = tuple(closed.quarter for closed in book.perceptions.quarters)
    vocabulary = Vocabulary(topics(book.perceptions), book.teams, quarters)
    steps = {closed.smallest_change for closed in book.perceptions.quarters}
    told = cache(partial(_told, vocabulary=vocabulary, steps=steps))
    problems = [
        f"site/{file.address}: {problem}"
        for file in site_files(site)
        for problem in chain(
            strays(file, unpublished),
            chain.from_iterable(map(told, filter(vocabulary.may_tell, _spots(file, vocabulary)))),
        )
    ]
    if problems:
        raise DisclosureError(problems)


def _spots(file: SiteFile, vocabulary: Vocabulary) -> Iterable[Spot]:
    """Where numbers stand in a file, if it is of a kind that holds text for people or programs."""
    if not vocabulary.of_hidden:
        return ()
    match file.kind:
        case ".html" | ".htm":
            return page_spots(file.address, file.tree, vocabulary)
        case ".json":
            return _json(file.text, vocabulary)
        case ".csv":
            return _csv(file.text, vocabulary)
        case ".xml" | ".ics" | ".txt" | ".md" | ".svg":
            return text_spots(file.text)
    return ()


def _json(text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    """JSON; in that of the search, each entry is a section of a page."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # somebody's own file, and no JSON
        return text_spots(text)
    entries: Any = data.get("docs", data.get("items")) if isinstance(data, dict) else None
    try:
        sections = [(each["location"], f"<p>{each['title']}</p>{each['text']}") for each in entries]
    except (TypeError, KeyError):
        return json_spots(data, vocabulary)
    return chain.from_iterable(
        page_spots(place, LexborHTMLParser(words), vocabulary) for place, words in sections
    )


def _csv(text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    try:
        return list(csv_spots(text, vocabulary))
    except csv.Error:
        return text_spots(text)


def _told(spot: Spot, vocabulary: Vocabulary, steps: set[float]) -> tuple[str, ...]:
    """What a spot tells although it is hidden."""
    return tuple(
        f"{number} stands beside “{piece.topic.name}” in {', '.join(map(str, piece.quarters))},"
        " where the results hide a figure"
        for piece in vocabulary.pieces(spot)
        if piece.topic
        for number in chain(
            _too_much(piece, piece.topic, vocabulary, steps),
            *(
                _unsayable(each, piece.topic, vocabulary, steps)
                for each in vocabulary.clauses(piece)
            ),
        )
    )


def _too_much(spot: Spot, topic: Topic, vocabulary: Vocabulary, steps: set[float]) -> Iterator[str]:
    """The numbers in a spot that its topic does not explain."""
    if hidden := _hidden_there(spot, topic):
        sayable = {*chain(*map(numbers_of, hidden)), *(each.n for each in hidden if each.n)}
        said = _INVITED.sub("", vocabulary.without_quarters(spot.text))
        yield from _unexplained(said, _NUMBER, sayable, 0.001)
    else:
        yield from _unsayable(spot, topic, vocabulary, steps)


def _unsayable(
    spot: Spot, topic: Topic, vocabulary: Vocabulary, steps: set[float]
) -> Iterator[str]:
    """The numbers in a spot that may not be said of its topic in the quarters it names."""
    asked = spot.quarters
    if not spot.is_cell:
        asked = vocabulary.quarters_in(spot.text) or asked
    if not topic.hidden_in.isdisjoint(asked) and not (topic.shares and spot.is_cell):
        told = topic.sayable({*asked, *spot.beside}, spot.team, ranges=not spot.is_label)
        beside = steps | _TICKS if topic.shares and spot.is_label else steps
        pattern, off = (_PERCENT, _OFF_PERCENT) if topic.shares else (_SCORE, _OFF)
        yield from _unexplained(spot.text, pattern, told | beside, off)


def _hidden_there(spot: Spot, topic: Topic) -> list[Figure]:
    """The figures of one team and quarter that a spot is about, if all of them are hidden."""
    if not spot.team or len(spot.quarters) != 1:
        return []
    roles: tuple[Role, ...] = (spot.role,) if spot.role else ("own", "guess")
    figures = [topic.exactly(spot.quarters[0], role, spot.team) for role in roles]
    return figures if all(map(is_hidden, figures)) else []


def _unexplained(
    text: str, pattern: re.Pattern[str], sayable: Set[float], off: float
) -> Iterator[str]:
    for number in pattern.findall(text):
        if not any(abs(float(number) - each) < off for each in sayable):
            yield number
