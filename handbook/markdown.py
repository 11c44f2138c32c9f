"""The Jinja environment in which pages are written, and the escaping that keeps data text.

Whatever a template prints is data from YAML or results. It becomes inert Markdown text: it
can name a tag, a link or a table, it can never make one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from catalog.dates import day
from handbook.addresses import line_anchor

TEMPLATES = Path(__file__).parent / "templates"

Chart = Callable[[dict[str, Any], str, str], str]
"""Draws a chart: specification, title and description in, HTML of a figure out."""

# Everything that can open a tag, a link, emphasis, code, a table cell, an attribute list or an
# entity, wherever it stands. A numeric entity is text to Markdown and to HTML alike.
_SPECIAL = re.compile(r"[&<>\"\\`*_{}\[\]|~^#]")
# What makes a block only where a line starts: a heading, list, quote, rule, definition,
# admonition, tab; a numbered list needs a digit and its full stop.
_STARTS_BLOCK = re.compile(r"[^\w\s&]", re.ASCII)
_STARTS_LIST = re.compile(r"([0-9]+)([.)])(?=\s|$)")
# Python-Markdown keeps its own notes between control characters, and browsers drop some.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a listing writes as entities.
_NOT_PLAIN = re.compile(r"[^\w \n.,;()/-]", re.ASCII)


def printable(text: str) -> str:
    """The text on one line, without characters that no page, feed or calendar can hold."""
    return " ".join(_CONTROL.sub("", text).split())


def inert(value: object) -> Markup:
    """A value as Markdown that shows exactly its text, on one line.

    ``Markup`` is passed through: it is what templates and charts made on purpose.

    Raises:
        TypeError: there is no value; a template must ask before it prints.
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a template prints a value that is None")
    return _inert(value) if isinstance(value, str) else _within(printable(str(value)))


@lru_cache(maxsize=2**14)  # the names of teams, roles and statements stand on many pages
def _inert(value: str) -> Markup:
    text = printable(value)
    start = _STARTS_LIST.match(text)
    if start:
        return Markup(f"{start[1]}{_entity(start[2])}{_within(text[start.end() :])}")
    if _STARTS_BLOCK.match(text) and ord(text[0]) < 128:
        return Markup(f"{_entity(text[0])}{_within(text[1:])}")
    return _within(text)


def _within(text: str) -> Markup:
    return Markup(_SPECIAL.sub(_entity, text))


def _entity(character: str | re.Match[str]) -> str:
    text = character if isinstance(character, str) else character[0]
    return f"&#{ord(text)};"


def joined(values: Iterable[object], separator: str = ", ") -> Markup:
    """Several values in a row, each made inert; stands in for Jinja's own ``join``."""
    return Markup(separator).join(inert(value) for value in values)


def listing(text: str) -> Markup:
    """A definition file as it was written, in raw HTML; line 12 has the anchor ``line-12``.

    Engines look for code fences even in raw HTML, so all but the plainest characters are
    written as numeric entities; no line is empty, since that would end the HTML.
    """
    lines = "\n".join(_line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Markup(f'<pre class="cg-listing"><code>{lines}</code></pre>')


def _line(number: int, line: str) -> str:
    plain = _NOT_PLAIN.sub(_entity, line)
    look = ' class="cg-comment"' if line.lstrip().startswith("#") else ""
    return f'<span id="{line_anchor(number)}"{look}>{plain}</span>'


class _Compiled(BytecodeCache):
    """Templates compiled once a process; a preview renders them again at every edit."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def environment(chart: Chart) -> Environment:
    """The environment of all page templates; ``chart`` draws what they ask for."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=_COMPILED,
        autoescape=True,
        finalize=inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(join=joined, day=day)
    made.globals["chart"] = lambda spec, title, description: Markup(chart(spec, title, description))
    return made
