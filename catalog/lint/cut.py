"""Texts that end at a ``#`` which was meant to be part of them."""

import re
from collections.abc import Iterator, Mapping

from catalog.comments import comments
from catalog.problems import Place, Problem, legible
from catalog.yaml_nodes import Document

_LIKE_TEXT = re.compile(r"#(?!allow\b)\w")
"""Comments are mostly written with a space: ``# so``."""


def cut_short(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Each comment that follows a text and looks like more of it, by the files' shown names."""
    for file, document in documents.items():
        if not _LIKE_TEXT.search(document.text):
            continue
        for each in comments(document):
            if each.after_text and _LIKE_TEXT.match(each.text):
                told = (
                    f"'{legible(each.text)}' is taken for a comment and stands on no page; put the"
                    " whole text in quotes, or a space after the '#' if it is a comment"
                )
                at = Place(file, each.line + 1, each.column + 1)
                yield Problem("warning", at, told, "text-cut-short")
