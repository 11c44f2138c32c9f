"""Who may post, and what every answer tells the browser. No cookie is needed for either."""

from collections.abc import Mapping

from flask import Request, Response

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self';"
    " connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'",
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
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
