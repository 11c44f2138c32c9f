from catalog.definitions import Definitions
from catalog.quarters import Quarter
from handbook.followed import Kind
from handbook.history import Change
from handbook.ties import concerning, ties
from tests import played

Q3 = Quarter(2026, 3)


def change(kind: Kind, id: str, field: str = "target") -> Change:
    return Change(Q3, kind, id, id.capitalize(), field, "old", "new")


def test_a_statement_is_tied_to_the_promises_that_an_action_names_with_it(
    small: Definitions,
) -> None:
    tied = ties([small])
    assert tied["item", "craft"] == {("sla", "call-back")}
    assert tied["item", "honest"] == set()


def test_a_statement_is_tied_to_the_stages_its_theme_asks_about(small: Definitions) -> None:
    together = played.moved_item(small, "honest", "leads")
    assert ties([together])["item", "honest"] == {("stage", "enquiry")}


def test_a_promise_is_tied_to_the_stages_of_its_clock(small: Definitions) -> None:
    tied = ties([small])
    assert tied["sla", "call-back"] == {("stage", "enquiry")}
    assert tied["sla", "complete-enquiries"] == {("stage", "enquiry"), ("stage", "offer")}


def test_a_vignette_is_tied_to_the_stage_its_lead_is_in(small: Definitions) -> None:
    leads = {lead.id: lead.stage for theme in small.survey.themes for lead in theme.vignettes}
    assert leads
    tied = ties([small])
    assert all(tied["vignette", id] == {("stage", stage)} for id, stage in leads.items())


def test_what_was_tied_in_an_earlier_quarter_stays_tied(small: Definitions) -> None:
    now = small.model_copy(update={"actions": ()})
    assert ties([now, small])["item", "craft"] == {("sla", "call-back")}


def test_only_substantial_changes_of_a_thing_and_of_what_it_is_tied_to_concern_it(
    small: Definitions,
) -> None:
    own = change("sla", "call-back")
    near = change("stage", "enquiry", "definition")
    changed = [
        own, near, change("sla", "call-back", "owner"), change("sla", "call-back", "added"),
        change("stage", "offer", "definition"), change("item", "call-back", "statement"),
    ]  # fmt: skip
    assert concerning(("sla", "call-back"), changed, ties([small])) == ((own,), (near,))


def test_a_promise_that_came_or_went_concerns_the_statements_it_is_tied_to(
    small: Definitions,
) -> None:
    gone = change("sla", "call-back", "removed")
    assert concerning(("item", "craft"), [gone], ties([small])) == ((), (gone,))
