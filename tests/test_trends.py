from dataclasses import replace

from catalog.quarters import Quarter
from catalog.results import AgreementBand, ScoreBand
from handbook.history import Change
from handbook.readings import Placement, Reading, not_asked, not_placed
from handbook.scores import HIDDEN, NOT_ASKED, Figure, figure_of
from handbook.trends import Trend, trend
from handbook.units import SHARES
from tests import played

TEAMS = ("one", "two")
NAMES = {"one": "Sales", "two": "Marketing"}
Score = float | None  # None: hidden


def figure(score: Score) -> Figure:
    return HIDDEN if score is None else Figure(score, n=9)


def reading(
    quarter: Quarter, own: tuple[Score, Score], guess: tuple[Score, Score] | None = None,
    wording: str = "Wording.",
) -> Reading:  # fmt: skip
    guesses = [figure(score) for score in guess] if guess else [NOT_ASKED, NOT_ASKED]
    return Reading(
        quarter, TEAMS, "id", wording, (), "both",
        dict(zip(TEAMS, map(figure, own), strict=True)), dict(zip(TEAMS, guesses, strict=True)),
    )  # fmt: skip


def over(*own: tuple[Score, Score] | None, reworded: int | None = None) -> Trend:
    """The trend of a statement over as many quarters; None: not asked."""
    readings = [
        not_asked(quarter, "id", TEAMS)
        if scores is None
        else reading(
            quarter,
            scores,
            wording="New." if reworded is not None and number >= reworded else "Old.",
        )
        for number, (quarter, scores) in enumerate(zip(played.quarters(len(own)), own, strict=True))
    ]
    return trend("A statement.", readings, NAMES, NAMES)


def test_a_movement_is_told_from_the_first_to_the_last_score_of_both_teams() -> None:
    assert over((2.9, 4.0), (3.0, 3.9), (3.6, 4.2)).description == (
        "From 2026-Q1 to 2026-Q3, Sales went from 2.9 to 3.6 and Marketing went from 4.0 to 4.2;"
        " the difference between them went from 1.1 to 0.6."
    )


def test_no_movement_claims_to_be_better_or_worse() -> None:
    told = over((1.0, 5.0), (5.0, 1.0)).description.lower()
    assert not any(word in told for word in ("better", "worse", "improve", "rise", "rose", "fell"))


def test_teams_that_changed_sides_are_told_by_who_was_higher() -> None:
    assert over((2.0, 3.0), (3.5, 3.0)).description.endswith(
        "Marketing scored 3.0 both times; Sales was 1.0 lower and is now 0.5 higher."
    )


def test_one_quarter_alone_is_no_movement() -> None:
    assert over((2.9, 4.0)).description == "In 2026-Q3, Sales scored 2.9 and Marketing 4.0."


def test_a_hidden_score_is_named_and_never_guessed_at() -> None:
    assert over((2.0, 3.0), (2.5, None), (3.0, 3.0)).description == (
        "From 2026-Q1 to 2026-Q3, Sales went from 2.0 to 3.0 and Marketing scored 3.0 both times;"
        " the difference between them went from 1.0 to 0.0; too few answers to show Marketing in"
        " 2026-Q2."
    )


def test_teams_shown_in_different_quarters_are_told_one_by_one() -> None:
    assert over((2.0, None), (2.5, 3.0)).description == (
        "From 2026-Q2 to 2026-Q3, Sales went from 2.0 to 2.5; Marketing scored 3.0 in 2026-Q3;"
        " too few answers to show Marketing in 2026-Q2."
    )


def test_with_all_scores_hidden_no_number_is_told() -> None:
    told = over((None, None), (None, None)).description
    assert told.startswith("There are no scores to show yet; too few answers to show Sales in")


def test_scores_before_another_wording_are_not_compared() -> None:
    assert over((1.0, 1.0), (2.0, 4.0), (3.0, 4.0), reworded=1).description == (
        "From 2026-Q2 to 2026-Q3, Sales went from 2.0 to 3.0 and Marketing scored 4.0 both times;"
        " the difference between them went from 2.0 to 1.0; the wording changed in 2026-Q2,"
        " earlier scores are not compared."
    )


