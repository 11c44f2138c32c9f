"""Lighthouse on its mobile profile: accessibility, best practices and performance of the form.

Planted, and caught by the last test: a label that is gone, a page in quirks mode, and a style that
keeps a phone waiting cost each category more than what is allowed.
"""

import json
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest
from werkzeug.wrappers import Response

from survey import create_app
from survey.questionnaire import questionnaire_of
from tests import running
from tests.answering import OpenSurvey
from tests.conftest import StartServer, unavailable
from tests.running import ROOT, UnavailableError, serving

pytestmark = pytest.mark.alone

LEAST = 98
FOLDER = ROOT / "tests" / "lighthouse"
ENTER: dict[str, Any] = {"name": "enter"}
Scores = dict[str, dict[str, int]]


@pytest.fixture(scope="session")
def command() -> list[str]:
    """The command that measures, but for its last two arguments."""
    try:
        if not (FOLDER / "node_modules" / "lighthouse").is_dir() or not shutil.which("node"):
            raise UnavailableError("no Lighthouse here; run npm ci in tests/lighthouse")
        return ["node", str(FOLDER / "scores.mjs"), running.chromium()]
    except UnavailableError as error:
        unavailable(error)


def measure(command: Sequence[str], origin: str, pages: Sequence[Mapping[str, Any]]) -> Scores:
    """Scores by page and category."""
    run = subprocess.run(
        [*command, origin, json.dumps(pages)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    print(run.stdout)  # with what was found, for whoever reads why a test failed
    return {
        page: {each["category"]: each["score"] for each in found}
        for page, found in json.loads(run.stdout).items()
    }


def too_low(scores: Scores) -> list[str]:
    return [page for page in scores if min(scores[page].values()) < LEAST]


def median(runs: Sequence[Scores], page: str) -> dict[str, int]:
    of_page = [run[page] for run in runs if page in run]
    return {
        category: round(statistics.median(scores[category] for scores in of_page))
        for category in of_page[0]
    }


def test_the_first_page_and_the_longest_part_score_at_least_98(
    survey: OpenSurvey, start_server: StartServer, sqlite_url: str, command: list[str]
) -> None:
    origin = start_server(DATABASE_URL=sqlite_url).origin
    parts = questionnaire_of(survey.definitions).parts
    longest = max(parts, key=lambda part: sum(len(each.choices) for each in part.questions))
    fields = survey.answers() | {
        "code": survey.codes["sales"][0],
        "go": f"change-{parts.index(longest) + 1}",
    }
    pages = [ENTER, {"name": "part", "fields": fields}]
    runs = [measure(command, origin, pages)]
    if doubtful := too_low(runs[0]):  # a busy machine costs performance: the median of three
        again = [page for page in pages if page["name"] in doubtful]
        runs += [measure(command, origin, again) for _ in range(2)]
    scores = {page: median(runs, page) for page in runs[0]}
    assert scores.keys() == {"enter", "part"}
    assert all(len(of_page) == 3 for of_page in scores.values())
    assert not too_low(scores), scores


def test_planted_faults_cost_each_category_its_score(
    survey: OpenSurvey, command: list[str]
) -> None:
    app = create_app(survey.config)

    @app.after_request
    def spoil(response: Response) -> Response:
        response.direct_passthrough = False
        text = response.get_data(as_text=True)
        if response.mimetype == "text/css":
            text += f"/*{Random(1).randbytes(600_000).hex()}*/"
        text = text.replace('<label class="wording" for="code">Your code</label>', "")
        response.set_data(text.replace("<!doctype html>", ""))
        return response

    with serving(app) as port:
        scores = measure(command, f"http://127.0.0.1:{port}", [ENTER])
    app.extensions["tallies"].close()
    assert max(scores["enter"].values()) < LEAST, scores


def test_the_lock_file_names_no_host_to_load_from() -> None:
    lock = (FOLDER / "package-lock.json").read_text()
    assert "integrity" in lock
    assert "resolved" not in lock  # npm then asks whichever registry the machine is set up for
