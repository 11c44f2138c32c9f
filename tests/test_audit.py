"""The audit of built sites: nothing slips by that it promises to find, nothing true is refused."""

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from catalog.quarters import Quarter
from catalog.reading import Catalog
from catalog.results import AgreementBand, ScoreBand
from catalog.workspace import Workspace
from handbook.audit import Auditor, DisclosureError
from handbook.data_spots import csv_spots
from handbook.model import Handbook
from handbook.page_spots import page_spots
from handbook.publishing import publish
from handbook.site_files import site_files
from handbook.staging import stage
from handbook.topics import Topic, is_hidden, topics
from handbook.vocabulary import Vocabulary
from survey.codes import new_code, shown
from tests.played import HIDDEN, played, with_answers, with_evidence, write_results
from tests.running import ROOT, run_python

TODAY = date(2026, 10, 7)
STATEMENT = "Growth's work takes skill."
COMMENT = "The price lists of last year still lie around."
THEME, QUARTER = "perceptions/respect/index.html", "quarters/2026-q3/index.html"
PROMISES, SLA = "perceptions/promises/index.html", "promises/call-back/index.html"
BOARD, TEAM = "promises/index.html", "teams/field/index.html"


@dataclass(frozen=True)
class Built:
    """A workspace with its site, in the last quarter of which some figures are hidden."""

    workspace: Workspace
    book: Handbook


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, small_catalog: Catalog) -> Built:
    workspace = Workspace(tmp_path_factory.mktemp("audited"))
    shutil.copytree(ROOT / "tests" / "small" / "definitions", workspace.definitions)
    shutil.copytree(ROOT / "docs", workspace.docs)
    shutil.copy(ROOT / "mkdocs.yml", workspace.mkdocs_yml)
    results = played(small_catalog.definitions, 3)
    for kind, id, hidden in (
        ("own", "craft", {"field": HIDDEN}),
        ("guess", "craft", {"growth": ScoreBand(n=6, low=4.2, high=5)}),
        ("stage", "phone-call", {"growth": AgreementBand(n=5, share_low=0, share_high=40)}),
        ("kept", "call-back", {"growth": HIDDEN}),
    ):
        results = with_answers(results, "2026-Q3", kind, id, **hidden)
    results = with_evidence(results, "2026-Q3", call_back=(55, 41), complete_enquiries=(14, 13))
    write_results(results, workspace.results)
    publish(workspace, TODAY)
    return Built(workspace, stage(workspace, TODAY).book)


@pytest.fixture
def site(built: Built, tmp_path: Path) -> Path:
    """A copy of the site to plant something in."""
    copy = tmp_path / "site"
    shutil.copytree(built.workspace.site, copy, ignore=shutil.ignore_patterns("javascripts"))
    return copy


def told(site: Path, built: Built, *unpublished: str) -> str:
    """What the audit says of a site; nothing if all is well."""
    try:
        Auditor(built.book, unpublished).audit(site)
    except DisclosureError as error:
        return str(error)
    return ""


def replace(path: Path, pattern: str, text: str, nth: int = 0) -> None:
    """Put a text in the place of the nth match."""
    old = path.read_text()
    match = list(re.finditer(pattern, old, re.DOTALL))[nth]
    path.write_text(old[: match.start()] + text + old[match.end() :])


def before(path: Path, pattern: str, text: str, nth: int = 0) -> None:
    """Put a text in front of the nth match."""
    match = list(re.finditer(pattern, path.read_text(), re.DOTALL))[nth]
    replace(path, pattern, text + match[0], nth)


def test_a_site_as_it_is_built_tells_nothing(built: Built) -> None:
    assert told(built.workspace.site, built) == ""


