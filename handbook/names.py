"""The other words by which people search for a thing: its id, and what else it is called."""

from collections.abc import Iterator

from handbook.addresses import (
    MEASURE,
    RITUALS,
    action_place,
    buyer_place,
    driver_place,
    objective_place,
    promise_place,
    role_page,
    sla_page,
    stage_page,
    statement_place,
    team_page,
    theme_page,
    vignettes_place,
)
from handbook.model import Handbook

Names = dict[str, tuple[str, ...]]


def other_names(book: Handbook) -> Names:
    """By the page or section where a thing stands, the words that do not stand there."""
    return {place: names for place, names in (*_agreed(book), *_asked(book)) if names}


def _agreed(book: Handbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = book.definitions
    goals = named.goals
    yield from ((stage_page(each.id), (each.id, *each.synonyms)) for each in named.stages)
    yield from ((sla_page(each.id), (each.id,)) for each in named.slas)
    yield from ((role_page(each.id), (each.id,)) for each in named.roles)
    yield from ((team_page(each.id), (each.id,)) for each in book.teams)
    yield MEASURE, (goals.measure.id,)
    yield from ((objective_place(each.id), (each.id,)) for each in goals.objectives)
    yield from ((driver_place(each.id), (each.id,)) for each in goals.drivers)
    yield from ((buyer_place(each.id), (each.id,)) for each in named.personas)
    yield from ((f"{RITUALS}#{each.id}", (each.id,)) for each in named.rituals)
    yield from ((action_place(each.id), (each.id,)) for each in named.actions)
    yield "index.md#actions", tuple(each.id for each in named.actions if each.done is None)


def _asked(book: Handbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    perceptions = book.perceptions
    for theme in perceptions.themes:
        yield theme_page(theme.id), (theme.id,)
        yield vignettes_place(theme.id), tuple(each.id for each in theme.vignettes)
        for statement in theme.statements:
            yield statement_place(theme.id, statement.id), (statement.id,)
    for promise in perceptions.promises.statements:
        yield promise_place(promise.id), (promise.id,)
