"""What the pages about perceptions say, above all where something is hidden."""

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.definitions import Definitions
from catalog.reading import Catalog, read_definitions
from catalog.results import Agreement, QuarterResults, Response, Results
from handbook.model import gather
from handbook.pages import pages
from tests import played
from tests.running import ROOT


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_definitions(ROOT / "definitions")


@pytest.fixture(scope="module")
def results(definitions: Definitions) -> Results:
    return played.played(definitions)


def rendered(catalog: Catalog, results: Results, **comments: tuple[str, ...]) -> dict[str, str]:
    book = gather(catalog, results, comments, date(2026, 10, 7), None)
    return pages(book, lambda spec, title, description: f"<svg><title>{title}</title></svg>")


def test_without_a_closed_quarter_every_page_says_in_one_sentence_what_will_stand_there(
    catalog: Catalog,
) -> None:
    written = rendered(catalog, Results((), None))
    for path in ("index.md", "perceptions/index.md", "perceptions/leads.md",
                 "perceptions/promises.md", "quarters/index.md"):  # fmt: skip
        assert written[path].count("The first figures will stand here") == 1, path


def lines_of(page: str, start: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith(start)]


def plain(page: str) -> str:
    return unescape(re.sub("<[^>]+>", "", page))


def test_a_hidden_score_hides_all_that_was_made_of_it(catalog: Catalog, results: Results) -> None:
    shown = played.with_answers(
        results,
        "2026-Q3",
        "own",
        "same-goals",
        sales=played.scored(9, 3.0),
        marketing=played.HIDDEN,
    )
    shown = played.with_answers(
        shown,
        "2026-Q3",
        "guess",
        "same-goals",
        sales=played.scored(9, 2.0),
        marketing=played.scored(9, 2.4),
    )
    written = rendered(catalog, shown)
    hidden = '<span class="cg-quiet">too few answers</span>'

    theme = written["perceptions/shared-goals.md"]
    own, guesses = (line.split(" | ") for line in lines_of(theme, "| [2026-Q3]")[:2])
    # sales, marketing, real gap
    assert [hidden in cell for cell in own[1:]] == [False, True, True]
    # guess, imagined gap and misread of sales, then of marketing
    assert [hidden in cell for cell in guesses[1:]] == [False, False, True, False, True, False]
    assert (guesses[2], guesses[6]) == ("&#43;1.0", "−0.6 |")
    assert "In 2026-Q3, too few people answered to compare the two teams." in theme

    together = written["perceptions/shared-goals.md"].partition("{: #together }")[2]
    averages = lines_of(together, "| [2026-Q3]")[0].split(" | ")[1:]
    assert [hidden in cell for cell in averages] == [True, True, True, False, True]

    quarter = lines_of(written["quarters/2026-q3.md"], "| Sales and marketing work towards")[0]
    assert quarter.count(hidden) == 2
    assert "misread" in quarter.split(" | ")[5]
    assert "misread" not in quarter.split(" | ")[4]
    assert "(7 of 8)" in lines_of(written["quarters/index.md"], "| [2026-Q3]")[0]
    told = "these are averages over the 7 of 8 statements of which enough can be shown"
    assert told in written["index.md"]


def test_a_quarter_in_which_too_few_answered_says_so_kindly(
    catalog: Catalog, results: Results
) -> None:
    hidden = dict.fromkeys(catalog.definitions.team_ids, played.HIDDEN)
    silent = Results(results.quarters[-1:], None)
    for question in silent.quarters[0].perceptions.questions:
        silent = played.with_answers(silent, "2026-Q3", question.kind, question.id, **hidden)
    written = rendered(catalog, silent)
    for path in ("index.md", "perceptions/index.md", "quarters/2026-q3.md"):
        assert (
            "Too few people gave a score in 2026-Q3 for any of them to be shown: each figure needs"
            " at least 5 people of a team" in written[path]
        ), path
        assert "**too few" not in written[path]
    assert "too few answers</span> | <span" in lines_of(written["quarters/index.md"], "| [2026")[0]


def test_a_quarter_with_scores_but_too_few_guesses_says_so(
    catalog: Catalog, results: Results
) -> None:
    shown = played.only(results, catalog.definitions, own_craft_sales=(4.0, 3.5))
    page = plain(rendered(catalog, shown)["index.md"])
    assert (
        "In 2026-Q3, too little can be shown of what the teams said and guessed to tell how well"
        " they read each other. They truly differ most on “Sales' work takes as much skill as any"
        " other work in the company”, where Sales scored 4.0 and Marketing 3.5." in page
    )


