"""The form over HTTP. Most tests ask the application itself; the whole path asks a real server."""

import base64
import hashlib
import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from catalog.results import Hidden, Score, ScoreBand, read_results
from catalog.workspace import Workspace
from survey import create_app
from survey.closing import close_quarter
from survey.codes import hash_code, shown
from survey.guard import SCRIPT
from survey.questionnaire import questionnaire_of
from tests.answering import QUARTER, OpenSurvey, post
from tests.conftest import OpenASurvey, StartServer

Q4 = str(QUARTER)
OURS = {"Sec-Fetch-Site": "same-origin"}
SCRIPT_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


@pytest.fixture
def code(survey: OpenSurvey) -> str:
    """A code of sales."""
    return survey.codes["sales"][0]


def send(client: FlaskClient, fields: Any, **headers: str) -> TestResponse:
    return client.post("/survey/", data=fields, headers=headers or OURS)


def page(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag
    return " ".join(tag.get_text().split())


def heading(response: TestResponse) -> str:
    return words(page(response).h1)


def carried(response: TestResponse) -> dict[str, str]:
    """What the page would post again, if its button were pressed without touching anything."""
    inputs = page(response).select("input[type=hidden], input[checked], #code, textarea")
    return {
        str(field["name"]): str(field.get("value") or field.get_text().removeprefix("\n"))
        for field in inputs
    }


def nothing_is_counted(survey: OpenSurvey) -> bool:
    return survey.unused() == {"sales": 6, "marketing": 6}


def part_answers(survey: OpenSurvey, part: int) -> dict[str, str]:
    questions = questionnaire_of(survey.definitions).parts[part - 1].questions
    return {question.key: question.choices[3].value for question in questions}


def test_the_first_page_asks_for_the_code_and_says_what_happens(
    client: FlaskClient, survey: OpenSurvey
) -> None:
    response = client.get("/survey/")
    text = words(page(response).body)
    assert response.status_code == 200
    assert f"Common Ground · {Q4}" in text
    assert "Brennholm Instruments" in text
    assert survey.definitions.survey.welcome in text
    assert "Please answer by 18 December 2026" in text
    assert "at least 5 people of a team" in text
    assert page(response).select_one("a[href='/protection/']")
    assert page(response).select_one("label[for=code]")


def test_the_address_without_a_slash_leads_to_the_form(client: FlaskClient) -> None:
    response = client.get("/survey")
    assert response.status_code == 308
    assert response.location.endswith("/survey/")


def test_begin_opens_the_first_part_with_nothing_chosen(client: FlaskClient, code: str) -> None:
    response = send(client, {"code": shown(code).lower(), "go": "begin"})
    html = page(response)
    assert response.status_code == 200
    assert heading(response) == "Respect"
    assert words(html.select_one(".place")) == "Part 1 of 8"
    assert not html.select("[checked]")
    assert all(fieldset.legend for fieldset in html.select("fieldset"))
    assert carried(response) == {"code": code, "page": "1"}


@pytest.mark.parametrize(("team", "other"), [("sales", "Marketing"), ("marketing", "Sales")])
def test_the_guess_asks_about_the_team_that_the_code_does_not_belong_to(
    client: FlaskClient, survey: OpenSurvey, team: str, other: str
) -> None:
    response = send(client, {"code": survey.codes[team][1], "go": "begin"})
    guesses = page(response).select("fieldset.guess .wording")
    assert {words(guess) for guess in guesses} == {f"And what would most people in {other} say?"}


def test_a_statement_says_which_team_it_is_about(client: FlaskClient, code: str) -> None:
    response = send(client, {"code": code, "go": "begin"})
    abouts = [words(about) for about in page(response).select("fieldset.own .about")]
    assert abouts == ["Your own view, about Marketing", "Your own view, about Sales"]


def test_a_promise_says_who_gives_it_to_whom(client: FlaskClient, survey: OpenSurvey) -> None:
    fields = survey.answers() | {"code": survey.codes["sales"][0], "page": "9", "go": "change-8"}
    fieldset = page(send(client, fields)).select_one("fieldset.kept")
    assert fieldset
    assert words(fieldset.select_one(".about")) == "Marketing promises Sales"
    assert words(fieldset.select_one(".wording")) == survey.definitions.slas[0].promise
    assert words(fieldset.select_one(".ask")) == "This promise is kept."


def test_next_without_answers_lists_every_gap_and_links_to_it(
    client: FlaskClient, code: str
) -> None:
    response = send(client, {"code": code, "page": "1", "go": "next", "own.craft-sales": "2"})
    html = page(response)
    assert response.status_code == 422
    summary = html.select_one("[role=alert]")
    assert summary
    assert summary["tabindex"] == "-1"
    assert words(summary.h2) == "3 answers are still needed on this page"
    targets = [str(link["href"]).removeprefix("#") for link in summary.select("a")]
    assert targets == ["own.craft-marketing.1", "guess.craft-marketing.1", "guess.craft-sales.1"]
    assert all(html.find(id=target) for target in targets)
    assert len(html.select("fieldset.wrong .problem")) == 3
    assert carried(response)["own.craft-sales"] == "2"
    assert words(html.title).startswith("Please check")


@pytest.mark.parametrize(
    ("values", "problem"),
    [(["6"], "not one of the choices"), (["2", "3"], "Two answers came in here")],
)
def test_an_impossible_answer_is_shown_and_every_other_one_kept(
    client: FlaskClient, survey: OpenSurvey, code: str, values: list[str], problem: str
) -> None:
    answers = survey.answers()
    fields: MultiDict[str, str] = MultiDict(answers | {"code": code, "page": "1", "go": "next"})
    fields.setlist("own.craft-sales", values)
    response = send(client, fields)
    assert response.status_code == 422
    assert problem in words(page(response).select_one("[role=alert]"))
    del answers["own.craft-sales"]
    assert answers.items() <= carried(response).items()
    assert "own.craft-sales" not in carried(response)


def test_back_checks_nothing_and_loses_nothing(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    given = part_answers(survey, 1) | {"own.horizon-sales": "2"}
    response = send(client, given | {"code": code, "page": "3", "go": "back"})
    assert heading(response) == "Contribution"
    assert given.items() <= carried(response).items()
    assert not page(response).select("[role=alert]")


def test_back_from_the_first_part_asks_for_the_code_and_keeps_everything(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    given = part_answers(survey, 1)
    response = send(client, given | {"code": code, "page": "1", "go": "back"})
    assert carried(response) == given | {"code": shown(code)}
    again = send(client, carried(response) | {"go": "begin"})
    assert given.items() <= carried(again).items()


def test_the_review_lists_every_answer_in_words_and_offers_to_change_each_part(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "8", "go": "next", "comment": "Hello\nyou"}
    html = page(send(client, fields))
    given = [words(answer) for answer in html.select("dd")]
    assert len(given) == len(survey.answers())
    assert given.count("Agree") + given.count("Marketing qualified") == len(given)
    changes = [button["value"] for button in html.select(".given button")]
    assert changes == [f"change-{part}" for part in range(1, 9)]
    assert words(html.select_one("textarea")) == "Hello you"


def test_changing_a_part_leads_back_to_the_review(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "9", "go": "change-2", "comment": "Hello"}
    part = send(client, fields)
    assert heading(part) == "Contribution"
    changed = carried(part) | {"own.revenue-sales": "1", "go": "next"}
    review = send(client, changed)
    assert heading(review) == "Your answers"
    assert carried(review)["own.revenue-sales"] == "1"
    assert carried(review)["comment"] == "Hello"


def test_the_review_is_not_reached_with_a_gap(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "8", "go": "next"}
    del fields["own.knows-sales"]
    response = send(client, fields)
    assert response.status_code == 422
    assert heading(response) == "Customer knowledge"
    mended = carried(response) | {"own.knows-sales": "3", "go": "next"}
    assert heading(send(client, mended)) == "Your answers"


def test_send_counts_the_ballot_and_says_thank_you(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "9", "go": "send", "comment": "Hello"}
    response = send(client, fields)
    assert (response.status_code, response.location) == (303, "/survey/thanks")
    thanks = client.get(response.location)
    assert heading(thanks) == "Thank you"
    count = survey.count()
    assert count
    assert count.answered == {"sales": 1, "marketing": 0}
    assert count.comments == ("Hello",)
    assert {key: dict.fromkeys([value], 1) for key, value in survey.answers().items()} == {
        key: answers for (_, key), answers in count.tallies.items()
    }


def test_send_with_a_gap_shows_the_gap_and_counts_nothing(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "9", "go": "send"}
    del fields["kept.complete-leads"]
    response = send(client, fields)
    assert response.status_code == 422
    assert heading(response) == "Promises"
    assert nothing_is_counted(survey)


def test_a_comment_that_is_too_long_comes_back_whole(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    """Fault: only the summary at the top says that it is wrong, not the field."""
    long = "word " * 250 + "end"
    response = send(client, survey.answers() | {"code": code, "go": "send", "comment": long})
    assert response.status_code == 422
    link = page(response).select_one("[role=alert] a[href='#comment']")
    assert words(link) == "This comment is too long. Please shorten it."
    field = page(response).select_one("textarea")
    assert field
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "comment.hint comment.problem"
    assert carried(response)["comment"] == long
    assert nothing_is_counted(survey)


def test_markup_in_a_comment_is_shown_as_text(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    comment = '"></textarea><script>alert(1)</script>'
    fields = survey.answers() | {"code": code, "page": "8", "comment": comment}
    for button in ("next", "back"):
        response = send(client, fields | {"go": button})
        assert carried(response)["comment"] == comment
        assert not page(response).select("script")


NOBODYS = "ATSZ8VCPGBZZR8CGA4ED7XB6CR8"


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ("", 400, "Please type your code"),
        (" - ", 400, "Please type your code"),
        ("my name is Bob", 400, "This is not a whole code"),
        (NOBODYS[:-1], 400, "This is not a whole code"),
        (f"{NOBODYS}7", 400, "This is not a whole code"),
        ("\0" * 27, 400, "This code has a typing mistake"),
        ("7" * 26 + "8", 400, "This code has a typing mistake"),
        (NOBODYS, 403, "This code cannot be used"),
    ],
)
def test_a_code_that_does_not_do_is_said_calmly_and_stores_nothing(
    client: FlaskClient, survey: OpenSurvey, typed: str, status: int, sentence: str
) -> None:
    response = send(client, survey.answers() | {"code": typed, "go": "begin"})
    assert response.status_code == status
    alert = page(response).select_one("[role=alert]")
    assert alert
    assert words(alert.h2) == sentence
    assert page(response).select_one("a[href='#code']")
    assert survey.answers().items() <= carried(response).items()
    assert nothing_is_counted(survey)


@pytest.mark.parametrize(
    ("typed", "read"), [("7m4k-", 4), ("7M4K 9QX2 ab", 10), ("7" * 30, 30), ("a", 1)]
)
def test_a_code_that_is_not_whole_says_how_many_characters_were_read(
    client: FlaskClient, survey: OpenSurvey, typed: str, read: int
) -> None:
    """Fault: spaces and hyphens are counted, or nothing is said."""
    response = send(client, survey.answers() | {"code": typed, "go": "begin"})
    assert response.status_code == 400
    alert = page(response).select_one("[role=alert]")
    assert alert
    assert f"A code has 27 letters and digits; we read {read}." in words(alert)


def test_pressing_send_twice_counts_once_and_says_so(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields = survey.answers() | {"code": code, "page": "9", "go": "send"}
    assert send(client, fields).status_code == 303
    second = send(client, fields)
    assert second.status_code == 403
    assert words(page(second).h1) == "Already counted"
    assert page(second).form is None
    assert survey.unused() == {"sales": 5, "marketing": 6}


def test_two_codes_in_one_form_are_no_code(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    fields: MultiDict[str, str] = MultiDict(survey.answers() | {"go": "send"})
    fields.setlist("code", [code, survey.codes["sales"][1]])
    assert send(client, fields).status_code == 400
    assert nothing_is_counted(survey)


def test_a_closed_survey_says_so(
    client: FlaskClient, survey: OpenSurvey, workspace: Workspace, code: str
) -> None:
    close_quarter(survey.tallies, workspace, QUARTER)
    assert heading(client.get("/survey/")) == "No survey is open at the moment"
    late = send(client, survey.answers() | {"code": code, "go": "send"})
    assert late.status_code == 410
    assert heading(late) == "This survey has closed"


@pytest.mark.parametrize(
    "fields",
    [
        {"go": "dance"},
        {"go": ""},
        {"go": "next", "page": "99"},
        {"go": "next", "page": "-1"},
        {"go": "next", "page": "x"},
        {"go": "next", "page": "9" * 5000},
        {"go": "back", "page": "0"},
        {"go": "change-0"},
        {"go": "change-99"},
    ],
)
def test_a_button_that_is_not_ours_is_answered_calmly_and_loses_nothing(
    client: FlaskClient, survey: OpenSurvey, code: str, fields: dict[str, str]
) -> None:
    given = survey.answers() | {"code": code, "comment": "Hello"}
    response = send(client, given | fields)
    assert response.status_code == 400
    assert heading(response) == "We could not read that"
    assert given.items() <= carried(response).items()
    button = page(response).select_one("button")
    assert button
    assert words(button) == "Back to the form"
    again = send(client, carried(response) | {"go": str(button["value"])})
    assert heading(again) == "Respect"
    assert given.items() <= carried(again).items()
    assert nothing_is_counted(survey)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/survey/nowhere", 404),
        ("GET", "/survey/static/nothing.css", 404),
        ("DELETE", "/survey/", 405),
        ("POST", "/survey/thanks", 405),
    ],
)
def test_an_address_that_is_not_there_is_answered_calmly(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = client.open(path, method=method, headers=OURS)
    assert response.status_code == status
    assert heading(response) == "There is no page here"


def test_a_post_that_is_too_large_is_refused(
    client: FlaskClient, survey: OpenSurvey, code: str
) -> None:
    response = send(client, {"code": code, "go": "send", "comment": "x" * 70_000})
    assert response.status_code == 413
    assert heading(response) == "That was too much text"


OTHER = "https://elsewhere.example"


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OTHER}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": OTHER}, False),
        ({"Origin": "http://127.0.0.1:8001"}, False),
        ({"Origin": "null"}, False),
        ({"Referer": "http://127.0.0.1:8000/survey/"}, False),
    ],
)
def test_only_our_own_form_can_post(
    client: FlaskClient,
    survey: OpenSurvey,
    code: str,
    headers: dict[str, str],
    is_taken: bool,
) -> None:
    response = send(client, survey.answers() | {"code": code, "go": "send"}, **headers)
    assert response.status_code == (303 if is_taken else 403)
    assert nothing_is_counted(survey) != is_taken


@pytest.mark.parametrize(
    ("method", "path", "fields"),
    [
        ("GET", "/survey/", {}),
        ("GET", "/survey/thanks", {}),
        ("GET", "/survey/nowhere", {}),
        ("GET", "/survey", {}),
        ("DELETE", "/survey/", {}),
        ("POST", "/survey/", {"code": "x"}),
        ("POST", "/survey/", {"comment": "x" * 70_000}),
    ],
)
def test_every_answer_protects_whoever_reads_it(
    client: FlaskClient, method: str, path: str, fields: dict[str, str]
) -> None:
    headers = client.open(path, method=method, data=fields, headers=OURS).headers
    assert headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'self'; script-src 'sha256-{SCRIPT_HASH}';"
        " connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    )
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_the_style_is_kept_by_browsers_under_an_address_that_changes_with_it(
    client: FlaskClient,
) -> None:
    link = page(client.get("/survey/")).select_one("link[rel=stylesheet]")
    assert link
    assert re.search(r"\?v=[0-9a-f]{12}$", str(link["href"]))
    style = client.get(str(link["href"]))
    assert style.headers["Cache-Control"] == "public, max-age=31536000"
    assert style.headers["X-Content-Type-Options"] == "nosniff"
    style.close()


def test_no_page_names_anything_outside(client: FlaskClient, survey: OpenSurvey, code: str) -> None:
    fields = survey.answers() | {"code": code, "page": "8", "go": "next"}
    for response in (client.get("/survey/"), send(client, fields), client.get("/survey/thanks")):
        for tag in page(response).select("[src], [href], [action]"):
            address = tag.get("src") or tag.get("href") or tag.get("action")
            assert str(address).startswith(("/", "#", "data:,"))


def test_all_answers_stay_in_the_form_when_something_breaks(
    client: FlaskClient, survey: OpenSurvey, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with survey.tallies.writing() as connection:
        connection.execute(sa.text("UPDATE quarters SET opened = 'broken'"))
    fields = survey.answers() | {"code": code, "page": "9", "go": "send", "comment": "Hello"}
    response = send(client, fields)
    assert response.status_code == 500
    assert heading(response) == "Something went wrong on our side"
    assert carried(response) | {"go": "send"} == fields
    assert words(page(response).select_one("button")) == "Send again"
    assert heading(client.get("/survey/")) == "Something went wrong on our side"
    assert code not in caplog.text


@pytest.mark.parametrize(
    ("key", "described"), [("own", None), ("guess", "own.craft-sales.wording")]
)
def test_only_what_is_described_says_by_what(
    client: FlaskClient, code: str, key: str, described: str | None
) -> None:
    response = send(client, {"code": code, "go": "begin"})
    fieldset = page(response).select_one(f"fieldset:has([name='{key}.craft-sales'])")
    assert fieldset
    assert fieldset.get("aria-describedby") == described


def test_all_answers_stay_in_the_form_while_the_database_is_away(
    open_survey: OpenASurvey, postgres_url: str
) -> None:
    survey = open_survey(postgres_url)
    app = create_app(survey.config)
    client, code = app.test_client(), survey.codes["sales"][0]
    fields = survey.answers() | {"code": code, "page": "9", "go": "send", "comment": "Hello"}
    name = survey.config.database.database
    admin = re.sub(r"/survey_\d+", "/postgres", postgres_url)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        away = send(client, fields)
        assert client.get("/survey/").status_code == 503
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
    assert away.status_code == 503
    assert words(page(away).select_one("button")) == "Send again"
    button = page(away).select_one("button")
    assert button
    assert carried(away) | {str(button["name"]): str(button["value"])} == fields
    assert send(client, fields).status_code == 303
    app.extensions["tallies"].close()


def test_trouble_with_the_database_is_logged_without_code_or_answer(
    survey: OpenSurvey,
    client: FlaskClient,
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(sqlite3.connect(str(survey.config.database.database))) as connection:
        connection.execute("ALTER TABLE codes RENAME TO lost")
    response = send(client, survey.answers() | {"code": code, "go": "send"})
    assert response.status_code == 503
    assert "the database does not answer" in caplog.text
    assert code not in caplog.text
    assert hash_code(code) not in caplog.text
    assert "craft" not in caplog.text


TEXTS = st.text(max_size=40)
FIELDS = st.sampled_from(
    ["code", "go", "page", "changing", "comment", "own.craft-sales", "stage.vignette-webinar"]
)
VALUES = TEXTS | st.sampled_from(["next", "back", "send", "change-3", "1", "8", "9", "cannot-say"])


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(FIELDS | TEXTS, VALUES), max_size=12), st.booleans(), st.booleans())
def test_no_post_whatever_it_holds_breaks_the_form(
    client: FlaskClient,
    survey: OpenSurvey,
    posted: list[tuple[str, str]],
    has_code: bool,
    is_multipart: bool,
) -> None:
    fields: MultiDict[str, str] = MultiDict(posted)
    if has_code:
        fields["code"] = survey.codes["marketing"][0]
    response = client.post(
        "/survey/",
        data=fields,
        headers=OURS,
        content_type="multipart/form-data" if is_multipart else None,
    )
    assert response.status_code < 500
    assert nothing_is_counted(survey)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/json",
            "\u00e4",
        ]
    ),
)
def test_no_bytes_break_the_form(
    client: FlaskClient, survey: OpenSurvey, body: bytes, kind: str
) -> None:
    response = client.post("/survey/", data=body, headers=OURS, content_type=kind)
    assert 400 <= response.status_code < 500
    assert nothing_is_counted(survey)


