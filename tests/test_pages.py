"""Golden pages lie in tests/golden/. To accept a change, run the tests with UPDATE_GOLDEN=1 and
read the diff."""

import os
import re
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest

from catalog.definitions import Definitions, Objective
from catalog.reading import Catalog
from catalog.results import OpenQuarter, Results
from handbook.model import Handbook, gather
from handbook.pages import pages
from tests.played import (
    played,
    quarters,
    results_of,
    with_evidence,
    without_item,
    without_owners_and_stops,
)
from tests.spoiling import dangers, spoilt
from tests.test_markdown import engine

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 22)
ONE_OF_EACH_KIND = [
    "index.md",
    "stages/index.md",
    "stages/enquiry.md",
    "promises/index.md",
    "promises/call-back.md",
    "roles/index.md",
    "roles/field-lead.md",
    "goals.md",
    "buyers.md",
    "rituals.md",
    "glossary.md",
    "perceptions/index.md",
    "perceptions/respect.md",
    "perceptions/leads.md",
    "perceptions/promises.md",
    "perceptions/said-did-moved.md",
    "quarters/index.md",
    "quarters/2026-q3.md",
    "definitions/slas.md",
]
NOTHING_YET = Results((), None)


def chart(spec: dict[str, Any], title: str, description: str) -> str:
    """What a golden page holds instead of a drawing."""
    return f"<p>Chart: {escape(title)}</p>"


def written(catalog: Catalog, results: Results, edit_base: str | None = None) -> dict[str, str]:
    comments = {str(closed.quarter): ("Thank you.",) for closed in results.quarters}
    book: Handbook = gather(catalog, results, comments, TODAY, edit_base)
    return pages(book, chart)


def with_first_sla(catalog: Catalog, **update: object) -> Catalog:
    first, *others = catalog.definitions.slas
    slas = (first.model_copy(update=update), *others)
    return Catalog(catalog.definitions.model_copy(update={"slas": slas}), catalog.documents)


@pytest.fixture(scope="module")
def two_quarters(small_catalog: Catalog) -> dict[str, str]:
    results = played(small_catalog.definitions, 2)
    return written(small_catalog, with_evidence(results, "2026-Q3", call_back=(55, 41)))


@pytest.mark.parametrize("path", ONE_OF_EACH_KIND)
def test_a_page_of_each_kind_reads_as_it_should(path: str, two_quarters: dict[str, str]) -> None:
    golden = GOLDEN / path
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(two_quarters[path])
    assert two_quarters[path] == golden.read_text()


def test_everything_that_is_defined_has_a_page(
    two_quarters: dict[str, str], small: Definitions
) -> None:
    wanted = {f"stages/{stage.id}.md" for stage in small.stages}
    wanted |= {f"promises/{sla.id}.md" for sla in small.slas}
    wanted |= {f"roles/{role.id}.md" for role in small.roles}
    wanted |= {f"perceptions/{theme.id}.md" for theme in small.survey.themes}
    wanted |= {"quarters/2026-q2.md", "quarters/2026-q3.md"}
    assert wanted <= two_quarters.keys()


def test_before_the_first_quarter_every_page_says_what_will_stand_there(
    small_catalog: Catalog, two_quarters: dict[str, str]
) -> None:
    found = written(small_catalog, NOTHING_YET)
    assert found.keys() == {path for path in two_quarters if "quarters/2026" not in path}
    assert "will stand here" in found["index.md"]
    assert "will stand here" in found["promises/call-back.md"]
    assert "will stand here" in found["perceptions/respect.md"]


NEXT_STEP = re.compile(r"\]\((?!#)[^)]+\)[^\n]*\n{: \.cg-next }")


def test_every_page_has_a_next_step(two_quarters: dict[str, str], small_catalog: Catalog) -> None:
    for found in (two_quarters, written(small_catalog, NOTHING_YET)):
        for path, text in found.items():
            assert NEXT_STEP.search(text), path


def test_the_charts_of_a_role_come_after_what_it_does(two_quarters: dict[str, str]) -> None:
    page = two_quarters["roles/growth-lead.md"]
    anchors = ("responsibilities", "stages", "promises", "rituals", "blind-spots")
    places = [page.index(f"{{: #{anchor} }}") for anchor in anchors]
    assert places == sorted(places)


def test_nobody_leaves_where_the_path_ends(
    two_quarters: dict[str, str], small_catalog: Catalog
) -> None:
    assert "## It leaves when {: #exit }" in two_quarters["stages/enquiry.md"]
    stages = tuple(
        stage.model_copy(update={"exit": ("The pump is in.",)} if stage.id == "won" else {})
        for stage in small_catalog.definitions.stages
    )
    definitions = small_catalog.definitions.model_copy(update={"stages": stages})
    given = Catalog(definitions, small_catalog.documents)
    assert "## All is done when {: #exit }" in written(given, NOTHING_YET)["stages/won.md"]


