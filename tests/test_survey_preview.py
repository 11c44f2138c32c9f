"""The questions as the files have them now, for whoever runs the survey: no code, nothing stored.

Planted once, and caught: a preview that is there without being enabled, that reads the files once
only, that counts the answers, and that shows every team the same guess.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from playwright.sync_api import Page

from catalog.definitions import Definitions
from catalog.workspace import Workspace
from survey import create_app
from survey.config import Config
from tests.answering import OpenSurvey, answers_of
from tests.conftest import NewPage, OpenASurvey, StartServer
from tests.running import edit

ADDRESS = "/survey/preview"
OURS = {"Sec-Fetch-Site": "same-origin"}


def client_of(workspace: Workspace, **environment: str) -> Iterator[FlaskClient]:
    folder = {"COMMON_GROUND_WORKSPACE": str(workspace.root)}
    app = create_app(Config.from_environment(folder | environment))
    yield app.test_client()
    app.extensions["tallies"].close()


@pytest.fixture
def client(workspace: Workspace) -> Iterator[FlaskClient]:
    yield from client_of(workspace, SURVEY_PREVIEW="1")


@pytest.fixture(params=["", "0"])
def ordinary_client(workspace: Workspace, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    yield from client_of(workspace, SURVEY_PREVIEW=request.param)


def look(client: FlaskClient, **fields: str) -> BeautifulSoup:
    method = "POST" if fields else "GET"
    response = client.open(ADDRESS, method=method, data=fields, headers=OURS)
    assert response.status_code == 200
    html = BeautifulSoup(response.text, "html.parser")
    marks = html.select(".top .preview")
    assert len(marks) == 1
    assert "Nothing is stored" in words(marks[0].get_text())
    assert html.title
    assert html.title.get_text().startswith("Preview: ")
    return html


def words(text: str) -> str:
    return " ".join(text.split())


def heading(html: BeautifulSoup) -> str:
    assert html.h1
    return words(html.h1.get_text())


def stored(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.data.rglob("*") if path.is_file()} | {
        path: path.read_bytes() for path in workspace.results.rglob("*") if path.is_file()
    }


def test_without_being_enabled_there_is_no_preview(ordinary_client: FlaskClient) -> None:
    assert ordinary_client.get(ADDRESS).status_code == 404
    sent = ordinary_client.post(ADDRESS, data={"team": "sales", "go": "begin"}, headers=OURS)
    assert sent.status_code in (404, 405)


def test_the_first_page_asks_for_a_team_and_for_no_code(client: FlaskClient) -> None:
    html = look(client)
    assert heading(html) == "How well do Sales and Marketing work together?"
    assert [field["value"] for field in html.select("[name=team]")] == ["sales", "marketing"]
    assert not html.select("#code")


@pytest.mark.parametrize(("team", "other"), [("sales", "Marketing"), ("marketing", "Sales")])
def test_each_team_sees_its_own_view(client: FlaskClient, team: str, other: str) -> None:
    html = look(client, team=team, go="begin")
    assert heading(html) == "Respect"
    guesses = {words(each.get_text()) for each in html.select(".guess .wording")}
    assert guesses == {f"And what would most people in {other} say?"}


def walk(client: FlaskClient, answers: dict[str, str]) -> list[str]:
    """The headings of all pages, going by each page's first button."""
    html = look(client, team="marketing", go="begin")
    found = [heading(html)]
    while button := html.select_one("button.main"):
        kept = {str(each["name"]): str(each["value"]) for each in html.select("[type=hidden]")}
        asked = {str(each["name"]) for each in html.select("[type=radio]")}
        given = {key: answer for key, answer in answers.items() if key in asked}
        html = look(client, **kept, **given, go=str(button["value"]))
        found.append(heading(html))
    assert "Nothing was sent, counted or stored" in words(html.get_text())
    return found


@pytest.mark.parametrize("answers_all", [True, False])
def test_it_leads_through_all_parts_to_the_end_with_answers_or_without(
    client: FlaskClient, definitions: Definitions, answers_all: bool
) -> None:
    found = walk(client, answers_of(definitions) if answers_all else {})
    themes = [theme.name for theme in definitions.survey.themes]
    assert found == [*themes, "Promises", "Your answers", "That was the preview"]


