"""The texts that people wrote into definitions: whatever number stands in them, nobody told it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from handbook.elements import plain
from handbook.followed import fields, followed
from handbook.markdown import printable
from handbook.model import Handbook
from handbook.spots import DIGIT
from handbook.words import told

_NO_LETTER = re.compile(r"[\W\d_]")
_LETTERS = 12
"""From so many letters on a text is one of somebody's own; “Sales 4.4” may be a figure."""


def written_texts(book: Handbook) -> tuple[str, ...]:
    """Every text with a digit that a site shows of definitions, as pages show it, longest first.

    How something read before it changed is among them, and what is worded from several fields; and
    each as it stands within quotes in data.
    """
    own = {plain(printable(text)) for text in set(_shown(book)) if _is_own(text)}
    within_quotes = {json.dumps(text, ensure_ascii=False)[1:-1] for text in own}
    return tuple(sorted(own | within_quotes, key=lambda text: (-len(text), text)))


def _shown(book: Handbook) -> Iterator[str]:
    definitions, opened = book.definitions, book.results.open
    for stood in (definitions, *([opened.definitions] if opened else [])):
        yield from _texts(stood.model_dump(mode="json"))
    for document in book.catalog.documents.values():
        yield document.text
    for thing in followed(definitions, definitions.team_ids).values():
        for field, attribute in fields(thing):
            yield told(field, getattr(thing, attribute), definitions)
    for change in book.perceptions.changes:
        yield from (change.name, change.old, change.new)
    for closed in book.results.quarters:
        for theme in closed.definitions.survey.themes:
            yield from (theme.name, theme.intro)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _is_own(text: str) -> bool:
    return bool(DIGIT.search(text)) and len(_NO_LETTER.sub("", text)) >= _LETTERS