def test_a_file_leads_to_where_readers_meet_what_it_holds(two_quarters: dict[str, str]) -> None:
    """Fault: how to edit it is all that a reader is offered."""
    assert (
        "Next: see [the promises in both directions](../promises/index.md)."
        in (two_quarters["definitions/slas.md"])
    )


def test_every_page_with_charts_or_a_quarter_leads_to_how_to_read_them(
    two_quarters: dict[str, str],
) -> None:
    for path, text in two_quarters.items():
        if "<p>Chart:" in text or (path.startswith("quarters/") and "-brief" not in path):
            assert "(../numbers.md)" in text, path


def test_no_page_shows_marks_that_are_meant_for_the_engine(
    two_quarters: dict[str, str], small_catalog: Catalog
) -> None:
    for found in (two_quarters, written(small_catalog, NOTHING_YET)):
        for path, text in found.items():
            assert "\n\n{:" not in text, path


def test_wherever_a_table_has_gaps_of_a_quarter_it_has_the_level(
    two_quarters: dict[str, str],
) -> None:
    heads = [
        (path, line)
        for path, text in two_quarters.items()
        for line in text.splitlines()
        if line.startswith(("| Quarter |", "| Theme |")) and "Real gap" in line
    ]
    assert len({path for path, _ in heads}) > 2
    for path, line in heads:
        own_views = "Field</span> |" in line and "Growth</span> | Real gap |" in line
        assert "Level" in line or own_views, path


def test_what_is_late_says_so_on_the_pages_of_what_is_to_be_done(small_catalog: Catalog) -> None:
    definitions = small_catalog.definitions
    late = {"due": date(2026, 11, 21)}
    action = definitions.actions[0].model_copy(update=late)
    objective = Objective(
        id="one", name="One.", measured_by="A.", drivers=("brand",), owners=("field-lead",), **late
    )
    goals = definitions.goals.model_copy(update={"objectives": (objective,)})
    given = definitions.model_copy(update={"actions": (action,), "goals": goals})
    found = written(Catalog(given, small_catalog.documents), NOTHING_YET)
    for path in ("index.md", "goals.md", "teams/field.md"):
        assert "Was due on 21 November 2026, still open" in found[path], path
        assert "still open" not in written(small_catalog, NOTHING_YET)[path], path


def test_every_decision_has_its_place_on_the_page_of_what_became_of_them(
    small_catalog: Catalog, two_quarters: dict[str, str]
) -> None:
    page = two_quarters["perceptions/said-did-moved.md"]
    assert "## Swap a working day {: #action-swap-days }" in page
    assert "**Said** in [2026-Q3](../quarters/2026-q3.md): Both teams thought less" in page
    assert "**To do:** Due on 15 December 2026." in page
    link = "perceptions/said-did-moved.md#action-swap-days"
    for path in ("quarters/2026-q3.md", "promises/call-back.md"):
        assert f"[Swap a working day](../{link})" in two_quarters[path]
    for path in ("index.md", "perceptions/index.md"):
        assert "said-did-moved.md)" in two_quarters[path]


def test_a_decision_that_is_late_is_still_open_wherever_it_stands(small_catalog: Catalog) -> None:
    definitions = small_catalog.definitions
    late = definitions.actions[0].model_copy(update={"due": date(2026, 11, 21)})
    given = definitions.model_copy(update={"actions": (late,)})
    found = written(Catalog(given, small_catalog.documents), played(given, 2))
    for path in (
        *("perceptions/said-did-moved.md", "promises/call-back.md"),
        *("quarters/2026-q3.md", "quarters/2026-q3-brief.md"),
    ):
        assert "Was due on 21 November 2026, still open" in found[path], path


def test_a_decision_that_names_a_newer_statement_says_that_it_was_not_asked_yet(
    small_catalog: Catalog,
) -> None:
    """Planted: saying of a quarter that is long closed that figures come when it has closed."""
    now = small_catalog.definitions
    action = now.actions[0].model_copy(update={"decided": "2026-Q1"})
    given = now.model_copy(update={"actions": (action,)})
    first, *others = quarters(3)
    asked = [(first, without_item(given, "craft")), *((each, given) for each in others)]
    found = written(Catalog(given, small_catalog.documents), results_of(asked))
    page = found["perceptions/said-did-moved.md"]
    assert "It was not asked yet in 2026-Q1. Latest, in 2026-Q3: " in page
    assert "Up to 2026-Q3, " in page
    assert "has closed" not in page


def test_without_decisions_their_page_says_what_will_stand_there(small_catalog: Catalog) -> None:
    given = small_catalog.definitions.model_copy(update={"actions": ()})
    found = written(Catalog(given, small_catalog.documents), NOTHING_YET)
    assert "Nothing has been decided" in found["perceptions/said-did-moved.md"]
    assert "said-did-moved.md" not in found["index.md"]