def test_back_leads_to_the_choice_of_a_team_with_the_same_team(client: FlaskClient) -> None:
    html = look(client, team="marketing", page="1", go="back")
    assert [field["value"] for field in html.select("[name=team][checked]")] == ["marketing"]


def test_an_edit_is_seen_at_the_next_look(client: FlaskClient, workspace: Workspace) -> None:
    look(client, team="sales", go="begin")
    edit(workspace.definitions / "survey.yml", "Marketing's work takes", "A fresh wording takes")
    assert "A fresh wording takes" in look(client, team="sales", go="begin").get_text()


def test_mistakes_in_the_files_are_named_with_their_place(
    client: FlaskClient, workspace: Workspace
) -> None:
    edit(workspace.definitions / "survey.yml", "about: marketing", "about: marketting")
    edit(workspace.definitions / "slas.yml", "from: ", "form: ")
    html = look(client)
    assert heading(html) == "The files need mending first"
    named = [words(each.get_text()) for each in html.select("main li")]
    assert any(each.startswith("definitions/slas.yml:") for each in named)
    [of_survey] = [each for each in named if each.startswith("definitions/survey.yml:")]
    assert of_survey.split(": ")[0].count(":") == 2
    assert "did you mean 'marketing'?" in of_survey


def test_a_team_that_is_not_there_and_a_strange_button_are_answered_calmly(
    client: FlaskClient,
) -> None:
    assert heading(look(client, team="x", go="begin")).startswith("How well do")
    strange = client.post(ADDRESS, data={"team": "sales", "go": "dance"}, headers=OURS)
    assert strange.status_code == 400
    assert "We could not read that" in strange.text


def test_it_shows_the_files_and_not_what_is_open_and_stores_nothing(
    open_survey: OpenASurvey,
    workspace: Workspace,
    definitions: Definitions,
    start_server: StartServer,
    page: Page,
) -> None:
    survey = open_survey(f"sqlite:///{workspace.data / 'survey.db'}")
    edit(workspace.definitions / "survey.yml", "Marketing's work takes", "A fresh wording takes")
    origin = start_server(SURVEY_PREVIEW="1").origin
    page.goto(f"{origin}/survey/")
    before = stored(workspace)
    assert len(before) > 1
    page.goto(f"{origin}{ADDRESS}")
    page.get_by_label("Marketing").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("A fresh wording takes").wait_for()
    page.get_by_label("Agree", exact=True).first.check()
    for name in [theme.name for theme in definitions.survey.themes[1:]] + ["Promises"]:
        page.get_by_role("button", name="Next").click()
        page.get_by_role("heading", name=name, level=1).wait_for()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Is there anything else").fill("Nobody will read this")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="That was the preview").wait_for()
    assert page.url == f"{origin}{ADDRESS}"
    assert stored(workspace) == before
    assert survey.unused() == {"sales": 6, "marketing": 6}


def test_the_browsers_back_button_works_there_too(
    workspace: Workspace, start_server: StartServer, new_page: NewPage
) -> None:
    origin = start_server(SURVEY_PREVIEW="1").origin
    page = new_page(width=360)
    page.goto(f"{origin}{ADDRESS}#anything")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Disagree", exact=True).first.check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name="Contribution").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Respect").wait_for()
    assert page.locator("input:checked").count() == 1


def test_a_quarter_that_is_open_still_takes_codes_beside_the_preview(
    open_survey: OpenASurvey, workspace: Workspace
) -> None:
    survey: OpenSurvey = open_survey(f"sqlite:///{workspace.data / 'survey.db'}")
    for client in client_of(workspace, SURVEY_PREVIEW="1"):
        fields = survey.answers() | {"code": survey.codes["sales"][0], "go": "send"}
        assert client.post("/survey/", data=fields, headers=OURS).status_code == 303
        look(client)
    assert survey.unused() == {"sales": 5, "marketing": 6}
