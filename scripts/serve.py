"""Serve the survey at /survey/ and the built handbook at /."""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.handbook_app import handbook_app
from scripts.ports import refuse_taken
from scripts.refusals import refusals
from scripts.whole_requests import ARRIVAL, WholeRequests
from scripts.workspaces import workspace_option
from survey import create_app
from survey.config import Config, ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CONNECTIONS = 900  # at once and a process; many systems let it open 1,024 files

_PATIENCE = 10  # seconds for requests on their way when the server is asked to end


def app() -> "WSGIApplication":
    """Survey and handbook as one WSGI application, from the environment.

    Other servers can use it too: ``waitress-serve --call scripts.serve:app``. Let them be such
    as wait for whole requests, or slow clients keep everybody else out.

    Raises:
        ConfigError: a setting is wrong.
        SQLAlchemyError: the database does not answer.
    """
    config = Config.from_environment(os.environ)
    survey, handbook = create_app(config), handbook_app(config.workspace.site)

    def both(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        at_survey = f"{environ.get('PATH_INFO', '')}/".startswith("/survey/")
        return (survey if at_survey else handbook)(environ, start_response)

    return both


def _origin(host: str, port: int) -> str:
    if not host.startswith("127.") and host not in ("localhost", "::1"):
        raise click.ClickException(
            f"with --host {host}, set SURVEY_ORIGIN to the address people type, such as"
            " https://survey.example.com"
        )
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _end(*_: object) -> None:
    """End calmly when asked to before the server listens, which then sees to it itself."""
    sys.exit(0)


def _in_worker() -> WholeRequests:
    """The same in the server's worker: out of reach of Ctrl-C, which is for the server to hear."""
    os.setpgrp()
    return WholeRequests(app())


def server_of(target: str, host: str, port: int, workers: int) -> MPServer:
    """The server as documented, for a WSGI application."""
    return MPServer(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * ARRIVAL),
        workers=workers,
        backpressure=_CONNECTIONS,
        workers_kill_timeout=_PATIENCE,
        websockets=False,
        log_level=LogLevels.error,
    )


def _refuse_to_share_sqlite(workers: int) -> None:
    if workers > 1 and Config.from_environment(os.environ).database.drivername == "sqlite":
        raise ConfigError(
            f"--workers {workers} is for PostgreSQL; set DATABASE_URL to"
            " postgresql://user:password@host/database, or leave --workers out."
        )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on.",
)
@workspace_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that answer; more than one is for PostgreSQL.",
)
def main(host: str, port: int, workspace: Path | None, workers: int) -> None:
    """Serve the survey at /survey/ and the built handbook at /, until Ctrl-C. Logs no request."""
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_end, _end)
    if workspace:
        os.environ["COMMON_GROUND_WORKSPACE"] = str(workspace.resolve())
    if not os.environ.get("SURVEY_ORIGIN"):
        os.environ["SURVEY_ORIGIN"] = _origin(host, port)
    with refusals():
        _refuse_to_share_sqlite(workers)
        app()
    refuse_taken(host, port)  # Granian would share it without a word
    server = server_of("scripts.serve:app", host, port, workers)
    server.on_startup(lambda: click.echo(f"Serving http://{host}:{port}/ · Ctrl-C stops it"))
    try:
        server.serve(target_loader=_in_worker, wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:  # the worker failed; otherwise it was merely faster
            raise


if __name__ == "__main__":
    main()
