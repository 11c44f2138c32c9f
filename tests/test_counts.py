"""Counts as spreadsheets save them.

Planted faults that these tests were shown to catch: stopping at the first problem; counting lines
from 0; letting a promise stand twice; the source was taken as it was; 1.234 counted as 1234.
"""

import pytest

from catalog.definitions import Definitions
from catalog.definitions.agreement import Target
from catalog.quarters import Quarter
from catalog.results import Counted
from evidence.counts import CountsError, evidence_of
from tests.played import with_sla

QUARTER = Quarter(2026, 3)
GOOD = {"call-back": Counted(cases=55, kept=41), "complete-enquiries": Counted(cases=9, kept=0)}


def problems(text: str, definitions: Definitions, source: str = "CRM") -> list[str]:
    with pytest.raises(CountsError) as caught:
        evidence_of(text, "counts.csv", QUARTER, source, definitions)
    assert str(caught.value).splitlines() == list(caught.value.problems)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "promise,cases,kept\ncall-back,55,41\ncomplete-enquiries,9,0\n",
        " Promise ;CASES; Kept\r\ncall-back ;55; 41\r\n;;\r\ncomplete-enquiries;9;0\r\n",
        'kept,note,cases,promise\n41,"so, so",55,Call-back\n\n0,,9, "complete-enquiries"',
        "promise,cases,kept\rcall-back,55,41\rcomplete-enquiries,9,0\r",
    ],
    ids=["plain", "semicolons and spaces", "other columns and order", "an old Mac's lines"],
)
def test_spreadsheets_save_them_in_their_ways(text: str, small: Definitions) -> None:
    evidence = evidence_of(text, "counts.csv", QUARTER, " CRM,\nby hand ", small)
    assert evidence.promises == GOOD
    assert (evidence.quarter, evidence.source) == ("2026-Q3", "CRM, by hand")


def test_every_problem_is_named_with_its_line(small: Definitions) -> None:
    text = (
        "promise,cases,kept\ncal-back,5,5\ncall-back,5,6\ncall-back,1.234,many\n"
        "Calling back!,0,0\nsomething else,3\n"
    )
    no_number = "is not a number of cases; write digits only, such as 55"
    assert problems(text, small, source=" ") == [
        "counts.csv:2: 'cal-back' is not a promise of this quarter; did you mean 'call-back'?",
        "counts.csv:3: it was kept 6 times, but only 5 cases were counted",
        "counts.csv:4: call-back stands in line 3 already; one line a promise",
        f"counts.csv:4: '1.234' {no_number}",
        f"counts.csv:4: 'many' {no_number}",
        "counts.csv:5: 'calling back!' is not a promise of this quarter; did you mean 'call-back'?",
        "counts.csv:5: no case was counted; leave this line out",
        "counts.csv:6: 'something else' is not a promise of this quarter; its ids are call-back,"
        " complete-enquiries",
        f"counts.csv:6: '' {no_number}",
        "source: this is empty: where the figures come from, such as the name of a report in the"
        " CRM",
    ]


def test_a_promise_of_an_amount_has_no_cases(small: Definitions) -> None:
    """Planted: 41 of 55 cases stand beside “at least 240 leads a quarter”."""
    amount = with_sla(small, "call-back", target=Target(at_least=240, unit="leads a quarter"))
    assert problems("promise,cases,kept\ncall-back,55,41\n", amount) == [
        "counts.csv:2: call-back promises an amount and no share of cases; leave this line out"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "",
            "counts.csv:1: there is no column promise and no column cases and no column kept; the",
        ),
        ("promise\tcases\tkept\ncall-back\t1\t1", "counts.csv:1: there is no column promise and"),
        ("promise,cases\ncall-back,1", "counts.csv:1: there is no column kept; the first line"),
        ("promise,cases,kept\n,,\n", "counts.csv: nothing is counted here; write a line for each"),
        (
            "promise,cases,kept\n\x1b[2J,9999999999,1\n",
            "counts.csv:2: '\\x1b[2j' is not a promise of this quarter; its ids are call-back,",
        ),
        (
            f"promise,cases,kept\n{'x' * 200_000},1,1\n",
            "counts.csv:2: this is no CSV: field larger",
        ),
    ],
    ids=["nothing", "tabs", "no column", "no line", "signs of no shape", "a huge cell"],
)
def test_what_the_file_lacks_is_said(text: str, said: str, small: Definitions) -> None:
    first, *_ = problems(text, small)
    assert first.startswith(said)