def test_a_digit_in_an_id_or_a_wording_is_no_figure(built: Built) -> None:
    """Planted: ids are read like other fields; a hidden `craft-7` kept a handbook back."""
    quarters = tuple(closed.quarter for closed in built.book.perceptions.quarters)
    craft = next(each for each in topics(built.book.perceptions) if "own.craft" in each.names)
    seven = Topic(
        "Takes 7 skills.",
        frozenset(["Takes 7 skills.", "own.craft-7"]),
        shares=False,
        figures=craft.figures,
    )
    table = "quarter,kind,id,wording,team,mean\n2026-Q3,own,craft-7,Takes 7 skills.,field,3.5\n"
    vocabulary = Vocabulary((seven,), built.book.teams, quarters)
    assert [spot.text for spot in csv_spots(table, vocabulary)] == ["3.5"]


def test_a_quarter_in_a_wording_is_not_the_one_that_a_figure_is_of() -> None:
    """Fault: the row of “We met in 2026-Q1.” is read as that quarter's, on the page of another."""
    met = Topic("Met", frozenset(["We met in 2026-Q1."]), shares=False, figures={})
    first, second = Quarter(2026, 1), Quarter(2026, 2)
    vocabulary = Vocabulary((met,), (), (first, second))
    assert vocabulary.quarters_in("We met in 2026-Q1. In 2026-Q2: 3.4") == (second,)
    assert vocabulary.quarters_in("It was in 2026-Q1.") == (first,)


def test_every_hidden_figure_has_a_cell_on_a_page_that_the_audit_knows(built: Built) -> None:
    perceptions = built.book.perceptions
    quarters = tuple(closed.quarter for closed in perceptions.quarters)
    vocabulary = Vocabulary(topics(perceptions), built.book.teams, quarters)
    cells = {
        (spot.topic.name, quarter, spot.role, spot.team)
        for file in site_files(built.workspace.site)
        if file.kind == ".html"
        for spot in page_spots(file.address, file.tree, vocabulary)
        if spot.topic and spot.is_cell
        for quarter in spot.quarters
    }
    hidden = {
        (topic.name, cell.quarter, cell.role, cell.team)
        for topic in vocabulary.topics
        for cell, figure in topic.figures.items()
        if is_hidden(figure) and figure.band and cell.role != "average"
    }
    assert hidden
    assert hidden <= cells


TOO_FEW = "too few answers"
CAPTION = "<figcaption>"
DRAWING_ENDS = r"(?=</svg>\s*<figcaption>)"

