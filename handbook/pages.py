"""A Handbook in, the text of every generated page out."""

import json
from collections.abc import Callable
from functools import partial
from html import escape, unescape

from jinja2 import Environment

from handbook import cells, words
from handbook.contents import contents
from handbook.headings import with_names
from handbook.links import LINKS
from handbook.markdown import Chart, environment
from handbook.model import Handbook, Page
from handbook.names import other_names
from handbook.tooltips import without_tooltips


def pages(book: Handbook, chart: Chart) -> dict[str, str]:
    """Every generated page's Markdown, by its path in the staged tree."""
    templates = environment(chart)
    templates.globals.update(LINKS, words=words, cells=cells)
    names, plain = other_names(book), without_tooltips(book.definitions.glossary)
    return {
        page.path: _written(page, book, templates, partial(with_names, names=names, plain=plain))
        for page in contents(book)
    }


def _written(
    page: Page, book: Handbook, templates: Environment, finished: Callable[[str, str], str]
) -> str:
    context = {"book": book, "page": page.path, **page.context}
    body = templates.get_template(page.template).render(context)
    footer = templates.get_template("source.md.j2").render(context, source=page.source)
    return f"{_head(page, body)}\n\n{finished(page.path, body.strip())}\n\n{footer}".rstrip() + "\n"


def _head(page: Page, body: str) -> str:
    """The front matter. Lists at the sides go where they would hold this page alone."""
    lines = [f"title: {_quoted(_title(body))}", f"description: {_quoted(escape(page.description))}"]
    if page.path == "index.md":
        lines.append("hide: [navigation, toc]")
    elif "/" not in page.path:
        lines.append("hide: [navigation]")
    return "\n".join(["---", *lines, "---"])


def _title(body: str) -> str:
    """The heading, for window titles and lists of pages.

    Engines print titles into HTML as they stand, in one place after turning entities back into
    characters. So nothing that HTML could take for a tag may be left, escaped or not.
    """
    heading = unescape(body.strip().partition("\n")[0].removeprefix("# "))
    return escape(heading.translate({ord("<"): "‹", ord(">"): "›", ord('"'): "”"}), quote=False)


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
