"""Pages made small on their way, without telling by their size what was answered."""

import gzip

from flask import Response, request

_STEP = 1024  # bytes


def compress(response: Response) -> Response:
    """Compress what is sent, if the browser takes it."""
    if response.status_code != 200 and response.status_code < 400:
        return response  # nothing is in it
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        response.direct_passthrough = False  # a file: read it now
        response.set_data(filled_up(gzip.compress(response.get_data(), mtime=0)))
        response.content_encoding = "gzip"
    return response


def filled_up(compressed: bytes) -> bytes:
    """The same gzip data, up to the next whole kilobyte.

    Encryption hides what a page says but not how long it is, and a page with other answers
    compresses to another length. What fills it up is a file name, which browsers skip
    (RFC 1952, 2.3.1: flag FNAME, behind a head of ten bytes).
    """
    name = b"-" * (-(len(compressed) + 1) % _STEP) + b"\0"
    return compressed[:3] + b"\x08" + compressed[4:10] + name + compressed[10:]