PLANTS: dict[str, Callable[[Path], None]] = {
    "a table of a quarter": lambda site: replace(site / QUARTER, TOO_FEW, "4.9 (4)"),
    "a difference in a table": lambda site: replace(site / QUARTER, TOO_FEW, "+1.3", 1),
    "a mean for a band": lambda site: replace(site / QUARTER, "4.2 or more", "4.8"),
    "a share for a band": lambda site: replace(site / QUARTER, "40% or less", "20%"),
    "a table of a theme": lambda site: replace(site / THEME, TOO_FEW, "4.9"),
    "an average of a theme": lambda site: replace(site / THEME, TOO_FEW, "4.9", -1),
    "a table of promises": lambda site: replace(site / PROMISES, TOO_FEW, "1.1"),
    "a sentence of a section": lambda site: before(
        site / THEME, r"<p>In 2026-Q3", "<p>In 2026-Q3, Field scored 4.9.</p>"
    ),
    "a caption": lambda site: replace(site / THEME, CAPTION, f"{CAPTION}4.9 in 2026-Q3. "),
    "a chart's description": lambda site: replace(
        site / THEME, r"(?<=</desc>)", "<desc>In 2026-Q3, Field scored 4.9.</desc>"
    ),
    "a chart's title": lambda site: replace(site / THEME, "(?=</title><desc)", " 2026-Q3: 4.9"),
    "a chart's label": lambda site: replace(site / THEME, DRAWING_ENDS, "<text>1.37</text>"),
    "a tooltip": lambda site: replace(
        site / THEME, DRAWING_ENDS, "<g><title>Field, 2026-Q3: 4.9</title></g>"
    ),
    "a mark's own words": lambda site: replace(
        site / THEME, DRAWING_ENDS, '<path aria-label="Field, 2026-Q3: 4.9"/>'
    ),
    "the chart of a promise": lambda site: replace(
        site / SLA, "(?=</figcaption>)", " Growth scored 1.1 in 2026-Q3."
    ),
    "a score beside evidence": lambda site: replace(site / SLA, TOO_FEW, "1.1"),
    "a score beside evidence, in the search": lambda site: replace(
        site / "search" / "search_index.json", f"{TOO_FEW}(?=. More about )", "1.1"
    ),
    "the board of promises, in the search": lambda site: replace(
        site / "search" / "search_index.json", f"{TOO_FEW}(?= Complete enquiries )", "1.1"
    ),
    "the board of promises": lambda site: replace(site / BOARD, TOO_FEW, "1.1"),
    "the promises of a team": lambda site: replace(site / TEAM, TOO_FEW, "1.1"),
    "evidence to download": lambda site: data(
        site, [{"quarter": "2026-Q3", "id": "call-back", "cases": 55, "kept": 41, "mean": 1.1}]
    ),
    "an alt text": lambda site: before(
        site / THEME, "<figcaption>", '<img src="x.png" alt="Field scored 4.9 in 2026-Q3">'
    ),
    "a page's description": lambda site: replace(
        site / QUARTER, '(?<=name="description" content=")', f"{STATEMENT} 4.9 "
    ),
    "the search, in a sentence": lambda site: searched(
        site, "<p>In 2026-Q3, Field scored 4.9.</p>"
    ),
    "the search, in a row": lambda site: searched(site, "2026-Q3 4.9 (4) 3.0 (12)"),
    "the search, in a name": lambda site: searched(site, "In 2026-Q3, Field scored 4.9.", "tags"),
    "the sitemap": lambda site: replace(
        site / "sitemap.xml", "(?=</urlset>)", f"<!-- --><url>{STATEMENT} 2026-Q3 4.9</url>"
    ),
    "a feed": lambda site: write(
        site / "feed.xml",
        "<feed><entry><content type='html'>&lt;p&gt;2026-Q3: Growth&#39;s work takes skill."
        " Field 4.9&lt;/p&gt;</content></entry></feed>",
    ),
    "a calendar": lambda site: write(
        site / "dates.ics", f"BEGIN:VEVENT\nSUMMARY:{STATEMENT} 2026-Q3 4.9\nEND:VEVENT\n"
    ),
    "a text": lambda site: write(site / "notes.txt", f"2026-Q3\n{STATEMENT} 4.9 in 2026-Q3\n"),
    "a table to download": lambda site: table(
        site, {"quarter": "2026-Q3", "question": "own.craft", "team": "field", "mean": "4.9"}
    ),
    "a count to download": lambda site: table(
        site, {"quarter": "2026-Q3", "kind": "own", "id": "craft", "team": "field", "n": "4"}
    ),
    "a wide table to download": lambda site: table(
        site, {"quarter": "2026-Q3", "item": "craft", "own_field": "4.9", "own_growth": "3.0"}
    ),
    "data, a record each": lambda site: data(
        site,
        [{"quarter": "2026-Q3", "question": "own.craft", "team": "field", "mean": 4.9}],
    ),
    "data, by team": lambda site: data(
        site,
        {"2026-Q3": {"questions": [{"kind": "own", "id": "craft", "field": {"mean": 5}}]}},
    ),
    "data, counts": lambda site: data(
        site,
        {
            "quarter": "2026-Q3",
            "own.craft": {"teams": {"field": {"counts": {"4": 1, "5": 3}}}},
        },
    ),
    "data, a difference": lambda site: data(
        site, {"quarter": "2026-Q3", "statement": STATEMENT, "real_gap": 1.25}
    ),
}


def searched(site: Path, text: str, field: str = "text") -> None:
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text())
    entry = next(e for e in index["docs"] if e["location"].endswith("#statement-craft"))
    entry[field] += f" {text}" if field == "text" else [text]
    path.write_text(json.dumps(index))


def write(path: Path, text: str) -> None:
    path.write_text(text)


def table(site: Path, row: dict[str, str]) -> None:
    text = io.StringIO()
    rows = csv.DictWriter(text, list(row))
    rows.writeheader()
    rows.writerow(row)
    write(site / "figures.csv", text.getvalue())