def test_the_line_breaks_in_the_quarter_that_first_asked_the_new_wording() -> None:
    shown = over((1.0, 1.0), None, (2.0, 4.0), (3.0, 4.0), reworded=2)
    assert shown.breaks == {Quarter(2026, 2)}
    assert [(mark.letter, mark.quarter, mark.told) for mark in shown.marks] == [
        ("A", Quarter(2026, 2), ("the wording changed",))
    ]


def test_the_line_breaks_where_other_answers_could_be_chosen() -> None:
    q2, q3 = Quarter(2026, 2), Quarter(2026, 3)
    before = replace(reading(q2, (2.0, 3.0)), scale=("no", "yes"))
    shown = trend("A.", [before, reading(q3, (2.0, 3.0))], NAMES, NAMES)
    assert shown.breaks == {q3}
    assert [mark.told for mark in shown.marks] == [("the answers to choose from changed",)]
    assert shown.description == (
        "In 2026-Q3, Sales scored 2.0 and Marketing 3.0; the answers to choose from changed in"
        " 2026-Q3, earlier scores are not compared."
    )


def test_a_quarter_without_survey_has_its_place_on_the_axis() -> None:
    first, last = Quarter(2026, 1), Quarter(2026, 3)
    readings = [reading(first, (2.0, 3.0)), reading(last, (2.0, 3.0))]
    shown = trend("A statement.", readings, NAMES, NAMES)
    assert shown.quarters == (first, Quarter(2026, 2), last)


def test_guesses_are_series_of_their_own_only_where_they_were_asked() -> None:
    quarter = Quarter(2026, 3)
    mirrored = trend("A.", [reading(quarter, (2.0, 3.0), (1.0, None))], NAMES, NAMES)
    assert [(series.name, series.guess) for series in mirrored.series] == [
        ("Sales", False), ("Marketing", False),
        ("Guess by Sales", True), ("Guess by Marketing", True),
    ]  # fmt: skip
    plain = trend("A.", [reading(quarter, (2.0, 3.0))], NAMES, NAMES)
    assert len(plain.series) == 2


def test_changes_of_one_quarter_share_one_letter_and_name_each_thing_once() -> None:
    """Fault: an objective, whose name is a sentence and may hold a number, is told by its name."""
    q1, q2, q3 = played.quarters(3)
    changed = [
        Change(q2, "sla", "quick", "Quick", field, "old", "new") for field in ("target", "measure")
    ]
    changed += [
        Change(q2, "stage", "late", "Late", "added", "", "new"),
        Change(q3, "stage", "won", "Won", "definition", "old", "new"),
        *(Change(q3, "objective", id, "We keep 9 in 10.", "removed", "old", "") for id in "ab"),
        Change(q3, "role", "lead", "Lead", "purpose", "old", "new"),
        Change(None, "sla", "quick", "Quick", "target", "old", "new"),
    ]
    readings = [reading(quarter, (2.0, 3.0)) for quarter in (q1, q2, q3)]
    marks = trend("A.", readings, NAMES, NAMES, others=changed).marks
    assert [(mark.letter, mark.quarter, mark.told) for mark in marks] == [
        ("A", q2, ("the promise “Quick” changed", "the stage “Late” was added")),
        ("B", q3, (
            "the stage “Won” changed", "the common objectives changed", "the role “Lead” changed",
        )),
    ]  # fmt: skip


def test_what_changed_in_a_promise_itself_is_told_field_by_field() -> None:
    q2, q3 = played.quarters(2)
    own = [
        Change(q3, "sla", "quick", "Quick", field, "old", "new")
        for field in ("promise", "target", "clock")
    ]
    readings = [reading(q2, (2.0, 3.0), wording="Old."), reading(q3, (2.0, 3.0), wording="New.")]
    (mark,) = trend("A.", readings, NAMES, NAMES, own=own).marks
    assert mark.told == ("the wording, target and clock changed",)


