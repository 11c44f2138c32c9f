"""What people's browsers send along, and their code, is written down nowhere."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from survey.codes import hash_code, new_code, shown
from tests.answering import OpenSurvey
from tests.conftest import OpenASurvey, StartServer
from tests.relinking import Files, copy_of, copy_while_in_use, traced
from tests.running import ROOT, Postgres, answers, free_port, wait_for

ADDRESS, AGENT, REFERRER, COOKIE = "203.0.113.77", "canary-agent", "canary-referrer", "canary-jar"
CANARIES = (ADDRESS, AGENT, REFERRER, COOKIE, "canary-query")

HEADERS = {
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": AGENT,
    "Referer": f"https://intranet.example.com/{REFERRER}",
    "Cookie": f"who={COOKIE}",
    "X-Forwarded-For": ADDRESS,
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "CF-Connecting-IP": ADDRESS,
    "True-Client-IP": ADDRESS,
}

TALKATIVE = """
import sys
from wsgiref.simple_server import make_server
from scripts.serve import app
ours = app()
def talkative(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    print(environ, body, file=sys.stderr, flush=True)
    environ["wsgi.input"] = __import__("io").BytesIO(body)
    return ours(environ, start_response)
make_server("127.0.0.1", int(sys.argv[1]), talkative).serve_forever()
"""
"""A server that logs what it gets."""


def send(origin: str, fields: dict[str, str], path: str = "/survey/?canary-query") -> int:
    return requests.post(
        origin + path, data=fields, headers=HEADERS, allow_redirects=False, timeout=30
    ).status_code


def answer(origin: str, survey: OpenSurvey, code: str) -> None:
    """What a person may do: look, mistype, begin, send, send again, lose the way."""
    whole = survey.answers() | {"code": shown(code), "go": "send", "comment": "All is well"}
    requests.get(f"{origin}/survey/?canary-query", headers=HEADERS, timeout=30)
    requests.get(f"{origin}/nowhere/?canary-query", headers=HEADERS, timeout=30)
    assert send(origin, {"code": code[:-1] + "!", "go": "begin"}) == 400
    assert send(origin, {"code": code, "go": "begin"}) == 200
    assert send(origin, whole | {"go": "next", "page": "no number"}) == 400
    assert send(origin, whole | {"comment": "x" * 100_000}) == 413
    assert send(origin, whole) == 303
    assert send(origin, whole) == 403
    assert send(origin, whole | {"code": new_code()}) == 403
    assert send(origin, whole, "/survey/nowhere?canary-query") == 404


def seen(files: Files, words: Iterable[str]) -> set[str]:
    """Which of the words stand somewhere in a file, in capitals or not."""
    contents = [data.lower() for data in files.values()]
    return {word for word in words if any(word.lower().encode() in data for data in contents)}


def test_code_address_and_browser_are_in_no_file_and_no_output(
    open_survey: OpenASurvey, start_server: StartServer, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/workspace/data/survey.db"
    survey = open_survey(url)
    server, code = start_server(DATABASE_URL=url), survey.codes["sales"][0]
    answer(server.origin, survey, code)
    assert seen(copy_of(tmp_path), (*CANARIES, code, shown(code))) == set()
    server.stop()
    assert seen(copy_of(tmp_path), (*CANARIES, code, shown(code))) == set()
    assert traced(copy_of(tmp_path), [code]) == set()  # its hash is gone as well
    assert seen(copy_of(tmp_path), ["Serving", "own.craft-sales"]) == {"Serving", "own.craft-sales"}


def test_code_address_and_browser_are_in_no_file_of_postgres(
    open_survey: OpenASurvey, start_server: StartServer, postgres: Postgres, postgres_url: str
) -> None:
    survey = open_survey(postgres_url)
    code = survey.codes["sales"][0]
    answer(start_server(DATABASE_URL=postgres_url).origin, survey, code)
    files, known = copy_while_in_use(postgres.folder), {"own.craft-sales", hash_code(code)}
    assert seen(files, (*CANARIES, code, shown(code))) == set()
    assert seen(files, known) == known  # so this survey's files are among them


@contextmanager
def talkative_server(survey: OpenSurvey, url: str, log: Path) -> Iterator[str]:
    port = free_port()
    environment = {"COMMON_GROUND_WORKSPACE": str(survey.config.workspace.root)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", TALKATIVE, str(port)],
            cwd=ROOT,
            env=environment | {"DATABASE_URL": url},
            stderr=output,
        )
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_planted_with_a_server_that_logs_requests_everything_is_found(
    open_survey: OpenASurvey, tmp_path: Path
) -> None:
    """The fault: what is asked of the server goes to its log."""
    url = f"sqlite:///{tmp_path}/data/survey.db"
    survey = open_survey(url)
    code = survey.codes["sales"][0]
    with talkative_server(survey, url, tmp_path / "log") as origin:
        answer(origin, survey, code)
    assert seen(copy_of(tmp_path), (*CANARIES, code, shown(code))) == {*CANARIES, code, shown(code)}
    assert traced(copy_of(tmp_path), [code]) == {code}
