"""Somebody who follows a page of the guide: types its commands, makes its edits, compares.

Of the fenced blocks, `sh` is typed, `text` is what then stands on the screen (… for anything),
`diff` is an edit of the file it names. Others (`bash`, `yaml`) are only read.
"""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import requests

from tests.running import ROOT, answers, edit, free_port, wait_for

GUIDE = ROOT / "guide"
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(r"( name:) (.*)\n")
_ERRORS = re.compile(r"^[1-9]\d* errors?, ", re.MULTILINE)
_UNPACKED = ("Makefile", "mkdocs.yml", "definitions", "docs", "schema", "scripts")
TODAY = date.today()


def blocks(page: str, kind: str = r"\w+") -> list[tuple[str, str]]:
    """The fenced blocks of a page of the guide, kind and text."""
    found = _BLOCK.findall((GUIDE / page).read_text("utf-8"))
    return [(each, dedent(text)) for _, each, text in found if re.fullmatch(kind, each)]


def unpacked(folder: Path) -> Path:
    """Common Ground as it was unpacked, with a virtual environment that is filled already."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in _UNPACKED:
        (folder / name).symlink_to(ROOT / name)
    for name in ("requirements.txt", ".venv/bin/.venv", ".venv/bin/.runtime"):  # oldest first
        (folder / name).touch()
    os.utime(folder / "requirements.txt", (0, 0))
    os.utime(folder / ".venv" / "bin" / ".venv", (0, 0))
    python = folder / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return folder


class Terminal:
    """A terminal in a folder, and a second one in which a server runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = ""
        # a make that the tests run in would have its say in the output of this one
        others = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
        self._environment = others | {"NO_COLOR": "1"}
        for who in ("AUTHOR", "COMMITTER"):
            self._environment |= {f"GIT_{who}_NAME": "Ana", f"GIT_{who}_EMAIL": "ana@example.com"}
        self._seen = ""
        self._server: subprocess.Popen[bytes] | None = None

    def follow(self, page: str) -> None:
        """Do what a page says, and see what it says one sees."""
        steps = blocks(page)
        names = "".join(f"{answer}\n" for _, text in steps for _, answer in _ASKED.findall(text))
        for kind, text in steps:
            if kind == "sh":
                self._seen = ""
                for command in text.splitlines():
                    self.type(command, names)
            elif kind == "text":
                self._compare(_ASKED.sub(r"\1 ", text))
            elif kind == "diff":
                self._edit(text)

    def type(self, command: str, typed: str = "") -> None:
        """Run a command to its end, or start a server in the second terminal."""
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self._environment[name] = value
        elif "serve" in command:
            self._serve(command)
        else:
            command = command.replace("2026-12-18", str(TODAY + timedelta(days=14)))
            command = command.replace("2026-Q4", f"{TODAY.year}-Q{(TODAY.month + 2) // 3}")
            done = subprocess.run(
                command, shell=True, cwd=self.folder, env=self._environment, input=typed,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            self._seen += done.stdout
            assert done.returncode == bool(_ERRORS.search(done.stdout)), done.stdout

    def stop(self) -> None:
        """Press Ctrl-C in the second terminal."""
        if self._server:
            self._server.terminate()
            self._server.wait(timeout=20)
            self._server = None

    def _serve(self, command: str) -> None:
        self.stop()
        port, log = free_port(), self.folder / "server.log"
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                f"exec env {command} --port {port}", shell=True, cwd=self.folder,
                env=self._environment, stdout=output, stderr=output,
            )  # fmt: skip
        wait_for(lambda: "Ctrl-C" in log.read_text())
        self.origin = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(self.origin))
        self._seen = log.read_text().replace(str(port), "8000")
        address = "/survey/preview" if "SURVEY_PREVIEW" in command else "/"
        assert requests.get(self.origin + address, timeout=20).status_code == 200

    def _compare(self, expected: str) -> None:
        parts = (re.escape(" ".join(part.split())) for part in expected.split("…"))
        wanted, seen = r"\s*.*\s*".join(parts), " ".join(self._seen.split())
        assert re.fullmatch(wanted, seen), f"expected:\n{expected}\nseen:\n{self._seen}"

    def _edit(self, change: str) -> None:
        head, _, body = change.partition("\n")
        lines = [line or " " for line in body.splitlines()]
        old, new = (
            "".join(f"{line[1:]}\n" for line in lines if line[0] in signs) for signs in (" -", " +")
        )
        edit(self.folder / head.removeprefix("--- "), old, new)
