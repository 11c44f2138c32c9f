"""Reads everything that a built site publishes, and says where it tells what the rule hides.

It knows nothing of templates: it reads the finished files as people and programs do, and compares
what stands there with what the results of the closed quarters allow. Its limits: where one clause
names two quarters, it takes what may be said of either; a number that no team's name stands right
before may be any figure of the statement, and in the search and in cells of tables a difference; in
a drawing of many statements or themes, numbers are not traced to theirs; numbers in words are not
read, nor those that people wrote into the definitions.
"""

import csv
import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from handbook.data_spots import calendar_spots, csv_spots, json_spots, text_spots
from handbook.judging import told
from handbook.model import Handbook
from handbook.page_spots import page_spots
from handbook.site_files import SiteFile, site_files
from handbook.spots import DIGIT, Spot, may_tell
from handbook.strays import strays
from handbook.topics import topics
from handbook.vocabulary import Vocabulary
from handbook.written import written_texts


class DisclosureError(Exception):
    """A site tells what is hidden; ``problems`` says where, a line for each place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


class Auditor:
    """Reads the files of sites made from one handbook."""

    def __init__(self, book: Handbook, unpublished: Collection[str]) -> None:
        """``unpublished`` are the comments that nobody has decided to publish."""
        quarters = tuple(closed.quarter for closed in book.perceptions.quarters)
        self._vocabulary = Vocabulary(
            topics(book.perceptions), book.teams, quarters, written_texts(book)
        )
        steps = {closed.smallest_change for closed in book.perceptions.quarters}
        self._told = cache(partial(told, vocabulary=self._vocabulary, steps=steps))
        self._unpublished = unpublished

    def audit(self, site: Path, passed: Collection[str] = ()) -> None:
        """Read every file of a built site, but those whose digests passed before.

        Raises:
            DisclosureError: a number stands where the rule for small groups hides one, or
                something of the survey lies in the site that no page is made from.
        """
        problems = [
            f"site/{file.address}: {problem}"
            for file in site_files(site)
            if file.digest not in passed
            for problem in self.problems(file)
        ]
        if problems:
            raise DisclosureError(problems)

    def problems(self, file: SiteFile) -> Iterator[str]:
        """What is wrong with one file, a message for each place."""
        yield from strays(file, self._unpublished)
        for spot in _spots(file, self._vocabulary):
            if may_tell(spot, self._vocabulary):
                yield from self._told(spot)


def _spots(file: SiteFile, vocabulary: Vocabulary) -> Iterable[Spot]:
    """Where numbers stand in a file, if it is of a kind that holds text for people or programs."""
    if not vocabulary.of_hidden:
        return ()
    match file.kind:
        case ".html" | ".htm" | ".svg":
            return page_spots(file.address, file.tree, vocabulary, file.text)
        case ".json":
            return _json(file.text, vocabulary)
        case ".csv" | ".tsv":
            return _csv(file.text, vocabulary)
        case ".ics":
            return calendar_spots(file.text, vocabulary)
        case ".xml" | ".txt" | ".md" | ".yml" | ".yaml":
            return text_spots(file.text, vocabulary)
        case ".js" if vocabulary.is_named_in(file.text):
            return text_spots(file.text, vocabulary)
    return ()


def _json(text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    """JSON; in that of the search, each entry is a section of a page."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # somebody's own file, and no JSON
        return text_spots(text, vocabulary)
    entries: Any = data.get("docs", data.get("items")) if isinstance(data, dict) else None
    try:
        sections = [(each["location"], "".join(_section(each))) for each in entries]
    except (TypeError, KeyError):
        return json_spots(data, vocabulary)
    return (
        spot._replace(part="flat")
        for place, words in sections
        if DIGIT.search(words)
        for spot in page_spots(place, LexborHTMLParser(words), vocabulary)
    )


def _section(entry: dict[str, Any]) -> Iterator[str]:
    """What search shows of a section, as HTML."""
    yield f"<p>{entry['title']}</p>{entry['text']}"
    yield from (f"<p>{tag}</p>" for tag in entry.get("tags", ()))


def _csv(text: str, vocabulary: Vocabulary) -> Iterable[Spot]:
    try:
        return list(csv_spots(text, vocabulary))
    except csv.Error:
        return text_spots(text, vocabulary)
