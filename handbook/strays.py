"""What of the survey can lie in a site by mistake: its database, codes, comments held back."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from stdnum import luhn

_SQLITE = b"SQLite format 3\0"
_CODE = re.compile(r"(?<![\w-])(?:[0-9A-HJKMNP-TV-Z]{4}-?){6}[0-9A-HJKMNP-TV-Z]{3}(?![\w-])")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG_ENOUGH = 20
"""From so many characters on a comment is sure not to stand there by chance."""
_OF_ENGINES = {".js", ".css", ".map", ".png", ".ico", ".woff", ".woff2", ".gz"}


def strays(path: Path, unpublished: Collection[str]) -> Iterator[str]:
    """What a published file holds that must not leave the survey.

    Args:
        path: the file.
        unpublished: comments that nobody has decided to publish.
    """
    if path.suffix in _OF_ENGINES:
        return
    raw = path.read_bytes()
    if raw.startswith(_SQLITE):
        yield "this is a database; take it out of docs/"
        return
    text = _text(path, raw.decode("utf-8", errors="replace"))
    for code in dict.fromkeys(each.replace("-", "") for each in _CODE.findall(text)):
        if luhn.is_valid(code, _LETTERS):
            yield f"{code[:4]}-… is a code of the survey; take it out"
    for comment in unpublished:
        words = " ".join(comment.split())
        if len(words) >= _LONG_ENOUGH and words in text:
            yield f"the comment “{words[:30]}…” stands here, but nobody has published it"


def _text(path: Path, text: str) -> str:
    if path.suffix == ".html":
        body = LexborHTMLParser(text).body
        text = body.text() if body else ""
    return " ".join(unescape(text).split())
