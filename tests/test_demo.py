"""The demo, played once for all of these tests: the real server, the real build."""

import os
import shlex
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from catalog.quarters import Quarter
from catalog.results import Hidden, Kind, Results, Score, read_results
from handbook.evidence import measured
from scripts import story
from survey.codes import read_code
from tests import played
from tests.running import ROOT, answers, free_port, run_python, wait_for

DEMO = ROOT / "scripts" / "demo.py"


@dataclass(frozen=True)
class Demo:
    folder: Path
    origin: str
    said: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    port, folder = free_port(), tmp_path_factory.mktemp("demo") / "workspace"
    # Run as from any folder, on a machine that is set up for another survey.
    done = subprocess.run(
        [sys.executable, DEMO, "--no-serve", "--workspace", folder, "--port", str(port)],
        check=True,
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DATABASE_URL": "sqlite:////nowhere/other.db"},
    )
    return Demo(folder, f"http://127.0.0.1:{port}", done.stdout)


@pytest.fixture(scope="module")
def results(demo: Demo) -> Results:
    return read_results(demo.folder / "results")


def mean(results: Results, quarter: Quarter, kind: Kind, id: str, team: str) -> float:
    closed = next(each for each in results.quarters if each.quarter == quarter)
    question = played.question(closed.perceptions, kind, id)
    score = question.answers[team]
    assert isinstance(score, Score)
    return score.mean


def real_gap(results: Results, quarter: Quarter, item: str) -> float:
    sales, marketing = (mean(results, quarter, "own", item, team) for team in story.TEAMS)
    return abs(sales - marketing)


def test_eight_quarters_are_closed_and_the_next_one_is_open(results: Results) -> None:
    assert [str(each.quarter) for each in results.quarters] == [
        "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3",
    ]  # fmt: skip
    assert results.open is not None
    assert results.open.quarter == "2026-Q4"


def test_the_figures_are_the_same_wherever_the_demo_is_played(results: Results) -> None:
    latest = results.quarters[-1].perceptions
    said = list(story.people(results.quarters[-1].definitions, story.LAST))
    for question in latest.questions:
        if question.kind == "stage":
            continue
        key = f"{question.kind}.{question.id}"
        for team, figure in question.answers.items():
            scores = [int(a[key]) for each, a in said if each == team and a[key] != "cannot-say"]
            assert isinstance(figure, Score)
            assert figure.n == len(scores)
            assert abs(figure.mean - sum(scores) / len(scores)) <= 0.05 + 1e-9


def test_the_follow_up_promise_is_tightened_in_the_third_quarter_of_2025(results: Results) -> None:
    promises = [
        next(sla for sla in each.definitions.slas if sla.id == "follow-up")
        for each in results.quarters
    ]
    assert len({(sla.promise, sla.target) for sla in promises[:3]}) == 1
    assert len({(sla.promise, sla.target) for sla in promises[3:]}) == 1
    assert promises[2].promise != promises[3].promise
    assert promises[2].target != promises[3].target


@pytest.mark.parametrize("item", ["lead-quality", "lead-follow-up"])
def test_views_of_leads_and_hand_offs_come_together(results: Results, item: str) -> None:
    assert real_gap(results, story.FIRST, item) > 1.3
    assert real_gap(results, story.LAST, item) < 0.7


@pytest.mark.parametrize("item", ["revenue-marketing", "revenue-sales"])
def test_views_of_contribution_stay_apart(results: Results, item: str) -> None:
    assert real_gap(results, story.FIRST, item) > 1
    assert real_gap(results, story.LAST, item) > 1


def test_one_figure_of_one_quarter_is_hidden_and_no_other(results: Results) -> None:
    hidden = [
        (each.quarter, team, f"{question.kind}.{question.id}")
        for each in results.quarters
        for question in each.perceptions.questions
        for team, figure in question.answers.items()
        if isinstance(figure, Hidden)
    ]
    assert hidden == [story.FEW]


def test_what_is_measured_is_not_what_is_felt(results: Results) -> None:
    """One promise feels kept and is not what was agreed; another is kept and does not feel so."""
    latest = measured(results)["follow-up"][-1], measured(results)["win-loss-notes"][-1]
    assert [each.quarter for each in latest] == [story.LAST, story.LAST]
    assert [each.reached for each in latest] == [False, True]
    asked = results.quarters[-1].perceptions.questions
    felt = {each.id: each.answers.values() for each in asked if each.kind == "kept"}
    assert all(isinstance(each, Score) and each.mean > 3.5 for each in felt["follow-up"])
    assert all(isinstance(each, Score) and each.mean < 3 for each in felt["win-loss-notes"])


def test_fresh_codes_are_left_for_everybody(demo: Demo) -> None:
    links = (demo.folder / "codes.txt").read_text().splitlines()
    assert len(set(map(read_code, links))) == sum(story.TEAMS.values())
    assert all(link.startswith(f"{demo.origin}/survey/#") for link in links)
    assert [line for line in demo.said.splitlines() if "#" in line] == links[:4] + links[34:38]


def test_the_handbook_is_built(demo: Demo) -> None:
    page = (demo.folder / "site" / "perceptions" / "leads" / "index.html").read_text()
    assert "2024-Q4" in page
    assert "2026-Q3" in page
    assert f"The handbook: {demo.folder}/site/index.html\n" in demo.said
    assert f'<link rel="canonical" href="{demo.origin}/perceptions/leads/">' in page


def test_it_says_how_to_serve_both(demo: Demo, tmp_path: Path) -> None:
    told = demo.said.partition("To serve both: ")[2]
    server = subprocess.Popen(shlex.split(told), stdout=subprocess.DEVNULL, cwd=tmp_path)
    try:
        wait_for(lambda: answers(demo.origin))
        assert requests.get(f"{demo.origin}/perceptions/leads/", timeout=5).ok
        code = (demo.folder / "codes.txt").read_text().splitlines()[0].partition("#")[2]
        entered = requests.post(
            f"{demo.origin}/survey/",
            {"code": code, "go": "begin", "page": "0"},
            headers={"Origin": demo.origin},
            timeout=5,
        )
        assert entered.ok
        assert "own.craft-sales" in entered.text
    finally:
        server.terminate()
        server.wait(timeout=10)


def test_mkdocs_typed_in_the_workspace_works_too(demo: Demo) -> None:
    site = demo.folder / "site"
    before = site.resolve()
    built = run_python("-m", "mkdocs", "build", "--strict", folder=demo.folder)
    assert built.returncode == 0, built.stderr
    assert site.resolve() != before
    assert (site / "perceptions" / "leads" / "index.html").is_file()


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep me")
    done = run_python(DEMO, "--no-serve", "--workspace", tmp_path)
    assert done.returncode == 1
    assert "was not made by this script; name another folder with --workspace" in done.stderr
    assert (tmp_path / "precious").read_text() == "keep me"


def test_a_port_that_is_taken_is_named_before_anything_is_played(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run_python(DEMO, "--port", port, "--workspace", tmp_path / "demo")
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1, port {port}" in done.stderr
    assert not (tmp_path / "demo").exists()