def data(site: Path, value: object) -> None:
    write(site / "figures.json", json.dumps(value))


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_planted_leak_is_found(plant: Callable[[Path], None], site: Path, built: Built) -> None:
    plant(site)
    problem = told(site, built)
    assert problem.startswith("site/")
    assert "where the results hide a figure" in problem


def test_a_leak_that_stands_on_many_pages_is_named_on_each(site: Path, built: Built) -> None:
    """Planted: a text that was judged on one page was passed over on all others."""
    said = f"<p>In 2026-Q3: {STATEMENT} Field 4.9.</p>"
    for page in (THEME, QUARTER):
        before(site / page, "</article>", said)
    problems = told(site, built).splitlines()
    assert {each.partition(":")[0] for each in problems} == {f"site/{THEME}", f"site/{QUARTER}"}


def test_a_cell_about_what_is_shown_is_read_where_it_names_what_is_hidden(
    site: Path, built: Built
) -> None:
    """Planted: a cell was passed over by its place alone, whatever its words named."""
    row = "<table><tr><th>Notes</th></tr><tr><td>Seen: {} 4.9</td></tr></table>"
    before(site / QUARTER, "</article>", row.format(STATEMENT))
    assert told(site, built).startswith(f"site/{QUARTER}: 4.9 stands beside “{STATEMENT}”")


@pytest.mark.parametrize(("team", "quarter"), [("growth", "2026-Q1"), ("field", "2026-Q3")])
@pytest.mark.parametrize("place", ["(?=</desc>)", "(?=</figcaption>)"])
def test_a_leak_that_equals_what_the_same_caption_may_say_otherwise_is_found(
    place: str, team: str, quarter: str, site: Path, built: Built
) -> None:
    """Planted: a caption read as a whole; the score of another quarter or team explained it."""
    kept = next(each for each in topics(built.book.perceptions) if "kept.call-back" in each.names)
    known = kept.exactly(Quarter.parse(quarter), "own", team).text
    said = f" {team.title()} scored {known} in {quarter}"
    replace(site / SLA, place, f"{said}; too few answers to show Growth in 2026-Q3.")
    assert told(site, built) == ""
    replace(site / SLA, place, f"{said}; Growth scored {known} in 2026-Q3.")
    assert f"{SLA}: {known} stands beside “{kept.name}”" in told(site, built)


