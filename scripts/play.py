"""The story's quarters, played: opened, answered by everybody over HTTP, closed, measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import requests
from rich.progress import Progress

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.workspace import Workspace
from scripts import story
from scripts.measure import measure
from survey.closing import close_quarter
from survey.codes import draw_codes, shown
from survey.config import Config
from survey.opening import open_quarter
from survey.questionnaire import Questionnaire, questionnaire_of
from survey.tallies import Tallies

SERVE = Path(__file__).with_name("serve.py")
LAST_DAY = 18
"""Of its last month, when a quarter closes."""
PEOPLE_AT_ONCE = 4

Codes = dict[str, list[str]]


class StoryError(Exception):
    """The definitions are not those that the story is about."""


def play(workspace: Workspace, progress: Progress) -> Codes:
    """Play all closed quarters and open the last one; gives its codes by team.

    Raises:
        CountsError, DefinitionsError, QuarterError, StoryError: the definitions are not those
            shipped.
    """
    agreed_now = (workspace.definitions / "slas.yml").read_text()
    quarters = list(story.FIRST.through(story.LAST))
    answering = progress.add_task("people answer", total=len(quarters))
    config = Config.from_environment({"COMMON_GROUND_WORKSPACE": str(workspace.root)})
    with closing(Tallies(config.database)) as tallies, _server(workspace) as origin:
        for quarter in quarters:
            progress.update(answering, description=f"people answer {quarter}")
            agreed = earlier(agreed_now) if quarter < story.TIGHTENED else agreed_now
            (workspace.definitions / "slas.yml").write_text(agreed)
            definitions = read_definitions(workspace.definitions).definitions
            codes = _open(tallies, workspace, definitions, quarter)
            _let_people_answer(origin, definitions, quarter, codes)
            close_quarter(tallies, workspace, quarter)
            if counted := story.counts(quarter):
                measure(workspace, quarter, counted, "counts.csv", story.SOURCE)
            progress.advance(answering)
        return _open(tallies, workspace, definitions, story.OPEN)


def earlier(slas_yml: str) -> str:
    """The text of slas.yml as it read before the follow-up promise was tightened.

    Raises:
        StoryError: the file does not hold what the story changes.
    """
    for now, then in story.EARLIER_FOLLOW_UP:
        if slas_yml.count(now) != 1:
            raise StoryError(f"definitions/slas.yml: this should stand here once: {now}")
        slas_yml = slas_yml.replace(now, then)
    return slas_yml


def server_command(workspace: Workspace, port: int) -> list[str]:
    """What starts the real server on a port of this machine."""
    arguments = "--workspace", str(workspace.root), "--port", str(port)
    return [sys.executable, str(SERVE), *arguments]


def server_environment(origin: str) -> dict[str, str]:
    """The caller's environment with nothing in it that leads to another survey's database."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**own, "SURVEY_ORIGIN": origin}


def _open(
    tallies: Tallies, workspace: Workspace, definitions: Definitions, quarter: Quarter
) -> Codes:
    codes = draw_codes(story.TEAMS)
    first_day = date(quarter.year, 3 * quarter.number - 1, 1)
    closes = date(quarter.year, 3 * quarter.number, LAST_DAY)
    open_quarter(tallies, workspace, definitions, quarter, codes, closes, first_day)
    return codes


def _let_people_answer(
    origin: str, definitions: Definitions, quarter: Quarter, codes: Codes
) -> None:
    questionnaire = questionnaire_of(definitions)
    unused = {team: iter(of_team) for team, of_team in codes.items()}
    people = [(next(unused[team]), said) for team, said in story.people(definitions, quarter)]
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as crowd:
        list(crowd.map(lambda person: _answer(origin, questionnaire, *person), people))


def _answer(origin: str, questionnaire: Questionnaire, code: str, said: Mapping[str, str]) -> None:
    """Fill in the form as a browser without scripts would: enter, each part, review, send."""
    with requests.Session() as browser:
        browser.headers["Origin"] = origin
        filled = {"code": shown(code)}

        def press(button: str, page: int) -> requests.Response:
            reply = browser.post(
                f"{origin}/survey/", {**filled, "go": button, "page": str(page)}, timeout=30
            )
            reply.raise_for_status()
            return reply

        press("begin", 0)
        for page, part in enumerate(questionnaire.parts, start=1):
            filled |= {question.key: said[question.key] for question in part.questions}
            press("next", page)
        filled["comment"] = said.get("comment", "")
        thanks = press("send", len(questionnaire.parts) + 1)
        if not thanks.url.endswith("/thanks"):
            raise RuntimeError(f"the form did not say thanks:\n{thanks.text}")


@contextmanager
def _server(workspace: Workspace) -> Iterator[str]:
    """The real server on a free port, for as long as people answer; gives its origin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        server_command(workspace, port),
        env=server_environment(origin),
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(origin):
            if process.poll() is not None:
                raise RuntimeError("the server did not start; its message stands above")
            time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        process.wait()


def _answers(origin: str) -> bool:
    try:
        return requests.get(f"{origin}/survey/", timeout=5).ok
    except requests.ConnectionError:
        return False
