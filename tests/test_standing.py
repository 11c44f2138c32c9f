from datetime import date, timedelta

import pytest

from catalog.definitions import Definitions, Ritual, Sla
from catalog.signing import Earlier
from handbook.standing import overdue, standing, turn

TODAY = date(2026, 11, 22)


def signed(definitions: Definitions, **agreed: date) -> Sla:
    return definitions.slas[0].model_copy(update={"agreed": agreed, "review_by": TODAY})


def held(definitions: Definitions, cadence: str, last_held: date | None) -> Ritual:
    update = {"cadence": cadence, "last_held": last_held}
    return definitions.rituals[0].model_copy(update=update)


def test_an_agreement_that_both_signed_is_sound_on_the_day_of_its_review(
    small: Definitions,
) -> None:
    sla = signed(small, field=date(2026, 1, 12), growth=date(2026, 1, 13))
    found = standing(sla, small.company.teams, TODAY)
    assert found.sound
    assert [(team.id, day) for team, day in found.signed] == [
        ("field", date(2026, 1, 12)),
        ("growth", date(2026, 1, 13)),
    ]


def test_the_day_after_its_review_date_an_agreement_is_overdue(small: Definitions) -> None:
    sla = signed(small, field=TODAY, growth=TODAY)
    found = standing(sla, small.company.teams, TODAY + timedelta(days=1))
    assert found.overdue
    assert not found.sound


def test_a_team_that_has_not_signed_is_named(small: Definitions) -> None:
    found = standing(signed(small, field=TODAY), small.company.teams, TODAY)
    assert [team.id for team in found.missing] == ["growth"]
    assert not found.sound


def test_the_day_on_which_both_signed_is_told_only_if_they_both_did(small: Definitions) -> None:
    teams, later = small.company.teams, TODAY + timedelta(days=1)
    both = standing(signed(small, field=TODAY, growth=TODAY), teams, TODAY)
    apart = standing(signed(small, field=TODAY, growth=later), teams, TODAY)
    alone = standing(signed(small, field=TODAY), teams, TODAY)
    assert [each.on_one_day for each in (both, apart, alone)] == [TODAY, None, None]


def tightened(sla: Sla) -> Sla:
    target = sla.target.model_copy(update={"at_least": 99})
    return sla.model_copy(update={"target": target, "owner": "growth-lead"})


def test_who_signed_before_the_words_changed_is_named_and_what_changed(small: Definitions) -> None:
    """The oldest quarter with the same day tells what was signed; an owner is no part of it.

    Planted: the newest quarter is compared, then the other team's day, then all fields.
    """
    teams, later = small.company.teams, TODAY + timedelta(days=1)
    first = signed(small, field=TODAY, growth=TODAY)
    half = tightened(first).model_copy(update={"agreed": {"field": TODAY, "growth": later}})
    now = half.model_copy(update={"measure": "Another."})
    found = standing(now, teams, TODAY, [{now.id: half}, {now.id: first}])
    assert [team.id for team in found.before_change] == ["field", "growth"]
    assert found.changed == ("measure", "target")
    again = now.model_copy(update={"agreed": {"field": TODAY, "growth": later + later.resolution}})
    found = standing(again, teams, TODAY, [{now.id: half}, {now.id: first}])
    assert [team.id for team in found.before_change] == ["field"]
    assert not found.sound


def test_who_signed_anew_or_first_now_signed_what_stands_here(small: Definitions) -> None:
    teams, later = small.company.teams, TODAY + timedelta(days=1)
    first = signed(small, field=TODAY, growth=TODAY)
    anew = tightened(first).model_copy(update={"agreed": {"field": later, "growth": later}})
    earlier: tuple[Earlier, ...] = ([{first.id: first}], [{}], [])
    for before in earlier:
        found = standing(anew, teams, TODAY, before)
        assert (found.before_change, found.changed, found.sound) == ((), (), True)


def test_a_thing_is_overdue_the_day_after_it_was_due() -> None:
    assert not overdue(TODAY, TODAY)
    assert overdue(TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("cadence", "last_held", "due"),
    [
        ("week", date(2026, 12, 28), date(2027, 1, 4)),
        ("month", date(2027, 1, 31), date(2027, 2, 28)),
        ("month", date(2026, 12, 5), date(2027, 1, 5)),
        ("quarter", date(2026, 11, 30), date(2027, 2, 28)),
        ("year", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_ritual_is_due_one_cadence_after_it_was_held(
    small: Definitions, cadence: str, last_held: date, due: date
) -> None:
    assert turn(held(small, cadence, last_held), TODAY).due == due


def test_a_ritual_is_overdue_the_day_after_it_was_due(small: Definitions) -> None:
    ritual = held(small, "week", TODAY - timedelta(days=7))
    assert not turn(ritual, TODAY).overdue
    assert turn(ritual, TODAY + timedelta(days=1)).overdue


def test_a_ritual_that_was_never_held_has_no_due_date_and_is_not_overdue(
    small: Definitions,
) -> None:
    found = turn(held(small, "week", None), TODAY)
    assert found.due is None
    assert not found.overdue
