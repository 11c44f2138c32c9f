"""What a copy of the data tells: tested on its bytes after every ballot, never on a setting."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from survey import create_app
from survey.ballots import Ballot
from survey.codes import hash_code
from survey.questionnaire import questionnaire_of
from tests.answering import OpenSurvey
from tests.conftest import OpenASurvey
from tests.relinking import Files, Key, copy_of, linked, places, traced

FILE = "survey.db"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of the database, which holds nothing else."""
    return tmp_path / "data"


def any_ballot(survey: OpenSurvey, chance: Random) -> Ballot:
    """Every answer drawn anew."""
    every = [survey.answers(choice) for choice in range(6)]
    answers = ((key, chance.choice(every)[key]) for key in survey.answers())
    return Ballot(tuple(sorted(answers)), "")


def keys_of(team: str, ballot: Ballot) -> set[Key]:
    return {(team, question, answer) for question, answer in ballot.answers}


Seen = Callable[[Files, list[str]], None]
"""Called with a copy of all files and the codes spent so far."""


def send_ballots(survey: OpenSurvey, data: Path, each: Seen) -> dict[str, set[Key]]:
    """Send a ballot for each code through the form, call ``each`` after every one.

    Gives what a re-linker is after: answers by the hash of the code that gave them.
    """
    client = create_app(survey.config).test_client()
    chance, spent, truth = Random(5), [], {}
    people = [(team, code) for team, codes in survey.codes.items() for code in codes]
    for team, code in chance.sample(people, len(people)):
        ballot = any_ballot(survey, chance)
        response = client.post(
            "/survey/",
            data=dict(ballot.answers) | {"code": code, "go": "send"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert response.status_code == 303
        spent.append(code)
        truth[hash_code(code)] = keys_of(team, ballot)
        each(copy_of(data), spent)
    return truth


def test_after_each_of_300_ballots_no_file_ties_a_code_to_answers_or_tells_an_order(
    open_survey: OpenASurvey, data: Path
) -> None:
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 180, "marketing": 120})
    at_first = places(copy_of(data), survey.codes)
    questions = questionnaire_of(survey.definitions).questions
    assert len(at_first) == 2 * sum(len(question.choices) for question in questions)

    def look(files: Files, spent: list[str]) -> None:
        assert traced(files, spent) == set()
        assert linked(files, FILE) == {}
        assert places(files, survey.codes) == at_first

    assert len(send_ballots(survey, data, look)) == 300
