from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalog.definitions import Definitions, Metric, Target
from catalog.definitions.agreement import Pay
from catalog.quarters import Quarter
from catalog.results import OpenQuarter, Results
from handbook.history import Change, changes
from tests import played

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def closed_with(*asked: Definitions) -> Results:
    return played.results_of(list(zip(played.quarters(len(asked)), asked, strict=True)))


def only(found: tuple[Change, ...]) -> Change:
    (change,) = found
    return change


def tightened(definitions: Definitions) -> Definitions:
    target = next(sla.target for sla in definitions.slas if sla.id == "follow-up")
    return played.with_sla(
        definitions, "follow-up", target=Target(at_least=99, unit=target.unit, within=target.within)
    )


def test_nothing_changed_between_equal_snapshots(definitions: Definitions) -> None:
    assert changes(closed_with(definitions, definitions), definitions) == ()


def test_without_closed_quarters_there_is_nothing_to_compare(definitions: Definitions) -> None:
    assert changes(Results((), None), definitions) == ()


def test_a_new_target_is_named_with_old_and_new_in_words_and_its_first_quarter(
    definitions: Definitions,
) -> None:
    now = tightened(definitions)
    change = only(changes(closed_with(definitions, now, now), now))
    assert (change.quarter, change.kind, change.id, change.field) == (
        Q2, "sla", "follow-up", "target",
    )  # fmt: skip
    assert change.old == "at least 90 percent of handed-over leads within 4 business hours"
    assert change.new == "at least 99 percent of handed-over leads within 4 business hours"
    assert change.substantial


def test_what_changed_since_the_last_closed_quarter_has_no_quarter_yet(
    definitions: Definitions,
) -> None:
    change = only(changes(closed_with(definitions), tightened(definitions)))
    assert change.quarter is None


def test_what_the_open_quarter_was_opened_with_counts_from_that_quarter(
    definitions: Definitions,
) -> None:
    now = tightened(definitions)
    opened = OpenQuarter(
        format=1, quarter="2026-Q4", definitions=now, closes=date(2026, 12, 18), invited={}
    )
    found = changes(Results(closed_with(definitions).quarters, opened), now)
    assert only(found).quarter == Quarter(2026, 4)


def test_another_wording_of_a_statement_is_named_under_its_new_words(
    definitions: Definitions,
) -> None:
    now = played.with_item(definitions, "same-goals", statement="We pull together.")
    change = only(changes(closed_with(definitions, now), now))
    assert (change.kind, change.name, change.label) == ("item", "We pull together.", "wording")
    assert change.old == "Sales and marketing work towards the same goal."


def test_ids_of_roles_and_stages_are_told_by_name(definitions: Definitions) -> None:
    before = definitions.stages[0]
    owner = definitions.roles[-1]
    assert before.owner != owner.id
    stage = before.model_copy(update={"owner": owner.id, "next": (definitions.stages[-1].id,)})
    now = definitions.model_copy(update={"stages": (stage, *definitions.stages[1:])})
    by_field = {each.field: each for each in changes(closed_with(definitions, now), now)}
    assert by_field.keys() == {"owner", "next"}
    assert by_field["owner"].new == owner.name
    assert by_field["next"].new == definitions.stages[-1].name
    assert not by_field["owner"].substantial


def test_a_field_that_was_left_out_before_reads_as_nothing(small: Definitions) -> None:
    """Fault: what is not there reads as "None"."""
    before = played.without_owners_and_stops(small)
    found = {(each.id, each.field): each for each in changes(closed_with(before, small), small)}
    assert (found["enquiry", "owner"].old, found["enquiry", "owner"].new) == ("", "Growth lead")
    clock = found["complete-enquiries", "clock"]
    assert (clock.old, clock.new) == (
        "stops: nothing yet",
        "stops: It is handed over (stage Offer)",
    )


def test_a_promise_that_came_and_one_that_went_show_their_sentence(
    definitions: Definitions,
) -> None:
    first, *others = definitions.slas
    fewer = definitions.model_copy(update={"slas": tuple(others)})
    came = only(changes(closed_with(fewer, definitions), definitions))
    assert (came.field, came.old, came.new) == ("added", "", first.promise)
    went = only(changes(closed_with(definitions, fewer), fewer))
    assert (went.field, went.old, went.new) == ("removed", first.promise, "")


def test_signatures_and_review_dates_are_told_in_words_and_change_nothing_in_what_was_agreed(
    small: Definitions,
) -> None:
    """Fault: they are told as they stand in YAML, or count as a change of what was agreed."""
    signed = {"field": date(2027, 1, 4), "growth": date(2027, 1, 5)}
    now = played.with_sla(small, "call-back", agreed=signed, review_by=date(2028, 1, 1))
    found = changes(closed_with(small, now), now)
    assert [(each.label, each.old, each.new) for each in found] == [
        (
            "signatures",
            "both teams on 12 January 2026",
            "Field on 4 January 2027 and Growth on 5 January 2027",
        ),
        ("review date", "12 January 2027", "1 January 2028"),
    ]
    assert all(each.formal and not each.substantial for each in found)


