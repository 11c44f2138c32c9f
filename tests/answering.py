"""A quarter opened for a test, and answers for it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import requests
import sqlalchemy as sa

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.workspace import Workspace
from survey.ballots import Ballot
from survey.casting import Outcome
from survey.codes import hash_code
from survey.config import Config
from survey.counts import Count, read_count, unused_codes
from survey.database import codes, tallies
from survey.questionnaire import questionnaire_of
from survey.tallies import Tallies

QUARTER = Quarter(2026, 4)
TODAY = date(2026, 10, 1)
CLOSES = date(2026, 12, 18)
CHOICES = 3
SIX_EACH = {"sales": 6, "marketing": 6}


@dataclass(frozen=True)
class OpenSurvey:
    """An open quarter: its database, its workspace and its codes by team."""

    config: Config
    definitions: Definitions
    tallies: Tallies
    codes: dict[str, list[str]]

    def answers(self, choice: int = 3) -> dict[str, str]:
        """A whole form in which every question gets its choice of this number, from 0."""
        return answers_of(self.definitions, choice)

    def count(self) -> Count | None:
        """Everything stored so far; None once it is wiped."""
        with self.tallies.reading() as connection:
            return read_count(connection, str(QUARTER))

    def unused(self) -> dict[str, int]:
        """How many codes are left, by team."""
        with self.tallies.reading() as connection:
            return unused_codes(connection)

    def ballot(self, choice: int = 3, comment: str = "") -> Ballot:
        """The same as a ballot."""
        return Ballot(tuple(sorted(self.answers(choice).items())), comment)

    def cast(self, code: str, ballot: Ballot) -> Outcome:
        """Count a ballot, past the form."""
        return self.tallies.cast(hash_code(code), ballot)

    def spent(self) -> set[str]:
        """The codes that are used up."""
        with self.tallies.reading() as connection:
            left = set(connection.execute(sa.select(codes.c.hash)).scalars())
        return {
            code for team in self.codes.values() for code in team if hash_code(code) not in left
        }

    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How often each answer was given so far, by team and question; as in Count."""
        return counts_in(self.tallies)

    def counts_of(self, people: Collection[str]) -> dict[tuple[str, str], Counter[str]]:
        """What the tallies are to be when these codes came, each with the ballot of its choice."""
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        forms = [self.answers(choice) for choice in range(CHOICES)]
        for team, given in self.codes.items():
            for code in filter(set(people).__contains__, given):
                for question, answer in forms[choice_of(code)].items():
                    counts[team, question][answer] += 1
        return dict(counts)


def counts_in(database: Tallies) -> dict[tuple[str, str], dict[str, int]]:
    """How often each answer was given so far, by team and question; as in Count."""
    given: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    with database.reading() as connection:
        for team, question, answer, n in connection.execute(sa.select(tallies)):
            if n:
                given[team, question][answer] = n
    return dict(given)


def choice_of(code: str) -> int:
    """What the owner of a code answers throughout, where it should tell them apart."""
    return ord(code[0]) % CHOICES


def config_of(workspace: Workspace, database_url: str) -> Config:
    """What the survey would read from the environment."""
    return Config.from_environment(
        {"COMMON_GROUND_WORKSPACE": str(workspace.root), "DATABASE_URL": database_url}
    )


def answers_of(definitions: Definitions, choice: int = 3) -> dict[str, str]:
    """A whole form in which every question gets its choice of this number, from 0."""
    return {
        question.key: question.choices[choice].value
        for question in questionnaire_of(definitions).questions
    }


def post(origin: str, fields: Mapping[str, str], path: str = "/survey/") -> requests.Response:
    """Post a form as a browser on our own page does."""
    return requests.post(
        f"{origin}{path}",
        data=fields,
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
        timeout=30,
    )
