"""Bad posts thrown at the survey, and a model of what it may count of them.

Run as a program it takes a share of them: ``python -m tests.pelting FOLDER SEED POSTS``.
"""

import io
import json
import logging
import os
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from sqlalchemy import make_url

from catalog.reading import read_definitions
from catalog.workspace import Workspace
from scripts import serve
from survey.codes import draw_codes, hash_code
from survey.database import SPENT
from survey.opening import open_quarter
from survey.questionnaire import Questionnaire, questionnaire_of
from survey.tallies import Tallies
from tests.answering import CLOSES, QUARTER, TODAY
from tests.bad_posts import ORIGIN, Post, bad_posts
from tests.running import ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_ENOUGH = 20  # things amiss, to see what is wrong

Tally = tuple[str, str, str]
"""A team, a question, an answer."""


@dataclass
class Report:
    """What came of the posts: replies by status, ballots counted, and the first things amiss."""

    replies: dict[int, int] = field(default_factory=dict)
    counted: int = 0
    amiss: list[str] = field(default_factory=list)


@dataclass
class Target:
    """A quarter opened to be pelted, and the ballots that it should have counted by now."""

    questionnaire: Questionnaire
    folder: Path
    file: sqlite3.Connection
    codes: list[tuple[str, str]]
    report: Report = field(default_factory=Report)
    should_be: Counter[Tally] = field(default_factory=Counter)

    def live_code(self) -> str:
        """A code that is not spent yet."""
        return self.codes[-1][0]

    def note(self, post: Post, trouble: str) -> None:
        """Remember something amiss."""
        self.report.amiss.append(f"{trouble} after {post.changes}: {post}"[:2000])

    def judge(self, post: Post, status: int) -> None:
        """Compare a reply, and what is counted after it, with what the post says."""
        self.report.replies[status] = self.report.replies.get(status, 0) + 1
        if status >= 500:
            self.note(post, f"status {status}")
        if status == 303:
            self._judge_counted(post)

    def _judge_counted(self, post: Post) -> None:
        code, team = self.codes.pop()
        self.report.counted += 1
        counted = self.tallies()
        new = Counter(counted)
        new.subtract(self.should_be)
        new = Counter({tally: n for tally, n in new.items() if n})
        fields = understood(post)
        if fields is not None and new != self._ballot(fields, code, team):
            self.note(post, f"counted {dict(new)}")
        if not self._is_whole(new, team):
            self.note(post, f"counted what is no whole ballot: {dict(new)}")
        self.should_be = counted

    def _ballot(self, fields: list[tuple[str, str]], code: str, team: str) -> Counter[Tally] | None:
        """What the fields would count as a careful reader finds them; None: nothing."""
        given: dict[str, list[str]] = {}
        for name, value in fields:
            given.setdefault(name, []).append(value)
        [typed, *more] = given.get("code", [""])
        read = "".join(typed.rpartition("#")[2].replace("-", "").split()).upper()
        if more or read != code or given.get("go") != ["send"] or len(given.get("comment", "")) > 1:
            return None
        keys = [question.key for question in self.questionnaire.questions]
        if any(len(given.get(key, ())) != 1 for key in keys):
            return None
        return Counter((team, key, given[key][0]) for key in keys)

    def _is_whole(self, new: Counter[Tally], team: str) -> bool:
        choices = {
            question.key: {choice.value for choice in question.choices}
            for question in self.questionnaire.questions
        }
        possible = all(t == team and a in choices.get(q, ()) for t, q, a in new)
        once = set(new.values()) == {1}
        return possible and once and sorted(q for _, q, _ in new) == sorted(choices)

    def tallies(self) -> Counter[Tally]:
        """What is counted, read from the file."""
        rows = self._look("SELECT team, question, answer, n FROM tallies WHERE n > 0")
        return Counter({(team, question, answer): int(n) for team, question, answer, n in rows})

    def _look(self, query: str, *values: str) -> list[Any]:
        return self.file.execute(query, values).fetchall()

    def spent(self) -> set[str]:
        """The codes that are spent."""
        left = {hashed for (hashed,) in self._look("SELECT hash FROM codes")}
        return {code for code, _ in self.codes if hash_code(code) not in left}

    def finish(self) -> Report:
        """Nothing else was counted, no other code spent, and no comment came without a ballot."""
        [(left,)] = self._look("SELECT count(*) FROM codes WHERE hash != ?", SPENT)
        [(comments,)] = self._look("SELECT count(*) FROM comments WHERE NOT is_free")
        if self.tallies() != self.should_be:
            self.report.amiss.append("something was counted without thanks")
        if left != len(self.codes):
            self.report.amiss.append(f"{len(self.codes) - left} codes were spent without thanks")
        if comments > self.report.counted:
            self.report.amiss.append("there are more comments than ballots")
        return self.report