COLLIDING: dict[str, tuple[str, str, str]] = {
    "a chart's label": (THEME, DRAWING_ENDS, "<text>Field {}</text>"),
    "a label in two lines": (THEME, DRAWING_ENDS, "<text>Field</text><text>{}</text>"),
    "a label without a team": (THEME, DRAWING_ENDS, "<text>{}</text>"),
    "a tooltip": (THEME, DRAWING_ENDS, "<g><title>Field, 2026-Q3: {}</title></g>"),
    "a tooltip without a quarter": (THEME, DRAWING_ENDS, "<g><title>Field: {}</title></g>"),
    "a mark's own words": (THEME, DRAWING_ENDS, '<path aria-label="Field, 2026-Q3: {}"/>'),
    "a sentence": (THEME, "(?=<p>In 2026-Q3)", "<p>In 2026-Q3, Field scored {}.</p>"),
    "a sentence without a quarter": (THEME, "(?=<p>In 2026-Q3)", "<p>Field: {}.</p>"),
    "a caption": (THEME, "(?<=<figcaption>)", "Field {} in 2026-Q3. "),
    "a quote in a sentence": (
        "index.html",
        "(?=</article>)",
        f"<p>The teams differ on “{STATEMENT[:-1]}”, where Field scored {{}}.</p>",
    ),
    "a quote that is cut": (
        "quarters/2026-q3-brief/index.html",
        "(?=</article>)",
        f"<li>“{STATEMENT[:22]}…” Field {{}}</li>",
    ),
    "a figure below a quote": (
        "index.html",
        "(?=</article>)",
        f"<p>“{STATEMENT}”</p><p>Field {{}}</p>",
    ),
    "a figure below a heading": (
        "index.html",
        "(?=</article>)",
        f"<h2 id='x'>{STATEMENT}</h2><p>Field {{}}</p>",
    ),
    "a comment": (THEME, "(?=<p>In 2026-Q3)", "<!-- Field {} -->"),
    "a field for programs": (THEME, "(?=<p>In 2026-Q3)", "<p data-score='Field {}'>Field</p>"),
}
"""A page, where on it, and a text with the number planted there."""
FILES = {
    "a feed": (
        "feed.xml",
        f"<feed><entry><title>{STATEMENT}</title><updated>2026-10-01</updated>"
        "<content type='html'>&lt;p&gt;Field {}&lt;/p&gt;</content></entry></feed>",
    ),
    "a calendar": (
        "dates.ics",
        f"BEGIN:VEVENT\nSUMMARY:{STATEMENT}\nDESCRIPTION:Field {{}}\nEND:VEVENT\n",
    ),
    "a drawing": ("x.svg", f"<svg><title>{STATEMENT}</title><g><text>Field {{}}</text></g></svg>"),
    "a text in a drawing": ("x.svg", f"<svg><text>{STATEMENT} Field {{}}</text></svg>"),
    "a text": ("notes.txt", f"{STATEMENT}\nField: {{}}\n"),
    "Markdown": ("notes.md", f"# {STATEMENT}\n\nField: {{}}\n"),
    "a script": ("notes.js", f'const craft = {{{{"name": "{STATEMENT}", "field": {{}}}}}}\n'),
    "YAML": ("notes.yml", f"- wording: {STATEMENT}\n  field: {{}}\n"),
    "tabs": ("notes.tsv", "quarter\tquestion\tteam\tmean\n2026-Q3\town.craft\tfield\t{}\n"),
    "semicolons": ("notes.csv", f"Quarter;statement;Field\n2026-Q3;{STATEMENT};{{}}\n"),
    "columns of teams": ("notes.csv", f"statement,Field,Growth\n{STATEMENT},{{}},3.0\n"),
}
"""A file's name, and what stands in it around the number."""


def sayable_otherwise(built: Built) -> set[str]:
    """What the hidden score could equal: what else of the statement is shown, and differences."""
    craft = next(each for each in topics(built.book.perceptions) if "own.craft" in each.names)
    last = built.book.perceptions.quarters[-1].quarter
    shown = {craft.exactly(last, "own", "growth"), craft.exactly(last, "guess", "field")}
    values = [each.value for each in shown if each.value is not None]
    assert len(values) == 2
    return {f"{value:.1f}" for value in (*values, abs(values[0] - values[1]))}


@pytest.mark.parametrize("place", COLLIDING.values(), ids=COLLIDING)
def test_a_leak_that_equals_another_figure_of_the_statement_is_found(
    place: tuple[str, str, str], site: Path, built: Built
) -> None:
    """Planted: whatever was told of a statement, or lay between, explained a team's own score."""
    page, where, text = place
    whole = (site / page).read_text()
    for number in sayable_otherwise(built):
        (site / page).write_text(whole)
        replace(site / page, where, text.format(number))
        assert f"site/{page}: {number} stands beside “{STATEMENT}”" in told(site, built)


@pytest.mark.parametrize("point", ".,")
@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_leak_in_a_file_that_equals_another_figure_is_found(
    file: tuple[str, str], point: str, site: Path, built: Built
) -> None:
    """Planted: some kinds of files were not read, and elsewhere the other figure explained it."""
    name, text = file
    if name.endswith(".csv") and point == "," and ";" not in text:
        text = text.replace("{}", '"{}"')
    for number in sayable_otherwise(built):
        written = number.replace(".", point)
        write(site / name, text.format(written))
        assert f"site/{name}: {written} stands beside “{STATEMENT}”" in told(site, built)


