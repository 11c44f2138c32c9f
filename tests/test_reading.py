"""Definitions broken on purpose: each kind of fault with its exact message."""

import shutil
from pathlib import Path

import pytest

from catalog.definitions import FILES
from catalog.reading import DefinitionsError, read_definitions
from tests.spoiling import change

SMALL = Path(__file__).parent / "small" / "definitions"
SHIPPED = Path(__file__).parents[1] / "definitions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))


def problems(folder: Path) -> list[str]:
    with pytest.raises(DefinitionsError) as caught:
        read_definitions(folder)
    return [str(problem) for problem in caught.value.problems]


BROKEN = [
    # a reference to something that is not there
    ("slas", "from: field", "from: fild",
     "slas.yml:5:5: slas.0.from: 'fild' is not a team; did you mean 'field'?"),
    ("slas", "stage: enquiry", "stage: enquiri",
     "slas.yml:14:51: slas.0.clock.start.stage: 'enquiri' is not a stage; did you mean 'enquiry'?"),
    ("roles", "offer: accountable", "ofer: accountable",
     "roles.yml:12:36: roles.0.stages.ofer: 'ofer' is not a stage; did you mean 'offer'?"),
    ("personas", "owner: growth-lead", "owner: growth-leed",
     "personas.yml:11:9: personas.0.messages.0.owner: 'growth-leed' is not a role;"
     " did you mean 'growth-lead'?"),
    ("actions", "items: [craft]", "items: [kraft]",
     "actions.yml:6:13: actions.0.items.0: 'kraft' is not an item of the survey;"
     " did you mean 'craft'?"),
    ("actions", "slas: [call-back]", "slas: [quux]",
     "actions.yml:7:12: actions.0.slas.0: 'quux' is not a promise (SLA); slas.yml has call-back,"
     " complete-enquiries"),
    ("goals", "parent: margin", "parent: profit",
     "goals.yml:19:5: drivers.0.parent: 'profit' is not a goal (the shared measure or a driver);"
     " goals.yml has margin, retention, brand"),
    ("survey", "about: both", "about: botch",
     "survey.yml:17:9: themes.0.items.1.about: 'botch' is not a team; did you mean 'both'?"),
    # fields
    ("slas", "promise: Field", "promis: Field",
     "slas.yml:7:5: slas.0.promis: 'promis' is not a field here; did you mean 'promise'?"),
    ("slas", "    owner: field-lead\n", "",
     "slas.yml:3:5: slas.0.owner: 'owner' is missing: the role that answers for keeping it"),
    ("slas", "owner: field-lead", "owner:",
     "slas.yml:22:5: slas.0.owner: this is empty: the role that answers for keeping it"),
    ("company",
     "name: Halden Pumps", 'name: ""', "company.yml:2:1: name: this is empty: the company's name"),
    # values of the wrong kind
    ("company", "name: Halden Pumps", "name: 2026",
     "company.yml:2:1: name: '2026' is not text; if it is meant as text, put it in quotes"),
    ("company", "time_zone: Europe/Oslo", "time_zone: Europe/Olso",
     "company.yml:5:1: time_zone: 'Europe/Olso' is not a time zone; did you mean 'Europe/Oslo'?"),
    ("company", "holidays: [2026-12-25]", "holidays: [2026-02-30]",
     "company.yml:10:14: business_hours.holidays.0: '2026-02-30' is not a date; write it as"
     " 2026-03-31"),
    ("company", "holidays: [2026-12-25]", "holidays: [86400]",
     "company.yml:10:14: business_hours.holidays.0: '86400' is not a date; write it as 2026-03-31"),
    ("rituals", "last_held: 2026-10-07", "last_held: 9999-10-07",
     "rituals.yml:10:5: rituals.0.last_held: '9999-10-07' is not a date; write it as 2026-03-31"),
    ("company", 'start: "08:00"', "start: 8",
     "company.yml:8:3: business_hours.start: '8' is not a time of day; write it with four"
     ' digits and in quotes, as "09:00"'),
    ("company", 'start: "08:00"', 'start: "08:00+02:00"',
     "company.yml:8:3: business_hours.start: '08:00+02:00' is not a time of day; write it with"
     ' four digits and in quotes, as "09:00"'),
    ("company", 'start: "08:00"', 'start: "8 o\'clock"',
     "company.yml:8:3: business_hours.start: '8 o'clock' is not a time of day; write it with"
     ' four digits and in quotes, as "09:00"'),
    ("rituals", "last_held: 2026-10-07", "last_held: 7 October",
     "rituals.yml:10:5: rituals.0.last_held: '7 October' is not a date; write it as 2026-03-31"),
    ("rituals", "cadence: quarter", "cadence: quartre",
     "rituals.yml:7:5: rituals.0.cadence: 'quartre' is not one of week, month, quarter, year;"
     " did you mean 'quarter'?"),
    ("slas", "business_hours: true", "business_hours: yes",
     "slas.yml:17:7: slas.0.clock.business_hours: 'yes' is not true or false; write true or false,"
     " without quotes"),
    ("slas", "id: call-back", "id: Call back",
     "slas.yml:3:5: slas.0.id: 'Call back' is not an id; use lower-case letters, digits and"
     " hyphens,"
     " starting with a letter, 41 characters at most; did you mean 'call-back'?"),
    ("survey", "threshold: 5", "threshold: 4",
     "survey.yml:2:1: threshold: '4' is too small; it must be 5 or more"),
    ("survey", "threshold: 5", "threshold: five",
     "survey.yml:2:1: threshold: 'five' is not a whole number; write digits only, such as 5"),
    ("slas", "at_least: 90", "at_least: ninety",
     "slas.yml:10:7: slas.0.target.at_least: 'ninety' is not a number; write digits only, such as"
     " 90 or 99.5"),
    ("slas", "amount: 8", "amount: 0",
     "slas.yml:12:16: slas.0.target.within.amount: '0' is too small; it must be more than 0"),
    ("roles", "share: 100", "share: 101",
     "roles.yml:11:37: roles.0.paid_on.0.share: '101' is too large; it must be 100 or less"),
    ("roles", "responsibilities: [Plans the visits]", "responsibilities: Plans the visits",
     "roles.yml:7:5: roles.0.responsibilities: 'Plans the visits' is not a list; start each"
     " entry on"
     " its own line with '- '"),
    ("slas", "promise: Field calls every enquiry back within a day.", "promise: [Field, calls]",
     "slas.yml:7:5: slas.0.promise: this list stands where a text belongs; write the text, in"
     " quotes"),
    ("slas", "within: {amount: 8, unit: business-hours}", "within: 8 hours",
     "slas.yml:12:7: slas.0.target.within: '8 hours' is not a set of 'name: value' lines; the"
     " fields are amount, unit"),
    ("slas", "agreed: {field: 2026-01-12, growth: 2026-01-12}", "agreed: 2026-01-12",
     "slas.yml:23:5: slas.0.agreed: '2026-01-12' is not a set of 'name: value' lines: the day each"
     " team signed, such as this-team: 2026-03-31. Leave a team out until it has signed"),
    ("roles", "stages: {recycled: responsible}", "stages: [recycled]",
     "roles.yml:34:5: roles.2.stages: this list is not a set of 'name: value' lines: its part in"
     " each stage, such as won: informed; also responsible, accountable or consulted"),
    ("slas", "agreed: {field: 2026-01-12,", "agreed: {field:2026-01-12,",
     "slas.yml:23:14: slas.0.agreed.field:2026-01-12: 'field:2026-01-12' is not an id; use"
     " lower-case letters, digits and hyphens, starting with a letter, 41 characters at most; a"
     " ':' that ends a name needs a space after it"),
    ("slas", "pause: [The caller asked for a later day]", "pause:",
     "slas.yml:16:7: slas.0.clock.pause: this is empty: when the clock stands still; write [] for"
     " none"),
    ("stages", "entry: [A question and an address]", "entry: [~]",
     "stages.yml:8:13: stages.0.entry.0: this entry is empty; fill it in or take out its '-'"),
    ("survey", "scale: [Strongly disagree, ", "scale: [",
     "survey.yml:4:1: scale: this list is too short; it needs at least 5, it has 4"),
    ("actions", "decided: 2026-Q3", "decided: 2026-Q5",
     "actions.yml:10:5: actions.0.decided: '2026-Q5' is not a quarter; write it as 2026-Q4"),
    # what contradicts itself
    ("slas", "id: complete-enquiries", "id: call-back",
     "slas.yml:25:5: slas.1.id: 'call-back' is used twice; give each an id of its own"),
    ("slas", "to: growth", "to: field",
     "slas.yml:6:5: slas.0.to: 'field' cannot make a promise to itself; name the other team here"),
    ("slas", "at_least: 90", "at_least: -95",
     "slas.yml:10:7: slas.0.target.at_least: '-95' is too small; it must be 0 or more"),
    ("slas", "at_least: 90", "at_least: 950",
     "slas.yml:10:7: slas.0.target.at_least: '950' is too large; in percent it must be 100 or"
     " less"),
    ("slas", "owner: field-lead", "owner: growth-lead",
     "slas.yml:22:5: slas.0.owner: 'growth-lead' belongs to 'growth', but this promise is made by"
     " 'field'; the owner must be in the team that makes it"),
    ("stages", "owner: growth-lead", "owner: field-lead",
     "stages.yml:7:5: stages.0.owner: the owner is 'field-lead', but in roles.yml 'growth-lead' is"
     " accountable for 'enquiry'; both files must name the same role"),
    ("goals", "parent: margin", "parent: retention",
     "goals.yml:19:5: drivers.0.parent: 'retention' is its own parent, directly or through others;"
     " every driver must lead up to 'margin'"),
    ("company", 'end: "16:00"', 'end: "07:00"',
     "company.yml:9:3: business_hours.end: the working day ends before it starts; swap the two"),
    ("slas", "id: complete-enquiries", "id: index",
     "slas.yml:25:5: slas.1.id: 'index' is taken by a page of its own; choose another id"),
    ("survey", "id: respect", "id: promises",
     "survey.yml:7:5: themes.0.id: 'promises' is taken by a page of its own; choose another id"),
    ("survey", "id: respect", "id: said-did-moved",
     "survey.yml:7:5: themes.0.id: 'said-did-moved' is taken by a page of its own; choose another"
     " id"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), BROKEN, ids=lambda value: str(value)[:40]
)
def test_a_fault_is_named_with_its_place_and_what_was_expected(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    change(folder, file, old, new)
    assert f"definitions/{expected}" in problems(folder)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("company", "mission: ", "misson: "),
        ("slas", "owner: ", "ower: "),
        ("slas", "within: {amount", "within: {amuont"),
        ("survey", "threshold: ", "treshold: "),
        ("tone", "words: ", "word: "),
        ("stages", "id: enquiry", "id: Enquiry"),
        ("stages", "stages:\n", "stage:\n"),
        ("slas", "agreed: {field: 2026", "agreed: {field:2026"),
    ],
)
def test_one_typo_gives_one_problem(folder: Path, file: str, old: str, new: str) -> None:
    change(folder, file, old, new)
    assert len(problems(folder)) == 1


