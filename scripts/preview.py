"""The handbook while it is being edited: built anew at every change, the browser follows."""

import logging
from datetime import date
from html import escape
from pathlib import Path

import click
from mkdocs.livereload import LiveReloadServer

from catalog.workspace import Workspace
from handbook.publishing import FAILURES, publish
from scripts.ports import refuse_taken

HOST = "127.0.0.1"

# Shown until there is a good page to show. It asks again by itself.
_NO_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Common Ground</title>
<meta http-equiv="refresh" content="1"><meta name="color-scheme" content="light dark">
<body style="max-width: 60rem; margin: 4rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui">
<h1>There is no page here yet</h1>
<pre style="white-space: pre-wrap">{problems}</pre>
"""


class Preview:
    """Builds and publishes; after a mistake it says what is wrong and the last good page stays."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._problems = ""

    def build(self) -> None:
        """Build the handbook as the files are now."""
        try:
            publish(self._workspace, date.today())
        except FAILURES as error:
            self._problems = str(error)
            click.echo(f"{error}\nThe page stays as it was until this is mended.", err=True)
        else:
            self._problems = ""
            click.echo("The handbook is built anew.")

    def no_page(self, code: int) -> bytes:
        """What to show where there is nothing to show."""
        page = self._workspace.site / "404.html"
        if page.is_file() and not self._problems:
            return page.read_bytes()
        return _NO_PAGE.format(problems=escape(self._problems)).encode()

    def serve(self, port: int) -> None:
        """Serve the handbook and build it at every change, until Ctrl-C.

        Raises:
            ClickException: the port is taken.
        """
        refuse_taken(HOST, port)
        self.build()
        server = LiveReloadServer(self.build, HOST, port, root=str(self._workspace.site))
        server.error_handler = self.no_page
        for path in self._edited():
            server.watch(str(path))
        # It would note every page that is asked for and not there.
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
        click.echo(f"The handbook is at {server.url} and follows your edits · Ctrl-C stops it")
        try:
            server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
        finally:
            server.shutdown()

    def _edited(self) -> list[Path]:
        workspace = self._workspace
        paths = workspace.definitions, workspace.docs, workspace.results, workspace.mkdocs_yml
        return [path for path in paths if path.exists()]
