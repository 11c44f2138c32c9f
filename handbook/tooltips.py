"""Words of the glossary: explained wherever they stand in a text, left alone in headings."""

import re
from collections.abc import Callable, Iterable

from catalog.definitions import Term
from handbook.markdown import inert

# What of a heading is no text: where links lead, attributes, tags, entities.
_NO_TEXT = r"\]\([^)]*\)|\{:[^}]*\}|<[^>]*>|&#[0-9]+;"


def tooltips(glossary: Iterable[Term], page: str) -> str:
    """What makes a page explain the words of the glossary that stand in it.

    Each stands by itself: Markdown goes through all that stand together again for every one.
    """
    return "".join(
        f"\n*[{spelling}]: {inert(each.meaning)}\n"
        for each in glossary
        if each.term[1:] in page  # of most words not even this stands on a page
        for spelling in _spellings(each)
        if spelling in page
    )


def without_tooltips(glossary: Iterable[Term]) -> Callable[[str], str]:
    """What makes a heading show the words of the glossary as plain words.

    Their first letters become entities, in which Markdown finds no abbreviation.
    """
    words = sorted((word for each in glossary for word in _spellings(each)), key=len, reverse=True)
    if not words:
        return lambda heading: heading
    found = re.compile(rf"{_NO_TEXT}|\b(?P<word>{'|'.join(map(re.escape, words))})\b")

    def plain(match: re.Match[str]) -> str:
        word = match["word"]
        return f"&#{ord(word[0])};{word[1:]}" if word else match[0]

    return lambda heading: found.sub(plain, heading)


def _spellings(term: Term) -> Iterable[str]:
    """As it is written, at the start of a sentence, and both of several; none if none is found."""
    if not term.found_in_texts:
        return ()
    word = term.term
    one = (word, word[0].upper() + word[1:])
    return dict.fromkeys(one if word.endswith("s") else (*one, *(f"{each}s" for each in one)))
