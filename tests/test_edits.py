"""The page of changes, and what home says of them."""

import json
from datetime import date

import pytest

from catalog.definitions import Definitions, Goals
from catalog.reading import Catalog
from catalog.results import OpenQuarter, Results
from handbook.edits import edits
from handbook.feed import changes_feed
from handbook.model import gather
from handbook.opendata import open_data
from handbook.pages import pages
from handbook.perceptions import perceive
from tests.played import (
    quarters,
    results_of,
    with_driver,
    with_item,
    with_role,
    with_sla,
    without_item,
)

OLD = "Field calls back."
HARD = "Growth's work is hard."


@pytest.fixture(scope="module")
def results(small: Definitions) -> Results:
    """A promise and a statement changed by 2026-Q2; a statement is new in 2026-Q4, open now."""
    first, second, third = quarters(3)
    now = without_item(small, "honest")
    before = with_item(with_sla(now, "call-back", promise=OLD, measure="Calls."), "craft",
                       statement=HARD)  # fmt: skip
    opened = OpenQuarter(
        format=1, quarter="2026-Q4", definitions=small, closes=date(2026, 12, 18), invited={}
    )
    closed = results_of([(first, before), (second, now), (third, now)])
    return Results(closed.quarters, opened)


def history(page: str) -> list[str]:
    """What a page says of how it changed, line by line."""
    section = page.partition("{: #history }")[2].partition("\n#")[0].partition("\nNext:")[0]
    return [line for line in section.splitlines() if line]


def made(catalog: Catalog, results: Results) -> dict[str, str]:
    book = gather(catalog, results, {}, date(2026, 11, 22), None)
    return pages(book, lambda *_: "<svg></svg>")


def reworded_since(catalog: Catalog) -> Catalog:
    definitions = with_sla(catalog.definitions, "complete-enquiries", measure="Another share.")
    return Catalog(definitions, catalog.documents)


def test_what_changed_in_one_thing_by_one_quarter_is_one_edit(
    small: Definitions, results: Results
) -> None:
    found = edits(perceive(results, small).changes)
    assert [(str(each.quarter), each.kind, each.id, each.happened) for each in found] == [
        ("2026-Q2", "sla", "call-back", "changed: wording and measure"),
        ("2026-Q2", "item", "craft", "changed: wording"),
        ("2026-Q4", "item", "honest", "was added"),
    ]
    assert found[0].title == "Promise “Calling back”"


def test_old_stands_beside_new_by_field(small_catalog: Catalog, results: Results) -> None:
    page = made(small_catalog, results)["changes.md"]
    edit = page.partition("{: #2026-q2-sla-call-back }")[2].partition("\n#")[0]
    row = next(line for line in edit.splitlines() if line.startswith("| Wording"))
    assert row.index(OLD) < row.index("Field calls every enquiry back within a day.")
    assert "[As it stands now](promises/call-back.md)" in edit


def test_changes_since_the_last_close_come_first_whether_asked_about_or_not(
    small_catalog: Catalog, results: Results
) -> None:
    page = made(reworded_since(small_catalog), results)["changes.md"]
    anchors = [
        "{: #2026-q4 }",
        "{: #2026-q4-item-honest }",
        "{: #next }",
        "{: #next-sla-complete-enquiries }",
        "{: #2026-q2 }",
    ]
    places = [page.index(anchor) for anchor in anchors]
    assert places == sorted(places)


def test_a_quarter_without_changes_has_its_anchor_too(
    small_catalog: Catalog, results: Results
) -> None:
    page = made(small_catalog, results)["changes.md"]
    assert '<span id="2026-q3">2026-Q3</span>' in page
    assert '<span id="2026-q1">2026-Q1</span>: the first quarter' in page


def test_home_names_the_latest_changes_and_leads_to_them(
    small_catalog: Catalog, results: Results
) -> None:
    home = made(reworded_since(small_catalog), results)["index.md"].partition("{: #lately }")[2]
    lines = [line for line in home.splitlines() if "changes.md#" in line]
    assert [line.partition("](changes.md#")[2].partition(")")[0] for line in lines] == [
        "next-sla-complete-enquiries",
        "2026-q4-item-honest",
        "2026-q2-sla-call-back",
        "2026-q2",
    ]
    assert lines[3] == "[1 more change](changes.md#2026-q2) by 2026-Q2."
    assert lines[0].endswith("changed: measure, since 2026-Q4 opened.")
    assert lines[1].endswith("was added, by 2026-Q4.")


