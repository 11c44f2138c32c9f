"""People who send slowly, or mean harm by it, keep nobody else from voting."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from scripts.slow import SLOW, post_beside_slow
from tests.answering import OpenSurvey
from tests.conftest import OpenASurvey, StartServer
from tests.running import ROOT, answers, free_port, kill_all, wait_for

pytestmark = pytest.mark.alone

HONEST = 20
BOUND = 1  # seconds that the slowest of them may wait


@pytest.fixture
def survey(open_survey: OpenASurvey, sqlite_url: str) -> OpenSurvey:
    return open_survey(sqlite_url, {"sales": HONEST, "marketing": 1})


def forms(survey: OpenSurvey) -> list[str]:
    """A whole form of each honest person."""
    return [
        urlencode(survey.answers() | {"code": code, "go": "send"}) for code in survey.codes["sales"]
    ]


def test_twenty_ballots_are_counted_while_five_hundred_clients_trickle(
    survey: OpenSurvey, start_server: StartServer, sqlite_url: str
) -> None:
    """Fault: each answer takes 1.2 s."""
    origin = start_server(DATABASE_URL=sqlite_url).origin
    honest = post_beside_slow(f"{origin}/survey/", forms(survey))
    assert honest.replies == {"303": HONEST}
    assert honest.slowest < BOUND
    assert honest.still_slow == SLOW
    assert survey.unused() == {"marketing": 1}


@pytest.fixture
def thread_a_request(survey: OpenSurvey) -> Iterator[str]:
    """The fault: a server that gives a request its thread before the whole of it is there."""
    port = str(free_port())
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "16"]
    process = subprocess.Popen(
        [*command, "--no-log", "--factory", "--port", port, "scripts.serve:app"],
        cwd=ROOT,
        env=os.environ
        | {
            "COMMON_GROUND_WORKSPACE": str(survey.config.workspace.root),
            "DATABASE_URL": survey.config.database.render_as_string(),
        },
    )
    origin = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(origin))
    yield origin
    kill_all(process.pid)
    process.wait()


def test_planted_without_waiting_for_whole_requests_nobody_is_answered(
    survey: OpenSurvey, thread_a_request: str
) -> None:
    honest = post_beside_slow(f"{thread_a_request}/survey/", forms(survey), patience=3)
    assert honest.replies == {"none": HONEST}
    assert sum(survey.unused().values()) == HONEST + 1