def test_a_signature_that_was_taken_back_leaves_nobody(small: Definitions) -> None:
    now = played.with_sla(small, "call-back", agreed={})
    assert only(changes(closed_with(small, now), now)).new == ""


def test_buyers_messages_rituals_and_words_are_followed_field_by_field(small: Definitions) -> None:
    """Fault: choices and roles are told by their ids; a buyer's messages are one long field."""
    (engineer,), (ride,), (crm,) = small.personas, small.rituals, small.glossary
    message = engineer.messages[0].model_copy(
        update={"state": "retired", "owner": "field-lead", "asset": "One page"}
    )
    now = small.model_copy(
        update={
            "personas": (
                engineer.model_copy(update={"who": "Runs the plant.", "messages": (message,)}),
            ),
            "rituals": (
                ride.model_copy(
                    update={"cadence": "month", "who": ("field-lead",), "host": "growth-lead"}
                ),
            ),
            "glossary": (crm.model_copy(update={"meaning": "Who asked us something."}),),
        }
    )
    found = changes(closed_with(small, now), now)
    assert [(each.thing, each.name, each.label, each.new) for each in found] == [
        ("buyer", "The engineer", "who they are", "Runs the plant."),
        ("message", "The engineer, Enquiry", "asset", "One page"),
        ("message", "The engineer, Enquiry", "owner", "Field lead"),
        ("message", "The engineer, Enquiry", "field-test state", "retired"),
        ("ritual", "A day on the road", "how often", "every month"),
        ("ritual", "A day on the road", "who comes", "Field lead"),
        ("ritual", "A day on the road", "who invites", "Growth lead"),
        ("word", "CRM", "meaning", "Who asked us something."),
    ]


def test_when_something_was_held_used_or_heard_is_no_change(small: Definitions) -> None:
    """Fault: every meeting held is a change of the agreement."""
    (engineer,), (ride,) = small.personas, small.rituals
    used = engineer.messages[0].model_copy(update={"last_used": None})
    now = small.model_copy(
        update={
            "personas": (engineer.model_copy(update={"messages": (used,), "field_notes": ()}),),
            "rituals": (ride.model_copy(update={"last_held": date(2026, 11, 1)}),),
        }
    )
    assert changes(closed_with(small, now), now) == ()


def test_a_second_message_to_a_buyer_in_a_stage_does_not_hide_the_first(
    small: Definitions,
) -> None:
    """Fault: both go by one id, so that only the last one is followed."""
    (engineer,) = small.personas
    (message,) = engineer.messages
    other = message.model_copy(update={"text": "Come and listen to one."})
    before = small.model_copy(
        update={"personas": (engineer.model_copy(update={"messages": (message, other)}),)}
    )
    reworded = message.model_copy(update={"text": "It tells you first."})
    now = small.model_copy(
        update={"personas": (engineer.model_copy(update={"messages": (reworded, other)}),)}
    )
    change = only(changes(closed_with(before, now), now))
    assert (change.id, change.new) == ("engineer.enquiry", "It tells you first.")
    went = only(changes(closed_with(before, small), small))
    assert (went.id, went.old) == ("engineer.enquiry.2", "Come and listen to one.")


def test_a_value_that_reads_the_same_as_before_has_not_changed(definitions: Definitions) -> None:
    first = definitions.stages[0]
    namesake = definitions.roles[-1].model_copy(update={"id": "new-id"})
    before = definitions.model_copy(
        update={
            "stages": (
                first.model_copy(update={"owner": definitions.roles[-1].id}),
                *definitions.stages[1:],
            )
        }
    )
    now = before.model_copy(
        update={
            "roles": (*definitions.roles, namesake),
            "stages": (first.model_copy(update={"owner": "new-id"}), *definitions.stages[1:]),
        }
    )
    found = changes(closed_with(before, now), now)
    assert [each.kind for each in found] == ["role"]


def test_another_name_of_a_goal_is_told_once_and_not_of_all_that_serve_it(
    small: Definitions,
) -> None:
    renamed = played.with_driver(small, "brand", name="Fame")
    now = played.with_role(renamed, "growth-lead", purpose="Is there for Field.")
    found = changes(closed_with(small, now), now)
    assert [(each.kind, each.field, each.new) for each in found] == [
        ("role", "purpose", "Is there for Field."),
        ("driver", "name", "Fame"),
    ]


