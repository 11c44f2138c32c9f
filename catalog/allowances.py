"""Warnings that somebody switched off, with a reason, in a comment of the definitions.

``# allow one-direction: growth is new and starts with ours`` stands at the end of the line that
the warning names, or in a line of its own above it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from catalog.definitions.base import did_you_mean
from catalog.lint import CODES
from catalog.problems import Place, Problem
from catalog.yaml_nodes import Document

_ALLOW = re.compile(r"#\s*allow\s+(?P<code>[a-z-]+)\s*(?P<colon>:?)\s*(?P<reason>.*)")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML takes for one."""


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
            return f"no warning is called '{self.code}'{did_you_mean(self.code, CODES)}"
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
    lines, texts = _LINE_END.split(document.text), _texts(document.root)
    covered = _covered(lines)
    for number, line in enumerate(lines):
        found = _ALLOW.search(line)
        if not found or _is_text(texts, number, found.start()):
            continue
        if found["code"] not in CODES and not found["colon"]:
            continue  # "allow two days for this": a comment like any other
        place = Place(file, number + 1, found.start() + 1)
        covers = Place(file, covered[number] + 1)
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


_Span = tuple[tuple[int, int], tuple[int, int]]


def _texts(root: yaml.Node) -> list[_Span]:
    """From where to where each text goes, in order; what follows ``>-`` in its line is none."""
    return [
        (
            (node.start_mark.line + 1, 0)
            if node.style in ("|", ">")
            else (node.start_mark.line, node.start_mark.column),
            (node.end_mark.line, node.end_mark.column),
        )
        for node in _scalars(root)
    ]


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    else:
        for child in node.value:
            yield from _scalars(child)


def _is_text(spans: list[_Span], line: int, column: int) -> bool:
    index = bisect_right(spans, (line, column), key=lambda span: span[0])
    return index > 0 and (line, column) < spans[index - 1][1]
