"""What is done to the headings of a page once it is written."""

import re
from collections.abc import Callable

from handbook.markdown import joined
from handbook.names import Names

_HEADING = re.compile(r"#+ .+?(?:\{: #(?P<anchor>[^ ]+) \})?")


def with_names(path: str, body: str, names: Names, plain: Callable[[str], str]) -> str:
    """A page whose sections search finds under their other names too.

    These stand below the heading, hidden from readers: every engine puts them into its index.

    Args:
        path: where the page lies.
        body: its Markdown.
        names: by page or section, as ``other_names`` gives them.
        plain: takes the tooltips out of a heading.
    """

    def finished(line: str) -> str:
        heading = _HEADING.fullmatch(line)
        if not heading:
            return line
        anchor = heading["anchor"]
        found = names.get(f"{path}#{anchor}" if anchor else path, ())
        below = f"\n\n<p hidden>{joined(found)}</p>" if found else ""
        return f"{plain(line)}{below}"

    return "\n".join(map(finished, body.split("\n")))
