"""The built handbook as a web application: its files, and what is said where there is none."""

from pathlib import Path

from flask import Flask, redirect, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Common Ground</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<body style="max-width: 36rem; margin: 4rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui">
<h1 style="font: 600 2rem/1.2 Palatino, Georgia, serif">The handbook is not built yet</h1>
<p>Run <code>make build</code>, or <code>python scripts/build.py</code> with the same
<code>--workspace</code>, and load this page again.</p>
<p><a href="/survey/">To the survey</a></p>
"""

_NOT_FOUND = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not found · Common Ground</title>
<h1>There is no page here</h1><p><a href="/">To the handbook</a></p>
"""


def handbook_app(site: Path) -> Flask:
    """The built handbook: files, index.html for folders, its own 404.html.

    ``site`` is a link that a build swaps; each request follows it once.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)

    @app.get("/", defaults={"address": ""})
    @app.get("/<path:address>")
    def page(address: str) -> Response | tuple[str, int]:
        folder = site.resolve()
        if not folder.is_dir():
            return _NOT_BUILT, 404 if address else 200
        try:
            if not address or address.endswith("/"):
                return send_from_directory(folder, f"{address}index.html")
            inside = safe_join(str(folder), address)
            if inside and Path(inside).is_dir():
                return redirect(f"/{address}/", 301)
            return send_from_directory(folder, address)
        except NotFound:
            return _missing(folder)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return app


def _missing(folder: Path) -> tuple[str, int]:
    page = folder / "404.html"
    return page.read_text(encoding="utf-8") if page.is_file() else _NOT_FOUND, 404