def understood(post: Post) -> list[tuple[str, str]] | None:
    """The fields of a post as a careful reader finds them; None where readers may differ."""
    body = post.body()
    if post.length is not None and not post.chunked:
        try:
            length = int(post.length)
        except ValueError:
            length = 0
        body = body[: max(length, 0)] if length <= len(body) else b""
    kind = post.content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = [pair.partition(b"=") for pair in body.split(b"&")]
        return [(_text(name), _text(value)) for name, _, value in pairs]
    if kind != "multipart/form-data":
        return []
    return None


def _text(written: bytes) -> str:
    return unquote_plus(written.decode("utf-8", "replace"), errors="replace")


@contextmanager
def target(folder: Path, codes: int) -> Iterator[Target]:
    """Open a quarter of the small company in a folder, for so many people a team."""
    workspace, database = Workspace(folder), folder / "survey.db"
    shutil.copytree(ROOT / "tests" / "small" / "definitions", workspace.definitions)
    definitions = read_definitions(workspace.definitions).definitions
    drawn = draw_codes(dict.fromkeys(definitions.team_ids, codes))
    with closing(Tallies(make_url(f"sqlite:///{database}"))) as tallies:
        open_quarter(tallies, workspace, definitions, QUARTER, drawn, CLOSES, TODAY)
    pairs = [(code, team) for team, of_team in drawn.items() for code in of_team]
    with closing(sqlite3.connect(database)) as file:
        yield Target(questionnaire_of(definitions), folder, file, sorted(pairs))


def environment_of(target: Target) -> dict[str, str]:
    """The environment of a server that serves the target."""
    return {
        "COMMON_GROUND_WORKSPACE": str(target.folder),
        "DATABASE_URL": f"sqlite:///{target.folder}/survey.db",
        "SURVEY_ORIGIN": ORIGIN,
    }


def pelt(application: "WSGIApplication", target: Target, seed: int, posts: int) -> Report:
    """Send so many posts straight to the application, which may log nothing at all."""
    said = io.StringIO()
    logging.getLogger().addHandler(handler := logging.StreamHandler(said))
    try:
        for post in islice(bad_posts(seed, target.questionnaire, target.live_code), posts):
            try:
                target.judge(post, _reply(application, environ_of(post, said)))
            except Exception as error:
                target.note(post, f"raised {error!r}")
            if said.tell():
                target.note(post, f"said {said.getvalue()}")
                said.seek(0)
                said.truncate()
            if len(target.report.amiss) >= _ENOUGH:
                break
    finally:
        logging.getLogger().removeHandler(handler)
    return target.finish()


def environ_of(post: Post, errors: io.StringIO) -> "WSGIEnvironment":
    """The post as PEP 3333 hands it over."""
    body = post.body()
    environ = {
        "REQUEST_METHOD": post.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_plus(post.path.decode("latin-1"), "latin-1"),
        "QUERY_STRING": post.query.decode("latin-1"),
        "CONTENT_TYPE": post.content_type,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": errors,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if post.chunked:
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    else:
        environ["CONTENT_LENGTH"] = str(len(body)) if post.length is None else post.length
    for name, value in post.headers:
        key = f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _reply(application: "WSGIApplication", environ: "WSGIEnvironment") -> int:
    statuses: list[str] = []

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return io.BytesIO().write

    parts = application(environ, start)
    for part in parts:
        assert isinstance(part, bytes)
    if hasattr(parts, "close"):
        parts.close()
    return int(statuses[-1][:3])


def main(folder: str, seed: str, posts: str) -> None:
    """Take a share, and print the report as JSON."""
    with target(Path(folder), codes=int(posts) // 8) as pelted:
        os.environ.update(environment_of(pelted))
        report = pelt(serve.app(), pelted, int(seed), int(posts))
    print(json.dumps(asdict(report)))


if __name__ == "__main__":
    main(*sys.argv[1:])
