"""Definitions with a fault, or in which every text ends in something no page may act upon."""

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

NASTY = (
    " <script>x()</script> <img src=x onerror=x()> [a](javascript:x()) ![b](http://x/y.png)"
    " {: onclick=x() } | **c** `d` *[e]: f &lt;g&gt; \"h\" 'i' \\"
)


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first such text of a definition file."""
    path = folder / f"{file}.yml"
    text = path.read_text()
    assert old in text, f"{old!r} is not in {file}.yml"
    path.write_text(text.replace(old, new, 1))


def spoilt(value: Any) -> Any:
    """The same data with something nasty after each text; what has no space is an id."""
    if isinstance(value, dict):
        return {key: spoilt(each) for key, each in value.items()}
    if isinstance(value, list):
        return [spoilt(each) for each in value]
    return value + NASTY if isinstance(value, str) and " " in value else value


def dangers(html: str) -> list[str]:
    """What of it has become more than text: elements, handlers, links."""
    return [
        str(tag)
        for tag in BeautifulSoup(html, "html.parser").find_all(True)
        if any(name.startswith("on") for name in tag.attrs)
        or str(tag.get("href", "")).startswith(("javascript:", "http://x"))
        or tag.get("src") in ("x", "http://x/y.png")
        or (tag.name == "script" and tag.get_text() == "x()")
    ]
