"""Where in the handbook the things stand whose changes are told."""

from collections.abc import Callable, Iterable

from handbook.addresses import (
    MEASURE,
    buyer_place,
    driver_place,
    objective_place,
    ritual_place,
    role_page,
    sla_page,
    stage_page,
    statement_place,
    team_page,
    term_place,
    vignettes_place,
)
from handbook.followed import Kind, said_messages
from handbook.model import Handbook


def place_of(book: Handbook, kind: Kind, id: str) -> str | None:
    """The page, and the section if it shares one, of a thing; None if it has none any more."""
    named, goals = book.definitions, book.definitions.goals
    messages = {each.id: each for each in said_messages(named)}
    here: dict[Kind, tuple[Iterable[str], Callable[[str], str]]] = {
        "sla": ((each.id for each in named.slas), sla_page),
        "stage": ((each.id for each in named.stages), stage_page),
        "role": ((each.id for each in named.roles), role_page),
        "team": (named.team_ids, team_page),
        "measure": ([goals.measure.id], lambda _: MEASURE),
        "objective": ((each.id for each in goals.objectives), objective_place),
        "driver": ((each.id for each in goals.drivers), driver_place),
        "persona": ((each.id for each in named.personas), buyer_place),
        "message": (
            messages,
            lambda said: buyer_place(messages[said].persona),
        ),
        "ritual": ((each.id for each in named.rituals), ritual_place),
        "term": ((each.term for each in named.glossary), term_place),
    }
    if kind not in here:
        return _asked_place(book, kind, id)
    ids, place = here[kind]
    return place(id) if id in ids else None


def _asked_place(book: Handbook, kind: Kind, id: str) -> str | None:
    """Of what was asked once, the place stays."""
    for theme in book.perceptions.themes:
        if kind == "item" and id in {each.id for each in theme.statements}:
            return statement_place(theme.id, id)
        if kind == "vignette" and id in {each.id for each in theme.vignettes}:
            return vignettes_place(theme.id)
    return None
