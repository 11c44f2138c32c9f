"""The handbook while it is being edited: made anew at every change, the browser follows."""

import gc
import logging
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from threading import Thread, Timer
from typing import TYPE_CHECKING

import click
from mkdocs.livereload import LiveReloadServer
from werkzeug.wrappers import Response

from catalog.workspace import Workspace
from handbook.drawing import warm_up
from handbook.publishing import FAILURES
from handbook.settings import SettingsError, own_theme
from handbook.staging import compose
from scripts.draft import Draft
from scripts.ports import refuse_taken

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"
LOOKS_EVERY = 0.05
"""Seconds from one look at the files to the next, and of quiet before an edit counts as whole."""
TIDIES_AFTER = 2
"""Seconds from an edit that is shown to when Python looks for what is no longer needed."""

# Shown until there is a good page to show. It asks again by itself.
_NO_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Common Ground</title>
<meta http-equiv="refresh" content="1"><meta name="color-scheme" content="light dark">
<body style="max-width: 60rem; margin: 4rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui">
<h1>There is no page here yet</h1>
</body>
"""

# Over whatever page is shown, in colours of its own.
_PROBLEMS = """<div role="alert" style="position: fixed; z-index: 1000; inset: auto 0 0 0;
 max-height: 50vh; overflow: auto; padding: 1rem 1.5rem; background: #fff; color: #20282d;
 border-top: 4px solid #20282d; font: 16px/1.5 system-ui"><strong>{what}</strong>
<pre style="margin: .5rem 0 0; white-space: pre-wrap; font: 14px/1.5 monospace">{problems}</pre>
</div>
"""
_STAYS = "The page stays as it was until this is mended."
_DOUBTED = "This is shown here, and would not be published until it is mended."


class Preview:
    """Makes the pages in a folder that goes with it; after a mistake the last good page stays."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._alert = ""
        self._tidying = Timer(TIDIES_AFTER, _tidy)

    def serve(self, port: int) -> None:
        """Show the handbook and follow every change, until Ctrl-C; ``site/`` is left alone.

        Raises:
            ClickException: the port is taken.
        """
        refuse_taken(HOST, port)
        Thread(target=warm_up, daemon=True).start()
        self._workspace.build.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="preview-", dir=self._workspace.build) as folder:
            draft = Draft(self._workspace, Path(folder), f"http://{HOST}:{port}/")
            self.follow(draft)
            self._serve(draft, port)

    def follow(self, draft: Draft) -> None:
        """Make the draft show the files as they are now, or say on it why it cannot.

        Python looks for what is no longer needed later: that may take a tenth of an edit's time.
        """
        self._tidying.cancel()
        gc.disable()
        try:
            doubts = draft.update(compose(self._workspace, date.today()))
        except FAILURES as error:
            self._tell(_STAYS, str(error))
        else:
            self._tell(_DOUBTED, "\n".join(doubts))
            click.echo("The handbook follows your edit.")
        self._tidying = Timer(TIDIES_AFTER, _tidy)
        self._tidying.daemon = True
        self._tidying.start()

    def _tell(self, what: str, problems: str) -> None:
        self._alert = _PROBLEMS.format(what=what, problems=escape(problems)) if problems else ""
        if problems:
            click.echo(f"{problems}\n{what}", err=True)

    def _serve(self, draft: Draft, port: int) -> None:
        server = LiveReloadServer(
            lambda: self.follow(draft),
            HOST,
            port,
            root=str(draft.site),
            polling_interval=LOOKS_EVERY,
        )
        server.build_delay = LOOKS_EVERY
        server.error_handler = lambda code: self._no_page(draft)
        server.set_app(self._with_alert(server.serve_request))
        for path in self._edited():
            server.watch(str(path))
        # It would note every page that is asked for and not there.
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
        click.echo(f"The handbook is at {server.url} and follows your edits · Ctrl-C stops it")
        try:
            server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
        finally:
            server.shutdown()

    def _no_page(self, draft: Draft) -> bytes:
        """What to show where there is nothing to show."""
        page = draft.site / "404.html"
        return page.read_bytes() if page.is_file() else _NO_PAGE.encode()

    def _with_alert(self, app: "WSGIApplication") -> "WSGIApplication":
        """The same answers, with what is to be mended on every page."""

        def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            response = Response.from_app(app, environ)
            if self._alert and response.mimetype == "text/html":
                before, end, after = response.get_data(as_text=True).rpartition("</body>")
                response.set_data(before + self._alert + end + after)
            return response(environ, start_response)

        return answer

    def _edited(self) -> list[Path]:
        workspace = self._workspace
        paths = [workspace.definitions, workspace.docs, workspace.results, workspace.mkdocs_yml]
        with suppress(SettingsError):  # it is told where the pages are made
            paths += filter(None, [own_theme(workspace)])
        return [path for path in paths if path.exists()]


def _tidy() -> None:
    gc.enable()
    gc.collect()
