"""A Handbook in, the text of every generated page out."""

import json
from html import escape

from jinja2 import Environment

from handbook import words
from handbook.contents import Page, contents
from handbook.links import add_links
from handbook.markdown import Chart, environment
from handbook.model import Handbook


def pages(book: Handbook, chart: Chart) -> dict[str, str]:
    """Every generated page's Markdown, by its path in the staged tree."""
    templates = environment(chart)
    add_links(templates)
    templates.globals["words"] = words
    return {page.path: _written(page, book, templates) for page in contents(book)}


def _written(page: Page, book: Handbook, templates: Environment) -> str:
    context = {"book": book, "page": page.path, **page.context}
    body = templates.get_template(page.template).render(context)
    footer = templates.get_template("source.md.j2").render(context, source=page.source)
    return f"{_head(page)}\n\n{body.strip()}\n\n{footer}".rstrip() + "\n"


def _head(page: Page) -> str:
    """The front matter. Lists at the sides go where they would hold this page alone."""
    # Engines paste the description into an attribute as it stands.
    description = escape(" ".join(page.description.split()))
    lines = [f"description: {json.dumps(description, ensure_ascii=False)}"]
    if page.path == "index.md":
        lines.append("hide: [navigation, toc]")
    elif "/" not in page.path:
        lines.append("hide: [navigation]")
    return "\n".join(["---", *lines, "---"])