def test_a_statement_that_was_taken_out_still_says_what_it_read(
    small_catalog: Catalog, results: Results
) -> None:
    definitions = without_item(small_catalog.definitions, "craft")
    page = made(Catalog(definitions, small_catalog.documents), results)["changes.md"]
    edit = page.partition("{: #next-item-craft }")[2].partition("\n#")[0]
    assert "It was taken out. It read: “Growth's work takes skill.”" in edit
    assert "(perceptions/respect.md#statement-craft)" in edit


def test_a_promise_says_how_it_changed_the_latest_first(
    small_catalog: Catalog, results: Results
) -> None:
    reworded = with_sla(small_catalog.definitions, "call-back", measure="Another share.")
    pages = made(Catalog(reworded, small_catalog.documents), results)
    assert history(pages["promises/call-back.md"]) == [
        "- [Since 2026-Q4 opened](../changes.md#next-sla-call-back) it changed: measure.",
        "- [By 2026-Q2](../changes.md#2026-q2-sla-call-back) it changed: wording and measure.",
    ]


@pytest.fixture(scope="module")
def agreed_anew(small: Definitions) -> Results:
    """A role and its team's driver changed by 2026-Q3, and a role went; nothing since."""
    first, second = quarters(2)
    before = with_role(
        with_driver(small, "brand", horizon="year"), "growth-lead", purpose="Makes noise."
    )
    helper = small.roles[0].model_copy(update={"id": "helper", "name": "Helper"})
    more = before.model_copy(update={"roles": (*before.roles, helper)})
    return results_of([(first, more), (second, small)])


def test_changes_of_roles_and_goals_stand_among_the_others_and_lead_to_their_place(
    small_catalog: Catalog, agreed_anew: Results
) -> None:
    pages = made(small_catalog, agreed_anew)
    role = pages["changes.md"].partition("{: #2026-q3-role-growth-lead }")[2].partition("\n#")[0]
    assert role.index("Makes noise.") < role.index("Makes us known to waterworks.")
    assert "[As it stands now](roles/growth-lead.md)" in role
    driver = pages["changes.md"].partition("{: #2026-q3-driver-brand }")[2].partition("\n#")[0]
    assert "| When it pays off |" in driver
    assert "[As it stands now](goals.md#driver-brand)" in driver
    gone = pages["changes.md"].partition("{: #2026-q3-role-helper }")[2].partition("\n#")[0]
    assert "It was taken out. It read: “Leads the people who visit waterworks.”" in gone
    assert "roles/helper.md" not in gone
    lately = pages["index.md"].partition("{: #lately }")[2]
    assert "[Role “Growth lead”](changes.md#2026-q3-role-growth-lead) changed: purpose" in lately
    assert "[Driver “Being known”](changes.md#2026-q3-driver-brand) changed" in lately


def test_a_role_says_how_it_changed(small_catalog: Catalog, agreed_anew: Results) -> None:
    pages = made(small_catalog, agreed_anew)
    assert history(pages["roles/growth-lead.md"]) == [
        "- [By 2026-Q3](../changes.md#2026-q3-role-growth-lead) it changed: purpose.",
    ]
    assert history(pages["roles/field-lead.md"]) == [
        "Nothing has changed here since [2026-Q2](../quarters/2026-q2.md), the first quarter."
    ]


def test_the_page_of_goals_says_how_they_changed(
    small_catalog: Catalog, agreed_anew: Results
) -> None:
    """Fault: changes of other things stand among them."""
    now = with_driver(small_catalog.definitions, "retention", definition="Contracts kept.")
    pages = made(Catalog(now, small_catalog.documents), agreed_anew)
    assert history(pages["goals.md"]) == [
        "- [Since 2026-Q3 opened](changes.md#next-driver-retention) the driver “Retention”"
        " changed: definition.",
        "- [By 2026-Q3](changes.md#2026-q3-driver-brand) the driver “Being known” changed: when it"
        " pays off.",
    ]
    quiet = made(small_catalog, results_of([(quarters(1)[0], small_catalog.definitions)]))
    assert history(quiet["goals.md"]) == [
        "Nothing has changed here since [2026-Q3](quarters/2026-q3.md), the first quarter."
    ]


