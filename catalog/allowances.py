"""Warnings that somebody switched off, with a reason, in a comment of the definitions.

``# allow one-direction: growth is new and starts with ours`` stands at the end of the line that
the warning names, or in a line of its own above it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.comments import comments, lines_of
from catalog.definitions.base import did_you_mean
from catalog.lint import CODES
from catalog.problems import Place, Problem
from catalog.yaml_nodes import Document

_ALLOW = re.compile(r"#\s*allow\s+(?P<code>[a-z-]+)\s*(?P<colon>:?)\s*(?P<reason>.*)")


@dataclass(frozen=True)
class _Allowance:
    """A comment that allows a warning, and the place of the line it speaks of."""

    place: Place
    covers: Place
    code: str
    reason: str

    @property
    def fault(self) -> str | None:
        if self.code not in CODES:
            hint = did_you_mean(self.code, CODES) or "; put in the name that a warning ends with"
            return f"no warning is called '{self.code}'{hint}"
        return None if self.reason else f"say why: # allow {self.code}: because …"


def without_allowed(found: Iterable[Problem], documents: Mapping[str, Document]) -> list[Problem]:
    """The warnings that nobody allowed, and those about comments that allow nothing.

    Args:
        found: all warnings.
        documents: the definition files by their names as people know them.
    """
    left, silenced = [], set()
    allowances = [each for file in documents for each in _allowances(file, documents[file])]
    valid = {(each.covers, each.code) for each in allowances if each.fault is None}
    for problem in found:
        key = (Place(problem.place.file, problem.place.line), problem.code)
        if key in valid:
            silenced.add(key)
        else:
            left.append(problem)
    for each in allowances:
        idle = None if (each.covers, each.code) in silenced else _IDLE.format(each.code)
        if told := each.fault or idle:
            left.append(Problem("warning", each.place, told))
    return left


_IDLE = "there is no warning '{}' here to allow; take this comment out"


def _allowances(file: str, document: Document) -> Iterator[_Allowance]:
    if "allow" not in document.text:
        return
    covered = _covered(lines_of(document))
    for comment in comments(document):
        found = _ALLOW.search(comment.text)
        if not found or (found["code"] not in CODES and not found["colon"]):
            continue  # "allow two days for this": a comment like any other
        place = Place(file, comment.line + 1, comment.column + found.start() + 1)
        covers = Place(file, covered[comment.line] + 1)
        yield _Allowance(place, covers, found["code"], found["reason"].strip())


def _covered(lines: list[str]) -> list[int]:
    """For each line the one it speaks of: the next that is no comment, or itself."""
    covered = [0] * len(lines)
    next_line = max(0, len(lines) - 1)
    for number in reversed(range(len(lines))):
        if lines[number].strip()[:1] not in ("", "#"):
            next_line = number
        covered[number] = next_line
    return covered
