"""The comments of a definition file, told from what only looks like one inside a text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from catalog.yaml_nodes import Document

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML takes for one."""


@dataclass(frozen=True)
class Comment:
    """A comment from its ``#`` on; line and column count from 0.

    ``after_text`` says whether a text ends before it in its line, with only spaces between.
    """

    line: int
    column: int
    text: str
    after_text: bool


def lines_of(document: Document) -> list[str]:
    """The lines of a file as YAML counts them."""
    return _LINE_END.split(document.text)


def comments(document: Document) -> Iterator[Comment]:
    """Every comment of a file, from the top down."""
    starts, ends = _texts(document.root)
    for number, line in enumerate(lines_of(document)):
        for found in re.finditer("#", line):
            here = (number, found.start())
            index = bisect_right(starts, here)
            end = ends[index - 1] if index else (0, 0)
            if here >= end:
                before = line[: found.start()].rstrip()
                after_text = bool(before) and end == (number, len(before))
                yield Comment(*here, line[found.start() :], after_text)
                break


_Marks = list[tuple[int, int]]


def _texts(root: yaml.Node) -> tuple[_Marks, _Marks]:
    """Where each text starts and ends, in order; what follows ``>-`` in its line is none."""
    nodes = [node for node in _scalars(root) if node.start_mark.index < node.end_mark.index]
    starts = [
        (node.start_mark.line + 1, 0)
        if node.style in ("|", ">")
        else (node.start_mark.line, node.start_mark.column)
        for node in nodes
    ]
    return starts, [(node.end_mark.line, node.end_mark.column) for node in nodes]


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
