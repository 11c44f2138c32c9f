import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.reading import Catalog, read_definitions
from catalog.results import Agreement, Results
from handbook.followed import todays_teams
from handbook.perceptions import PerceptionBook, perceive
from handbook.readings import Reading, ThemeRound
from handbook.scores import HIDDEN, NOT_ASKED, Figure
from handbook.themes import Statement
from tests import played
from tests.running import ROOT

TEAMS = ("one", "two")
SCORES = st.integers(10, 50).map(lambda tenths: Figure(tenths / 10, n=9))
FIGURES = st.one_of(SCORES, st.just(HIDDEN), st.just(NOT_ASKED))


def reading(
    own: tuple[Figure, Figure], guess: tuple[Figure, Figure], about: str = "both"
) -> Reading:
    return Reading(
        Quarter(2026, 3), TEAMS, "id", "Wording.", (), about,
        dict(zip(TEAMS, own, strict=True)), dict(zip(TEAMS, guess, strict=True)),
    )  # fmt: skip


READINGS = st.builds(
    reading,
    st.tuples(FIGURES, FIGURES),
    st.tuples(FIGURES, FIGURES),
    st.sampled_from([*TEAMS, "both"]),
)
WHOLE = st.builds(reading, st.tuples(SCORES, SCORES), st.tuples(SCORES, SCORES))


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


# One statement in one quarter


def test_gaps_misreads_and_blind_spot_of_a_statement_about_the_second_team() -> None:
    said = reading((Figure(2.9), Figure(4.2)), (Figure(4.8), Figure(3.6)), about="two")

    assert said.real_gap.signed == "−1.3"
    assert said.imagined_gap("one").signed == "−1.9"
    assert said.imagined_gap("two").signed == "+0.6"
    assert said.misread("one").signed == "+0.6"
    assert said.misread("two").signed == "+0.7"
    assert said.misjudged.text == "0.7"
    assert said.blind_spot.signed == "+1.3"


@given(WHOLE)
def test_what_a_team_imagines_is_the_real_gap_seen_through_its_misread(said: Reading) -> None:
    gap = value(said.real_gap)
    assert value(said.imagined_gap("one")) == pytest.approx(gap - value(said.misread("one")))
    assert value(said.imagined_gap("two")) == pytest.approx(-gap - value(said.misread("two")))


@given(READINGS)
def test_nothing_is_shown_that_was_computed_from_a_figure_that_is_not(said: Reading) -> None:
    both_own = all(said.own[team].shown for team in TEAMS)
    assert said.real_gap.shown == both_own
    assert said.blind_spot.shown == (both_own and said.about in TEAMS)
    for team in TEAMS:
        assert said.imagined_gap(team).shown == (said.own[team].shown and said.guess[team].shown)
        other = said.own[said.other(team)]
        assert said.misread(team).shown == (said.guess[team].shown and other.shown)


def test_a_statement_about_both_teams_has_no_blind_spot() -> None:
    said = reading((Figure(2.0), Figure(4.0)), (NOT_ASKED, NOT_ASKED))
    assert said.blind_spot == NOT_ASKED


# A quarter, from published results


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_definitions(ROOT / "definitions")


@pytest.fixture(scope="module")
def results(definitions: Definitions) -> Results:
    return played.played(definitions)


def test_the_headline_compares_what_is_imagined_and_real_over_the_same_statements(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions,
        own_craft_sales=(4.0, 3.5), guess_craft_sales=(2.0, 4.5),
        own_same_goals=(3.0, 3.3), guess_same_goals=(2.5, 2.7),
        own_fair_measures=(1.0, 5.0),
    )  # fmt: skip
    latest = perceive(shown, definitions).latest
    assert latest is not None

    assert latest.real_gap.value == pytest.approx((0.5 + 0.3) / 2)
    assert latest.imagined_gap.value == pytest.approx((2.0 + 1.0 + 0.5 + 0.6) / 4)
    assert latest.most_misjudged is not None
    assert latest.most_misjudged.id == "craft-sales"
    assert latest.furthest_apart is not None
    assert latest.furthest_apart.id == "fair-measures"


def test_a_theme_averages_sizes_of_gaps_and_keeps_the_level_of_each_team_apart(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions,
        own_same_goals=(3.0, 4.0), guess_same_goals=(4.0, 2.0),
        own_fair_measures=(5.0, 2.0),
    )  # fmt: skip
    theme = latest_theme(shown, definitions, "shared-goals")

    assert theme.imagined_gap.value == pytest.approx((1.0 + 2.0) / 2)
    assert theme.misread.value == pytest.approx((0.0 + 1.0) / 2)
    assert theme.level("sales").value == pytest.approx(4.0)
    assert theme.level("marketing").value == pytest.approx(3.0)


