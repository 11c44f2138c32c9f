"""What templates call to point to something; each knows the page it is called on."""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from catalog.fields import Loc
from handbook.addresses import (
    MEASURE,
    action_anchor,
    action_place,
    brief_page,
    buyer_anchor,
    buyer_place,
    change_anchor,
    change_place,
    changed_in_anchor,
    changes_place,
    driver_anchor,
    driver_place,
    line_place,
    objective_anchor,
    objective_place,
    promise_anchor,
    promise_place,
    quarter_page,
    relative,
    role_page,
    signatures_anchor,
    sla_page,
    stage_page,
    statement_anchor,
    statement_place,
    team_page,
    term_anchor,
    theme_page,
    vignettes_place,
)
from handbook.edits import Edit
from handbook.markdown import inert
from handbook.model import Handbook
from handbook.places import place_of


def _link(
    page_of: Callable[[Any], str], name_of: Callable[[Handbook, Any], str]
) -> Callable[[Context, Any], Markup]:
    """A template function: ``stage_link("won")`` gives ``[Won](../stages/won.md)``."""

    @pass_context
    def link(context: Context, id: Any) -> Markup:
        return _markdown(context, name_of(context["book"], id), page_of(id))

    return link


def _markdown(context: Context, name: str, target: str) -> Markup:
    return Markup(f"[{inert(name)}]({relative(context['page'], target)})")


stage_link = _link(stage_page, lambda book, id: book.stage(id).name)
sla_link = _link(sla_page, lambda book, id: book.sla(id).name)
role_link = _link(role_page, lambda book, id: book.role(id).name)
theme_link = _link(theme_page, lambda book, id: book.perceptions.theme(id).name)
quarter_link = _link(quarter_page, lambda book, quarter: str(quarter))


@pass_context
def to(context: Context, target: str) -> Markup:
    """The address of a page, as Markdown on this page needs it."""
    return Markup(relative(context["page"], target))


@pass_context
def goal_link(context: Context, id: str | None) -> Markup:
    """The shared measure or a driver; a metric without one moves nothing yet."""
    book: Handbook = context["book"]
    measure = book.definitions.goals.measure
    if id is None:
        return Markup("**nothing yet**")
    if id == measure.id:
        return _markdown(context, measure.name, MEASURE)
    return _markdown(context, book.driver(id).name, driver_place(id))


@pass_context
def team_chip(context: Context, id: str) -> Markup:
    """A team's name with its colour and shape."""
    book: Handbook = context["book"]
    number = book.definitions.team_ids.index(id) + 1
    return Markup(f'<span class="cg-team cg-team-{number}">{inert(book.team(id).name)}</span>')


@pass_context
def owner(context: Context, id: str) -> Markup:
    """A role's link with its team."""
    chip = team_chip(context, context["book"].role(id).team)
    return Markup(f"{role_link(context, id)} {chip}")


@pass_context
def by_team(context: Context, ids: Iterable[str]) -> Markup:
    """Several roles: each team once, followed by its roles."""
    book: Handbook = context["book"]
    roles = [book.role(id) for id in ids]
    groups = []
    for team in book.teams:
        if links := [role_link(context, role.id) for role in roles if role.team == team.id]:
            groups.append(f"{team_chip(context, team.id)}: {', '.join(links)}")
    return Markup("; ".join(groups))


@pass_context
def edit_link(context: Context, file: str, loc: Loc) -> Markup:
    """The link to a place in a definition file: on the web, or on its page here."""
    book: Handbook = context["book"]
    place = book.catalog.place(file, loc)
    if book.edit_base is None:
        target = relative(context["page"], line_place(file, place.line))
    else:
        target = f"{book.edit_base}{place.file}#L{place.line}"
    # With a target of its own the browser loads the page whole: Material's instant navigation
    # does not always arrive at the line.
    return Markup(f"[Edit this in {place.file}, line {place.line}]({target}){{ target=_self }}")


@pass_context
def thing_link(context: Context, edit: Edit, words: str) -> Markup:
    """Words that lead to what an edit is about, if it still has a place; or else nothing."""
    place = place_of(context["book"], edit.kind, edit.id)
    return _markdown(context, words, place) if place else Markup("")


LINKS: dict[str, Callable[..., str]] = {
    "action_anchor": action_anchor,
    "action_place": action_place,
    "brief_page": brief_page,
    "buyer_anchor": buyer_anchor,
    "buyer_place": buyer_place,
    "by_team": by_team,
    "change_anchor": change_anchor,
    "change_place": change_place,
    "changed_in_anchor": changed_in_anchor,
    "changes_place": changes_place,
    "driver_anchor": driver_anchor,
    "edit_link": edit_link,
    "goal_link": goal_link,
    "objective_anchor": objective_anchor,
    "objective_place": objective_place,
    "owner": owner,
    "promise_anchor": promise_anchor,
    "promise_place": promise_place,
    "quarter_link": quarter_link,
    "quarter_page": quarter_page,
    "role_link": role_link,
    "signatures_anchor": signatures_anchor,
    "sla_link": sla_link,
    "stage_link": stage_link,
    "stage_page": stage_page,
    "statement_anchor": statement_anchor,
    "statement_place": statement_place,
    "team_chip": team_chip,
    "team_page": team_page,
    "term_anchor": term_anchor,
    "theme_link": theme_link,
    "thing_link": thing_link,
    "to": to,
    "vignettes_place": vignettes_place,
}
"""What templates can call, by name."""
