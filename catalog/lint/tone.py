"""Finds words in the definitions that tone.yml asks to avoid."""

import re
from collections.abc import Mapping

from catalog.definitions import ToneRule
from catalog.messages import Finding, Findings
from catalog.texts import texts
from catalog.yaml_nodes import Document


def avoidable_words(rules: tuple[ToneRule, ...], documents: Mapping[str, Document]) -> Findings:
    """Every listed word in every text but those of tone.yml itself, as a finding with its place."""
    why = {word.lower(): rule.why for rule in rules for word in rule.words}
    if not why:
        return
    listed = "|".join(re.escape(word) for word in sorted(why, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)
    anywhere = re.compile(listed.casefold())  # many times as fast as heeding both cases at once
    spotted = (each for each in texts(documents) if anywhere.search(each[2].casefold()))
    for file, loc, text in spotted:
        for match in pattern.finditer(text):
            reason = f"'{match[0]}' is better avoided. {why[match[0].lower()]}"
            yield Finding(file, loc, reason, "tone")