def test_a_theme_compares_real_and_imagined_gap_over_the_same_statements(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions,
        own_same_goals=(3.0, 4.0), guess_same_goals=(4.0, 2.0),
        own_fair_measures=(5.0, 2.0),
    )  # fmt: skip
    theme = latest_theme(shown, definitions, "shared-goals")
    assert [reading.id for reading in theme.mirrored] == ["same-goals"]
    assert theme.real_gap.value == pytest.approx(1.0)


def test_a_theme_without_guesses_has_the_real_gap_of_all_its_statements(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions, own_horizon_sales=(3.0, 4.0), own_horizon_marketing=(5.0, 2.0)
    )
    theme = latest_theme(shown, definitions, "time-horizon")
    assert theme.real_gap.value == pytest.approx((1.0 + 3.0) / 2)
    assert theme.imagined_gap == NOT_ASKED


def test_a_theme_with_a_hidden_statement_has_no_average_of_the_others(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions, own_craft_sales=(4.0, 3.5), guess_craft_sales=(2.0, 4.5)
    )  # fmt: skip
    theme = latest_theme(shown, definitions, "respect")
    found = [theme.real_gap, theme.imagined_gap, theme.misread, *map(theme.level, theme.teams)]
    assert found == [HIDDEN] * 5


def latest_theme(results: Results, definitions: Definitions, id: str) -> ThemeRound:
    theme = perceive(results, definitions).theme(id).latest
    assert theme is not None
    return theme


def test_a_quarter_says_how_many_statements_its_averages_leave_out(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions, own_craft_sales=(4.0, 3.5), guess_craft_sales=(2.0, 4.5)
    )  # fmt: skip
    latest = perceive(shown, definitions).latest
    assert latest is not None
    assert (len(latest.guessed), latest.left_out) == (1, 7)


def test_a_quarter_with_nothing_to_show_hides_its_gaps(
    results: Results, definitions: Definitions
) -> None:
    latest = perceive(played.only(results, definitions), definitions).latest
    assert latest is not None
    assert (latest.real_gap, latest.imagined_gap) == (HIDDEN, HIDDEN)


def test_a_guess_stands_with_the_team_that_guessed(
    results: Results, definitions: Definitions
) -> None:
    shown = played.only(
        results, definitions, own_same_goals=(3.0, 4.0), guess_same_goals=(2.5, 1.5)
    )
    (said,) = (each for each in latest_of(shown, definitions) if each.id == "same-goals")
    assert (said.guess["sales"].value, said.guess["marketing"].value) == (2.5, 1.5)


def latest_of(results: Results, definitions: Definitions) -> tuple[Reading, ...]:
    latest = perceive(results, definitions).latest
    assert latest is not None
    return latest.statements


def test_a_quarter_holds_the_actions_that_were_decided_because_of_it(
    results: Results, definitions: Definitions
) -> None:
    (closed,) = (
        each for each in perceive(results, definitions).quarters if each.quarter == Quarter(2025, 2)
    )
    assert [action.id for action in closed.actions] == ["quarterly-ride-along"]


def test_the_turnout_is_the_share_of_the_invited(
    results: Results, definitions: Definitions
) -> None:
    latest = perceive(results, definitions).latest
    assert latest is not None
    assert latest.turnout("sales").percent == "82%"


def test_a_promise_is_about_the_team_that_gives_it(
    results: Results, definitions: Definitions
) -> None:
    promises = perceive(results, definitions).promises
    assert [(each.id, each.about) for each in promises.statements] == [
        (sla.id, sla.from_team) for sla in definitions.slas
    ]
    assert not any(each.mirrored for each in promises.statements)


def test_a_vignette_shows_the_share_that_agrees_with_the_stage_of_its_quarter(
    results: Results, definitions: Definitions
) -> None:
    shown = played.with_answers(
        results, "2026-Q3", "stage", "vignette-webinar",
        sales=Agreement(n=9, share=72), marketing=played.HIDDEN,
    )  # fmt: skip
    vignette = perceive(shown, definitions).theme("leads").vignettes[0]
    newest = vignette.placements[-1]
    assert newest.stage == "Engaged"
    assert newest.share["sales"].percent == "72%"
    assert newest.share["marketing"].percent == "too few answers"


# Over the quarters


def test_a_statement_has_a_reading_a_quarter_from_the_first_that_asked_it(
    definitions: Definitions,
) -> None:
    before = played.without_item(definitions, "same-goals")
    shown = played.results_of(
        [
            (quarter, before if quarter < Quarter(2026, 1) else definitions)
            for quarter in played.quarters(8)
        ]
    )
    statement = find(perceive(shown, definitions), "shared-goals", "same-goals")
    assert [str(each.quarter) for each in statement.readings] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def find(book: PerceptionBook, theme: str, id: str) -> Statement:
    return next(each for each in book.theme(theme).statements if each.id == id)


