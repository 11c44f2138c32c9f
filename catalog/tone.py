"""Finds words in the definitions that tone.yml asks to avoid."""

import re
from collections.abc import Iterator, Mapping

from catalog.definitions import FILES, ToneRule
from catalog.fields import Loc
from catalog.messages import Finding
from catalog.yaml_nodes import Document


def avoidable_words(
    rules: tuple[ToneRule, ...], documents: Mapping[str, Document]
) -> Iterator[Finding]:
    """Every listed word in every text but those of tone.yml itself, as a finding with its place."""
    why = {word.lower(): rule.why for rule in rules for word in rule.words}
    if not why:
        return
    listed = "|".join(re.escape(word) for word in sorted(why, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)
    for file in FILES:
        if file != "tone":
            for loc, text in _texts(documents[file].data, ()):
                for match in pattern.finditer(text):
                    reason = f"'{match[0]}' is better avoided. {why[match[0].lower()]}"
                    yield Finding(file, loc, reason)


def _texts(data: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, " ".join(data.split())
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*loc, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*loc, index))
