"""Reads everything that a built site publishes, and says where it tells what the rule hides.

It knows nothing of templates: it reads the finished files as people and programs do, and compares
what stands there with what the results of the closed quarters allow. Its limit: where one clause
names two quarters, it takes what may be said of either.
"""

import csv
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from itertools import chain
from pathlib import Path
from typing import Any

from handbook.data_spots import csv_spots, json_spots, text_spots
from handbook.model import Handbook
from handbook.page_spots import page_spots
from handbook.scores import Figure
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
    problems = [
        f"site/{file}: {problem}"
        for file in sorted(_files(site))
        for problem in chain(
            strays(site / file, unpublished),
            (
                each
                for spot in _spots(site / file, file, vocabulary)
                for each in _told(spot, vocabulary, steps)
            ),
        )
    ]
    if problems:
        raise DisclosureError(problems)


def _files(site: Path) -> Iterator[str]:
    return (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def _spots(path: Path, file: str, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Where numbers stand in a file, if it is of a kind that holds text for people or programs."""
    read = _READERS.get(path.suffix.lower())
    if vocabulary.of_hidden and read:
        yield from read(file, path.read_text(encoding="utf-8", errors="replace"), vocabulary)


def _json(file: str, text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
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
    return chain.from_iterable(page_spots(place, words, vocabulary) for place, words in sections)


def _csv(file: str, text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    try:
        return list(csv_spots(text, vocabulary))
    except csv.Error:
        return text_spots(text)


def _text(file: str, text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    return text_spots(text)


_READERS: dict[str, Callable[[str, str, Vocabulary], Iterable[Spot]]] = {
    **dict.fromkeys((".html", ".htm"), page_spots),
    ".json": _json,
    ".csv": _csv,
    **dict.fromkeys((".xml", ".ics", ".txt", ".md", ".svg"), _text),
}


def _told(spot: Spot, vocabulary: Vocabulary, steps: set[float]) -> Iterator[str]:
    """What a spot tells although it is hidden."""
    for piece in vocabulary.pieces(spot) if _NUMBER.search(spot.text) else ():
        if piece.topic:
            clauses = vocabulary.clauses(piece)
            for number in chain(
                _too_much(piece, piece.topic, vocabulary, steps),
                *(_unsayable(each, piece.topic, vocabulary, steps) for each in clauses),
            ):
                when = ", ".join(map(str, piece.quarters))
                yield (
                    f"{number} stands beside “{piece.topic.name}” in {when}, where the results"
                    " hide a figure"
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
