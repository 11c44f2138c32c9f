"""Codes as people get them: links on the screen or in a file, rows for a mail merge, slips."""

import csv
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from catalog.dates import day
from catalog.definitions import Definitions
from catalog.quarters import Quarter
from survey.codes import shown
from survey.questionnaire import questionnaire_of
from survey.states import QuarterError, UnsureError

_SECONDS_A_QUESTION = 10
"""About what a simple survey question takes (Pew Research Center)."""


@dataclass(frozen=True)
class Invitation:
    """What everybody who is invited to a quarter is told; ``origin`` as in Config."""

    origin: str
    definitions: Definitions
    quarter: Quarter
    last_day: date

    @property
    def address(self) -> str:
        """Where the survey is found, without a code."""
        return f"{self.origin}/survey/"

    def link(self, code: str) -> str:
        """The address with the code after the #, which browsers keep to themselves."""
        return f"{self.address}#{shown(code)}"

    @property
    def company(self) -> str:
        """The company's name."""
        return self.definitions.company.name

    @property
    def closes(self) -> str:
        """The last day to answer, in words."""
        return day(self.last_day)

    @property
    def minutes(self) -> int:
        """About how long answering takes, in minutes."""
        questions = len(questionnaire_of(self.definitions).questions)
        return max(1, round(questions * _SECONDS_A_QUESTION / 60))


def links(invitation: Invitation, codes: Mapping[str, Sequence[str]]) -> str:
    """The codes as links, a block a team; drawn at random, so that their order says nothing."""
    lines: list[str] = []
    for team, drawn in codes.items():
        lines.append(invitation.definitions.team_name(team))
        lines += [invitation.link(code) for code in drawn]
        lines.append("")
    return "\n".join(lines)


def rows(invitation: Invitation, codes: Mapping[str, Sequence[str]]) -> str:
    """CSV for a mail merge: team (its id), link, code.

    Codes are random and in no order already. They are shuffled all the same, so that nobody who
    saw them drawn, on a screen or in memory, knows which line of the file they became.
    """
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(("team", "link", "code"))
    for team, drawn in codes.items():
        for code in secrets.SystemRandom().sample(drawn, len(drawn)):
            writer.writerow((team, invitation.link(code), shown(code)))
    return text.getvalue()


@contextmanager
def kept_if_open(file: Path, text: str) -> Iterator[None]:
    """Write the codes to a new file before the quarter opens; take it back if it surely does not.

    Raises:
        QuarterError: the file is there already, or cannot be written.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise QuarterError(
            f"cannot write the codes to a new file {file}: {error.strerror}"
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as writer:
            writer.write(text)
            writer.flush()
            os.fsync(descriptor)
        yield
    except UnsureError:
        raise
    except BaseException:
        file.unlink()
        raise
