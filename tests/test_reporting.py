"""Problems printed for people, for programs and for GitHub."""

import json
import os
import pty
import subprocess
import sys

import pytest

from catalog.problems import Place, Problem
from scripts.reporting import report
from tests.running import ROOT

ERROR = Problem("error", Place("definitions/slas.yml", 7, 5), "'50%' is none,\nwrite 50")
WARNING = Problem("warning", Place("docs/a,b.md"), "look: here", "odd-name")


def test_people_get_a_line_each_and_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    report([ERROR, WARNING], "text")
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out == (
        "definitions/slas.yml:7:5: '50%' is none,\nwrite 50\n"
        "docs/a,b.md: warning: look: here [odd-name]\n"
        "1 error, 1 warning\n"
    )


def test_programs_get_every_part_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    report([ERROR, WARNING], "json")
    assert json.loads(capsys.readouterr().out) == {
        "problems": [
            {
                "severity": "error",
                "file": "definitions/slas.yml",
                "line": 7,
                "column": 5,
                "code": None,
                "message": "'50%' is none,\nwrite 50",
            },
            {
                "severity": "warning",
                "file": "docs/a,b.md",
                "line": None,
                "column": None,
                "code": "odd-name",
                "message": "look: here",
            },
        ],
        "errors": 1,
        "warnings": 1,
    }


def test_github_gets_commands_that_no_text_can_break(capsys: pytest.CaptureFixture[str]) -> None:
    report([ERROR, WARNING], "github")
    assert capsys.readouterr().out.splitlines() == [
        "::error file=definitions/slas.yml,line=7,col=5::'50%25' is none,%0Awrite 50",
        "::warning file=docs/a%2Cb.md,title=odd-name::look: here",
        "1 error, 1 warning",
    ]


def on_a_terminal(**environment: str) -> bytes:
    """What a warning looks like on a terminal."""
    ours, theirs = pty.openpty()
    program = (
        "from catalog.problems import *; from scripts.reporting import report;"
        "report([Problem('warning', Place('a.yml', 1, 1), 'look')], 'text')"
    )
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=theirs, check=True,
                   env=kept | environment)  # fmt: skip
    os.close(theirs)
    printed = os.read(ours, 10_000)
    os.close(ours)
    return printed


def test_a_terminal_gets_colours() -> None:
    assert on_a_terminal() == (
        b"\x1b[33ma.yml:1:1:\x1b[0m warning: look\r\n0 errors, 1 warning\r\n"
    )


def test_a_terminal_without_colours_gets_none() -> None:
    assert on_a_terminal(NO_COLOR="1") == b"a.yml:1:1: warning: look\r\n0 errors, 1 warning\r\n"