def test_a_statement_that_is_no_longer_asked_keeps_its_place_with_its_last_wording(
    results: Results, definitions: Definitions
) -> None:
    now = played.without_item(definitions, "same-goals")
    statement = find(perceive(results, now), "shared-goals", "same-goals")
    assert not statement.current
    assert statement.wording == "Sales and marketing work towards the same goal."
    assert len(statement.readings) == 8


def test_a_statement_that_moved_to_another_theme_takes_its_past_along(
    results: Results, definitions: Definitions
) -> None:
    now = played.moved_item(definitions, "same-goals", "respect")
    book = perceive(results, now)
    assert len(find(book, "respect", "same-goals").readings) == 8
    assert "same-goals" not in [each.id for each in book.theme("shared-goals").statements]


def test_a_theme_that_left_the_survey_keeps_its_page(
    results: Results, definitions: Definitions
) -> None:
    book = perceive(results, played.without_theme(definitions, "respect"))
    theme = book.theme("respect")
    assert (theme.name, theme.current, len(theme.rounds)) == ("Respect", False, 8)
    assert book.past == (theme,)


def test_a_theme_that_was_never_asked_has_its_page_without_figures(
    definitions: Definitions,
) -> None:
    shown = played.played(played.without_theme(definitions, "respect"))
    theme = perceive(shown, definitions).theme("respect")
    assert theme.current
    assert theme.latest is None
    assert [each.trend for each in theme.statements] == [None, None]


def test_a_team_whose_id_changed_keeps_its_figures(
    results: Results, definitions: Definitions
) -> None:
    renamed = played.with_team_ids(definitions, "field", "growth")
    before = perceive(results, definitions)
    after = perceive(results, renamed)
    assert before.latest is not None
    assert after.latest is not None
    for old, new in zip(before.latest.statements, after.latest.statements, strict=True):
        assert new.own["field"] == old.own["sales"]
        assert new.real_gap == old.real_gap
        assert new.about == {"sales": "field", "marketing": "growth"}.get(old.about or "", "both")


def test_teams_that_swap_their_order_keep_their_figures_and_turn_the_gap_round(
    results: Results, definitions: Definitions
) -> None:
    swapped = played.with_teams_swapped(definitions)
    before, after = perceive(results, definitions).latest, perceive(results, swapped).latest
    assert before is not None
    assert after is not None
    for old, new in zip(before.statements, after.statements, strict=True):
        assert new.own == old.own
        assert new.real_gap.value == pytest.approx(-value(old.real_gap))


@pytest.mark.parametrize(
    ("then", "today", "found"),
    [
        (("a", "b"), ("a", "b"), {"a": "a", "b": "b"}),
        (("a", "b"), ("b", "a"), {"a": "a", "b": "b"}),
        (("a", "b"), ("b", "c"), {"a": "c", "b": "b"}),
        (("a", "b"), ("c", "d"), {"a": "c", "b": "d"}),
    ],
)
def test_a_team_with_a_new_id_is_the_one_that_is_left_over(
    then: tuple[str, str], today: tuple[str, str], found: dict[str, str]
) -> None:
    assert todays_teams(then, today) == found


def test_changes_stand_with_their_quarter_and_are_marked_where_they_belong(
    definitions: Definitions,
) -> None:
    before = played.with_sla(definitions, "follow-up", promise="Sales calls soon.")
    asked = [
        (quarter, before if quarter < Quarter(2026, 2) else definitions)
        for quarter in played.quarters(4)
    ]
    book = perceive(played.results_of(asked), definitions)

    changed = [len(closed.changes) for closed in book.quarters]
    assert changed == [0, 0, 1, 0]
    marked = {each.id: marks(each) for each in book.promises.statements}
    assert marked.pop("follow-up") == [("A", Quarter(2026, 2), ("the wording changed",))]
    assert set(map(tuple, marked.values())) == {()}

    tied = {id: marks(find(book, "leads", id)) for id in ("lead-follow-up", "lead-quality")}
    told = ("the promise “Quick follow-up” changed",)
    assert list(tied.values()) == [[("A", Quarter(2026, 2), told)]] * 2
    others = [each for theme in book.themes for each in theme.statements if each.id not in tied]
    assert [marks(each) for each in others] == [[]] * 12


def marks(statement: Statement) -> list[tuple[str, Quarter, tuple[str, ...]]]:
    assert statement.trend is not None
    return [(mark.letter, mark.quarter, mark.told) for mark in statement.trend.marks]


def test_a_promise_whose_giver_changed_keeps_each_teams_scores_apart(
    definitions: Definitions,
) -> None:
    shown = played.with_giver_changed(definitions)
    now = shown.quarters[-1].definitions
    (promise,) = (
        each for each in perceive(shown, now).promises.statements if each.id == "follow-up"
    )
    assert [each.about for each in promise.readings[-3:]] == ["sales", "marketing", "marketing"]
    assert promise.trend is not None
    assert [series.name for series in promise.trend.series] == ["Sales", "Marketing"]
    assert marks(promise) == [("A", Quarter(2026, 2), ("the giver and receiver changed",))]
