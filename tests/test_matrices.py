from datetime import date, timedelta

import pytest

from catalog.definitions import Definitions, Message
from handbook.matrices import gaps, message_for, messages, parts_in

TODAY = date(2026, 11, 22)


def with_message(definitions: Definitions, **update: object) -> Definitions:
    persona = definitions.personas[0]
    message = persona.messages[0].model_copy(update=update)
    changed = persona.model_copy(update={"messages": (message,)})
    return definitions.model_copy(update={"personas": (changed,)})


def only(definitions: Definitions) -> Message:
    return definitions.personas[0].messages[0]


def test_the_responsible_stand_first_in_a_stage(small: Definitions) -> None:
    found = [(each.role.id, each.part) for each in parts_in(small, small.stages[0])]
    assert found == [("field-lead", "responsible"), ("growth-lead", "accountable")]


def test_an_open_stage_in_which_a_buyer_hears_nothing_is_a_gap(small: Definitions) -> None:
    assert [(persona.id, stage.id) for persona, stage in gaps(small)] == [("engineer", "offer")]


def test_a_retired_message_leaves_a_gap(small: Definitions) -> None:
    given = with_message(small, state="retired")
    assert message_for(given.personas[0], given.stages[0]) is None
    assert [stage.id for _, stage in gaps(given)] == ["enquiry", "offer"]


@pytest.mark.parametrize(
    ("last_used", "unused"),
    [(TODAY - timedelta(days=180), False), (TODAY - timedelta(days=181), True), (None, True)],
)
def test_a_message_nobody_used_for_half_a_year_is_unused(
    small: Definitions, last_used: date | None, unused: bool
) -> None:
    given = with_message(small, last_used=last_used)
    assert [each.unused for each in messages(given, TODAY)] == [unused]


def test_a_retired_message_is_not_asked_for(small: Definitions) -> None:
    given = with_message(small, last_used=None, state="retired")
    assert [each.unused for each in messages(given, TODAY)] == [False]
