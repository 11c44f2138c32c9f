"""Abbreviations that a newcomer could not look up."""

import re
from collections.abc import Iterable, Mapping

from catalog.definitions import Term
from catalog.messages import Finding, Findings
from catalog.texts import texts
from catalog.yaml_nodes import Document

_ABBREVIATION = re.compile(r"\b([A-Z]{2,})s?\b")


def unknown_terms(glossary: Iterable[Term], documents: Mapping[str, Document]) -> Findings:
    """Each abbreviation that no term of the glossary holds, where it is used first."""
    known = {word for term in glossary for word in _ABBREVIATION.findall(term.term)}
    for file, loc, text in texts(documents):
        for word in _ABBREVIATION.findall(text):
            if word not in known and loc[-1] != "time_zone":
                known.add(word)
                reason = f"'{word}' is used and not explained; put it into glossary.yml"
                yield Finding(file, loc, reason, "unknown-term")