def test_a_quarter_without_mirrored_statements_says_that_nobody_was_asked_to_guess(
    catalog: Catalog,
) -> None:
    plain = catalog.definitions
    for theme in plain.survey.themes:
        for item in theme.items:
            plain = played.with_item(plain, item.id, mirrored=False)
    written = rendered(catalog, played.played(plain, 1))
    page = written["perceptions/index.md"]
    told = "In 2026-Q3, the teams were not asked to guess each other's scores. They truly differ"
    assert told in page
    assert "so there is no misread to show" in page
    assert "**All guessed statements**" not in page


def headline(catalog: Catalog, results: Results) -> str:
    """What the overview says first."""
    page = rendered(catalog, results)["perceptions/index.md"]
    return plain(page.partition("# How we see each other\n\n")[2].partition("\n{: .cg-lead }")[0])


def test_the_headline_compares_the_gaps_at_their_level_and_names_both_statements(
    catalog: Catalog, results: Results
) -> None:
    shown = played.only(
        results, catalog.definitions,
        own_craft_sales=(4.0, 3.0), guess_craft_sales=(1.5, 1.0),
        own_same_goals=(2.0, 3.5), guess_same_goals=(3.4, 2.2),
    )  # fmt: skip
    assert headline(catalog, shown) == (
        "In 2026-Q3, **the teams imagine a gap of 1.8 points; the real one is 1.3**. On a scale"
        " from 1 to 5, Sales scored 3.0 and Marketing 3.3; these are averages over the 2 of 8"
        " statements of which enough can be shown. They misjudge each other most on “Sales' work"
        " takes as much skill as any other work in the company”. They truly differ most on “Sales"
        " and marketing work towards the same goal”. 28 of 34 people in Sales and 28 of 41 in"
        " Marketing answered."
    )


def test_the_headline_says_when_both_gaps_are_as_wide(catalog: Catalog, results: Results) -> None:
    shown = played.only(
        results, catalog.definitions,
        own_craft_sales=(4.0, 3.0), guess_craft_sales=(3.0, 4.0),
    )  # fmt: skip
    told = "imagine a gap of 1.0 points; the real one is just as wide**"
    assert told in headline(catalog, shown)
    assert "Each team guessed just what the other said." in headline(catalog, shown)
    assert "They truly differ most on “Sales' work" in headline(catalog, shown)


def test_the_headline_says_when_one_statement_is_both_most_misjudged_and_furthest_apart(
    catalog: Catalog, results: Results
) -> None:
    shown = played.only(
        results, catalog.definitions,
        own_craft_sales=(4.0, 3.0), guess_craft_sales=(1.5, 1.0),
    )  # fmt: skip
    told = headline(catalog, shown)
    assert "in the company”, where they also truly differ most. 28 of" in told


def test_the_headline_says_when_the_scores_are_the_same(catalog: Catalog, results: Results) -> None:
    shown = played.only(
        results, catalog.definitions,
        own_craft_sales=(4.0, 4.0), guess_craft_sales=(2.0, 3.0),
    )  # fmt: skip
    told = headline(catalog, shown)
    assert "a gap of 1.5 points; the real one is 0.0**" in told
    assert "in the company”. They gave the same scores wherever both can be shown. 28 of" in told


def test_the_overview_tells_of_a_quarter_in_which_few_of_a_team_answered(
    catalog: Catalog, results: Results
) -> None:
    latest = results.quarters[-1]
    response = {team: Response(invited=50, answered=28) for team in catalog.definitions.team_ids}
    few = latest.perceptions.model_copy(update={"response": response})
    shown = Results((QuarterResults(latest.quarter, few, latest.definitions),), None)
    page = plain(rendered(catalog, shown)["perceptions/index.md"])
    assert "28 of 50 (56%)" in page
    assert "In 2026-Q3, less than 60% of Sales answered. Those who did not may see" in page
    assert "less than 60% of" not in rendered(catalog, results)["perceptions/index.md"]


def test_every_drawing_of_the_overview_has_its_sentence_as_caption_and_its_numbers_in_a_table(
    catalog: Catalog, results: Results
) -> None:
    book = gather(catalog, results, {}, date(2026, 10, 7), None)
    told: list[str] = []

    def draw(spec: object, title: str, description: str) -> str:
        told.append(description)
        return "<svg></svg>"

    page = plain(pages(book, draw)["perceptions/index.md"])
    captions = [each for each in dict.fromkeys(told) if page.count(each) == 1]
    assert len(captions) == 3
    after = page.partition(captions[0])[2]
    statements = [item for theme in catalog.definitions.survey.themes for item in theme.items]
    for item in statements:
        assert f"| [{item.statement}](" in after, item.id
    mirrored = [item for item in statements if item.mirrored]
    assert sum(f"| {item.statement} |" in after for item in mirrored) == len(mirrored)


