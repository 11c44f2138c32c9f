"""What is said about changes made while a quarter is open."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.reading import read_definitions
from catalog.results import OpenQuarter, Results
from tests.spoiling import change

SMALL = Path(__file__).parent / "small" / "definitions"
LATER = (
    " since 2026-Q4 opened; the open survey keeps the questions it was opened with, the change"
    " takes effect with the next quarter"
)
VIGNETTES = """    vignettes:
      - id: phone-call
        lead: An engineer rang and asked for a price for two pumps in May.
        stage: enquiry
"""
HONEST = """      - id: honest
        statement: We speak openly with each other.
        about: both
        mirrored: false
"""
COMMENT = """comment:
  ask: What else should both teams know?
  hint: How you write can give you away.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))


def opened(folder: Path) -> OpenQuarter:
    return OpenQuarter(
        format=1,
        quarter="2026-Q4",
        definitions=read_definitions(folder).definitions,
        closes=date(2026, 12, 18),
        invited={"field": 9, "growth": 9},
    )


def warnings(folder: Path, open_quarter: OpenQuarter) -> list[str]:
    return of_code("changed-since-opening", folder, open_quarter)


def of_code(code: str, folder: Path, open_quarter: OpenQuarter) -> list[str]:
    results = Results(quarters=(), open=open_quarter)
    found = read_definitions(folder).warnings(results, date(2026, 11, 22))
    return [str(each).removesuffix(f" [{code}]") for each in found if each.code == code]


def test_nothing_is_said_while_nothing_has_changed(folder: Path) -> None:
    assert warnings(folder, opened(folder)) == []


CHANGED = [
    ("survey", "threshold: 5", "threshold: 6",
     "survey.yml:2:1: warning: threshold: this has changed"),
    ("survey", "In between", "Half", "survey.yml:4:1: warning: scale: this has changed"),
    ("survey", "I can't say", "No view", "survey.yml:5:1: warning: cannot_say: this has changed"),
    ("survey", "takes skill", "takes much skill",
     "survey.yml:12:9: warning: themes.0.items.0.statement: this has changed"),
    ("survey", "mirrored: false", "mirrored: true",
     "survey.yml:18:9: warning: themes.0.items.1.mirrored: this has changed"),
    ("survey", "id: honest", "id: frank",
     "survey.yml:15:9: warning: themes.0.items.1: 'frank' was added"),
    ("survey", "id: honest", "id: frank",
     "survey.yml:10:5: warning: themes.0.items: 'honest' was removed"),
    ("survey", HONEST, "", "survey.yml:10:5: warning: themes.0.items: 'honest' was removed"),
    ("survey", "two pumps in May", "a pump in May",
     "survey.yml:24:9: warning: themes.1.vignettes.0.lead: this has changed"),
    ("survey", "stage: enquiry", "stage: offer",
     "survey.yml:25:9: warning: themes.1.vignettes.0.stage: this has changed"),
    ("survey", COMMENT, "", "survey.yml:2:1: warning: comment: this has changed"),
    ("slas", "within a day", "in two days",
     "slas.yml:7:5: warning: slas.0.promise: this has changed"),
    ("slas", "id: complete-enquiries", "id: whole-enquiries",
     "slas.yml:2:1: warning: slas: 'complete-enquiries' was removed"),
    ("stages", "name: Offer", "name: Quotation",
     "stages.yml:17:5: warning: stages.1.name: this has changed"),
    ("company", "name: Growth", "name: Marketing",
     "company.yml:16:5: warning: teams.1.name: this has changed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), CHANGED, ids=lambda value: str(value)[:40]
)
def test_what_people_who_answer_now_do_not_see_is_named_at_its_line(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    before = opened(folder)
    change(folder, file, old, new)
    assert f"definitions/{expected}{LATER}" in warnings(folder, before)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("slas", "measure: Share of enquiries called", "measure: How many were called"),
        ("stages", "A priced offer lies", "A written offer lies"),
        ("roles", "Plans the visits", "Plans all visits"),
    ],
)
def test_what_the_survey_does_not_ask_may_change(
    folder: Path, file: str, old: str, new: str
) -> None:
    before = opened(folder)
    change(folder, file, old, new)
    assert warnings(folder, before) == []


