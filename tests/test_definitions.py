from datetime import date

import pytest

from catalog.definitions import Definitions


@pytest.mark.parametrize(
    ("cadence", "last_held", "due"),
    [
        ("week", date(2026, 12, 28), date(2027, 1, 4)),
        ("month", date(2026, 10, 31), date(2026, 11, 30)),
        ("month", date(2026, 12, 29), date(2027, 1, 29)),
        ("quarter", date(2026, 11, 30), date(2027, 2, 28)),
        ("year", date(2028, 2, 29), date(2029, 2, 28)),
        ("year", None, None),
    ],
)
def test_a_ritual_is_due_one_cadence_after_it_was_held(
    small: Definitions, cadence: str, last_held: date | None, due: date | None
) -> None:
    ritual = small.rituals[0].model_copy(update={"cadence": cadence, "last_held": last_held})
    assert ritual.due == due


def test_the_roles_with_a_part_in_a_stage_come_in_their_order(small: Definitions) -> None:
    assert small.roles_with("responsible", "enquiry") == ["field-lead"]
    assert small.roles_with("consulted", "enquiry") == []
