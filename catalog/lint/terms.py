"""Terms that a newcomer could not look up, or would not see explained."""

import re
from collections.abc import Iterable, Mapping

from catalog.definitions import Term
from catalog.fields import Loc
from catalog.messages import Finding, Findings
from catalog.texts import texts
from catalog.yaml_nodes import Document

_ABBREVIATION = re.compile(r"\b([A-Z]{2,})s?\b")

# Whoever writes so within a sentence means something particular. One capital alone is mostly that
# of a place, a month or a company, and what stands in small letters looks like any other word.
_CAPITALISED = re.compile(r"(?<=[a-z,;(] )[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")

_NAMES_OF_TOOLS = {"tools", "system_of_record", "asset"}


def unknown_terms(glossary: Iterable[Term], documents: Mapping[str, Document]) -> Findings:
    """Each term that is used and not explained, where it is used first.

    A term is an abbreviation, which the glossary explains, or two and more capitalised words within
    a sentence, which may also be what something in the files is called.
    """
    found = [each for each in texts(documents) if each[1][-1] != "time_zone"]
    explained = {word for term in glossary for word in _ABBREVIATION.findall(term.term)}
    names = "\n".join(text for _, loc, text in found if _is_name(loc)).casefold()
    for file, loc, text in found:
        phrases = _CAPITALISED.findall(text) if _NAMES_OF_TOOLS.isdisjoint(loc) else []
        unknown = [each for each in phrases if each.casefold().removesuffix("s") not in names]
        for word in [*_ABBREVIATION.findall(text), *unknown]:
            if word not in explained:
                explained.add(word)
                reason = f"'{word}' is used and not explained; put it into glossary.yml"
                yield Finding(file, loc, reason, "unknown-term")


def unshown_terms(glossary: Iterable[Term]) -> Findings:
    """Each term that no page can explain where it stands in a text."""
    for index, each in enumerate(glossary):
        if not each.found_in_texts:
            reason = (
                f"'{each.term}' is explained on the page of the glossary alone; to have it"
                " explained in texts too, write it there and here with a letter or digit at both"
                " ends, and without brackets, stars and other signs that could be markup"
            )
            yield Finding("glossary", ("glossary", index, "term"), reason, "term-without-tooltip")


def _is_name(loc: Loc) -> bool:
    return loc[-1] in ("name", "term") or "synonyms" in loc
