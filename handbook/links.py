"""Where pages lie, and how they point to each other."""

import posixpath
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from catalog.messages import Loc
from handbook.markdown import inert
from handbook.model import Handbook


def stage_page(id: str) -> str:
    """The page of a stage."""
    return f"stages/{id}.md"


def sla_page(id: str) -> str:
    """The page of a promise."""
    return f"promises/{id}.md"


def role_page(id: str) -> str:
    """The page of a role."""
    return f"roles/{id}.md"


def theme_page(id: str) -> str:
    """The trend page of a theme."""
    return f"perceptions/{id}.md"


def quarter_page(quarter: object) -> str:
    """The page of a closed quarter: ``quarters/2026-q3.md``."""
    return f"quarters/{str(quarter).lower()}.md"


def source_page(file: str) -> str:
    """The page that shows a definition file as it was written."""
    return f"definitions/{file}.md"


def relative(page: str, target: str) -> str:
    """The link from one Markdown file to another, as Markdown engines want it."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return f"{found}#{anchor}" if anchor else found


def served(page: str, target: str) -> str:
    """The same link as the browser sees it, for raw HTML that engines leave alone."""
    path, _, anchor = target.partition("#")
    found = posixpath.relpath(_address(path), _address(page)) + "/"
    return f"{found}#{anchor}" if anchor else found


def _address(page: str) -> str:
    folder, name = posixpath.split(page)
    return folder or "." if name == "index.md" else page.removesuffix(".md")


def add_links(environment: Environment) -> None:
    """Give templates ``to``, ``served`` and a link function for each kind of thing."""

    @pass_context
    def to(context: Context, target: str) -> Markup:
        return Markup(relative(context["page"], target))

    @pass_context
    def served_from(context: Context, target: str) -> Markup:
        return Markup(served(context["page"], target))

    @pass_context
    def edit_link(context: Context, file: str, loc: Loc) -> Markup:
        """The link to a place in a definition file: on the web, or on its page here."""
        book: Handbook = context["book"]
        place = book.catalog.place(file, loc)
        if book.edit_base is None:
            target = relative(context["page"], f"{source_page(file)}#line-{place.line}")
        else:
            target = f"{book.edit_base}{place.file}#L{place.line}"
        return Markup(f"[Edit this in {place.file}, line {place.line}]({target})")

    @pass_context
    def team_chip(context: Context, id: str) -> Markup:
        """A team's name with its colour and shape."""
        book: Handbook = context["book"]
        number = book.definitions.team_ids.index(id) + 1
        return Markup(f'<span class="cg-team cg-team-{number}">{inert(book.team(id).name)}</span>')

    @pass_context
    def owner(context: Context, id: str) -> Markup:
        """A role's link with its team."""
        return Markup(f"{role_link(context, id)} {team_chip(context, context['book'].role(id).team)}")

    @pass_context
    def goal_link(context: Context, id: str | None) -> Markup:
        """The shared measure or a driver; a metric without one moves nothing yet."""
        if id is None:
            return Markup("**nothing yet**")
        goals = context["book"].definitions.goals
        name, anchor = goals.measure.name, "measure"
        if id != goals.measure.id:
            name, anchor = context["book"].driver(id).name, f"driver-{id}"
        target = relative(context["page"], f"goals.md#{anchor}")
        return Markup(f"[{inert(name)}]({target})")

    role_link = _link(role_page, lambda book, id: book.role(id).name)
    environment.globals.update(
        to=to,
        goal_link=goal_link,
        owner=owner,
        team_chip=team_chip,
        edit_link=edit_link,
        served=served_from,
        stage_link=_link(stage_page, lambda book, id: book.stage(id).name),
        sla_link=_link(sla_page, lambda book, id: book.sla(id).name),
        role_link=role_link,
        theme_link=_link(theme_page, lambda book, id: book.perceptions.theme(id).name),
        quarter_link=_link(quarter_page, lambda book, quarter: str(quarter)),
        stage_page=stage_page,
        sla_page=sla_page,
        role_page=role_page,
        theme_page=theme_page,
        quarter_page=quarter_page,
    )


def _link(
    page_of: Callable[[Any], str], name_of: Callable[[Handbook, Any], str]
) -> Callable[..., Markup]:
    """A template function: ``stage_link("won")`` gives ``[Won](../stages/won.md)``."""

    @pass_context
    def link(context: Context, id: Any) -> Markup:
        name, target = name_of(context["book"], id), relative(context["page"], page_of(id))
        return Markup(f"[{inert(name)}]({target})")

    return link
