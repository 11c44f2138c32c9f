"""The disk is full or fails, the database is locked, gone or silent: nobody loses an answer.

Whoever sends meets a calm page that holds all they answered, and sends it again from there.
"""

import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from catalog.workspace import Workspace
from survey.closing import close_quarter
from tests.answering import QUARTER, OpenSurvey, choice_of, post
from tests.conftest import OpenASurvey, StartServer, started_postgres, unavailable
from tests.recording import recorder
from tests.running import Postgres, UnavailableError, stopped, wait_for
from tests.storming import People
from tests.test_survey_browser import begin, fill_all, heading, press

Q4 = str(QUARTER)
BOUND = 20  # seconds within which everybody gets an answer


class SmallDisk:
    """A file system of 2 MB."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._filler = folder, folder / "filler"

    @contextmanager
    def full(self) -> Iterator[None]:
        """To the last byte, while the body runs."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        try:
            yield
        finally:
            self._filler.unlink()


@contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "small-disk", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        unavailable(UnavailableError("only root can make a small file system"))
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def on_disk(open_survey: OpenASurvey, disk: SmallDisk) -> OpenSurvey:
    """A survey whose database is on the small disk."""
    return open_survey(f"sqlite:///{disk.folder}/survey.db")


@pytest.fixture(scope="module")
def postgres_to_stop() -> Iterator[Postgres]:
    """A server that others do not need."""
    yield from started_postgres()


def served(survey: OpenSurvey, start_server: StartServer) -> str:
    """The address of a server that has seen the form, as it has when people send."""
    url = survey.config.database.render_as_string(hide_password=False)
    origin = start_server(DATABASE_URL=url).origin
    assert requests.get(f"{origin}/survey/", timeout=10).status_code == 200
    return origin


def whole_form(survey: OpenSurvey, code: str) -> dict[str, str]:
    answers = survey.answers(choice_of(code))
    return answers | {"code": code, "page": "9", "go": "send", "comment": "Two\nlines"}


def in_the_page(response: requests.Response) -> dict[str, str]:
    """What the button of a calm page would send again."""
    page = BeautifulSoup(response.content, "html.parser")
    fields = page.select("input[type=hidden], button.main")
    assert "All your answers are still here" in " ".join(page.get_text().split())
    return {str(field["name"]): str(field["value"]) for field in fields}


def is_calm(response: requests.Response, form: dict[str, str]) -> bool:
    """Whether it says when to try again, with all answers in the page."""
    assert response.elapsed.total_seconds() < BOUND
    return response.status_code == 503 and in_the_page(response) == form


def is_counted_once(survey: OpenSurvey, *codes: str) -> bool:
    return survey.spent() == set(codes) and survey.counts() == survey.counts_of(codes)


def test_on_a_full_disk_all_answers_stay_in_the_page_and_count_once_there_is_room(
    on_disk: OpenSurvey, disk: SmallDisk, start_server: StartServer
) -> None:
    """Planted: the calm page leaves out the comment."""
    code = on_disk.codes["sales"][0]
    origin, form = served(on_disk, start_server), whole_form(on_disk, code)
    with disk.full():
        calm = post(origin, form)
        assert is_calm(calm, form)
        assert post(origin, form | {"go": "change-1"}).status_code == 200
        assert is_counted_once(on_disk)
    assert post(origin, in_the_page(calm)).status_code == 303
    assert is_counted_once(on_disk, code)


def test_in_a_browser_the_page_of_a_full_disk_sends_everything_again(
    on_disk: OpenSurvey, disk: SmallDisk, start_server: StartServer, page: Page
) -> None:
    """Planted: the calm page leaves out the code; "Send again" led to the page that asks for it."""
    code = on_disk.codes["sales"][0]
    origin = served(on_disk, start_server)
    begin(page, origin, code)
    fill_all(page, choice_of(code))
    with disk.full():
        for button in ("Send", "Send again"):
            with page.expect_response("**/survey/") as reply:
                page.get_by_role("button", name=button, exact=True).click()
            assert reply.value.status == 503
            heading(page, "We cannot reach our records just now")
    press(page, "Send again")
    heading(page, "Thank you")
    assert is_counted_once(on_disk, code)


@pytest.mark.parametrize("full", ["data", "results"])
def test_a_close_on_a_full_disk_forgets_nothing_and_is_run_again(
    open_survey: OpenASurvey, workspace: Workspace, full: str
) -> None:
    """Planted: the wiping is committed before the results are written; the answers were gone."""
    folder = workspace.results if full == "results" else workspace.data
    with mounted(folder) as disk:
        survey = open_survey(f"sqlite:///{workspace.data}/survey.db")
        codes = survey.codes["sales"]
        for code in codes:
            survey.cast(code, survey.ballot(choice_of(code)))
        with disk.full(), pytest.raises(Exception, match=r"full|No space left"):
            close_quarter(survey.tallies, workspace, QUARTER)
        assert is_counted_once(survey, *codes)
        folder = close_quarter(survey.tallies, workspace, QUARTER)
        assert sorted(path.name for path in folder.iterdir()) == [
            "definitions.json",
            "perceptions.json",
        ]
        assert survey.count() is None
        survey.tallies.close()