def test_all_problems_of_all_files_come_at_once_in_order(folder: Path) -> None:
    change(folder, "slas", "owner: growth-lead", "owner: field-lead")
    change(folder, "slas", "from: field", "from: fild")
    change(folder, "roles", "often_missed: Most", "often_mist: Most")
    (folder / "tone.yml").write_text("tone: [")
    (folder / "glossary.yml").unlink()
    found = problems(folder)
    assert [problem.split(": ")[0] for problem in found] == [
        "definitions/glossary.yml:1:1",
        "definitions/roles.yml:13:5",
        "definitions/slas.yml:5:5",
        "definitions/tone.yml:2:1",
    ]


def test_a_contradiction_is_found_while_another_file_has_faults(folder: Path) -> None:
    change(folder, "slas", "owner: field-lead", "owner: growth-lead")
    change(folder, "company", "name: Halden Pumps", "naem: Halden Pumps")
    assert len(problems(folder)) == 2


def test_nothing_is_said_about_references_into_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "roles.yml").write_text("roles: [\n")
    assert len(problems(folder)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~", "this is empty"),
        ("# slas:", "this file is empty; fill it in or restore it"),
        ("- id: x", "this list is not a set of 'name: value' lines; the fields are slas"),
        ("hello", "'hello' is not a set of 'name: value' lines; the fields are slas"),
    ],
)
def test_a_file_that_holds_something_else_is_one_problem(
    folder: Path, text: str, expected: str
) -> None:
    (folder / "slas.yml").write_text(text)
    [problem] = problems(folder)
    assert (
        problem.removeprefix("definitions/slas.yml:1:1: ").removeprefix("the whole file: ")
        == expected
    )


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / f"{file}.yml").unlink()
    assert f"definitions/{file}.yml:1:1: this file is missing; create it or restore it" in problems(
        folder
    )


