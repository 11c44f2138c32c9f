"""What is worth a look although the definitions hold together."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.lint import CODES
from catalog.reading import read_definitions
from tests.spoiling import change

SMALL = Path(__file__).parent / "small" / "definitions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))


def warnings(folder: Path) -> list[str]:
    """All warnings of 22 November 2026, no quarter being open."""
    found = read_definitions(folder).warnings(None, date(2026, 11, 22))
    assert {each.code for each in found} <= CODES.keys()
    return [str(each) for each in found]


AHEAD = (
    "2026-11-23 is still to come, but this is a day on which something was done; mend it, or take"
    " it out until then [date-in-future]"
)
WARNED = [
    ("goals", "due: 2026-12-31", "due: 2026-11-21",
     "goals.yml:14:5: warning: objectives.0.due: this was due on 2026-11-21; put in what is to be"
     " reached next, or a new day [objective-overdue]"),
    ("slas", "agreed: {field: 2026-01-12, growth: 2026-01-12}",
     "agreed: {field: 2026-01-12, growth: 2026-11-23}",
     f"slas.yml:23:33: warning: slas.0.agreed.growth: {AHEAD}"),
    ("stages", "agreed: {field: 2026-01-12", "agreed: {field: 2026-11-23",
     f"stages.yml:14:14: warning: stages.0.agreed.field: {AHEAD}"),
    ("rituals", "last_held: 2026-10-07", "last_held: 2026-11-23",
     f"rituals.yml:10:5: warning: rituals.0.last_held: {AHEAD}"),
    ("actions", "due: 2026-12-15", "due: 2026-12-15\n    done: 2026-11-23",
     f"actions.yml:12:5: warning: actions.0.done: {AHEAD}"),
    ("personas", "last_used: 2026-10-02", "last_used: 2026-11-23",
     f"personas.yml:13:9: warning: personas.0.messages.0.last_used: {AHEAD}"),
    ("personas", "heard: 2026-09-15", "heard: 2026-11-23",
     f"personas.yml:15:9: warning: personas.0.field_notes.0.heard: {AHEAD}"),
    ("slas", "agreed: {field: 2026-01-12, growth: 2026-01-12}", "agreed: {field: 2026-01-12}",
     "slas.yml:23:5: warning: slas.0.agreed: 'growth' has not signed this yet; once it has,"
     " add the day [not-signed]"),
    ("stages", "review_by: 2027-01-12", "review_by: 2026-11-21",
     "stages.yml:15:5: warning: stages.0.review_by: the review was due on 2026-11-21;"
     " look at this together, and put the day of the next review here [review-overdue]"),
    ("roles", "driver: retention, ", "",
     "roles.yml:9:9: warning: roles.0.metrics.0: 'Renewed contracts' rolls up to nothing;"
     " give it a driver [orphan-metric]"),
    ("roles", "driver: retention, horizon: year", "driver: retention, horizon: quarter",
     "roles.yml:9:9: warning: roles.0.metrics.0: 'Renewed contracts' pays off sooner (quarter) than"
     " the driver it serves, 'retention' (year); name a driver that pays off as soon, or a figure"
     " that takes as long [hurried-metric]"),
    ("roles", "driver: brand, ", "",
     "goals.yml:22:5: warning: drivers.1: no role's metric serves 'brand'; give it to a metric in"
     " roles.yml [unserved-driver]"),
    ("roles", "share: 100", "share: 80",
     "roles.yml:10:5: warning: roles.0.paid_on: the shares add up to 80 percent; make them 100"
     " [pay-shares]"),
    ("roles", "stages: {recycled: responsible}", "stages: {recycled: informed}",
     "stages.yml:44:5: warning: stages.4: no role in roles.yml is responsible for 'recycled';"
     " add it to one's stages [nobody-responsible]"),
    ("roles", "stages: {recycled: responsible}", "stages: {}",
     "roles.yml:34:5: warning: roles.2.stages: 'field-planner' has a part in no stage;"
     " add one to its stages [role-without-stage]"),
    ("stages", "next: [offer, recycled]", "next: [recycled]",
     "stages.yml:16:5: warning: stages.1: no stage leads to 'offer'; name it in a stage's next"
     " [unreached-stage]"),
    ("stages", "next: [won, lost]", "next: []",
     "stages.yml:16:5: warning: stages.1: 'offer' leads nowhere; say which stages are next"
     " [leads-nowhere]"),
    ("stages", "    exit: [The waterworks answered]\n", "",
     "stages.yml:16:5: warning: stages.1: 'offer' has no exit criteria; add as exit what must"
     " be true first [no-exit]"),
    ("actions", "due: 2026-12-15", "due: 2026-11-21",
     "actions.yml:11:5: warning: actions.0.due: this was due on 2026-11-21; add the day it was done"
     " as done, or a new day [action-overdue]"),
    ("rituals", "last_held: 2026-10-07", "last_held: 2026-08-21",
     "rituals.yml:10:5: warning: rituals.0.last_held: this was due on 2026-11-21; hold it, and put"
     " the new date here [ritual-overdue]"),
    ("slas", "review_by: 2027-01-12", "review_by: 2026-11-21",
     "slas.yml:24:5: warning: slas.0.review_by: the review was due on 2026-11-21; look"
     " at this together, and put the day of the next review here [review-overdue]"),
    ("actions", "    items: [craft]\n    slas: [call-back]\n", "",
     "actions.yml:3:5: warning: actions.0: 'swap-days' names no item or promise to move;"
     " add items or slas [action-without-aim]"),
    ("roles", "purpose: Leads the", "purpose: Runs the war  room for the",
     "roles.yml:6:5: warning: roles.0.purpose: 'war room' is better avoided. The other team is"
     " not an"
     " enemy; say what happens instead. [tone]"),
    ("slas", "stop: {event: The first call is logged}",
     "stop: {event: the  enquiry reaches the CRM, stage: won}",
     "slas.yml:15:7: warning: slas.0.clock.stop: the clock stops at what starts it; say what stops"
     " it [clock-without-stop]"),
    ("roles", "share: 100, driver: margin", "share: 100",
     "roles.yml:11:9: warning: roles.0.paid_on.0: 'Contribution margin' is paid for and leads to no"
     " shared goal; give it the driver with which it moves 'Profitable growth', or pay for"
     " something that does [pay-beside-measure]"),
    ("roles", "stages: {recycled: responsible}", "stages: {recycled: accountable}",
     "roles.yml:34:14: warning: roles.2.stages.recycled: 'field-planner' is accountable beside"
     " 'growth-lead'; when two answer for a stage, it is easily nobody: give one of them another"
     " part [two-accountable]"),
    ("stages", "    owner: growth-lead\n", "",
     "stages.yml:3:5: warning: stages.0: 'enquiry' has no owner; add as owner 'growth-lead',"
     " accountable for it in roles.yml [stage-without-owner]"),
    ("slas", "      stop: {event: The first call is logged}\n", "",
     "slas.yml:13:5: warning: slas.0.clock: nothing stops the clock of 'call-back'; add as stop"
     " what does [clock-without-stop]"),
    ("personas", "state: works", "state: untested",
     "personas.yml:12:9: warning: personas.0.messages.0.state: this message was never tried with a"
     " customer; try it, then change this [untested-message]"),
    ("stages", "A question and an address", "BANT is known, all BANTs",
     "stages.yml:8:13: warning: stages.0.entry.0: 'BANT' is used and not explained; put it into"
     " glossary.yml [unknown-term]"),
    ("stages", "A question and an address", "The Ideal Buyer Profile fits",
     "stages.yml:8:13: warning: stages.0.entry.0: 'Ideal Buyer Profile' is used and not explained;"
     " put it into glossary.yml [unknown-term]"),
    ("glossary", "meaning:", "meaning: A\n  - term: business [hours]\n    meaning:",
     "glossary.yml:5:5: warning: glossary.1.term: 'business [hours]' is explained on the page of"
     " the glossary alone; to have it explained in texts too, write it there and here with a letter"
     " or digit at both ends, and without brackets, stars and other signs that could be markup"
     " [term-without-tooltip]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), WARNED, ids=lambda value: str(value)[:40]
)
def test_what_should_be_looked_at_is_a_warning(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    change(folder, file, old, new)
    found = warnings(folder)
    assert f"definitions/{expected}" in found


def test_a_kind_of_buyer_who_is_told_nothing_is_a_warning(folder: Path) -> None:
    path = folder / "personas.yml"
    before, rest = path.read_text().split("    messages:")
    path.write_text(before + "    field_notes:" + rest.split("    field_notes:")[1])
    assert warnings(folder) == [
        "definitions/personas.yml:3:5: warning: personas.0: nothing is said to 'engineer' yet; add"
        " a message [no-message]"
    ]


def test_a_stage_that_nobody_owns_says_whom_to_add(folder: Path) -> None:
    """Fault: with no owner, a second role that is accountable is not noticed, or the first is."""
    change(folder, "stages", "    owner: growth-lead\n", "")
    change(folder, "roles", "{enquiry: responsible, ", "{enquiry: accountable, ")
    two, without, _ = warnings(folder)
    assert "add as owner 'field-lead' or 'growth-lead', accountable for it" in without
    assert "'growth-lead' is accountable beside 'field-lead'" in two
    for part in ("{enquiry: accountable, ", "      enquiry: accountable\n"):
        change(folder, "roles", part, part.replace("accountable", "informed"))
    without, _ = warnings(folder)
    assert "add as owner a role, and make it accountable for this stage" in without


def test_a_ritual_that_was_never_held_is_not_overdue(folder: Path) -> None:
    change(folder, "rituals", "    last_held: 2026-10-07\n", "")
    assert warnings(folder) == []


def test_nothing_is_overdue_on_the_day_it_is_due(folder: Path) -> None:
    change(folder, "rituals", "last_held: 2026-10-07", "last_held: 2026-08-22")
    change(folder, "actions", "due: 2026-12-15", "due: 2026-11-22")
    change(folder, "stages", "review_by: 2027-01-12", "review_by: 2026-11-22")
    assert warnings(folder) == []


def test_what_is_done_today_is_not_in_the_future(folder: Path) -> None:
    """Fault: today is still to come."""
    change(folder, "slas", "growth: 2026-01-12", "growth: 2026-11-22")
    change(folder, "rituals", "last_held: 2026-10-07", "last_held: 2026-11-22")
    assert warnings(folder) == []


def test_what_is_done_is_not_overdue(folder: Path) -> None:
    change(folder, "actions", "due: 2026-12-15", "due: 2026-01-15\n    done: 2026-02-01")
    assert warnings(folder) == []


def test_a_promise_in_one_direction_only_is_a_warning(folder: Path) -> None:
    path = folder / "slas.yml"
    path.write_text(path.read_text().split("  - id: complete-enquiries")[0])
    found = warnings(folder)
    assert found == [
        "definitions/slas.yml:2:1: warning: slas: 'growth' promises nothing to the other team;"
        " agree on a promise [one-direction]"
    ]


def test_the_small_definitions_give_no_warning() -> None:
    assert warnings(SMALL) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sla.yml", "; did you mean 'slas.yml'?"),
        ("slas.yml.txt", "; did you mean 'slas.yml'?"),
        ("slas.yaml", "; did you mean 'slas.yml'?"),
        (
            "holidays.yml",
            "; the files are company.yml, goals.yml, stages.yml, slas.yml, roles.yml, personas.yml,"
            " rituals.yml, survey.yml, actions.yml, glossary.yml, tone.yml",
        ),
    ],
)
def test_a_file_that_is_not_read_is_a_warning(folder: Path, name: str, hint: str) -> None:
    (folder / name).write_text("")
    assert warnings(folder) == [
        f"definitions/{name}:1:1: warning: this file is not read{hint} [file-not-read]"
    ]


def test_a_file_that_is_not_read_can_say_why_it_is_there(folder: Path) -> None:
    """Fault: a comment without a reason, or further down, is enough."""
    (folder / "notes.yml").write_text("# allow file-not-read: ours\n")
    (folder / "slas.yaml").write_text("# allow file-not-read:\n")
    (folder / "ideas.yml").write_text("a: 1\n# allow file-not-read: ours\n")
    assert [each.split(":")[0] for each in warnings(folder)] == [
        "definitions/ideas.yml",
        "definitions/slas.yaml",
    ]


def test_other_files_may_lie_beside_the_definitions(folder: Path) -> None:
    for name in ("README.md", ".slas.yml.swp", ".slas.yml", "slas.yml~", "notes.txt"):
        (folder / name).write_text("")
    assert warnings(folder) == []


def test_every_code_has_its_fault_planted_somewhere() -> None:
    planted = {expected.rpartition("[")[2].removesuffix("]") for *_, expected in WARNED}
    elsewhere = {
        *("changed-since-opening", "file-not-read", "id-changed", "no-message"),
        *("one-direction", "promise-not-asked", "signed-before-change", "text-cut-short"),
    }
    assert planted | elsewhere == CODES.keys()


def test_an_abbreviation_is_told_once_and_a_longer_term_explains_it(folder: Path) -> None:
    change(folder, "glossary", "term: CRM", "term: CRM system")
    change(folder, "roles", "Plans the visits", "ICP and ICP")
    (told,) = warnings(folder)
    assert told.endswith("[unknown-term]")


@pytest.mark.parametrize(
    "text",
    [
        "Talks with Field Leads and the field lead",  # what a role is called
        "Answers Calls. Every Monday in Oslo, asks Growth",  # a sentence, a day, a place, a team
        "Plans with the CRM System",  # a term of the glossary
    ],
)
def test_names_and_single_capitals_are_no_unknown_terms(folder: Path, text: str) -> None:
    """Fault: every capital within a sentence begins a term."""
    change(folder, "glossary", "term: CRM", "term: CRM System")
    change(folder, "roles", "Plans the visits", f'"{text}"')
    assert warnings(folder) == []


def test_what_a_tool_is_called_is_no_unknown_term(folder: Path) -> None:
    """Fault: systems of record are read as sentences."""
    change(folder, "slas", "system_of_record: CRM, call log", "system_of_record: the Call Log Book")
    assert warnings(folder) == []


def test_a_time_zone_needs_no_explanation(folder: Path) -> None:
    change(folder, "company", "time_zone: Europe/Oslo", "time_zone: UTC")
    assert warnings(folder) == []


ENQUIRY = "promise: Field calls every enquiry back within a day."
CUT = (
    "'#1 in the list' is taken for a comment and stands on no page; put the whole text in quotes,"
    " or a space after the '#' if it is a comment [text-cut-short]"
)


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("promise: Field calls #1 in the list", 7, 26),
        ("promise: 'Field calls'\t#1 in the list", 7, 28),
        ("promise: Field\n      calls  #1 in the list", 8, 14),
    ],
)
def test_a_text_that_a_comment_cuts_short_is_a_warning(
    folder: Path, written: str, line: int, column: int
) -> None:
    change(folder, "slas", ENQUIRY, written)
    assert warnings(folder) == [f"definitions/slas.yml:{line}:{column}: warning: {CUT}"]


@pytest.mark.parametrize(
    "written",
    [
        f"{ENQUIRY} # so",
        f"{ENQUIRY} ##1",
        f"{ENQUIRY} #allow two days",
        f"{ENQUIRY}\n    #measure: x",
        "promise: '#1 and #2 call #3'",
        "promise: Field#1 calls",
        "promise: >- #1\n      Field calls #2\n    #3",
        "promise: #1\n      Field calls",
    ],
)
def test_a_comment_of_another_kind_cuts_nothing_short(folder: Path, written: str) -> None:
    """Fails if a comment in a line of its own, before a text or within one counts."""
    change(folder, "slas", ENQUIRY, written)
    assert warnings(folder) == []


def test_a_comment_after_a_text_can_be_allowed(folder: Path) -> None:
    change(folder, "slas", ENQUIRY, f"# allow text-cut-short: ours\n    {ENQUIRY} #1 in the list")
    assert warnings(folder) == []
