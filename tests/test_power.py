"""The power fails after any step of the server: what it acknowledged is on the disk, whole.

The real server counts ballots while strace records what it asks of the disk. Then each beginning
of the record is played to a disk that keeps only what it was told to keep, and perhaps more, and
our own code opens what is left. Planted: synchronous=NORMAL lost acknowledged ballots, as OFF did;
journal_mode=OFF left ballots in part.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from survey.tallies import Tallies
from tests.answering import OpenSurvey, choice_of, post
from tests.conftest import OpenASurvey, StartServer, unavailable
from tests.recording import Disk, Event, Kept, Thanked, events_of, recorder
from tests.running import UnavailableError, wait_for

PEOPLE = 12
FILES = ("survey.db", "survey.db-journal")


@pytest.fixture
def survey(open_survey: OpenASurvey, tmp_path: Path) -> OpenSurvey:
    return open_survey(f"sqlite:///{tmp_path}/data/survey.db", {"sales": PEOPLE, "marketing": 1})


@pytest.fixture
def before(survey: OpenSurvey, tmp_path: Path) -> dict[str, bytes]:
    """The files before the first ballot, by path."""
    found = [tmp_path / "data" / name for name in FILES]
    return {str(path): path.read_bytes() for path in found if path.exists()}


@pytest.fixture
def events(
    survey: OpenSurvey, before: dict[str, bytes], start_server: StartServer, tmp_path: Path
) -> list[Event]:
    """What happens while twelve people send, three at a time."""
    log, data = tmp_path / "strace", tmp_path / "data"
    try:
        command = recorder(log)
    except UnavailableError as error:
        unavailable(error)
    server = start_server(*command, DATABASE_URL=str(survey.config.database))

    def send(code: str) -> int:
        answers = survey.answers(choice_of(code))
        return post(server.origin, answers | {"code": code, "go": "send"}).status_code

    with ThreadPoolExecutor(3) as people:
        assert set(people.map(send, survey.codes["sales"])) == {303}
    server.kill()
    files = [str(data), *(str(data / name) for name in FILES)]
    wait_for(lambda: events_of(log, files).count(Thanked()) == PEOPLE)
    return events_of(log, files)


def losses(survey: OpenSurvey, disk: Disk, events: Sequence[Event], folder: Path) -> Iterator[str]:
    """After which events a power cut would lose a ballot, or leave a part of one."""
    chance = Random(1)
    thanked, seen = 0, set()
    for number, event in enumerate(events):
        if isinstance(event, Thanked):
            thanked += 1
        else:
            disk.take(event)
        for survives in (lambda: False, lambda: True, lambda: chance.random() < 0.5):
            files = disk.after_power_cut(survives)
            if (state := (thanked, *sorted(files.items()))) not in seen:
                seen.add(state)
                if fault := fault_of(survey, files, thanked, folder):
                    yield f"after event {number}: {fault}"


def fault_of(survey: OpenSurvey, files: dict[str, bytes], thanked: int, folder: Path) -> str:
    """What is wrong with a database after a power cut; nothing if it has all that was thanked."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    for path, data in files.items():
        (folder / Path(path).name).write_bytes(data)
    try:
        with closing(Tallies(sa.make_url(f"sqlite:///{folder}/survey.db"))) as tallies:
            found = replace(survey, tallies=tallies)
            spent = found.spent()
            if found.counts() != found.counts_of(spent):
                return "half a ballot"
            return "" if len(spent) >= thanked else f"{len(spent)} of {thanked} are there"
    except sa.exc.DatabaseError as error:
        return str(error.orig)


def test_a_power_cut_at_any_moment_loses_no_ballot_that_was_acknowledged(
    survey: OpenSurvey, before: dict[str, bytes], events: list[Event], tmp_path: Path
) -> None:
    """And it would lose some if the disk promised nothing, or this would test nothing."""
    after = tmp_path / "after"
    after.mkdir()
    assert list(losses(survey, Disk(before), events, after)) == []
    unkept = [event for event in events if not isinstance(event, Kept)]
    assert any(losses(survey, Disk(before), unkept, after))