@pytest.mark.parametrize("page", [SLA, BOARD])
def test_a_leak_beside_evidence_that_equals_the_other_teams_score_is_found(
    page: str, site: Path, built: Built
) -> None:
    """Planted: in tables of promises by their names, no cell was about how kept one feels."""
    kept = next(each for each in topics(built.book.perceptions) if "kept.call-back" in each.names)
    known = kept.exactly(Quarter.parse("2026-Q3"), "own", "field").text
    replace(site / page, TOO_FEW, known)
    assert f"site/{page}: {known} stands beside “{kept.name}”" in told(site, built)


def test_a_count_of_a_choice_that_is_not_shown_is_found(site: Path, built: Built) -> None:
    """Planted: a whole number was no score, so nobody looked at it."""
    before(site / THEME, "<p>In 2026-Q3", "<p>In 2026-Q3, all 4 in Field chose 5.</p>")
    assert f"site/{THEME}: 4 stands beside “{STATEMENT}”" in told(site, built)


def test_data_that_says_only_what_may_be_shown_is_fine(site: Path, built: Built) -> None:
    records = []
    for closed in built.book.results.quarters:
        for question in closed.perceptions.questions:
            for team, answer in question.answers.items():
                about = {"quarter": str(closed.quarter), "team": team}
                about |= {"question": f"{question.kind}.{question.id}"}
                records.append(about | answer.model_dump())
    data(site, records)
    fields = dict.fromkeys(key for record in records for key in record)
    with (site / "figures.csv").open("w", newline="") as file:
        rows = csv.DictWriter(file, list(fields))
        rows.writeheader()
        rows.writerows(records)
    shutil.copytree(built.workspace.results, site / "results")
    assert told(site, built) == ""


def test_numbers_that_are_about_other_things_are_fine(site: Path, built: Built) -> None:
    before(
        site / SLA,
        '<h2 id="felt"',
        "<p>Within 1.5 hours, in 99.5 percent of cases, since version 4.9.</p>",
    )
    write(site / "notes.txt", "Version 4.9 is out; 4.9 percent of 2026-Q3 is over.\n")
    assert told(site, built) == ""


@pytest.mark.parametrize("name", ["notes.json", "notes.csv", "notes.html", "notes.xml"])
@pytest.mark.parametrize(
    "text", ["", "{", '["docs", "items"]', '{"docs": [1]}', "[" * 9999, "\0,1"]
)
def test_a_file_of_any_content_is_read(site: Path, built: Built, name: str, text: str) -> None:
    write(site / name, text)
    assert told(site, built) == ""
    write(site / name, f"{text}\n{STATEMENT} 4.9 in 2026-Q3")
    if name != "notes.csv":  # there the first line is taken for the heads of columns
        assert told(site, built).startswith(f"site/{name}: 4.9 stands beside")


def test_a_database_that_was_copied_into_the_site_is_found(site: Path, built: Built) -> None:
    with sqlite3.connect(site / "survey.bak") as database:
        database.execute("CREATE TABLE tallies (n INTEGER)")
    database.close()
    assert told(site, built) == "site/survey.bak: this is a database; take it out of docs/"


@pytest.mark.parametrize("written", [str, shown])
def test_a_code_that_was_published_is_found_and_not_repeated(
    site: Path, built: Built, written: Callable[[str], str]
) -> None:
    code = new_code()
    write(site / "slips.txt", f"Field {written(code)}\n")
    problem = told(site, built)
    assert problem == f"site/slips.txt: {code[:4]}-… is a code of the survey; take it out"


def test_a_comment_that_nobody_published_is_found(site: Path, built: Built) -> None:
    before(site / QUARTER, "</article>", f"<p>{COMMENT.replace(' ', chr(10), 2)}</p>")
    problem = told(site, built, COMMENT)
    assert problem == (
        f"site/{QUARTER}: the comment “The price lists of last year s…” stands here, but nobody"
        " has published it"
    )
    assert told(site, built) == ""


BUILD = str(ROOT / "scripts" / "build.py")


