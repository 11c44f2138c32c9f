"""The file of people to invite.

Planted faults that these tests were shown to catch: stopping at the first problem; counting lines
from 0; letting an address stand twice.
"""

from pathlib import Path

import pytest

from catalog.definitions import Definitions
from survey.people import is_address, read_people
from survey.states import QuarterError

GOOD = {"sales": ["ana@example.com"], "marketing": ["bo@example.com", "cy@example.com"]}


@pytest.mark.parametrize(
    "text",
    [
        "team,email\nsales,ana@example.com\nmarketing,bo@example.com\nmarketing,cy@example.com\n",
        "\ufeffTeam;Email\r\nsales;ana@example.com\r\nmarketing;bo@example.com\r\n"
        "marketing;cy@example.com\r\n;\r\n",
        'name,email,team\nAna,ana@example.com,sales\n"B, o",bo@example.com, marketing\n\n'
        "Cy,cy@example.com,marketing",
    ],
)
def test_spreadsheets_save_it_in_their_ways(
    text: str, tmp_path: Path, definitions: Definitions
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8", newline="")
    assert read_people(file, definitions) == GOOD


def test_a_team_can_be_written_as_people_read_it(tmp_path: Path, small: Definitions) -> None:
    """Fault: only ids are known, or only in small letters."""
    one, two = small.company.teams
    one = one.model_copy(update={"name": "Field work"})
    company = small.company.model_copy(update={"teams": (one, two)})
    renamed = small.model_copy(update={"company": company})
    file = tmp_path / "people.csv"
    file.write_text(
        f"team,email\n{one.name},a@example.com\n{one.name.upper()},b@example.com\n"
        f"{one.id.upper()},c@example.com\n{two.id},d@example.com\n"
    )
    assert read_people(file, renamed) == {
        one.id: ["a@example.com", "b@example.com", "c@example.com"],
        two.id: ["d@example.com"],
    }


def test_every_problem_is_named_with_its_line(tmp_path: Path, definitions: Definitions) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "team,email\nsale,ana@example.com\nsales,bo@example.com\nsales,BO@example.com\n"
        "marketing,cy at example\nmarketing\n"
    )
    with pytest.raises(QuarterError) as caught:
        read_people(file, definitions)
    whole = "is not an e-mail address; write it whole, such as name@example.com"
    assert str(caught.value).splitlines()[1:] == [
        f"{file}:2: 'sale' is not a team; write sales or marketing",
        f"{file}:4: BO@example.com stands in line 3 already; one person, one code",
        f"{file}:5: 'cy at example' {whole}",
        f"{file}:6: '' {whole}",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "there is no column team and no column email"),
        (b"team,mail\nsales,a@example.com", "there is no column email"),
        (b"team,email\nsales,a@example.com", "nobody is in the team 'marketing'"),
        ("team,email\nsales,Ä@example.com".encode("latin-1"), "is not text in UTF-8"),
    ],
)
def test_what_the_file_lacks_is_said(
    content: bytes, reason: str, tmp_path: Path, definitions: Definitions
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with pytest.raises(QuarterError, match=reason):
        read_people(file, definitions)


@pytest.mark.parametrize(
    "wrong",
    ["", "a", "@b", "a@", "a b@c.de", "a@b.c\nBcc: c@d", "a,b@c.de", "a@b@c.de", "é@c.de",
     "a..b@c.de", "ana@example", "ana@.com", "ana@example."],
)  # fmt: skip
def test_what_no_mail_server_takes_is_no_address(wrong: str) -> None:
    """Fault: a domain needs no dot."""
    assert not is_address(wrong)
    assert is_address("first.last+tag@mail.example.co")


def test_a_line_that_is_no_csv_is_named(tmp_path: Path, definitions: Definitions) -> None:
    """Planted: the last line that could be read is named instead; the head is read unguarded."""
    file = tmp_path / "people.csv"
    huge = "x" * 200_000
    for text, line in ((f"team,email\nsales,ana@example.com\nsales,{huge}\n", 3), (huge, 1)):
        file.write_text(text)
        with pytest.raises(QuarterError, match=rf"people\.csv:{line}: this is no CSV"):
            read_people(file, definitions)