def test_nothing_is_marked_before_the_first_quarter_that_asked() -> None:
    q1, q2, q3 = played.quarters(3)
    changed = [Change(each, "sla", "quick", "Quick", "target", "a", "b") for each in (q1, q2, q3)]
    readings = [not_asked(q1, "id", TEAMS), *(reading(each, (2.0, 3.0)) for each in (q2, q3))]
    assert [mark.quarter for mark in trend("A.", readings, NAMES, NAMES, (), changed).marks] == [q3]


# Ranges


def test_a_newest_figure_of_which_only_a_range_is_shown_is_told_as_a_range() -> None:
    q2, q3 = played.quarters(2)
    alike = figure_of(ScoreBand(n=7, low=4.5, high=5), 9)
    last = replace(reading(q3, (3.0, 4.0)), own={"one": Figure(3.0), "two": alike})
    shown = trend("A.", [reading(q2, (2.0, 4.0)), last], NAMES, NAMES)
    assert shown.description == (
        "From 2026-Q2 to 2026-Q3, Sales went from 2.0 to 3.0; Marketing scored 4.0 in 2026-Q2;"
        " Marketing scored 4.5 or more in 2026-Q3."
    )


def test_ranges_alone_are_something_to_show() -> None:
    alike = figure_of(ScoreBand(n=7, low=1, high=1.7), 9)
    only = replace(reading(Quarter(2026, 3), (2.0, 3.0)), own=dict.fromkeys(TEAMS, alike))
    assert trend("A.", [only], NAMES, NAMES).description == (
        "Sales scored 1.7 or less in 2026-Q3; Marketing scored 1.7 or less in 2026-Q3."
    )


# Vignettes


def placement(
    quarter: Quarter, first: int | None, second: int | None, stage: str = "Won"
) -> Placement:
    shares = dict(zip(TEAMS, map(figure, (first, second)), strict=True))
    return Placement(quarter, TEAMS, "id", "A lead.", stage, shares)


def placed(*placements: Placement) -> Trend:
    return trend("A lead.", placements, NAMES, NAMES)


def test_shares_are_told_in_percent_and_their_difference_in_points() -> None:
    q2, q3 = played.quarters(2)
    shown = placed(placement(q2, 40, 65), placement(q3, 55, 60))
    assert shown.unit == SHARES
    assert shown.description == (
        "How many named the stage in the handbook: from 2026-Q2 to 2026-Q3, Sales went from 40% to"
        " 55% and Marketing went from 65% to 60%; the difference between them went from 25 points"
        " to 5 points."
    )
    assert shown.told(shown.series[0], q3) == "Sales, 2026-Q3: 55%, 9 answers"


def test_a_share_that_is_hidden_or_a_range_is_told_so() -> None:
    q3 = Quarter(2026, 3)
    alike = figure_of(AgreementBand(n=12, share_low=83, share_high=100), 20)
    newest = replace(placement(q3, None, None), share={"one": HIDDEN, "two": alike})
    assert placed(newest).description == (
        "How many named the stage in the handbook: Marketing was at 83% or more in 2026-Q3;"
        " too few answers to show Sales in 2026-Q3."
    )
    assert placed(placement(q3, None, None)).description.startswith("There are no shares to show")


def test_shares_break_where_the_lead_belonged_to_another_stage() -> None:
    q1, q2, q3 = played.quarters(3)
    before = placement(q1, 40, 65, stage="Lost")
    shown = placed(before, not_placed(q2, "id", TEAMS), placement(q3, 55, 60))
    assert shown.breaks == {q3}
    assert [mark.told for mark in shown.marks] == [("the stage changed",)]
    assert shown.quarters == (q1, q2, q3)
    assert shown.description.endswith(
        "Sales was at 55% and Marketing 60%; the stage changed in 2026-Q3, earlier shares are not"
        " compared."
    )


def test_results_that_name_the_teams_in_another_order_keep_each_team_in_its_place() -> None:
    newest = placement(Quarter(2026, 3), 40, 65)
    turned = replace(newest, share=dict(reversed(list(newest.share.items()))))
    assert placed(turned) == placed(newest)
