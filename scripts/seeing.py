"""How long an edit takes to be seen in a browser that shows the preview."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import requests
from playwright.sync_api import sync_playwright

from catalog.workspace import Workspace
from tests.running import chromium, free_port, wait_for

_BUILD = Path(__file__).parent / "build.py"
_PAGE = "promises/follow-up/"
_PROMISE = "person within four business hours"
_PATIENCE = 60_000  # ms

# Notes in every page that is loaded when a frame first shows a number of hours, in ms since 1970.
# (Playwright itself looks at most twice a second while it waits.)
_NOTE = r"""
const look = () => {
  const found = document.body?.innerText.match(/person within (\d+) business hours/);
  if (found) window.shown = [Number(found[1]), Date.now()];
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def measure_edits(workspace: Workspace, runs: int) -> float:
    """Seconds from a saved file to its words in Chromium, by median.

    What a promise says is changed; the browser shows its page and follows by itself.
    """
    slas = workspace.definitions / "slas.yml"
    before = slas.read_text()
    with _preview(workspace) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.add_init_script(_NOTE)
        page.goto(origin + _PAGE)
        seconds = []
        for run in range(runs):
            hours = run + 40
            page.wait_for_timeout(1000)  # the browser listens again only once the page is whole
            start = time.time()
            slas.write_text(before.replace(_PROMISE, f"person within {hours} business hours"))
            page.wait_for_function(f"window.shown?.[0] === {hours}", timeout=_PATIENCE)
            shown: float = page.evaluate("window.shown[1] / 1000")
            seconds.append(shown - start)
        browser.close()
    slas.write_text(before)
    return median(seconds)


@contextmanager
def _preview(workspace: Workspace) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, str(_BUILD), "--serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    origin = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: _is_there(origin + _PAGE), seconds=120)
        yield origin
    finally:
        process.terminate()
        process.wait()


def _is_there(address: str) -> bool:
    try:
        return requests.get(address, timeout=10).ok
    except requests.ConnectionError:
        return False
