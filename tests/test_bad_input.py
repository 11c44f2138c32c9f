"""100,000 bad posts: no fault of ours, nothing logged, nothing counted but whole valid ballots."""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from flask import request

from scripts import serve
from survey import ballots, views
from survey.ballots import Ballot, Draft
from survey.questionnaire import Question
from tests.bad_posts import bad_posts
from tests.malformed import bytes_of, maybe_malformed, replies_to
from tests.pelting import Report, Target, environment_of, pelt, target
from tests.running import ROOT, SERVE, start_server

POSTS = 100_000
SHARES = 2  # processes
FEW = 2_000  # enough for each planted fault
RAW = 4_000


def test_nothing_but_whole_ballots_comes_of_100_000_bad_posts(tmp_path: Path) -> None:
    """What each post should count is worked out from it anew, and compared after each thanks."""
    each = str(POSTS // SHARES)
    shares = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.pelting", tmp_path / str(seed), str(seed), each],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        for seed in range(SHARES)
    ]
    reports = [json.loads(share.communicate()[0]) for share in shares]
    assert [report["amiss"] for report in reports] == [[]] * SHARES
    replies = sum((Counter(report["replies"]) for report in reports), Counter())
    assert replies.total() == POSTS
    assert replies["303"] > POSTS / 20
    assert {"200", "400", "403", "404", "405", "413", "422"} <= replies.keys()


@pytest.fixture
def pelted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    with target(tmp_path / "small", codes=FEW // 3) as opened:
        for name, value in environment_of(opened).items():
            monkeypatch.setenv(name, value)
        yield opened


def report_of(target: Target) -> Report:
    return pelt(serve.app(), target, seed=7, posts=FEW)


def test_planted_without_the_check_of_answers_against_choices(
    pelted: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def let_anything_pass(_: Question, values: list[str]) -> str | None:
        return None if len(values) == 1 else "missing"

    monkeypatch.setattr(ballots, "_problem", let_anything_pass)
    assert any("no whole ballot" in trouble for trouble in report_of(pelted).amiss)


def test_planted_with_the_first_of_repeated_fields_counted(
    pelted: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = ballots._problem
    monkeypatch.setattr(ballots, "_problem", lambda question, values: strict(question, values[:1]))
    assert any("repeat_a_field" in trouble for trouble in report_of(pelted).amiss)


def test_planted_with_both_of_repeated_fields_counted(
    pelted: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict, keys = ballots._problem, {question.key for question in pelted.questionnaire.questions}

    def all_that_came(_: Draft) -> Ballot:
        fields = request.form.items(multi=True)
        return Ballot(tuple(sorted((key, value) for key, value in fields if key in keys)), "")

    monkeypatch.setattr(ballots, "_problem", lambda question, values: strict(question, values[:1]))
    monkeypatch.setattr(Draft, "ballot", all_that_came)
    assert any("no whole ballot" in trouble for trouble in report_of(pelted).amiss)


def test_planted_with_a_form_that_has_gaps_counted(
    pelted: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Draft, "ballot", lambda draft: Ballot(tuple(sorted(draft.answers.items())), draft.comment)
    )
    assert any("no whole ballot" in trouble for trouble in report_of(pelted).amiss)


def test_planted_with_bytes_taken_for_text(pelted: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault no view foresees: a UnicodeDecodeError."""

    def strictly_read(field: str) -> str:
        request.query_string.decode()
        return views_single(field)

    views_single = views.single
    monkeypatch.setattr(views, "single", strictly_read)
    amiss = report_of(pelted).amiss
    assert any("status 500" in trouble for trouble in amiss)
    assert any("UnicodeDecodeError" in trouble for trouble in amiss)


def test_planted_with_a_ballot_counted_and_no_thanks(
    pelted: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_thanked", lambda: ("", 200))
    amiss = report_of(pelted).amiss
    assert "something was counted without thanks" in amiss


@pytest.fixture
def with_a_code_each(tmp_path: Path) -> Iterator[Target]:
    with target(tmp_path / "real", codes=RAW // 2) as opened:
        yield opened


def replies_of(
    target: Target, log: Path, program: Sequence[str], posts: int = RAW
) -> dict[str, list[int]]:
    """Send raw bytes to a server, each post with a code of its own; statuses by code."""
    chance, codes = random.Random(11), [code for code, _ in target.codes]
    left = iter(codes)
    made = islice(bad_posts(11, target.questionnaire, lambda: next(left)), posts)
    requests = [maybe_malformed(chance, bytes_of(post)) for post in made]
    server = start_server(target.folder, log, environment_of(target), program=program)
    try:
        replies = replies_to(server.origin, requests)
    finally:
        assert server.stop() == 0
    return dict(zip(codes, replies, strict=False))


def test_a_real_server_stays_calm_whatever_bytes_come(
    with_a_code_each: Target, tmp_path: Path
) -> None:
    """Codes are spent where there was thanks, and each of them counts one whole ballot."""
    target = with_a_code_each
    replies = replies_of(target, tmp_path / "log", SERVE)
    assert max(status for statuses in replies.values() for status in statuses) < 500
    thanked = {code for code, statuses in replies.items() if 303 in statuses}
    assert len(thanked) > RAW / 20
    assert target.spent() == thanked
    teams = Counter(team for code, team in target.codes if code in thanked)
    asked = {question.key: question for question in target.questionnaire.questions}
    counted: Counter[tuple[str, str]] = Counter()
    for (team, question, answer), n in target.tallies().items():
        assert answer in asked[question].values
        counted[team, question] += n
    assert counted == {(team, key): teams[team] for team in teams for key in asked}
    assert re.fullmatch(r"Serving \S+ · Ctrl-C stops it\n", (tmp_path / "log").read_text())


FAULT = """
from survey import views
from scripts import serve
single = views.single
views.single = lambda field: single(field).encode("ascii").decode()
serve.main()
"""


def test_planted_with_text_that_must_be_ascii_the_real_server_does_not_stay_calm(
    with_a_code_each: Target, tmp_path: Path
) -> None:
    replies = replies_of(with_a_code_each, tmp_path / "log", ("-c", FAULT), FEW)
    assert 500 in {status for statuses in replies.values() for status in statuses}
    assert "UnicodeEncodeError" in (tmp_path / "log").read_text()
