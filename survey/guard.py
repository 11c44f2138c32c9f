"""Who may post, and what every answer tells the browser. No cookie is needed for either."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from flask import Request, Response

SCRIPT = (Path(__file__).parent / "templates" / "survey" / "survey.js").read_text(encoding="utf-8")
"""The form's only script. It stands in its page, so that a page asks for nothing but its style."""

_SCRIPT_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self';"
    f" script-src 'sha256-{_SCRIPT_HASH}'; connect-src 'self'; img-src 'self' data:;"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",  # no-referrer would hide the origin of our own posts
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def is_from_our_form(request: Request, origin: str) -> bool:
    """Whether a post comes from a page of ours, as far as the browser tells.

    ``Sec-Fetch-Site`` says so in today's browsers on a secure address; elsewhere ``Origin`` has
    to be ours.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "").lower() == origin


def protect(response: Response) -> Response:
    """Set the headers; a header that a view has set itself stays."""
    given = {name.lower() for name, _ in response.headers}
    response.headers.extend({name: HEADERS[name] for name in HEADERS if name.lower() not in given})
    return response
