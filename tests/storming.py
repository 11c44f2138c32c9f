"""People who send until they know, to a server that is killed again and again."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event
from urllib.parse import urlencode, urlsplit

from catalog.workspace import Workspace
from tests.answering import CHOICES, OpenSurvey, choice_of
from tests.running import ROOT, free_port, kill_all, start_server

SENDERS = 3
HEADERS = {
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
}


class People:
    """Three at a time send their ballots, and send again until a reply says what became of it.

    Codes move from ``unsure`` to ``thanked``, or to ``known_before`` if the code was used up by a
    try whose reply was lost.
    """

    def __init__(self, survey: OpenSurvey, origin: str) -> None:
        self._survey, self._address = survey, urlsplit(origin).netloc
        self._forms = [survey.answers(choice) for choice in range(CHOICES)]
        self._over = Event()
        self.unsure: set[str] = set()
        self.thanked: set[str] = set()
        self.known_before: set[str] = set()
        self.surprises: list[str] = []

    @contextmanager
    def sending(self) -> Iterator[None]:
        """They send while the body runs; what is unsure then stays unsure."""
        codes = [code for team in self._survey.codes.values() for code in team]
        with ThreadPoolExecutor(SENDERS) as people:
            sent = [people.submit(self._send_all, codes[n::SENDERS]) for n in range(SENDERS)]
            try:
                yield
            finally:
                self._over.set()
        for each in sent:
            each.result()

    def _send_all(self, codes: Sequence[str]) -> None:
        for code in codes:
            if self._over.is_set():
                return
            self.unsure.add(code)
            self._send(code)

    def _send(self, code: str) -> None:
        fields = self._forms[choice_of(code)] | {"code": code, "page": "9", "go": "send"}
        form = urlencode(fields)
        for attempt in count():
            status = self._status(form)
            if status == 303 or (status == 403 and attempt):
                (self.thanked if status == 303 else self.known_before).add(code)
                self.unsure.remove(code)
                return
            if status not in (None, 503):
                self.surprises.append(f"{status} at try {attempt + 1}")
                return
            if self._over.wait(0.02):
                return

    def _status(self, form: str) -> int | None:
        """The status of the reply, if there is one."""
        with closing(HTTPConnection(self._address, timeout=30)) as connection:
            try:
                connection.request("POST", "/survey/", form, HEADERS)
                return connection.getresponse().status
            except (OSError, HTTPException):
                return None


class Restarts:
    """The real server, started again and again at the same address by its command or forked off.

    A start by command takes 1.2 s, most of it Python's own; forked off, 0.1 s. All the rest is the
    same: the same main, the same workers, the same way to end.
    """

    def __init__(self, workspace: Workspace, database: str, folder: Path) -> None:
        self._workspace, self._log = workspace.root, folder / "storm.log"
        self._port = free_port()
        self.origin = f"http://127.0.0.1:{self._port}"
        self._environment = {"DATABASE_URL": database, "SURVEY_ORIGIN": self.origin}
        self._forking = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "forking.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def by_command(self) -> Callable[[], None]:
        """Start it as people do; gives what kills it."""
        return start_server(self._workspace, self._log, self._environment, self._port).kill

    def forked(self) -> Callable[[], None]:
        """Start it without the start of Python; gives what kills it."""
        arguments = ["--port", str(self._port), "--workspace", str(self._workspace)]
        assert self._forking.stdin
        assert self._forking.stdout
        print(
            json.dumps([arguments, self._environment, str(self._log)]),
            file=self._forking.stdin,
            flush=True,
        )
        return partial(kill_all, int(self._forking.stdout.readline()))

    def close(self) -> None:
        """End the process that forks."""
        self._forking.communicate()
