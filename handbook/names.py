"""The words by which people search for what stands at a place and is not its heading."""

from collections.abc import Iterator

from handbook.addresses import (
    MEASURE,
    action_place,
    buyer_place,
    driver_place,
    objective_place,
    promise_place,
    ritual_place,
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


def names_within(book: Handbook) -> Names:
    """By section, the names of what stands in its text without a heading of its own.

    What a message is called is the asset that carries it. It counts where one stage's messages
    stand: on the page of buyers, the names of so many would come before much else.
    """
    return {place: tuple(dict.fromkeys(names)) for place, names in _within(book) if names}


def _within(book: Handbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = book.definitions
    told = [message for persona in named.personas for message in persona.messages]
    for role in named.roles:
        yield f"{role_page(role.id)}#metrics", tuple(each.name for each in role.metrics)
        yield f"{role_page(role.id)}#paid-on", tuple(each.what for each in role.paid_on)
    for stage in named.stages:
        page = stage_page(stage.id)
        yield f"{page}#reject-reasons", stage.reject_reasons
        yield f"{page}#messages", tuple(each.asset for each in told if each.stage == stage.id)
        yield f"{page}#system-of-record", (stage.system_of_record, *stage.tools)
    for sla in named.slas:
        yield f"{sla_page(sla.id)}#clock", (sla.system_of_record,)


def _agreed(book: Handbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = book.definitions
    goals = named.goals
    yield from ((stage_page(each.id), (each.id, *each.synonyms)) for each in named.stages)
    yield from ((sla_page(each.id), (each.id, *each.synonyms)) for each in named.slas)
    yield from ((role_page(each.id), (each.id, *each.synonyms)) for each in named.roles)
    yield from ((team_page(each.id), (each.id,)) for each in book.teams)
    yield MEASURE, (goals.measure.id,)
    yield from ((objective_place(each.id), (each.id,)) for each in goals.objectives)
    yield from ((driver_place(each.id), (each.id,)) for each in goals.drivers)
    yield from ((buyer_place(each.id), (each.id, *each.synonyms)) for each in named.personas)
    yield from ((ritual_place(each.id), (each.id, *each.synonyms)) for each in named.rituals)
    yield from ((action_place(each.id), (each.id,)) for each in named.actions)


def _asked(book: Handbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    perceptions = book.perceptions
    for theme in perceptions.themes:
        yield theme_page(theme.id), (theme.id,)
        yield vignettes_place(theme.id), tuple(each.id for each in theme.vignettes)
        for statement in theme.statements:
            yield statement_place(theme.id, statement.id), (statement.id,)
    for promise in perceptions.promises.statements:
        yield promise_place(promise.id), (promise.id,)
