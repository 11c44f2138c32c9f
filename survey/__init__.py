"""The survey: a Flask service that asks, counts, and forgets who answered."""

import hashlib
import logging
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import Flask, Request, request
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from survey.compression import compress
from survey.config import Config
from survey.guard import SCRIPT, is_from_our_form, protect
from survey.pages import Page, again, message
from survey.preview import preview
from survey.tallies import Tallies
from survey.views import survey

LARGEST_POST = 64 * 1024  # bytes; hundreds of answers and the longest comment fit

_MESSAGES = {404: "not-found", 405: "not-found", 413: "too-large"}

_log = logging.getLogger(__name__)


class _Form(Request):
    """A form of ours, which has no files; one that comes all the same is never put on the disk."""

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()


def create_app(config: Config) -> Flask:
    """The survey at ``/survey/``.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.request_class = _Form
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=LARGEST_POST,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),  # static addresses carry a version
    )
    app.extensions["tallies"] = Tallies(config.database)
    app.extensions["definitions"] = config.workspace.definitions
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals["version"] = _version(Path(app.root_path) / "static")
    app.jinja_env.globals["script"] = Markup(SCRIPT)
    app.register_blueprint(survey)
    if config.shows_preview:
        app.register_blueprint(preview)
    app.register_error_handler(HTTPException, _calm)
    app.register_error_handler(SQLAlchemyError, _database_trouble)
    app.after_request(protect)
    app.after_request(compress)

    @app.before_request
    def refuse_foreign_posts() -> Page | None:
        if request.method != "POST" or is_from_our_form(request, config.origin):
            return None
        return message("foreign", 403)

    return app


def _version(static: Path) -> str:
    """Changes with any static file, so that browsers may keep them."""
    files = sorted(path for path in static.iterdir() if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _calm(error: HTTPException) -> Response | tuple[str, int, dict[str, str]]:
    """A page of ours for what Flask refuses, with the headers that belong to it."""
    status = error.code or InternalServerError.code
    if status < 400:
        return error.get_response()
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if status < 500:
        page = message(_MESSAGES.get(status, "unreadable"), status)
    else:
        page = _trouble("our-fault", status)
    return *page, headers


def _database_trouble(error: SQLAlchemyError) -> Page:
    """Only the kind of trouble is logged: no answer, no code."""
    _log.error("the database does not answer: %s", type(error).__name__)
    return _trouble("away", 503)


def _trouble(kind: str, status: int) -> Page:
    """What went wrong on our side, with all answers kept in the page if there are any."""
    if request.method != "POST":
        return message(kind, status)
    return again(kind, status, request.form.items(multi=True), request.form.get("go", ""))