def test_a_promise_without_a_question_has_a_code_of_its_own(folder: Path) -> None:
    """Fault: it is one change among others, so that switching it off hides none or all."""
    before = opened(folder)
    change(folder, "slas", "id: complete-enquiries", "id: whole-enquiries")
    assert of_code("promise-not-asked", folder, before) == [
        "definitions/slas.yml:25:5: warning: slas.1: 'whole-enquiries' was added since 2026-Q4"
        " opened; the open survey has no question about this promise, the next quarter will"
    ]
    assert not any("'whole-enquiries'" in each for each in warnings(folder, before))
    reason = "id: whole-enquiries # allow promise-not-asked: it begins in May"
    change(folder, "slas", "id: whole-enquiries", reason)
    assert of_code("promise-not-asked", folder, before) == []


def test_a_removed_promise_is_named(folder: Path) -> None:
    before = opened(folder)
    path = folder / "slas.yml"
    path.write_text(path.read_text().split("  - id: complete-enquiries")[0])
    assert (
        f"definitions/slas.yml:2:1: warning: slas: 'complete-enquiries' was removed{LATER}"
        in warnings(folder, before)
    )


def test_a_renamed_stage_is_named_where_people_place_leads(folder: Path) -> None:
    before = opened(folder)
    for path in folder.iterdir():
        path.write_text(path.read_text().replace("offer", "quote"))
    assert of_code("changed-since-opening", folder, before) == [
        f"definitions/stages.yml:2:1: warning: stages: 'offer' was removed{LATER}",
        f"definitions/stages.yml:16:5: warning: stages.1: 'quote' was added{LATER}",
    ]


def test_a_changed_id_of_what_is_called_as_before_is_named(folder: Path) -> None:
    """Planted: whatever is new is taken for it; only promises are compared."""
    before = opened(folder)
    change(folder, "slas", "id: call-back", "id: ring-back")
    change(folder, "actions", "slas: [call-back]", "slas: [ring-back]")
    change(folder, "survey", "id: honest", "id: honesty")
    renewed = "before; take that id again, or its address, its history and its scores begin anew"
    assert of_code("id-changed", folder, before) == [
        f"definitions/slas.yml:3:5: warning: slas.0.id: 'ring-back' was 'call-back' {renewed}",
        "definitions/survey.yml:15:9: warning: themes.0.items.1.id: 'honesty' was 'honest'"
        f" {renewed}",
    ]
    change(folder, "slas", "name: Calling back", "name: Ringing back")
    assert len(of_code("id-changed", folder, before)) == 1


def test_stages_may_change_where_nobody_places_leads(folder: Path) -> None:
    change(folder, "survey", VIGNETTES, HONEST.replace("honest", "open").join(["    items:\n", ""]))
    before = opened(folder)
    change(folder, "stages", "name: Offer", "name: Quotation")
    assert warnings(folder, before) == []


def test_another_order_is_a_change(folder: Path) -> None:
    before = opened(folder)
    change(folder, "survey", HONEST, "")
    change(folder, "survey", "      - id: craft", HONEST + "      - id: craft")
    assert warnings(folder, before) == [
        f"definitions/survey.yml:10:5: warning: themes.0.items: the order has changed{LATER}"
    ]


def test_a_promise_that_changes_under_its_signatures_is_told_at_each_of_them(folder: Path) -> None:
    """Planted: the words of the promise are not compared."""
    before = opened(folder)
    change(folder, "slas", "within a day", "within two days")
    assert of_code("signed-before-change", folder, before) == [
        f"definitions/slas.yml:23:{column}: warning: slas.0.agreed.{team}: '{team}' signed on"
        " 2026-01-12, and promise changed later; put in the day it signs the change, and leave it"
        " out until then"
        for team, column in (("field", 14), ("growth", 33))
    ]
    change(folder, "slas", "{field: 2026-01-12, growth: 2026-01-12}", "{field: 2026-11-20}")
    assert of_code("signed-before-change", folder, before) == []
