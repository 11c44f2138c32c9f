"""Words that explain themselves, within reach of the keyboard: a hook of MkDocs, by its file.

Material shows what a word means where the pointer or the focus is. A touch moves the pointer; the
focus only goes to what takes it. Where a word stands again on a page, it need not stop there again.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

HOOK = __file__
"""For settings of the engine: where this file lies."""

# Nothing inside a link may take the focus beside it, says HTML.
_LINK_OR_WORD = re.compile(r'<a\s.*?</a>|<abbr title="(?P<meaning>[^"]*)">', re.DOTALL)


def on_page_content(html: str, *, config: "MkDocsConfig", **_: Any) -> str:
    """Let the first word of each meaning on a page take the focus, if the theme shows meanings."""
    if "content.tooltips" not in config.theme.get("features", ()):
        return html
    met: set[str | None] = {None}

    def reachable(found: re.Match[str]) -> str:
        meaning = found["meaning"]
        if meaning in met:
            return found[0]
        met.add(meaning)
        return f'<abbr tabindex="0" title="{meaning}">'

    return _LINK_OR_WORD.sub(reachable, html)
