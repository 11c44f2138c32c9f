"""Ballots a second under load, beside views that count nothing, all in the same run."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.workspace import Workspace
from scripts.crowd import Crowd, post_all
from scripts.slow import post_beside_slow
from survey.codes import draw_codes
from survey.config import Config
from survey.opening import open_quarter
from survey.questionnaire import questionnaire_of
from survey.tallies import Tallies

_SCRIPTS = Path(__file__).parent
_WARMING = 200
HONEST = 20
QUARTER, TODAY = Quarter(2027, 1), date(2027, 1, 15)


@dataclass(frozen=True)
class Load:
    """What a crowd saw that posted the same forms to the survey, and to two Flask views.

    One does nothing, the other reads the form and does nothing.
    """

    survey: Crowd
    nothing: Crowd
    form: Crowd


def measure_load(workspace: Workspace, database: str, workers: int, ballots: int) -> Load:
    """Open a quarter in an empty database, post so many ballots to each server.

    Raises:
        RuntimeError: a ballot was not counted.
    """
    forms = _open(workspace, database, ballots + _WARMING)
    serve = partial(_server, workspace=workspace, database=database, workers=workers)
    with serve("idle.py") as origin:
        nothing, form = _crowd(f"{origin}/nothing", forms), _crowd(f"{origin}/form", forms)
    with serve("serve.py") as origin:
        survey = _crowd(f"{origin}/survey/", forms)
    if survey.replies != {"303": ballots}:
        raise RuntimeError(f"not every ballot was counted: {survey.replies}")
    return Load(survey, nothing, form)


def measure_beside_slow(workspace: Workspace, database: str) -> float:
    """Open a quarter in an empty database, post ballots beside slow clients.

    Gives the longest that one of the honest people waited, in seconds.

    Raises:
        RuntimeError: a ballot was not counted.
    """
    first, *forms = _open(workspace, database, 1 + HONEST)
    with _server("serve.py", workspace=workspace, database=database, workers=1) as origin:
        post_all(f"{origin}/survey/", [first])
        honest = post_beside_slow(f"{origin}/survey/", forms)
    if honest.replies != {"303": HONEST}:
        raise RuntimeError(f"not every ballot was counted: {honest}")
    return honest.slowest


def _crowd(url: str, forms: list[str]) -> Crowd:
    post_all(url, forms[:_WARMING])
    return post_all(url, forms[_WARMING:])


def _open(workspace: Workspace, database: str, people: int) -> list[str]:
    """Open the quarter; gives a whole form a person, as the last button posts it."""
    environment = {"COMMON_GROUND_WORKSPACE": str(workspace.root), "DATABASE_URL": database}
    definitions = read_definitions(workspace.definitions).definitions
    questionnaire = questionnaire_of(definitions)
    first, *others = definitions.team_ids
    codes = draw_codes({first: people - len(others)} | dict.fromkeys(others, 1))
    with closing(Tallies(Config.from_environment(environment).database)) as tallies:
        closes = TODAY + timedelta(days=30)
        open_quarter(tallies, workspace, definitions, QUARTER, codes, closes, TODAY)
    review = {"page": str(len(questionnaire.parts) + 1), "go": "send"}
    answers = [(question.key, question.choices) for question in questionnaire.questions]
    return [
        urlencode(
            {"code": code, **review}
            | {key: choices[number % len(choices)].value for key, choices in answers}
        )
        for number, code in enumerate(code for of_team in codes.values() for code in of_team)
    ]


@contextmanager
def _server(script: str, workspace: Workspace, database: str, workers: int) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, str(_SCRIPTS / script), "--port", str(port), "--workers", str(workers)],
        env={
            **os.environ,
            "COMMON_GROUND_WORKSPACE": str(workspace.root),
            "DATABASE_URL": database,
            "SURVEY_ORIGIN": origin,
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _listens(port):
            if process.poll() is not None:
                raise RuntimeError("the server did not start; its message stands above")
            time.sleep(0.1)
        yield origin
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