def test_another_name_of_a_team_is_told_once(small_catalog: Catalog, small: Definitions) -> None:
    """Fault: it is told nowhere; a team with another id too is one that went and one that came."""
    first, second = quarters(2)
    field, growth = small.company.teams
    company = small.company.model_copy(
        update={"teams": (field.model_copy(update={"id": "visits", "name": "Visits"}), growth)}
    )
    before = small.model_copy(update={"company": company})
    page = made(small_catalog, results_of([(first, before), (second, small)]))["changes.md"]
    assert page.count("Visits") == 1
    told = page.partition("### Team “Field” {: #2026-q3-team-field }")[2].partition("\n#")[0]
    assert "Visits" in told
    assert "[As it stands now](teams/field.md)" in told


def test_trend_charts_mark_changes_of_roles_and_goals(
    small_catalog: Catalog, agreed_anew: Results
) -> None:
    """Fault: trends are tied to promises and stages alone."""
    pages = made(small_catalog, agreed_anew)
    told = (
        "- **A** From 2026-Q3: [the role “Growth lead” changed; the driver “Being known” changed]"
        "(../quarters/2026-q3.md#changes)."
    )
    assert told in pages["perceptions/respect.md"]
    assert told in pages["roles/growth-lead.md"]
    assert "the driver “Being known” changed" in pages["promises/call-back.md"]


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("role", "roles/field-lead.md"),
        ("measure", "goals.md#measure"),
        ("objective", "goals.md#objective-renewals"),
        ("driver", "goals.md#driver-retention"),
        ("persona", "buyers.md#buyer-engineer"),
        ("message", "buyers.md#buyer-engineer"),
        ("ritual", "rituals.md#ride-along"),
        ("term", "glossary.md#crm"),
    ],
)
def test_what_came_leads_to_where_it_stands(
    small_catalog: Catalog, small: Definitions, kind: str, place: str
) -> None:
    first, second = quarters(2)
    other = small.goals.measure.model_copy(update={"id": "other"})
    goals = Goals(measure=other, objectives=(), drivers=small.goals.drivers[1:])
    none_of = dict.fromkeys(("personas", "rituals", "glossary"), ())
    before = small.model_copy(update={"roles": small.roles[1:], "goals": goals, **none_of})
    page = made(small_catalog, results_of([(first, before), (second, small)]))["changes.md"]
    edit = page.partition(f"{{: #2026-q3-{kind}-")[2].partition("\n#")[0]
    assert f"[See it]({place})" in edit


@pytest.fixture(scope="module")
def signed_again(small: Definitions) -> Results:
    """Both promises were signed again on one day by 2026-Q3, and a word means something else."""
    first, second = quarters(2)
    (crm,) = small.glossary
    before = small.model_copy(update={"glossary": (crm.model_copy(update={"meaning": "A list."}),)})
    for sla in small.slas:
        signed = dict.fromkeys(sla.agreed, date(2025, 2, 3))
        before = with_sla(before, sla.id, agreed=signed, review_by=date(2026, 2, 3))
    return results_of([(first, before), (second, small)])


def test_what_was_only_signed_again_stands_in_one_line_a_day(
    small_catalog: Catalog, signed_again: Results
) -> None:
    """Fault: every promise that was signed again has a heading and a table of its own."""
    section = made(small_catalog, signed_again)["changes.md"].partition("{: #2026-q3 }")[2]
    headings = [line for line in section.splitlines() if line.startswith("###")]
    assert [line.partition(" {: ")[2] for line in headings] == [
        "#2026-q3-term-crm }",
        "#2026-q3-signatures }",
    ]
    (line,) = (line for line in section.splitlines() if line.startswith("- Signatures"))
    assert line == (
        "- Signatures: both teams on 12 January 2026 (before: both teams on 3 February 2025);"
        " review date: 12 January 2027 (before: 3 February 2026):"
        ' <span id="2026-q3-sla-call-back">[Promise “Calling back”](promises/call-back.md)</span>,'
        ' <span id="2026-q3-sla-complete-enquiries">[Promise “Complete enquiries”]'
        "(promises/complete-enquiries.md)</span>"
    )


