"""What a copy of the data tells: tested on its bytes after every ballot, never on a setting."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import correlation

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from catalog.workspace import Workspace
from survey import casting, create_app
from survey.ballots import COMMENT_LENGTH, Ballot
from survey.casting import Outcome
from survey.closing import close_quarter
from survey.codes import hash_code
from survey.database import connect
from survey.questionnaire import questionnaire_of
from survey.tallies import Tallies
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import OpenASurvey
from tests.relinking import Files, Key, copy_of, linked, places, places_of_codes, traced

RESULTS = ("perceptions.json", "definitions.json", "comments.yml")
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
    codes_at_first = places_of_codes(copy_of(data), survey.codes)
    assert len(codes_at_first) == 300

    def look(files: Files, spent: list[str]) -> None:
        assert traced(files, spent) == set()
        assert linked(files, FILE) == {}
        assert places(files, survey.codes) == at_first
        assert places_of_codes(files, survey.codes) == codes_at_first

    assert len(send_ballots(survey, data, look)) == 300


def plant(monkeypatch: pytest.MonkeyPatch, *settings: str) -> None:
    """Set up SQLite in another way than ours; the last setting of a connection counts."""

    def badly(database: sa.URL) -> sa.Engine:
        engine = connect(database)

        @sa.event.listens_for(engine, "connect")
        def spoil(connection: DBAPIConnection, _record: object) -> None:
            for setting in settings:
                connection.cursor().execute(f"PRAGMA {setting}")

        return engine

    monkeypatch.setattr("survey.database._refuse_log", lambda *_: None)
    monkeypatch.setattr("survey.tallies.connect", badly)


@pytest.mark.parametrize("journal", ["WAL", "PERSIST"])
def test_planted_with_a_log_that_stays_the_relinker_finds_people(
    open_survey: OpenASurvey, data: Path, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    """The fault: SQLite keeps what a transaction has changed. People have to be found."""
    plant(monkeypatch, f"journal_mode={journal}")
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 40, "marketing": 20})
    found: dict[str, set[Key]] = {}
    traces: set[str] = set()

    def look(files: Files, spent: list[str]) -> None:
        found.update(linked(files, FILE))
        traces.update(traced(files, spent))

    with closing(sqlite3.connect(data / FILE)) as somebody:  # so that the log outlives a request
        somebody.execute("SELECT 1 FROM quarters").fetchall()
        truth = send_ballots(survey, data, look)
    assert len(traces) == 60
    assert found == truth


def test_planted_without_overwriting_what_is_moved_spent_codes_are_found(
    open_survey: OpenASurvey, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: SQLite leaves the bytes of rows that it has moved.

    With the codes laid out, those of the first page were once in the root of their table.
    """
    plant(monkeypatch, "journal_mode=TRUNCATE", "secure_delete=OFF")
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 40, "marketing": 20})
    traces: set[str] = set()
    send_ballots(survey, data, lambda files, spent: traces.update(traced(files, spent)))
    assert len(traces) > 40


def test_planted_with_rows_that_go_the_places_of_codes_change(
    open_survey: OpenASurvey, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: SQLite deletes a used code, and brings together what is left of two pages.

    What it leaves behind was found in one database of 40: places tell it in every one.
    """
    monkeypatch.setitem(casting._SPEND, "sqlite", casting._SPEND["postgresql"])
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 180, "marketing": 120})
    before = places_of_codes(copy_of(data), survey.codes)
    send_ballots(survey, data, lambda *_: None)
    assert places_of_codes(copy_of(data), survey.codes) != before


def rows_come_with_their_answer(survey: OpenSurvey) -> None:
    with survey.tallies.writing() as connection:
        connection.execute(sa.text("DELETE FROM tallies"))


def numbers_grow(survey: OpenSurvey) -> None:
    with survey.tallies.writing() as connection:
        connection.execute(sa.text("UPDATE tallies SET n = CAST(n AS INTEGER)"))


@pytest.mark.parametrize("fault", [rows_come_with_their_answer, numbers_grow])
def test_planted_with_rows_that_move_their_places_change(
    open_survey: OpenASurvey, data: Path, fault: Callable[[OpenSurvey], None]
) -> None:
    """The faults: a count comes into being with its first answer, or takes more room as it grows.

    Either goes to the next free place of the file, behind the counts of those who came before.
    """
    survey = open_survey(f"sqlite:///{data}/{FILE}")
    fault(survey)
    before = places(copy_of(data), survey.codes)
    for code in survey.codes["sales"][:2]:  # the numbers 0 and 1 take up no room
        survey.cast(code, survey.ballot())
    assert places(copy_of(data), survey.codes) != before


def order_of_comments(survey: OpenSurvey, data: Path) -> float:
    """How well places in the file tell when comments came, as a rank correlation.

    Far from 0 is an order: with 100 comments in no order, one run in a million is beyond 0.5.
    """
    texts = [f"Comment {number:03}. " for number in range(100)]
    for code, text in zip(survey.codes["sales"], texts, strict=True):
        ballot = replace(survey.ballot(), comment=(text * 80)[:COMMENT_LENGTH])
        assert survey.cast(code, ballot) is Outcome.COUNTED
    written = b"".join(copy_of(data).values())
    found = (written.index, written.rindex)  # where each begins, and where it ends
    return max(
        (_rank_correlation([find(text.encode()) for text in texts]) for find in found), key=abs
    )


def _rank_correlation(places: Sequence[int]) -> float:
    ranks = [sorted(places).index(place) for place in places]
    return correlation(range(len(ranks)), ranks)


def test_places_of_comments_do_not_tell_when_they_came(
    open_survey: OpenASurvey, data: Path
) -> None:
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 100, "marketing": 1})
    assert -0.5 < order_of_comments(survey, data) < 0.5


def test_planted_with_slots_in_order_places_tell_when_comments_came(
    open_survey: OpenASurvey, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: a comment goes to the first free slot."""

    class NoChance:
        def sample(self, of: Sequence[int], n: int) -> Sequence[int]:
            return of if isinstance(of, range) else of[:n]

    monkeypatch.setattr("survey.casting._CHANCE", NoChance())
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 100, "marketing": 1})
    assert order_of_comments(survey, data) > 0.9