@pytest.mark.parametrize("name", ["sla.yml", "slas.yaml", "slas.yml.txt"])
def test_a_missing_file_that_lies_there_under_another_name_is_recognised(
    folder: Path, name: str
) -> None:
    (folder / "slas.yml").rename(folder / name)
    assert problems(folder) == [
        f"definitions/slas.yml:1:1: this file is missing; rename {name} to slas.yml"
    ]


def test_a_reference_that_was_forgotten_in_a_renaming_is_not_taken_for_a_typo(
    folder: Path,
) -> None:
    change(folder, "stages", "id: offer", "id: quoted-price")
    change(folder, "stages", "next: [offer, ", "next: [quoted-price, ")
    assert problems(folder) == [
        f"definitions/{place}: 'offer' is not a stage; stages.yml has enquiry, quoted-price, won,"
        " lost, recycled"
        for place in (
            "roles.yml:12:36: roles.0.stages.offer",
            "roles.yml:23:7: roles.1.stages.offer",
            "slas.yml:36:40: slas.1.clock.stop.stage",
        )
    ]


def test_an_id_that_only_shares_a_word_is_not_proposed(folder: Path) -> None:
    change(folder, "roles", "id: field-planner", "id: growth-planner")
    change(folder, "goals", "owner: growth-lead", "owner: field-planner")
    assert problems(folder) == [
        "definitions/goals.yml:27:5: drivers.1.owner: 'field-planner' is not a role; roles.yml has"
        " field-lead, growth-lead, growth-planner"
    ]


def test_an_id_that_is_none_itself_is_never_proposed(folder: Path) -> None:
    change(folder, "stages", "id: offer", "id: Offer!")
    change(folder, "roles", "offer: accountable", "offfer: accountable")
    assert (
        "definitions/roles.yml:12:36: roles.0.stages.offfer: 'offfer' is not a stage; did you mean"
        " 'offer'?" in problems(folder)
    )


def test_a_place_is_that_of_the_key(folder: Path) -> None:
    assert (
        str(read_definitions(folder).place("slas", ("slas", 1, "to")))
        == "definitions/slas.yml:28:5"
    )


def test_the_shipped_definitions_hold_together() -> None:
    read_definitions(SHIPPED)