def test_what_a_role_is_judged_by_paid_on_and_does_is_told_by_the_names_of_goals_and_stages(
    small: Definitions,
) -> None:
    figures = (Metric(name="Visits", horizon="quarter"),)
    pay = (Pay(what="Contracts", share=60, driver="retention"), Pay(what="Visits", share=40))
    now = played.with_role(
        small, "field-lead", metrics=figures, paid_on=pay, stages={"offer": "informed"}
    )
    found = changes(closed_with(small, now), now)
    assert [(each.label, each.old, each.new) for each in found] == [
        (
            "figures it is judged by",
            "Renewed contracts (moves Retention, pays off this year)",
            "Visits (moves nothing yet, pays off this quarter)",
        ),
        (
            "variable pay",
            "Contribution margin (100 percent, serves Profitable growth)",
            "Contracts (60 percent, serves Retention); Visits (40 percent, serves nothing yet)",
        ),
        (
            "parts in the stages",
            "Enquiry: responsible; Offer: accountable; Won: accountable; Lost: accountable",
            "Offer: informed",
        ),
    ]
    assert {(each.kind, each.name, each.substantial) for each in found} == {
        ("role", "Field lead", True)
    }


def test_goals_that_changed_are_told_with_their_owners_days_and_horizons(
    small: Definitions,
) -> None:
    (renewals,) = small.goals.objectives
    later = renewals.model_copy(update={"due": date(2027, 3, 31), "owners": ("field-lead",)})
    measure = small.goals.measure.model_copy(update={"target": "15 percent."})
    goals = small.goals.model_copy(update={"objectives": (later,), "measure": measure})
    moved = small.model_copy(update={"goals": goals})
    now = played.with_driver(moved, "brand", parent="retention", horizon="year")
    found = changes(closed_with(small, now), now)
    assert [(each.thing, each.label, each.old, each.new) for each in found] == [
        ("shared measure", "target", "12 percent by the end of 2026.", "15 percent."),
        ("objective", "owners", "Field lead; Growth lead", "Field lead"),
        ("objective", "due date", "31 December 2026", "31 March 2027"),
        ("driver", "what it moves", "Profitable growth", "Retention"),
        ("driver", "when it pays off", "long-term", "this year"),
    ]


def test_a_role_and_a_goal_that_came_or_went_show_what_they_are_there_for(
    small: Definitions,
) -> None:
    goals = small.goals.model_copy(update={"drivers": small.goals.drivers[:1]})
    fewer = small.model_copy(update={"roles": small.roles[:2], "goals": goals})
    came = changes(closed_with(fewer, small), small)
    assert [(each.kind, each.field, each.new) for each in came] == [
        ("role", "added", "Keeps the visits in order."),
        ("driver", "added", "Waterworks that name us unprompted."),
    ]
    went = changes(closed_with(small, fewer), fewer)
    assert [(each.kind, each.field, each.old) for each in went] == [
        ("role", "removed", "Keeps the visits in order."),
        ("driver", "removed", "Waterworks that name us unprompted."),
    ]


def test_a_promise_given_by_the_other_team_has_changed_in_substance(
    definitions: Definitions,
) -> None:
    now = played.with_sla(definitions, "follow-up", from_team="marketing", to_team="sales")
    found = changes(closed_with(definitions, now), now)
    assert [(each.label, each.old, each.new, each.substantial) for each in found] == [
        ("giver", "Sales", "Marketing", True),
        ("receiver", "Marketing", "Sales", True),
    ]


def test_a_clock_that_stops_in_another_stage_has_changed(definitions: Definitions) -> None:
    (sla,) = (each for each in definitions.slas if each.id == "follow-up")
    assert sla.clock.stop
    stop = sla.clock.stop.model_copy(update={"stage": "won"})
    clock = sla.clock.model_copy(update={"stop": stop})
    now = played.with_sla(definitions, "follow-up", clock=clock)
    change = only(changes(closed_with(definitions, now), now))
    assert (change.field, "(stage Won)" in change.old, "(stage Won)" in change.new) == (
        "clock", False, True,
    )  # fmt: skip


def test_other_answers_to_choose_from_are_a_change_of_the_whole_survey(
    definitions: Definitions,
) -> None:
    now = played.with_survey(definitions, scale=("No", "Rather no", "Unsure", "Rather yes", "Yes"))
    change = only(changes(closed_with(definitions, now), now))
    assert (change.kind, change.new) == ("scale", "No · Rather no · Unsure · Rather yes · Yes")


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_each_turn_back_and_forth_is_one_change_in_order_of_time(
    definitions: Definitions, tight: list[bool]
) -> None:
    versions = [tightened(definitions) if each else definitions for each in tight]
    found = changes(closed_with(*versions), versions[-1])
    turns = [here for here, before in zip(tight[1:], tight, strict=False) if here != before]
    assert [change.new.startswith("at least 99") for change in found] == turns
    quarters = [change.quarter for change in found if change.quarter]
    assert quarters == sorted(quarters)
