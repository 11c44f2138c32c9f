"""What search knows of a built site: each section by the names of what stands there."""

import json
from html import escape
from pathlib import Path

from handbook.addresses import served
from handbook.model import Handbook
from handbook.names import Names, names_within, other_names

INDEX = "search/search_index.json"
"""Where Material's search has what it knows."""


def tag_sections(site: Path, book: Handbook) -> None:
    """Make the names by which people look for a section its tags in the index of Material's search.

    Material itself gives a page's tags to all of its sections, and names in a text weigh little.
    Other engines find them in the text, which stays as it is there.

    Args:
        site: the finished site.
        book: what it was made from.
    """
    path = site / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    others, within = _located(other_names(book)), _located(names_within(book))
    for entry in index["docs"]:
        hidden = others.get(entry["location"], ())
        entry["text"] = entry["text"].removeprefix(f"<p>{', '.join(hidden)}</p>").lstrip()
        if names := [*hidden, *within.get(entry["location"], ())]:
            entry["tags"] = names
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def _located(names: Names) -> Names:
    """The same by where the index has them, escaped: search shows tags as HTML."""
    return {
        served("index.md", place): tuple(escape(word, quote=False) for word in words)
        for place, words in names.items()
    }