def test_signatures_crowd_neither_home_nor_the_quarter_nor_charts(
    small_catalog: Catalog, signed_again: Results
) -> None:
    """Fault: they are listed among what changed lately, or marked in a promise's chart."""
    pages = made(small_catalog, signed_again)
    lately = pages["index.md"].partition("{: #lately }")[2]
    assert [line for line in lately.splitlines() if "changes.md#" in line] == [
        "- [Word “CRM”](changes.md#2026-q3-term-crm) changed: meaning, by 2026-Q3."
    ]
    quarter = pages["quarters/2026-q3.md"].partition("{: #changes }")[2]
    assert "| Word “CRM” | meaning | A list. |" in quarter
    assert "12 January 2026" not in quarter
    assert "[among all changes](../changes.md#2026-q3)" in quarter
    assert "From 2026-Q3" not in pages["promises/call-back.md"]
    (line,) = history(pages["promises/call-back.md"])
    assert line.endswith("#2026-q3-sla-call-back) it changed: signatures and review date.")


def test_a_new_wording_and_its_signatures_stand_together(
    small_catalog: Catalog, small: Definitions
) -> None:
    first, second = quarters(2)
    before = with_sla(small, "call-back", promise=OLD, agreed={"field": date(2025, 2, 3)})
    page = made(small_catalog, results_of([(first, before), (second, small)]))["changes.md"]
    rows = page.partition("{: #2026-q3-sla-call-back }")[2].partition("\n#")[0]
    assert "| Wording |" in rows
    signatures = next(line for line in rows.splitlines() if line.startswith("| Signatures"))
    assert signatures.index("Field on 3 February 2025") < signatures.index("both teams on")


def test_a_word_leads_to_where_it_stands_however_it_is_written(
    small_catalog: Catalog, small: Definitions
) -> None:
    """Fault: its address is the word itself, which can hold what ends a link."""
    words = {"A/B *test*": "ab-test", "Größe) [x](y": "größe-xy", "©": "word"}
    words |= {"C++": "c-plus-plus", "C#": "c-sharp"}
    (crm,) = small.glossary
    glossary = tuple(crm.model_copy(update={"term": word}) for word in words)
    now = Catalog(small.model_copy(update={"glossary": (crm, *glossary)}), small_catalog.documents)
    pages = made(now, results_of([(quarters(1)[0], small)]))
    for anchor in words.values():
        assert f"{{: #{anchor} }}" in pages["glossary.md"]
        assert f"{{: #next-term-{anchor} }}" in pages["changes.md"]
        assert f"[See it](glossary.md#{anchor})" in pages["changes.md"]


def test_programs_read_of_roles_and_goals_too(small_catalog: Catalog, agreed_anew: Results) -> None:
    book = gather(small_catalog, agreed_anew, {}, date(2026, 11, 22), None)
    rows = json.loads(open_data(book)["data/changes.json"])["records"]
    assert [(row["kind"], row["id"], row["field"], row["old"]) for row in rows] == [
        ("role", "growth-lead", "purpose", "Makes noise."),
        ("driver", "brand", "horizon", "this year"),
        ("role", "helper", "removed", "Leads the people who visit waterworks."),
    ]
    feed = changes_feed(book, "https://example.com/")
    assert "<title>Role “Growth lead” changed: purpose</title>" in feed
    assert 'href="https://example.com/changes/#2026-q3-driver-brand"' in feed


def test_a_stage_that_never_changed_says_since_when(
    small_catalog: Catalog, results: Results
) -> None:
    assert history(made(small_catalog, results)["stages/enquiry.md"]) == [
        "Nothing has changed here since [2026-Q1](../quarters/2026-q1.md), the first quarter."
    ]


def test_before_the_first_quarter_there_is_no_history(small_catalog: Catalog) -> None:
    assert not history(made(small_catalog, Results((), None))["stages/enquiry.md"])
