from catalog.definitions import Definitions
from catalog.quarters import Quarter
from handbook.followed import Kind
from handbook.history import Change
from handbook.ties import concerning, ties
from tests import played

Q3 = Quarter(2026, 3)


def change(kind: Kind, id: str, field: str = "target") -> Change:
    return Change(Q3, kind, id, id.capitalize(), field, "old", "new")


def test_a_statement_is_tied_to_the_promises_and_the_goal_that_an_action_names_with_it(
    small: Definitions,
) -> None:
    """Fault: of an action, only its promises count."""
    assert ties([small])["item", "craft"] >= {("sla", "call-back"), ("driver", "brand")}
    (action,) = small.actions
    action = action.model_copy(update={"goal": "margin"})
    shared = small.model_copy(update={"actions": (action,)})
    assert ("measure", "margin") in ties([shared])["item", "craft"]


def test_a_statement_is_tied_to_the_roles_of_the_team_it_is_about(small: Definitions) -> None:
    """Fault: a statement about one team is tied to the roles of both."""
    tied = ties([small])["item", "craft"]
    assert {id for kind, id in tied if kind == "role"} == {"growth-lead"}


def test_a_statement_about_both_teams_is_tied_to_what_both_work_for(small: Definitions) -> None:
    """Fault: it is tied to nothing."""
    assert ties([small])["item", "honest"] == {("measure", "margin"), ("objective", "renewals")}


def test_a_statement_is_tied_to_the_stages_its_theme_asks_about(small: Definitions) -> None:
    together = played.moved_item(small, "honest", "leads")
    assert ("stage", "enquiry") in ties([together])["item", "honest"]


def test_a_promise_is_tied_to_the_stages_of_its_clock_its_owner_and_the_goal_of_an_action(
    small: Definitions,
) -> None:
    """Fault: only the stages of its clock count."""
    tied = ties([small])
    assert tied["sla", "call-back"] == {
        ("stage", "enquiry"), ("role", "field-lead"), ("driver", "brand"),
    }  # fmt: skip
    assert tied["sla", "complete-enquiries"] == {
        ("stage", "enquiry"), ("stage", "offer"), ("role", "growth-lead"),
    }  # fmt: skip


def test_a_promise_whose_clock_nothing_stops_is_tied_to_where_it_starts(
    small: Definitions,
) -> None:
    tied = ties([played.without_owners_and_stops(small)])["sla", "complete-enquiries"]
    assert {id for kind, id in tied if kind == "stage"} == {"enquiry"}


def test_a_vignette_is_tied_to_the_stage_its_lead_is_in(small: Definitions) -> None:
    leads = {lead.id: lead.stage for theme in small.survey.themes for lead in theme.vignettes}
    assert leads
    tied = ties([small])
    assert all(tied["vignette", id] == {("stage", stage)} for id, stage in leads.items())


def test_what_was_tied_in_an_earlier_quarter_stays_tied(small: Definitions) -> None:
    now = small.model_copy(update={"actions": ()})
    assert ("sla", "call-back") in ties([now, small])["item", "craft"]


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
