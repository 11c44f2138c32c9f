"""What the pages about perceptions say, above all where something is hidden."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.definitions import Definitions
from catalog.reading import Catalog, read_definitions
from catalog.results import (
    Agreement,
    AgreementBand,
    QuarterResults,
    Response,
    Results,
    Score,
    ScoreBand,
)
from handbook.model import gather
from handbook.pages import pages
from handbook.scores import Figure
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
    rows = [line.split(" | ")[1:] for line in lines_of(theme, "| [2026-Q3]")[:4]]
    own, sales, marketing, bounds = rows
    # sales, marketing, real gap
    assert [hidden in cell for cell in own] == [False, True, True]
    # guess, imagined gap, misread
    assert [hidden in cell for cell in sales] == [False, False, True]
    assert [hidden in cell for cell in marketing] == [False, True, False]
    assert (sales[1], marketing[2]) == ("&#43;1.0", "−0.6 |")
    assert [hidden in cell for cell in bounds] == [False, True]
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
        " statements of which enough can be shown. Taking both guesses together, they misjudge each"
        " other most on “Sales' work takes as much skill as any other work in the company”. They"
        " truly differ most on “Sales and marketing work towards the same goal”. 28 of 34 people in"
        " Sales and 28 of 41 in Marketing answered."
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
    assert len(captions) == 6  # two of the four drawings take two sheets
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
    assert len([path for path in written if path.startswith("perceptions/")]) == 10
    assert "None" not in "".join(written[path] for path in written if path.startswith("quarters/"))


def test_a_score_stands_with_its_interval_its_answers_and_its_bounds(
    catalog: Catalog, results: Results
) -> None:
    shown = played.with_answers(
        results,
        "2026-Q3",
        "own",
        "same-goals",
        sales=played.scored(28, 3.0),
        marketing=played.scored(41, 2.0),
    )
    theme = plain(rendered(catalog, shown)["perceptions/shared-goals.md"])
    rows = [line.split(" | ") for line in lines_of(theme, "| [2026-Q3]")]
    assert re.fullmatch(r"3\.0 \(2\.\d to 3\.\d\) 28 of 34", rows[0][1])
    assert rows[0][2] == "2.0 41 of 41"  # all answered, so nothing is uncertain
    # six of sales were silent: (28 * 2.95 + 6) / 34 and (28 * 3.05 + 30) / 34
    assert rows[3][1] == "2.6 to 3.4"


def test_answers_too_alike_are_shown_as_a_band_and_never_called_too_few(
    catalog: Catalog, results: Results
) -> None:
    band = {"marketing": ScoreBand(n=17, low=4.5, high=5)}
    shown = played.with_answers(results, "2026-Q3", "own", "same-goals", **band)
    shown = played.with_answers(shown, "2026-Q3", "kept", "follow-up", **band)
    share = {"marketing": AgreementBand(n=17, share_low=90, share_high=100)}
    shown = played.with_answers(shown, "2026-Q3", "stage", "vignette-webinar", **share)
    written = rendered(catalog, shown)
    theme = plain(written["perceptions/shared-goals.md"].partition("#statement-same-goals")[2])
    assert "4.5 or more 17 of 41 | answers too alike |" in theme
    assert "the answers of a team were too alike to compare the two exactly." in theme
    assert "we cannot tell about Marketing's own view (answers too alike)" in theme
    felt = plain(written["promises/follow-up.md"])
    assert "were too alike to compare giver and receiver exactly." in felt
    assert "90% or more (17) of Marketing named the stage Engaged" in plain(
        written["stages/engaged.md"]
    )
    assert "too few" not in theme.partition("All statements together")[0]


def test_how_many_could_not_say_is_told_coarsely_where_their_figure_is_shown(
    catalog: Catalog, results: Results
) -> None:
    """Planted: the words of the other team; then nothing of guesses."""
    shares = {
        "own": {"sales": "under a tenth", "marketing": "under half"},
        "guess": {"marketing": "half or more"},
    }
    *earlier, latest = results.quarters
    questions = tuple(
        each.model_copy(update={"cannot_say": shares[each.kind]})
        if each.id == "craft-sales"
        else each
        for each in latest.perceptions.questions
    )
    told = latest.perceptions.model_copy(update={"questions": questions})
    changed = Results((*earlier, replace(latest, perceptions=told)), None)
    page = rendered(catalog, changed)["perceptions/respect.md"]
    statement = plain(page).partition("#statement-craft-sales")[2]
    assert (
        "\nCould not say: under a tenth of Sales, under half of Marketing."
        " Could not guess: half or more of Marketing.\n{: .cg-quiet }\n"
    ) in statement
    untold = rendered(catalog, results)["perceptions/respect.md"]
    assert "Could not" not in plain(untold).partition("#statement-craft-sales")[2][:2000]


def test_a_statement_about_one_team_shows_its_blind_spot_and_one_about_both_has_none(
    catalog: Catalog, results: Results
) -> None:
    written = rendered(catalog, results)
    page = plain(written["perceptions/respect.md"]).partition("#statement-craft-marketing")[2]
    assert lines_of(page, "| Quarter")[0].endswith("Blind spot of Marketing |")
    own, other, gap, blind_spot = lines_of(page, "| [2026-Q3]")[0].split(" | ")[1:]
    sales, marketing = (float(cell.split(" ")[0]) for cell in (own, other))
    assert gap == Figure(sales - marketing).signed
    assert blind_spot == f"{Figure(marketing - sales).signed} |"
    assert "Blind spot of" not in written["perceptions/shared-goals.md"]


def test_a_role_shows_the_blind_spots_of_its_team_the_widest_first(
    catalog: Catalog, results: Results
) -> None:
    page = plain(rendered(catalog, results)["roles/content-lead.md"])
    table = page.partition("#blind-spots")[2]
    rows = [line.split(" | ") for line in lines_of(table, "| [") if "statement-" in line]
    about = [
        item
        for theme in catalog.definitions.survey.themes
        for item in theme.items
        if item.about == "marketing"
    ]
    assert len(rows) == len(about)
    widths = [abs(float(row[3].strip(" |").replace("−", "-"))) for row in rows]
    assert widths == sorted(widths, reverse=True)
    assert table.count("Whether it moved:") == len(about)


def test_the_difference_of_a_vignette_is_told_in_percentage_points(
    catalog: Catalog, results: Results
) -> None:
    shares = {"sales": Agreement(n=9, share=72), "marketing": Agreement(n=9, share=80)}
    shown = played.with_answers(results, "2026-Q3", "stage", "vignette-webinar", **shares)
    written = rendered(catalog, shown)
    for path in ("perceptions/leads.md", "stages/engaged.md", "quarters/2026-q3.md"):
        rows = [row.split(" | ") for row in written[path].splitlines() if "72%" in row]
        assert any("−8" in (cell.strip(" |") for cell in row) for row in rows), path


def test_a_table_names_the_stage_of_each_quarter_where_it_was_not_always_the_same(
    catalog: Catalog, results: Results
) -> None:
    assert "Stage in the handbook" not in rendered(catalog, results)["perceptions/leads.md"]
    survey = catalog.definitions.survey
    themes = tuple(
        theme.model_copy(
            update={
                "vignettes": tuple(
                    each.model_copy(update={"stage": "inquiry"}) for each in theme.vignettes
                )
            }
        )
        for theme in survey.themes
    )
    other = survey.model_copy(update={"themes": themes})
    definitions = catalog.definitions.model_copy(update={"survey": other})
    first, *later = results.quarters
    moved = Results((replace(first, definitions=definitions), *later), None)
    page = rendered(catalog, moved)["perceptions/leads.md"]
    assert page.count("| Stage in the handbook |") > 0
    assert page.count("| Inquiry |") == page.count("| Stage in the handbook |")


def test_comments_stand_on_their_quarters_page_as_inert_text(
    catalog: Catalog, results: Results
) -> None:
    written = rendered(catalog, results, **{"2026-Q3": ("<b>More</b> *lunches*.",)})
    assert "> &#60;b&#62;More" in written["quarters/2026-q3.md"]
    assert "lunches" not in written["quarters/2026-q2.md"]


def test_how_the_answers_spread_is_drawn_and_told_where_they_are_counted(
    catalog: Catalog, results: Results
) -> None:
    people = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
    counted = Score.model_validate({"n": 15, "mean": 3.7, "counts": people})
    shown = played.with_answers(
        results, "2026-Q3", "own", "same-goals", sales=counted, marketing=played.HIDDEN
    )
    page = rendered(catalog, shown)["perceptions/shared-goals.md"]
    sentence = "of 15 in Sales, 3 chose 1 or 2, 3 chose 3 and 9 chose 4 or 5"
    assert plain(page).count(sentence) == 1
    assert page.count("<svg><title>How the answers spread in 2026-Q3: ") == 1


def test_a_vignette_has_its_trend_with_its_sentence(catalog: Catalog, results: Results) -> None:
    page = rendered(catalog, results)["perceptions/leads.md"]
    vignettes = [
        v for t in catalog.definitions.survey.themes if t.id == "leads" for v in t.vignettes
    ]
    told = "<figcaption>How many named the stage in the handbook: from 2024-Q4 to 2026-Q3, Sales"
    assert page.count(told) == len(vignettes) > 0


def test_answers_stand_under_the_words_that_people_read(catalog: Catalog, results: Results) -> None:
    """And who signed before the words changed is told.

    Planted: the charts are called by today's words; the pages do not say what people read; the mark
    of a promise stands on its board alone.
    """
    first, *others = catalog.definitions.slas
    reworded = first.model_copy(update={"promise": "Something else is promised."})
    now = catalog.definitions.model_copy(update={"slas": (reworded, *others)})
    written = rendered(replace(catalog, definitions=now), results)
    for path in (f"promises/{first.id}.md", "perceptions/promises.md"):
        page = unescape(written[path])
        assert f"people read “{first.promise.rstrip('.')}”" in page, path
        assert f"<title>{first.promise}</title>" in page, path
        assert "<title>Something else" not in page, path
    page = plain(written[f"promises/{first.id}.md"])
    assert "**Sales and Marketing signed this before its wording changed.**" in page
    assert "Signed on" in page
    for path in ("promises/index.md", "index.md", "teams/sales.md", "teams/marketing.md"):
        assert plain(written[path]).count("changed after Sales and Marketing signed") == 1, path
