"""What the form sends is small, and its size tells nothing of what was answered."""

import gzip
import random
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from survey.compression import filled_up
from survey.questionnaire import questionnaire_of
from tests.answering import OpenSurvey

OURS = {"Sec-Fetch-Site": "same-origin"}
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("address", ["/survey/", "/survey/static/survey.css", "/survey/nowhere"])
def test_who_takes_gzip_gets_the_same_in_less(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    small = client.get(address, headers=PACKED)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data)
    for response in (plain, small):
        assert response.headers["Vary"] == "Accept-Encoding"
        response.close()


def test_a_style_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/survey/static/survey.css", headers=PACKED)
    again = client.get(
        "/survey/static/survey.css", headers=PACKED | {"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    first.close()
    again.close()


@given(st.binary(max_size=5000))
def test_what_is_filled_up_is_a_whole_number_of_kilobytes_and_reads_the_same(data: bytes) -> None:
    filled = filled_up(gzip.compress(data, mtime=0))
    assert len(filled) % 1024 == 0
    assert gzip.decompress(filled) == data


def sizes(client: FlaskClient, survey: OpenSurvey, go: str) -> set[int]:
    """How long one page is on its way, over 40 people who answer at random."""
    chance = random.Random(1)
    questions = questionnaire_of(survey.definitions).questions
    fields = {"code": survey.codes["sales"][0], "page": "8", "go": go}
    return {
        len(
            client.post(
                "/survey/",
                data=fields
                | {question.key: chance.choice(question.choices).value for question in questions},
                headers=OURS | PACKED,
            ).data
        )
        for _ in range(40)
    }


@pytest.mark.parametrize("go", ["change-1", "change-5", "next"])
def test_the_size_of_a_page_does_not_tell_what_was_answered(
    client: FlaskClient, survey: OpenSurvey, go: str
) -> None:
    assert len(sizes(client, survey, go)) <= 2  # two where the length lies near a whole kilobyte


@pytest.mark.parametrize("go", ["change-1", "change-5", "next"])
def test_planted_without_filling_up_the_size_tells(
    client: FlaskClient, survey: OpenSurvey, go: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep: Callable[[bytes], bytes] = bytes
    monkeypatch.setattr("survey.compression.filled_up", keep)
    assert len(sizes(client, survey, go)) > 10