def test_a_quarter_of_which_nothing_can_be_shown_has_no_drawing_but_the_reasons(
    catalog: Catalog, results: Results
) -> None:
    page = rendered(catalog, played.only(results, catalog.definitions))["perceptions/index.md"]
    first = page.partition("{: #statements }")[2].partition("{: #themes }")[0]
    assert "<svg>" not in first
    assert "In 2026-Q3, too little can be shown to compare the two teams." in first
    assert first.count("too few answers") >= 2 * 14


def test_the_table_of_a_promise_is_headed_by_team_and_names_each_quarters_giver(
    catalog: Catalog,
) -> None:
    shown = played.with_giver_changed(catalog.definitions)
    now = Catalog(shown.quarters[-1].definitions, catalog.documents)
    page = rendered(now, shown)["perceptions/promises.md"].partition("#promise-follow-up")[2]
    heads = plain(lines_of(page, "| Quarter")[0]).split(" | ")
    assert heads == ["| Quarter", "Sales", "Marketing", "Given by", "Giver minus receiver |"]
    rows = [plain(row).split(" | ") for row in lines_of(page, "| [20")[:8]]
    assert [row[3] for row in rows] == ["Marketing"] * 2 + ["Sales"] * 6
    for row in rows:
        sales, marketing = (float(cell.split(" ")[0]) for cell in row[1:3])
        gap = sales - marketing if row[3] == "Sales" else marketing - sales
        assert float(row[4].strip(" |").replace("−", "-")) == pytest.approx(gap)


def test_a_past_quarter_speaks_of_its_own_scale_and_threshold(
    catalog: Catalog, results: Results
) -> None:
    past = QuarterResults(
        results.quarters[0].quarter,
        results.quarters[0].perceptions.model_copy(
            update={"threshold": 8, "scale": ("Never", "Seldom", "At times", "Often", "Always")}
        ),
        results.quarters[0].definitions,
    )
    written = rendered(catalog, Results((past,), None))
    own = "From 1 (Never) to 5 (Always). In brackets: how many gave a score; where fewer than 8"
    assert own in written["quarters/2024-q4.md"]
    assert "From 1 (Never) to 5 (Always)." in written["perceptions/respect.md"]
    assert "from 1 (Never) to 5 (Always)." in written["perceptions/promises.md"]
    assert "fewer than 8 people" in written["perceptions/index.md"]
    assert "Strongly" not in "".join(written.values()).replace(written["definitions/survey.md"], "")


@pytest.mark.parametrize(
    ("sales", "marketing", "told"),
    [
        (72, 64, "72% (9) of Sales and 64% (9) of Marketing named the stage Engaged."),
        (72, None, "72% (9) of Sales named the stage Engaged; too few people in Marketing"
         " answered to show theirs."),
        (None, 64, "64% (9) of Marketing named the stage Engaged; too few people in Sales"
         " answered to show theirs."),
        (None, None, "too few people answered to show which stage they named."),
    ],
)  # fmt: skip
def test_a_stage_says_how_its_leads_were_placed_as_far_as_it_is_shown(
    catalog: Catalog, results: Results, sales: int | None, marketing: int | None, told: str
) -> None:
    shares = {
        team: Agreement(n=9, share=share) if share else played.HIDDEN
        for team, share in (("sales", sales), ("marketing", marketing))
    }
    shown = played.with_answers(results, "2026-Q3", "stage", "vignette-webinar", **shares)
    page = plain(rendered(catalog, shown)["stages/engaged.md"])
    assert f"In 2026-Q3, {told}" in page


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 6))
def test_pages_are_written_whatever_is_hidden_missing_or_was_not_asked(
    catalog: Catalog, seed: int, count: int
) -> None:
    shown = played.battered(played.played(catalog.definitions, count, seed), seed)
    written = rendered(catalog, shown)
    assert len([path for path in written if path.startswith("perceptions/")]) == 9
    assert "None" not in "".join(written[path] for path in written if path.startswith("quarters/"))


def test_comments_stand_on_their_quarters_page_as_inert_text(
    catalog: Catalog, results: Results
) -> None:
    written = rendered(catalog, results, **{"2026-Q3": ("<b>More</b> *lunches*.",)})
    assert "> &#60;b&#62;More" in written["quarters/2026-q3.md"]
    assert "lunches" not in written["quarters/2026-q2.md"]