@pytest.mark.parametrize("error", ["EIO", "EROFS"])
def test_a_disk_that_fails_now_and_then_takes_each_ballot_once_and_whole(
    open_survey: OpenASurvey, start_server: StartServer, tmp_path: Path, error: str
) -> None:
    """The kernel refuses reads, writes, cuts and promises of the database's files.

    Planted: each statement on its own; ballots were counted in part.
    """
    path = tmp_path / "survey.db"
    survey = open_survey(f"sqlite:///{path}", {"sales": 60, "marketing": 1})
    faults = {"pread64": "40+71", "pwrite64": "30+83", "fdatasync": "5+17", "ftruncate": "4+7"}
    options = ["-e", f"trace={','.join(faults)}"]
    options += [part for file in (path, f"{path}-journal") for part in ("-P", str(file))]
    for call, when in faults.items():
        options += ["-e", f"inject={call}:error={error}:when={when}"]
    try:
        command = recorder(tmp_path / "strace", *options)
    except UnavailableError as problem:
        unavailable(problem)
    server = start_server(*command, DATABASE_URL=f"sqlite:///{path}")
    people = People(survey, server.origin)
    with people.sending():
        wait_for(lambda: len(people.thanked | people.known_before) == 61)
    server.kill()
    log = (tmp_path / "strace").read_text()
    assert all(f"{call}(" in log for call in faults)
    assert log.count("(INJECTED)") > 10
    assert people.surprises == []
    assert is_counted_once(survey, *people.thanked, *people.known_before)


def test_a_database_that_another_program_has_locked_is_waited_for_and_then_found_again(
    open_survey: OpenASurvey, start_server: StartServer, tmp_path: Path
) -> None:
    """Planted: SQLite waits for 40 seconds; so did people."""
    survey = open_survey(f"sqlite:///{tmp_path}/survey.db")
    code = survey.codes["sales"][0]
    origin, form = served(survey, start_server), whole_form(survey, code)
    with closing(sqlite3.connect(tmp_path / "survey.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(2) as people:
            waiting = people.submit(post, origin, form)
            entering = people.submit(requests.get, f"{origin}/survey/", timeout=30)
            calm, away = waiting.result(), entering.result()
    assert is_calm(calm, form)
    assert away.status_code == 503
    assert post(origin, in_the_page(calm)).status_code == 303
    assert is_counted_once(survey, code)


def test_a_database_server_that_is_gone_for_a_while_is_found_again(
    open_survey: OpenASurvey, start_server: StartServer, postgres_to_stop: Postgres
) -> None:
    """Planted: connections are not tried before use; the first after the pause failed."""
    survey = open_survey(postgres_to_stop.new_database())
    code, later = survey.codes["sales"][:2]
    origin, form = served(survey, start_server), whole_form(survey, code)
    postgres_to_stop.shut_down()
    try:
        calm = post(origin, form)
        assert is_calm(calm, form)
        assert is_calm(post(origin, form | {"go": "next"}), form | {"go": "next"})
        assert requests.get(f"{origin}/survey/", timeout=30).status_code == 503
    finally:
        postgres_to_stop.start()
    assert post(origin, in_the_page(calm)).status_code == 303
    assert post(origin, whole_form(survey, later)).status_code == 303
    assert is_counted_once(survey, code, later)


def test_a_database_server_that_says_nothing_keeps_nobody_waiting_for_long(
    open_survey: OpenASurvey, start_server: StartServer, postgres_to_stop: Postgres
) -> None:
    """It may have counted what it never answered; whoever sends that again is told so.

    Planted: no patience of our own, only PostgreSQL's settings; people waited until it went on.
    """
    survey = open_survey(postgres_to_stop.new_database(), {"sales": 17, "marketing": 1})
    codes = survey.codes["sales"]
    origin = served(survey, start_server)
    forms = [whole_form(survey, code) for code in codes]
    with ThreadPoolExecutor(14) as people:
        first = people.map(partial(post, origin), forms[:3])
        assert {response.status_code for response in first} == {303}
        with stopped(postgres_to_stop.process.pid):
            calm = list(people.map(partial(post, origin), forms[3:]))
        assert all(map(is_calm, calm, forms[3:]))
        again = people.map(partial(post, origin), map(in_the_page, calm))
        assert {response.status_code for response in again} <= {303, 403}
    assert is_counted_once(survey, *codes)
