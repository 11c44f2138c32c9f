"""A Handbook in, the text of every generated page out."""

import json
from collections.abc import Callable
from html import escape, unescape

from jinja2 import Environment

from handbook import cells, words
from handbook.addresses import GLOSSARY
from handbook.contents import contents
from handbook.headings import with_names
from handbook.links import LINKS
from handbook.markdown import Chart, environment
from handbook.model import Handbook, Page
from handbook.names import Names, other_names
from handbook.tooltips import without_tooltips


def pages(book: Handbook, chart: Chart) -> dict[str, str]:
    """Every generated page's Markdown, by its path in the staged tree."""
    templates = environment(chart)
    templates.globals.update(LINKS, words=words, cells=cells)
    names, plain = other_names(book), without_tooltips(book.definitions.glossary)
    return {page.path: _written(page, book, templates, names, plain) for page in contents(book)}


def _written(
    page: Page, book: Handbook, templates: Environment, names: Names, plain: Callable[[str], str]
) -> str:
    context = {"book": book, "page": page.path, **page.context}
    body = templates.get_template(page.template).render(context)
    footer = templates.get_template("source.md.j2").render(context, source=page.source)
    finished = with_names(page.path, body.strip(), names, plain)
    return f"{_head(page, body)}\n\n{finished}\n\n{footer}".rstrip() + "\n"


_BOOSTS = {GLOSSARY: 4, "teams": 2, "quarters": 0.5, "definitions": 0.1}
"""How much more, or less, than others the pages of a folder weigh where search finds several.

Before what is about a thing, people would else find where it is only named, and often.
"""


def _head(page: Page, body: str) -> str:
    """The front matter. Lists at the sides go where they would hold this page alone."""
    lines = [f"title: {_quoted(_title(body))}", f"description: {_quoted(escape(page.description))}"]
    if page.path == "index.md":
        lines.append("hide: [navigation, toc]")
    elif "/" not in page.path:
        lines.append("hide: [navigation]")
    folder, _, name = page.path.rpartition("/")
    if boost := _BOOSTS.get(folder or name):
        lines.append(f"search: {{boost: {boost}}}")
    return "\n".join(["---", *lines, "---"])


def _title(body: str) -> str:
    """The heading, for window titles and lists of pages.

    Engines print titles into HTML as they stand, in one place after turning entities back into
    characters. So nothing that HTML could take for a tag may be left, escaped or not.
    """
    return _harmless(unescape(body.strip().partition("\n")[0].removeprefix("# ")))


def _harmless(text: str) -> str:
    return escape(text.translate({ord("<"): "‹", ord(">"): "›", ord('"'): "”"}), quote=False)


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
