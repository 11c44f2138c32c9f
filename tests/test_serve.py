"""scripts/serve.py: the handbook at /, the form at /survey/, as people run it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from catalog.workspace import Workspace
from tests.answering import OpenSurvey, post
from tests.conftest import OpenASurvey, StartServer
from tests.running import ROOT, Server, answers, free_port, wait_for


def publish(workspace: Workspace, name: str, pages: dict[str, str]) -> None:
    """Put a finished site where a build would, and swap the link."""
    folder = workspace.build / "sites" / name
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    link = workspace.root / "site.new"
    link.symlink_to(folder.relative_to(workspace.root))
    link.replace(workspace.site)


SITE = {
    "index.html": "<h1>Home</h1>",
    "stages/index.html": "<h1>Stages</h1>",
    "assets/style.css": "body {}",
    "404.html": "<h1>Nothing here — sorry</h1>",
}


@pytest.fixture
def origin(server: Server) -> str:
    return server.origin


def get(origin: str, path: str) -> requests.Response:
    return requests.get(f"{origin}{path}", allow_redirects=False, timeout=10)


def test_pages_and_files_of_the_built_handbook_are_served(
    workspace: Workspace, origin: str
) -> None:
    publish(workspace, "one", SITE)
    assert get(origin, "/").text == "<h1>Home</h1>"
    assert get(origin, "/stages/").text == "<h1>Stages</h1>"
    assert get(origin, "/stages/").headers["Content-Type"] == "text/html; charset=utf-8"
    assert get(origin, "/assets/style.css").headers["Content-Type"].startswith("text/css")


def test_a_folder_without_its_slash_leads_to_the_page(workspace: Workspace, origin: str) -> None:
    publish(workspace, "one", SITE)
    response = get(origin, "/stages")
    assert (response.status_code, response.headers["Location"]) == (301, "/stages/")


def test_a_page_that_is_not_there_gets_the_handbooks_own_404(
    workspace: Workspace, origin: str
) -> None:
    publish(workspace, "one", SITE)
    for path in ("/nowhere", "/nowhere/", "/assets/", "/index.html/", "/%00"):
        response = get(origin, path)
        response.encoding = "utf-8"
        assert (path, response.status_code) == (path, 404)
        assert response.text == SITE["404.html"]


OUTSIDE = (
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/stages/../../secret.txt",
    "/%2e%2e/%2e%2e/%2e%2e/definitions/company.yml",
    "//etc/passwd",
    "/%2fetc/passwd",
)


def test_nothing_outside_the_site_is_served(workspace: Workspace, origin: str) -> None:
    publish(workspace, "one", SITE)
    (workspace.build / "sites" / "secret.txt").write_text("secret")
    with requests.Session() as session:
        for path in OUTSIDE:
            request = session.prepare_request(requests.Request("GET", origin))
            request.url = origin + path  # as it is, not tidied
            response = session.send(request, allow_redirects=True, timeout=10)
            assert (path, response.status_code) == (path, 404)
            assert "secret" not in response.text
            assert "root:" not in response.text


def test_a_new_build_is_served_at_once(workspace: Workspace, origin: str) -> None:
    publish(workspace, "one", SITE)
    assert get(origin, "/").text == "<h1>Home</h1>"
    publish(workspace, "two", SITE | {"index.html": "<h1>New</h1>"})
    assert get(origin, "/").text == "<h1>New</h1>"


def test_before_the_first_build_a_page_says_what_to_run(origin: str) -> None:
    response = get(origin, "/")
    assert response.status_code == 200
    assert "The handbook is not built yet" in response.text
    assert "make build" in response.text
    assert get(origin, "/stages/").status_code == 404


def test_a_site_without_a_404_page_still_answers(workspace: Workspace, origin: str) -> None:
    publish(workspace, "one", {"index.html": "<h1>Home</h1>"})
    response = get(origin, "/nowhere")
    assert response.status_code == 404
    assert "There is no page here" in response.text


def test_the_form_is_at_survey_whatever_the_handbook_has_there(
    workspace: Workspace, origin: str
) -> None:
    publish(workspace, "one", SITE | {"survey/index.html": "no", "surveys/index.html": "yes"})
    assert "No survey is open" in get(origin, "/survey/").text
    assert get(origin, "/survey").status_code == 308
    assert get(origin, "/surveys/").text == "yes"


@pytest.fixture
def survey(open_survey: OpenASurvey, sqlite_url: str) -> OpenSurvey:
    return open_survey(sqlite_url)


def test_no_request_is_logged(
    survey: OpenSurvey, start_server: StartServer, sqlite_url: str
) -> None:
    server = start_server(DATABASE_URL=sqlite_url)
    code = survey.codes["sales"][0]
    assert post(server.origin, survey.answers() | {"code": code, "go": "send"}).status_code == 303
    get(server.origin, "/nowhere?secret")
    assert server.stop() == 0
    assert server.log.read_text() == f"Serving {server.origin}/ · Ctrl-C stops it\n"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("to_end", [os.kill, os.killpg])
def test_it_ends_calmly_when_asked_alone_or_with_all_it_started(
    workspace: Workspace, tmp_path: Path, to_end: Callable[[int, int], None], asked: signal.Signals
) -> None:
    log, port = tmp_path / "log", str(free_port())
    serve = str(ROOT / "scripts" / "serve.py")
    command = [sys.executable, serve, "--workspace", str(workspace.root)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", port], stdout=output, stderr=output, start_new_session=True
        )
    origin = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(origin))
    to_end(process.pid, asked)
    assert process.wait(timeout=20) == 0
    assert log.read_text() == f"Serving {origin}/ · Ctrl-C stops it\n"
    with pytest.raises(requests.ConnectionError):
        get(origin, "/")


def test_more_people_at_once_than_the_pool_of_connections_is_wont_to_hold(
    start_server: StartServer, postgres_url: str
) -> None:
    origin = start_server(DATABASE_URL=postgres_url).origin
    with ThreadPoolExecutor(40) as people:
        statuses = set(people.map(lambda _: get(origin, "/survey/").status_code, range(200)))
    assert statuses == {200}
