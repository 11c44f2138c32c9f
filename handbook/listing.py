"""A definition file as it was written, with an anchor for every line."""

import re

from markupsafe import Markup

_NOT_PLAIN = re.compile(r"[^\w \n.,;()/-]", re.ASCII)


def listing(text: str) -> Markup:
    """The lines of a file as raw HTML; line 12 has the anchor ``line-12``.

    Engines look for code fences even in raw HTML, so all but the plainest characters are
    written as numeric entities; no line is empty, since that would end the HTML.
    """
    lines = "\n".join(_line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Markup(f'<pre class="cg-listing"><code>{lines}</code></pre>')


def _line(number: int, line: str) -> str:
    plain = _NOT_PLAIN.sub(lambda found: f"&#{ord(found[0])};", line)
    look = ' class="cg-comment"' if line.lstrip().startswith("#") else ""
    return f'<span id="line-{number}"{look}>{plain}</span>'
