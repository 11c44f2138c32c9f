"""What an edit changes on the pages, told before anything is built."""

import re
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from html import unescape
from itertools import chain

import click

from handbook.taken import is_page
from scripts.reporting import echo

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)
_EXPLAINED = re.compile(r"\n?^\*\[.*?\]: .*\n?", re.MULTILINE)
"""The words of the glossary, at the end of every page."""

_EDIT = re.compile(r"\n?^\[Edit this in .*\n?", re.MULTILINE)
"""Lines that are added or taken out above a thing give it another number, and it reads the same."""
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>| *\{:[^}]*\}")

_UNREAD = "Changed in drawings, data, explained words or line numbers only"
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def show_changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Print which files come, go and change, then the changed text, old beside new."""
    changed = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    lines = {path: tuple(_difference(path, before, after)) for path in changed}
    listed = {
        "New": [path for path in changed if path not in before],
        "Gone": [path for path in changed if path not in after],
        "Changed": [path for path in changed if path in before and path in after and lines[path]],
    }
    listed[_UNREAD] = [path for path in changed if path not in chain(*listed.values())]
    for name, paths in listed.items():
        if paths:
            echo(f"{name} ({len(paths)}): {', '.join(paths)}")
    if not changed:
        echo("The edit changes no page.")
    for line in chain(*lines.values()):
        echo(click.style(line, fg=_COLOURS.get(line[:1])))


def _difference(
    path: str, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterable[str]:
    if not is_page(path):
        return ()
    old, new = (_read(files.get(path, b"")) for files in (before, after))
    return unified_diff(old, new, f"built: {path}", f"edited: {path}", lineterm="")


def _read(page: bytes) -> list[str]:
    """The lines of a page as people read them: a drawing by its title, no explained words."""
    text = _DRAWING.sub(_by_title, page.decode(errors="replace"))
    for unread in (_EXPLAINED, _EDIT, _MARKUP):
        text = unread.sub("", text)
    return unescape(text).splitlines()


def _by_title(drawing: "re.Match[str]") -> str:
    title = _TITLE.search(drawing[0])
    return f"(drawing: {title[1] if title else 'without a title'})"
