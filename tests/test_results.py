import json
import operator
import os
import re
import shutil
from codecs import BOM_UTF8
from datetime import date
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalog.reading import read_definitions
from catalog.results import (
    OpenQuarter,
    Perceptions,
    Question,
    Response,
    ResultsError,
    Score,
    Snapshot,
    asked_of,
    read_results,
    to_json,
    unread_in,
)
from scripts.schema import SCHEMA
from tests.played import HIDDEN, without_owners_and_stops

SMALL = Path(__file__).parent / "small" / "definitions"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A results folder with one closed quarter, of which only the first figure is shown."""
    definitions = read_definitions(SMALL).definitions
    perceptions = Perceptions(
        format=1,
        quarter="2026-Q3",
        threshold=5,
        scale=definitions.survey.scale,
        response={
            "field": Response(invited=9, answered=8),
            "growth": Response(invited=7, answered=4),
        },
        questions=tuple(
            Question(**vars(asked), answers={"field": figure, "growth": HIDDEN})
            for asked, figure in zip(
                asked_of(definitions), chain([Score(n=8, mean=3.4)], repeat(HIDDEN)), strict=False
            )
        ),
    )
    folder = tmp_path / "results" / "2026-Q3"
    folder.mkdir(parents=True)
    (folder / "perceptions.json").write_text(to_json(perceptions))
    snapshot = Snapshot(format=1, quarter="2026-Q3", definitions=definitions)
    (folder / "definitions.json").write_text(to_json(snapshot))
    return folder.parent


def edit(path: Path, *keys: str | int, value: object) -> None:
    data = json.loads(path.read_text())
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    path.write_text(json.dumps(data, indent=2))


def refusal_with_places(results: Path) -> str:
    with pytest.raises(ResultsError) as caught:
        read_results(results)
    return str(caught.value)


def without_places(text: str) -> str:
    return re.sub(r"(?m)^(results/[^:]*\.json):[1-9][0-9]*:[1-9][0-9]*: ", r"\1: ", text)


def refusal(results: Path) -> str:
    return without_places(refusal_with_places(results))


def test_results_read_back_as_they_were_written(results: Path) -> None:
    quarter = read_results(results).quarters[0]
    assert quarter.definitions == read_definitions(SMALL).definitions
    written = (results / "2026-Q3" / "perceptions.json").read_text()
    assert to_json(quarter.perceptions) == written


def test_a_snapshot_without_owners_and_stops_reads_back_as_it_was_written(results: Path) -> None:
    left_out = without_owners_and_stops(read_definitions(SMALL).definitions)
    snapshot = Snapshot(format=1, quarter="2026-Q3", definitions=left_out)
    (results / "2026-Q3" / "definitions.json").write_text(to_json(snapshot))
    assert read_results(results).quarters[0].definitions == left_out


def test_quarters_come_oldest_first(results: Path) -> None:
    older = Path(shutil.copytree(results / "2026-Q3", results / "2025-Q4"))
    edit(older / "perceptions.json", "quarter", value="2025-Q4")
    edit(older / "definitions.json", "quarter", value="2025-Q4")
    read = read_results(results)
    assert [str(each.quarter) for each in read.quarters] == ["2025-Q4", "2026-Q3"]
    assert read.latest is read.quarters[-1]


def test_a_folder_without_results_is_no_fault(tmp_path: Path) -> None:
    read = read_results(tmp_path / "results")
    assert read.quarters == ()
    assert read.open is None
    assert read.latest is None


def test_the_open_quarter_is_read(results: Path) -> None:
    opened = OpenQuarter(
        format=1,
        quarter="2026-Q4",
        definitions=read_definitions(SMALL).definitions,
        closes=date(2026, 12, 18),
        invited={"field": 9, "growth": 7},
    )
    (results / "open.json").write_text(to_json(opened))
    assert read_results(results).open == opened


def test_results_are_sorted_text_that_ends_in_a_newline(results: Path) -> None:
    text = (results / "2026-Q3" / "perceptions.json").read_text()
    assert text.endswith("}\n")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_corrupt_file_is_named_with_what_is_wrong(results: Path) -> None:
    (results / "2026-Q3" / "perceptions.json").write_text('{"format": 1,')
    assert re.fullmatch(
        r"results/2026-Q3/perceptions\.json: the whole file: this is not JSON: .*;"
        " restore the file from your backup or git",
        refusal(results),
    )


RESTORE = "; restore the file from your backup or git"
FIGURE = ("questions", 0, "answers", "field")


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        ((*FIGURE, "mean"), 7, "questions.0.answers.field.mean: '7' is too large; it must be 5 or"
         " less"),
        ((*FIGURE, "mean"), "x", "questions.0.answers.field.mean: 'x' is not a number; write digits"
         " only, such as 90 or 99.5"),
        ((*FIGURE, "mean"), float("nan"), "questions.0.answers.field.mean: 'nan' is not a number;"
         " write digits only, such as 90 or 99.5"),
        ((*FIGURE, "n"), 4, "questions.0.answers.field.n: '4' is too small; it must be 5 or more"),
        ((*FIGURE, "share"), 40, "questions.0.answers.field.mean: 'mean' is not a field here; the"
         " fields are n, share, counts"),
        (FIGURE, {"n": 5, "share": 101}, "questions.0.answers.field.share: '101' is too large; it"
         " must be 100 or less"),
        (FIGURE, {"n": 5}, "questions.0.answers.field.mean: 'mean' is missing: their mean score"
         " from 1 to 5, to one decimal"),
        ((*FIGURE, "n"), 9, "questions.0.answers.field: 9 people are counted, but only 8 answered"),
        (FIGURE, {"hidden": "yes"}, "questions.0.answers.field.hidden: 'yes' is not one of too few"
         " answers"),
        (FIGURE, 3.4, "questions.0.answers.field: '3.4' is not a set of 'name: value' lines; the"
         " fields are n, mean, counts"),
        (("questions", 0, "theme"), "../../x", "questions.0.theme: '../../x' is not an id; use"
         " lower-case letters, digits and hyphens, starting with a letter, 41 characters at most;"
         " did you mean 'x'?"),
        (("response", "field", "answered"), 10, "response.field: 10 answered but only 9 were"
         " invited"),
        (("format",), 2, "format: a newer version of Common Ground wrote this file (format"
         " 2, this one reads 1); bring this one up to date"),
        (("extra",), 1, "extra: 'extra' is not a field here; the fields are format, quarter,"
         " threshold, scale, response, questions"),
        (("scale",), ["no", "yes"], "scale: this list is too short; it needs at least 5, it has 2"),
        (("threshold",), 9, "questions.0.answers.field: fewer people than the threshold of 9"
         " stand behind this; it must be hidden"),
        (("quarter",), "2026-4", "quarter: '2026-4' is not a quarter; write it as 2026-Q4"),
        (("questions", 0, "kind"), "stage", "questions.0: the figure of field does not fit a"
         " question of kind 'stage'"),
        (("questions", 0, "answers"), {}, "questions.0.answers: has figures for nobody; the teams"
         " of this quarter are field, growth"),
        (("response",), {"field": {"invited": 9, "answered": 8}}, "response: has figures for field;"
         " the teams of this quarter are field, growth"),
    ],
    ids=str,
)  # fmt: skip
def test_a_changed_file_is_refused_in_one_line(
    results: Path, keys: tuple[str | int, ...], value: object, expected: str
) -> None:
    edit(results / "2026-Q3" / "perceptions.json", *keys, value=value)
    remedy = "" if keys == ("format",) else RESTORE
    wanted = f"results/2026-Q3/perceptions.json: {expected}{remedy}"
    assert wanted in refusal(results).splitlines()
    if keys != (*FIGURE, "share"):  # an agreement where a score was: two fields are wrong
        assert refusal(results) == wanted


@pytest.mark.parametrize(
    ("keys", "value", "named"),
    [
        ((*FIGURE, "mean"), 7, '"mean": 7'),
        ((*FIGURE, "n"), 9, '"field": {'),
        (("questions", 0, "kind"), "x", '"kind": "x"'),
        (("format",), 2, '"format": 2'),
        (("quarter",), "2026-Q2", '"quarter": "2026-Q2"'),
        (("questions", 0, "answers", "growth"), {"n": 6, "mean": 5.0}, '"growth": {'),
        (("questions", 0, "wording"), "\U0001f600 \\ \t", None),
    ],
    ids=str,
)
def test_a_problem_stands_with_the_line_and_column_it_is_in(
    results: Path, keys: tuple[str | int, ...], value: object, named: str | None
) -> None:
    path = results / "2026-Q3" / "perceptions.json"
    edit(path, "response", "growth", "answered", value=7)
    edit(path, *keys, value=value)
    if named is None:  # what YAML reads otherwise than JSON does not mislead
        edit(path, "extra", value=1)
        named = '"extra": 1'
    where = re.match(
        r"results/2026-Q3/perceptions\.json:([0-9]+):([0-9]+): ", refusal_with_places(results)
    )
    assert where
    line = path.read_text().splitlines()[int(where[1]) - 1]
    assert line[int(where[2]) - 1 :].startswith(named)


def test_a_question_that_stands_in_a_file_twice_is_refused(results: Path) -> None:
    path = results / "2026-Q3" / "perceptions.json"
    asked = json.loads(path.read_text())["questions"]
    edit(path, "questions", value=[*asked[:1], *asked])
    assert "questions.1: the question own of 'craft' stands here once more" in refusal(results)


def test_a_name_that_stands_twice_in_one_place_is_refused(results: Path) -> None:
    path = results / "2026-Q3" / "perceptions.json"
    path.write_text(path.read_text().replace('"mean": 3.4', '"mean": 1.0, "mean": 3.4'))
    assert "'mean' stands twice in one place" in refusal(results)


def test_a_snapshot_that_names_what_it_does_not_hold_is_refused(results: Path) -> None:
    path = results / "2026-Q3" / "definitions.json"
    edit(path, "definitions", "slas", 0, "from", value="nobody")
    assert "definitions.slas.0.from: 'nobody' is not a team" in refusal(results)


def two_quarters(results: Path) -> Path:
    """The quarter of all tests and another that says the same; the file of the later one."""
    older = Path(shutil.copytree(results / "2026-Q3", results / "2026-Q2"))
    for file in ("perceptions.json", "definitions.json"):
        edit(older / file, "quarter", value="2026-Q2")
    return results / "2026-Q3" / "definitions.json"


def test_what_two_quarters_say_alike_is_the_same_value(results: Path) -> None:
    """Planted fault: nothing is remembered, so that forty quarters are validated forty times."""
    edit(two_quarters(results), "definitions", "slas", 0, "measure", value="Otherwise.")
    before, after = (closed.definitions for closed in read_results(results).quarters)
    assert before.slas[0] != after.slas[0]
    assert all(map(operator.is_, before.roles, after.roles))


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("slas", 0, "clock", "business_hours"), 1, "slas.0.clock.business_hours: '1' is not true"),
        (("stages", 1, "id"), "renamed", "stages.0.next.0: 'offer' is not a stage"),
    ],
    ids=["1 is not true", "a reference"],
)
def test_a_quarter_is_refused_for_what_was_well_in_the_quarter_before(
    results: Path, keys: tuple[str | int, ...], value: object, expected: str
) -> None:
    """Planted faults: entries are compared by ``==``; ids of an earlier quarter still count."""
    edit(two_quarters(results), "definitions", *keys, value=value)
    assert f"2026-Q3/definitions.json: definitions.{expected}" in refusal(results)


@pytest.mark.parametrize("key", ["id", "about", "theme"])
def test_no_name_in_a_results_file_can_lead_out_of_a_folder(results: Path, key: str) -> None:
    edit(results / "2026-Q3" / "perceptions.json", "questions", 0, key, value="../escape")
    assert f"questions.0.{key}: '../escape' is not an id" in refusal(results)


def test_no_team_in_a_results_file_can_lead_out_of_a_folder(results: Path) -> None:
    path = results / "2026-Q3" / "perceptions.json"
    path.write_text(path.read_text().replace('"growth": {', '"../growth": {'))
    assert "response.../growth: '../growth' is not an id" in refusal(results)
    assert "questions.0.answers.../growth: '../growth' is not an id" in refusal(results)


def test_a_file_that_belongs_to_another_quarter_is_refused(results: Path) -> None:
    edit(results / "2026-Q3" / "perceptions.json", "quarter", value="2026-Q2")
    assert refusal(results) == (
        "results/2026-Q3/perceptions.json: quarter: says it is 2026-Q2; a quarter's files must lie"
        " in the folder of that name"
    )


def test_all_problems_of_all_quarters_come_at_once(results: Path) -> None:
    for quarter in ("2026-Q1", "2026-Q2"):
        shutil.copytree(results / "2026-Q3", results / quarter)
    edit(results / "2026-Q1" / "definitions.json", "format", value=2)
    edit(results / "2026-Q1" / "perceptions.json", *FIGURE, "mean", value=0)
    edit(results / "2026-Q1" / "perceptions.json", *FIGURE, "n", value=1)
    (results / "2026-Q2" / "perceptions.json").unlink()
    (results / "open.json").write_text("[]")
    with pytest.raises(ResultsError) as caught:
        read_results(results)
    problems = map(without_places, caught.value.problems)
    assert [": ".join(problem.split(": ")[:2]) for problem in problems] == [
        "results/2026-Q1/perceptions.json: questions.0.answers.field.n",
        "results/2026-Q1/perceptions.json: questions.0.answers.field.mean",
        "results/2026-Q1/definitions.json: format",
        "results/2026-Q2/perceptions.json: this file is missing; restore the file from your backup"
        " or git",
        "results/open.json: the whole file",
    ]
    assert str(caught.value) == "\n".join(caught.value.problems)


@given(st.binary(max_size=200) | st.sampled_from([b"null", b"[]", b"{}", b"1", b"[" * 10_000]))
def test_any_bytes_are_results_or_a_refusal_in_plain_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any") / "results"
    folder.mkdir()
    (folder / "open.json").write_bytes(raw)
    with pytest.raises(ResultsError, match=r"^results/open\.json:[1-9][0-9]*:[1-9][0-9]*: "):
        read_results(folder)


@pytest.mark.parametrize(
    ("figure", "fits"),
    [
        ({"n": 5, "mean": 3.2}, True),
        ({"n": 5, "share": 60}, True),
        ({"hidden": "too few answers"}, True),
        ({"n": 5, "mean": 3.2, "share": 60}, False),
        ({"n": 4, "mean": 3.2}, False),
        ({}, False),
    ],
)
def test_the_schema_allows_the_same_figures_as_the_model(
    results: Path, figure: dict[str, object], fits: bool
) -> None:
    schema = json.loads((SCHEMA / "results-perceptions.schema.json").read_text())
    data = json.loads((results / "2026-Q3" / "perceptions.json").read_text())
    data["questions"][0] |= {"answers": {"field": figure}}
    assert Draft202012Validator(schema).is_valid(data) == fits


def test_what_is_no_file_is_refused_and_not_waited_for(results: Path) -> None:
    """Fault: the pipe is read; this test then never ends."""
    path = results / "2026-Q3" / "definitions.json"
    path.unlink()
    os.mkfifo(path)
    assert refusal(results) == (
        "results/2026-Q3/definitions.json: cannot be read: it is a folder, a device or a pipe; put"
        " an ordinary file in its place"
    )


def test_a_missing_file_is_named(results: Path) -> None:
    (results / "2026-Q3" / "definitions.json").unlink()
    assert refusal(results) == (
        "results/2026-Q3/definitions.json: this file is missing; restore the file from your backup"
        " or git"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "2026-Q9",
            "'2026-Q9' is not a quarter: the year, a hyphen and Q1, Q2, Q3 or Q4; rename this"
            " folder, or move it out of results/",
        ),
        (
            "2025q3",
            "a quarter is written 2025-Q3; rename this folder, or move it out of results/",
        ),
        *(
            (
                copy,
                "2026-Q3 is there already; if this is a copy of it, move it out of results/",
            )
            for copy in ("2026-q3", "2026-Q3 (copy)", "Copy of 2026-Q3", "2026_Q3.old")
        ),
    ],
)
def test_a_folder_that_is_not_named_by_its_quarter_is_refused(
    results: Path, name: str, said: str
) -> None:
    """Planted fault: another quarter than the one that is meant is offered, as an example."""
    (results / name).mkdir()
    assert refusal(results) == f"results/{name}: {said}"


def test_what_some_editors_put_before_a_text_is_passed_over(results: Path) -> None:
    """Planted fault: with the mark it is no JSON."""
    path = results / "2026-Q3" / "perceptions.json"
    path.write_bytes(BOM_UTF8 + path.read_bytes())
    assert read_results(results).quarters
    path.write_bytes(BOM_UTF8 + json.dumps(json.loads(path.read_bytes()[3:])).encode())
    text = path.read_text(encoding="utf-8-sig").replace('"threshold": 5', '"threshold": 6')
    path.write_text(text, encoding="utf-8-sig")
    column = text.index('"threshold"') + 1
    assert f"perceptions.json:1:{column}: threshold: " in refusal_with_places(results)


def test_a_file_beside_those_of_a_quarter_that_looks_like_one_is_a_warning(results: Path) -> None:
    """Planted faults: any file is one; a copy is offered the name of what it is a copy of."""
    names = ("comments.yaml", "perceptions (copy).json", "promises.json.txt", "notes.md", ".x.json")
    for name in names:
        (results / "2026-Q3" / name).write_text("")
    (results / "2026-Q3" / "notes.yml").write_text("# allow file-not-read: how we read these")
    has = (
        "this file is not read; a quarter has perceptions.json, definitions.json, comments.yml,"
        " promises.json; "
    )
    assert [str(problem) for problem in unread_in(results)] == [
        f"results/2026-Q3/comments.yaml:1:1: warning: {has}rename it to comments.yml"
        " [file-not-read]",
        f"results/2026-Q3/perceptions (copy).json:1:1: warning: {has}move a copy out of results/"
        " [file-not-read]",
        f"results/2026-Q3/promises.json.txt:1:1: warning: {has}rename it to promises.json"
        " [file-not-read]",
    ]


def measure(results: Path, **promises: tuple[int, int]) -> Path:
    """Evidence beside the quarter of all tests; ``_`` stands for a hyphen. Gives its file."""
    counts = {
        id.replace("_", "-"): {"cases": cases, "kept": kept}
        for id, (cases, kept) in promises.items()
    }
    path = results / "2026-Q3" / "promises.json"
    told = {"format": 1, "quarter": "2026-Q3", "source": "CRM", "promises": counts}
    path.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n")
    return path


def test_evidence_reads_back_as_it_was_written_and_may_be_missing(results: Path) -> None:
    """Planted fault: the file is not looked for."""
    assert read_results(results).quarters[0].evidence is None
    path = measure(results, call_back=(55, 41))
    evidence = read_results(results).quarters[0].evidence
    assert evidence is not None
    assert evidence.promises["call-back"].kept == 41
    assert to_json(evidence) == path.read_text()
    assert not list(unread_in(results))


@pytest.mark.parametrize(
    ("keys", "value", "said"),
    [
        (
            ("promises", "call-back", "kept"),
            56,
            "4:5: promises.call-back: it was kept 56 times, but only 55 cases were counted",
        ),
        (
            ("promises", "call-back", "cases"),
            0,
            "5:7: promises.call-back.cases: '0' is too small; it must be 1 or more",
        ),
        (
            ("promises", "call-back", "kept"),
            True,
            "6:7: promises.call-back.kept: true is not a whole number; write digits only, such as"
            " 5",
        ),
        (
            ("source",),
            " ",
            "10:3: source: this is empty: where the figures come from, such as the name of a report"
            " in the CRM",
        ),
        (
            ("promises",),
            {"call-bak": {"cases": 2, "kept": 1}},
            "4:5: promises.call-bak: 'call-bak' is not a promise of this quarter; did you mean"
            " 'call-back'?",
        ),
    ],
    ids=["more kept than counted", "none counted", "true", "no source", "no promise"],
)
def test_evidence_that_cannot_be_is_refused_with_its_place(
    results: Path, keys: tuple[str, ...], value: object, said: str
) -> None:
    """Planted faults: each of these was taken as it was."""
    edit(measure(results, call_back=(55, 41)), *keys, value=value)
    assert refusal_with_places(results) == f"results/2026-Q3/promises.json:{said}{RESTORE}"


def test_evidence_of_another_quarter_is_refused(results: Path) -> None:
    """Planted fault: nobody compares it with the name of its folder."""
    edit(measure(results, call_back=(55, 41)), "quarter", value="2026-Q2")
    assert refusal(results) == (
        "results/2026-Q3/promises.json: quarter: says it is 2026-Q2; a quarter's files must lie in"
        " the folder of that name"
    )