def test_a_leak_stops_the_build_and_the_old_site_stays(built: Built, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(built.workspace.root, root, symlinks=True)
    workspace = Workspace(root)
    before_it = workspace.site.resolve()
    (workspace.docs / "notes.md").write_text(f"# Notes\n\nIn 2026-Q3: {STATEMENT} Field 4.9.\n")
    done = run_python(BUILD, "--workspace", str(root))
    assert done.returncode == 1
    problems = done.stderr.splitlines()
    assert problems[0] == (
        f"site/notes/index.html: 4.9 stands beside “{STATEMENT}” in 2026-Q3, where the results hide"
        " a figure"
    )
    assert problems[-1].startswith("The handbook was not built")
    assert workspace.site.resolve() == before_it


LEAD = "An engineer rang and asked for a price for two pumps in May."
CALLED = '--8<-- \\"x.md\\" rang <b>47%</b> of > 3.7 days, Growth 67 percent in 2026-Q3.'
HEARD = f"{STATEMENT} We rang 4.9 times; Field 3,7."
WRITTEN = {
    "survey": (LEAD, f'"{CALLED}"'),
    "rituals": ("Hear what waterworks really ask.", HEARD),
    "slas": ("at_least: 90", "at_least: 4.5"),
    "goals": ("12 percent by the end of 2026.", "47 percent"),
}
"""By file, what stands in the definitions, and what somebody writes there instead."""


@pytest.fixture(scope="module")
def wordy(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same results, and definitions with numbers of their own; it is built without refusal."""
    workspace = Workspace(tmp_path_factory.mktemp("wordy"))
    for folder in ("definitions", "docs", "results"):
        shutil.copytree(built.workspace.root / folder, workspace.root / folder)
    shutil.copy(built.workspace.mkdocs_yml, workspace.mkdocs_yml)
    for file, (old, new) in WRITTEN.items():
        path = workspace.definitions / f"{file}.yml"
        text = path.read_text()
        assert old in text, file
        path.write_text(text.replace(old, new))
    publish(workspace, TODAY)
    return Built(workspace, stage(workspace, TODAY).book)


def test_numbers_in_what_people_wrote_keep_no_handbook_back(wordy: Built) -> None:
    """Fault: a lead that speaks of 47% since its last answers were hidden is taken for a leak."""
    assert told(wordy.workspace.site, wordy) == ""


@pytest.mark.parametrize(
    "leak",
    [
        f"{HEARD} 4.8",
        f"{STATEMENT} {CALLED} 4.8",
        f"{LEAD} Growth: 47 percent",
    ],
    ids=["after a text that names it", "after another text", "what reads like a short text"],
)
def test_a_leak_beside_what_people_wrote_is_found(wordy: Built, tmp_path: Path, leak: str) -> None:
    """Fault: with a text the statement in it is taken out; "47 percent" is anybody's text."""
    (tmp_path / "notes.txt").write_text(f"{leak}\n")
    assert "notes.txt" in told(tmp_path, wordy)


def test_check_first_says_that_the_site_is_older_than_the_results(
    built: Built, tmp_path: Path
) -> None:
    """Planted: figures of results as they were looked like leaks, and nothing said why."""
    root = tmp_path / "workspace"
    shutil.copytree(built.workspace.root, root, symlinks=True)
    path = Workspace(root).results / "2026-Q3" / "perceptions.json"
    closed = json.loads(path.read_text())
    asked = next(each for each in closed["questions"] if each["id"] == "craft")
    asked["answers"]["growth"] = {"hidden": "too few answers"}
    path.write_text(json.dumps(closed))
    checked = run_python(BUILD, "--check", "--workspace", str(root))
    assert checked.returncode == 1
    first, *others = checked.stdout.splitlines()
    assert first.startswith("site: this site is older than the results; build it anew")
    assert any("where the results hide a figure" in each for each in others)


def test_check_reads_the_built_site(built: Built, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(built.workspace.root, root, symlinks=True)
    site = Workspace(root).site
    assert run_python(BUILD, "--check", "--workspace", str(root)).returncode == 0
    replace(site / QUARTER, TOO_FEW, "4.9")
    checked = run_python(BUILD, "--check", "--workspace", str(root))
    assert checked.returncode == 1
    assert checked.stdout.startswith(f"site/{QUARTER}: 4.9 stands beside “{STATEMENT}”")
