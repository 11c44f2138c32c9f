"""Finds words in the definitions that tone.yml asks to avoid, in their regular forms too."""

import re
from collections.abc import Mapping

from catalog.definitions import ToneRule
from catalog.messages import Finding, Findings
from catalog.texts import texts
from catalog.yaml_nodes import Document


def avoidable_words(rules: tuple[ToneRule, ...], documents: Mapping[str, Document]) -> Findings:
    """Every listed word in every text but those of tone.yml itself, as a finding with its place."""
    why = {phrase.lower(): rule.why for rule in rules for phrase in rule.words}
    if not why:
        return
    phrases = sorted(why, key=len, reverse=True)
    forms = [" ".join(map(_forms, phrase.split())) for phrase in phrases]
    pattern = re.compile(rf"\b(?:({')|('.join(forms)}))\b", re.IGNORECASE)
    # Many times as fast as heeding both cases at once:
    anywhere = re.compile("|".join(forms).casefold())
    spotted = (each for each in texts(documents) if anywhere.search(each[2].casefold()))
    for file, loc, text in spotted:
        for match in pattern.finditer(text):
            assert match.lastindex
            reason = f"'{match[0]}' is better avoided. {why[phrases[match.lastindex - 1]]}"
            yield Finding(file, loc, reason, "tone")


_HISSING = ("s", "x", "z", "ch", "sh")
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""Doubles its last letter: ``drop`` becomes ``dropping``, and ``rat`` no ``rating``."""


def _forms(word: str) -> str:
    """A pattern for a word and its regular forms: ``battle``, ``battles``, ``battling``."""
    if word.endswith("e"):
        return rf"{re.escape(word[:-1])}(?:e[sd]?|ing)"
    plural = "es" if word.endswith(_HISSING) else "s"
    last = re.escape(word[-1]) if _SHORT.fullmatch(word) else ""
    return rf"{re.escape(word)}(?:{plural}|{last}ed|{last}ing)?"
