"""The real server keeps thanks until the commit, and has no thread wait for it.

Every test names the fault that was planted to see it fail. How other servers wait, the tests of the
views and batches see.
"""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlencode

import pytest
import requests
import sqlalchemy as sa

from survey.database import THREADS, quarters
from tests.answering import OpenSurvey, post
from tests.conftest import OpenASurvey, StartServer
from tests.running import wait_for
from tests.test_trouble import in_the_page, is_counted_once, served, whole_form

PAUSE = 1  # seconds for which nothing is to happen

FAULTY = """
import sqlalchemy as sa
from scripts import serve
from survey import tallies

def fail(connection, votes):
    tallies.cast_all = cast_all
    raise {error}

cast_all, tallies.cast_all = tallies.cast_all, fail
serve.main()
"""
"""A server whose first commit fails."""


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    return open_survey(database_url, {"sales": 2 * THREADS, "marketing": 1})


@contextmanager
def locked(survey: OpenSurvey) -> Iterator[None]:
    """Nobody else commits while the body runs; whoever reads can."""
    with survey.tallies.writing() as connection:
        connection.execute(sa.select(quarters).with_for_update())
        yield


def test_there_is_no_thanks_before_the_commit(
    survey: OpenSurvey, start_server: StartServer
) -> None:
    """Planted: the bridge does not await the outcome; thanks came at once."""
    code = survey.codes["sales"][0]
    origin = served(survey, start_server)
    with ThreadPoolExecutor(1) as people:
        with locked(survey):
            reply = people.submit(post, origin, whole_form(survey, code))
            time.sleep(PAUSE)
            assert not reply.done()
        assert reply.result(10).status_code == 303
    assert is_counted_once(survey, code)


def test_more_ballots_than_there_are_threads_wait_while_others_go_through_the_form(
    survey: OpenSurvey, start_server: StartServer
) -> None:
    """Planted: the application waits; whoever came later had to wait as well."""
    codes = survey.codes["sales"]
    origin = served(survey, start_server)
    forms = [whole_form(survey, code) for code in codes]
    with ThreadPoolExecutor(len(codes)) as people:
        with locked(survey):
            replies = [people.submit(post, origin, form) for form in forms]
            time.sleep(PAUSE)
            assert requests.get(f"{origin}/survey/", timeout=3).status_code == 200
            assert not any(reply.done() for reply in replies)
        assert {reply.result(10).status_code for reply in replies} == {303}
    assert is_counted_once(survey, *codes)


def test_a_code_sent_twice_at_once_is_counted_once_and_the_second_is_told_so(
    survey: OpenSurvey, start_server: StartServer
) -> None:
    """Planted: thanks whatever the outcome is; both were thanked."""
    code = survey.codes["sales"][0]
    origin, form = served(survey, start_server), whole_form(survey, code)
    with ThreadPoolExecutor(2) as people:
        with locked(survey):
            replies = [people.submit(post, origin, form) for _ in range(2)]
            time.sleep(PAUSE)
        both = [reply.result(10) for reply in replies]
    used = [*both, post(origin, form)]
    assert sorted(reply.status_code for reply in used) == [303, 403, 403]
    assert all("Already counted" in reply.text for reply in used if reply.status_code == 403)
    assert is_counted_once(survey, code)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("sa.exc.OperationalError('COMMIT', {}, ConnectionError('lost'))", 503),
        ("LookupError('nobody thought of this')", 500),
    ],
)
def test_an_error_at_the_commit_gives_a_calm_page_and_the_ballot_is_not_cast_again(
    survey: OpenSurvey, start_server: StartServer, error: str, status: int
) -> None:
    """Planted: a Pending for each run, and the ballot was counted after all; then a bridge that
    lets the error pass, or all but the database's: it answered without a page.
    """
    code = survey.codes["sales"][0]
    origin = served(survey, partial(start_server, faulty=FAULTY.format(error=error)))
    form = whole_form(survey, code)
    calm = post(origin, form)
    assert calm.status_code == status
    assert in_the_page(calm) == form
    assert is_counted_once(survey)
    assert post(origin, in_the_page(calm)).status_code == 303
    assert is_counted_once(survey, code)


def test_people_who_go_away_while_they_wait_are_counted_and_so_is_everybody_after_them(
    survey: OpenSurvey, start_server: StartServer
) -> None:
    """Planted: a bridge that cancels the outcome of whoever has gone, and outcomes that let it;
    the thread that commits ended, and nobody was counted any more.
    """
    gone, later = survey.codes["sales"][:8], survey.codes["sales"][8:12]
    origin = served(survey, start_server)
    host, _, port = origin.removeprefix("http://").rpartition(":")
    with locked(survey):
        for code in gone:
            body = urlencode(whole_form(survey, code)).encode()
            head = (
                f"POST /survey/ HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            with socket.create_connection((host, int(port))) as client:
                client.sendall(head.encode() + body)
                time.sleep(PAUSE / 10)
        time.sleep(PAUSE)
    assert {post(origin, whole_form(survey, code)).status_code for code in later} == {303}
    wait_for(lambda: is_counted_once(survey, *gone, *later), seconds=10)