def growth(survey: OpenSurvey, data: Path) -> int:
    """By how many bytes the files grow while a hundred comments come in."""
    before = sum(map(len, copy_of(data).values()))
    order_of_comments(survey, data)
    return sum(map(len, copy_of(data).values())) - before


def test_comments_take_no_room_that_was_not_theirs_before(
    open_survey: OpenASurvey, data: Path
) -> None:
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 100, "marketing": 1})
    assert growth(survey, data) == 0


def test_planted_with_slots_as_long_as_what_they_hold_comments_take_new_room(
    open_survey: OpenASurvey, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: a slot that is filled no longer fits its place, and moves to a free one."""
    monkeypatch.setattr("survey.columns.COMMENT_LENGTH", 0)
    survey = open_survey(f"sqlite:///{data}/{FILE}", {"sales": 100, "marketing": 1})
    assert growth(survey, data) > 0


def after_200_ballots(
    open_survey: OpenASurvey, workspace: Workspace, folder: Path, order: Sequence[int]
) -> tuple[Files, Files]:
    """The results and the files of the database after a close; ballots come in this order."""
    survey = open_survey(f"sqlite:///{folder}/{FILE}", {"sales": 120, "marketing": 80})
    people = [code for codes in survey.codes.values() for code in codes]
    for number in order:
        ballot = any_ballot(survey, Random(number))
        comment = f"Comment {number}. " * (number % 40) if number % 3 == 0 else ""
        assert survey.cast(people[number], replace(ballot, comment=comment)) is Outcome.COUNTED
    published = close_quarter(survey.tallies, workspace, QUARTER)
    results = copy_of(workspace.results)
    shutil.rmtree(published)
    return results, copy_of(folder)


def in_three_orders(open_survey: OpenASurvey, workspace: Workspace, data: Path) -> list[Files]:
    """The results of three orders, then the files of their databases."""
    orders = [list(range(200)), list(reversed(range(200))), Random(8).sample(range(200), 200)]
    left = [
        after_200_ballots(open_survey, workspace, data / str(number), order)
        for number, order in enumerate(orders)
    ]
    return [results for results, _ in left] + [files for _, files in left]


def test_the_same_200_ballots_in_any_order_leave_the_same_bytes(
    open_survey: OpenASurvey, workspace: Workspace, data: Path
) -> None:
    one, two, three, *databases = in_three_orders(open_survey, workspace, data)
    assert set(one) == {f"2026-Q4/{name}" for name in RESULTS}
    assert one == two == three
    assert databases[0] == databases[1] == databases[2]


def test_planted_without_the_file_made_anew_the_orders_leave_different_bytes(
    open_survey: OpenASurvey, workspace: Workspace, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: what a close has wiped stays in the free pages of the file."""
    plant(monkeypatch, "journal_mode=TRUNCATE", "secure_delete=OFF")
    monkeypatch.setattr(Tallies, "vacuum", lambda _: None)
    *_, one, two, three = in_three_orders(open_survey, workspace, data)
    assert one != two
    assert two != three
