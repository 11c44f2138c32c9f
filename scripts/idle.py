"""The yardsticks of load: Flask views that count nothing, served the way the survey is."""

import sys
from pathlib import Path

import click
from flask import Flask, request

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.serve import server_of
from scripts.whole_requests import WholeRequests


def app() -> Flask:
    """One view leaves what is posted unread, one reads the form; both say nothing."""
    idle = Flask(__name__, static_folder=None, template_folder=None)

    @idle.post("/nothing")
    def nothing() -> str:
        return ""

    @idle.post("/form")
    def form() -> str:
        request.form.to_dict(flat=False)
        return ""

    return idle


@click.command()
@click.option("--port", required=True, type=int)
@click.option("--workers", default=1)
def main(port: int, workers: int) -> None:
    """Serve them on this machine until Ctrl-C."""
    server_of("scripts.idle:app", "127.0.0.1", port, workers).serve(
        target_loader=lambda: WholeRequests(app()), wrap_loader=False
    )


if __name__ == "__main__":
    main()