def test_the_whole_path_over_a_real_server_on_both_databases(
    open_survey: OpenASurvey,
    start_server: StartServer,
    workspace: Workspace,
    database_url: str,
) -> None:
    survey = open_survey(database_url)
    origin = start_server(DATABASE_URL=database_url).origin
    for team, choice, people in (("sales", 3, 6), ("marketing", 1, 5)):
        for code in survey.codes[team][:people]:
            answer_page_by_page(origin, survey, code, choice)
    close_quarter(survey.tallies, workspace, QUARTER)
    latest = read_results(workspace.results).latest
    assert latest
    for question in latest.perceptions.questions:
        if question.kind != "stage":
            assert question.answers == {
                "sales": Score(n=6, mean=4.0),
                "marketing": ScoreBand(n=5, low=1, high=2.0),
            }
        assert not any(isinstance(figure, Hidden) for figure in question.answers.values())
    assert latest.perceptions.response["marketing"].answered == 5
    assert post(origin, {"code": survey.codes["marketing"][5], "go": "begin"}).status_code == 410


def answer_page_by_page(origin: str, survey: OpenSurvey, code: str, choice: int) -> None:
    """Fill in what each page asks and press its first button, as a person would."""
    answers, button = survey.answers(choice), "begin"
    fields = {"code": code}
    for _ in range(12):
        response = post(origin, fields | {"go": button})
        if response.status_code == 303:
            return
        assert response.status_code == 200
        html = BeautifulSoup(response.text, "html.parser")
        fields = {
            str(field["name"]): str(field["value"]) for field in html.select("input[type=hidden]")
        }
        fields |= {
            str(field["name"]): answers[str(field["name"])]
            for field in html.select("input[type=radio]")
        }
        first = html.select_one("button.main")
        assert first
        button = str(first["value"])
    pytest.fail("the form never ended")
