"""What of the survey can lie in a site by mistake: its database, codes, comments held back."""

import re
from collections.abc import Collection, Iterator
from html import unescape

from stdnum import luhn

from handbook.site_files import SiteFile

_SQLITE = b"SQLite format 3\0"
_CODE = re.compile(r"(?<![\w-])(?:[0-9A-HJKMNP-TV-Z]{4}-?){6}[0-9A-HJKMNP-TV-Z]{3}(?![\w-])")
_CODE_LENGTH = 27
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG_ENOUGH = 20
"""From so many characters on a comment is sure not to stand there by chance."""
_OF_ENGINES = {".js", ".css", ".map", ".png", ".ico", ".woff", ".woff2", ".gz"}


def strays(file: SiteFile, unpublished: Collection[str]) -> Iterator[str]:
    """What a published file holds that must not leave the survey.

    Args:
        file: the file.
        unpublished: comments that nobody has decided to publish.
    """
    if file.path.suffix in _OF_ENGINES:
        return
    if file.raw.startswith(_SQLITE):
        yield "this is a database; take it out of docs/"
        return
    words = _words(file)
    long = " ".join(word for word in words if len(word) >= _CODE_LENGTH)
    for code in dict.fromkeys(each.replace("-", "") for each in _CODE.findall(long)):
        if luhn.is_valid(code, _LETTERS):
            yield f"{code[:4]}-… is a code of the survey; take it out"
    text = " ".join(words)
    for comment in unpublished:
        said = " ".join(comment.split())
        if len(said) >= _LONG_ENOUGH and said in text:
            yield f"the comment “{said[:30]}…” stands here, but nobody has published it"


def _words(file: SiteFile) -> list[str]:
    text = file.text
    if file.path.suffix == ".html":
        text = file.tree.body.text() if file.tree.body else ""
    return unescape(text).split()
