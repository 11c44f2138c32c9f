"""A WSGI application behind an event loop: a thread is taken when a whole request is there.

Granian's own WSGI interface takes one when the head of a request is there, and some twenty people
who send their forms slowly would keep everybody else waiting. Here the event loop waits for them,
and for the commit of their ballots as well (see ``survey.pending``).
"""

import asyncio
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope
from werkzeug.test import run_wsgi_app

from survey import LARGEST_POST
from survey.casting import Outcome
from survey.database import THREADS
from survey.pending import PENDING, Pending

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

ARRIVAL = 30
"""Seconds that a request may take to arrive, its head and then its body."""

_GONE = (TimeoutError, ProtocolClosed, ProtocolError)
_NO_LENGTH, _TOO_SLOW = 411, 408


class WholeRequests:
    """Serves a WSGI application through Granian's RSGI, in so many threads as it may have."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(THREADS)

    async def __call__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request; what is too large is left unread, for the application to refuse."""
        headers = scope.headers
        if "transfer-encoding" in headers:  # no browser sends a form so; its end may go unnoticed
            return protocol.response_empty(_NO_LENGTH, [("connection", "close")])
        body = b""
        if 0 < int(headers.get("content-length") or 0) <= LARGEST_POST:
            try:
                async with asyncio.timeout(ARRIVAL):
                    body = await protocol()
            except _GONE:
                return protocol.response_empty(_TOO_SLOW, [("connection", "close")])
        pending = Pending()
        loop = asyncio.get_running_loop()
        run = partial(loop.run_in_executor, self._threads, self._answer, scope, body, pending)
        answer = await run()
        if pending.outcome and not await _is_counted(pending.outcome):
            answer = await run()
        return protocol.response_bytes(*answer)

    def _answer(
        self, scope: Scope, body: bytes, pending: Pending
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        environ = _environ(scope, body) | {PENDING: pending}
        parts, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        return int(status.split()[0]), list(headers), b"".join(parts)


async def _is_counted(outcome: Future[Outcome]) -> bool:
    """Whether the ballot is, once that is known; the application knows what to say of an error."""
    try:
        return await asyncio.wrap_future(outcome) is Outcome.COUNTED
    except Exception:
        return False


def _environ(scope: Scope, body: bytes) -> "WSGIEnvironment":
    """The request as PEP 3333 wants it, but for the address it came from, which nobody needs."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "HTTP_HOST": scope.authority or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    given: dict[str, list[str]] = {}
    for name, value in scope.headers.items():
        if "_" not in name:  # it could pass for another header
            given.setdefault(_key(name), []).append(value)
    return environ | {key: ",".join(values) for key, values in given.items()}


def _key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
