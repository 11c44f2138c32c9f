"""The file of people to invite: read, checked, and never kept."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from catalog.definitions import Definitions
from catalog.spreadsheets import SpreadsheetError, rows
from survey.states import QuarterError

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.I)
_LONGEST = 254  # characters, by RFC 5321


def read_people(file: Path, definitions: Definitions) -> dict[str, list[str]]:
    """The addresses of each team, from CSV with the columns ``team`` and ``email``.

    A team is named by its id or name in company.yml, in small letters or capitals; commas or
    semicolons separate, as spreadsheets do.

    Raises:
        QuarterError: every line that cannot be used, by number, or what the file lacks.
        OSError: the file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise QuarterError(f"{file} is not text in UTF-8; save it as CSV UTF-8") from None
    people: dict[str, list[str]] = {team: [] for team in definitions.team_ids}
    ids = {each.name.casefold(): each.id for each in definitions.company.teams}
    ids |= {team.casefold(): team for team in people}
    first: dict[str, int] = {}
    problems: list[str] = []
    try:
        for line, (written, email) in rows(text, str(file), ("team", "email")):
            team = ids.get(written.casefold(), written)
            problem = _problem(team, email, people, first)
            if problem:
                problems.append(f"{file}:{line}: {problem}")
            else:
                first[email.casefold()] = line
                people[team].append(email)
    except SpreadsheetError as error:
        raise QuarterError(str(error)) from None
    if not problems:
        problems = [
            f"{file}: nobody is in the team '{team}'"
            for team, emails in people.items()
            if not emails
        ]
    if problems:
        raise QuarterError("the file of people needs mending first:\n" + "\n".join(problems))
    return people


def is_address(email: str) -> bool:
    """Whether every mail server can be given this address: ``name@example.com``, in ASCII."""
    return bool(_ADDRESS.fullmatch(email)) and len(email) <= _LONGEST


def _problem(
    team: str, email: str, teams: Mapping[str, Sequence[str]], first: Mapping[str, int]
) -> str | None:
    if team not in teams:
        return f"'{team}' is not a team; write {' or '.join(teams)}"
    if not is_address(email):
        return f"'{email}' is not an e-mail address; write it whole, such as name@example.com"
    if email.casefold() in first:
        return f"{email} stands in line {first[email.casefold()]} already; one person, one code"
    return None