def test_a_chart_is_drawn_once_however_many_decisions_concern_it(small_catalog: Catalog) -> None:
    definitions = small_catalog.definitions
    twice = (definitions.actions[0], definitions.actions[0].model_copy(update={"id": "again"}))
    given = definitions.model_copy(update={"actions": twice})
    page = written(Catalog(given, small_catalog.documents), played(given, 2))
    drawn = page["perceptions/said-did-moved.md"]
    assert drawn.count("#action-again") == 2
    assert drawn.count("Chart: Growth&#x27;s work takes skill.") == 1


def test_a_promise_that_one_team_has_not_signed_says_so(small_catalog: Catalog) -> None:
    given = with_first_sla(small_catalog, agreed={"field": date(2026, 1, 12)})
    found = written(given, NOTHING_YET)
    assert "**Not signed by Growth yet.**" in found["promises/call-back.md"]
    assert "**not signed by Growth**" in found["promises/index.md"]
    assert "cg-banner" not in found["promises/complete-enquiries.md"]


def test_a_promise_past_its_review_says_so(small_catalog: Catalog) -> None:
    given = with_first_sla(small_catalog, review_by=date(2026, 11, 21))
    found = written(given, NOTHING_YET)
    assert "**The review was due on 21 November 2026.**" in found["promises/call-back.md"]
    assert "**review was due 21 November 2026**" in found["promises/index.md"]


def test_what_has_no_owner_or_no_end_yet_says_so(small_catalog: Catalog) -> None:
    """Fault: pages name what is not there, as "None" or an empty text, or leave it out."""
    given = without_owners_and_stops(small_catalog.definitions)
    found = written(Catalog(given, small_catalog.documents), played(given, 2))
    assert "**Nobody owns this stage yet**; also called Inquiry." in found["stages/enquiry.md"]
    assert "| Somebody asked us a question. | **nobody owns it yet** |" in found["stages/index.md"]
    assert found["stages/index.md"].count("Nobody owns it yet") == len(given.stages)
    assert "](stages/offer.md), which nobody owns yet." in found["buyers.md"]
    assert "\nStops\n:   **Nothing yet**; both teams" in found["promises/call-back.md"]
    assert "starts to count" in found["stages/enquiry.md"]
    assert "stops counting" not in found["stages/offer.md"]
    assert "No stage is ours to answer for." in found["teams/field.md"]
    for path, text in found.items():
        assert "None" not in text, path


def test_a_page_leads_to_the_line_it_came_from(small_catalog: Catalog) -> None:
    line = small_catalog.documents["slas"].text.split("\n").index("  - id: complete-enquiries") + 1
    found = written(small_catalog, NOTHING_YET)["promises/complete-enquiries.md"]
    link = f"(../definitions/slas.md#line-{line})"
    assert f"[Edit this in definitions/slas.yml, line {line}]{link}" in found


def test_with_a_repository_a_page_leads_to_the_line_there(small_catalog: Catalog) -> None:
    found = written(small_catalog, NOTHING_YET, "https://example.com/book/edit/main/")
    link = "(https://example.com/book/edit/main/definitions/goals.yml#L2)"
    assert f"[Edit this in definitions/goals.yml, line 2]{link}" in found["index.md"]
    assert not [path for path in found if path.startswith("definitions/")]


def test_text_from_yaml_cannot_leave_the_front_matter(small_catalog: Catalog) -> None:
    promise, name = 'We "promise" <b>this</b> --- & more', 'A "b" <c> & d'
    given = with_first_sla(small_catalog, promise=promise, name=name)
    head = written(given, NOTHING_YET)["promises/call-back.md"].split("\n---\n")[0]
    assert head.splitlines()[1:] == [
        'title: "A ”b” ‹c› &amp; d"',
        'description: "We &quot;promise&quot; &lt;b&gt;this&lt;/b&gt; --- &amp; more"',
    ]


def test_nasty_text_in_any_field_stays_text(small_catalog: Catalog) -> None:
    data = spoilt(small_catalog.definitions.model_dump(mode="json"))
    definitions = Definitions.model_validate(data)
    found = written(Catalog(definitions, small_catalog.documents), played(definitions, 2))
    for path, text in found.items():
        assert not dangers(engine().reset().convert(text.split("\n---\n", 1)[1])), path


def test_an_open_survey_is_announced_on_the_home_page(
    small_catalog: Catalog, small: Definitions
) -> None:
    opened = OpenQuarter(
        format=1,
        quarter="2026-Q4",
        definitions=small,
        closes=date(2026, 12, 18),
        invited={"field": 9, "growth": 8},
    )
    home = written(small_catalog, Results((), opened))["index.md"]
    assert "**The survey for 2026-Q4 is open until 18 December 2026.**" in home
