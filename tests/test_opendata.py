"""Open data as programs read it: against its schemas, and against what may be shown."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import jsonschema
import pytest

from catalog.definitions import Definitions
from catalog.reading import Catalog
from catalog.results import Results, ScoreBand
from handbook.datasets import DATA_SETS
from handbook.model import gather
from handbook.opendata import INDEX, open_data
from handbook.taken import DATA_FILES
from tests.played import (
    HIDDEN,
    battered,
    played,
    scored,
    with_answers,
    with_team_ids,
    without_owners_and_stops,
)

TODAY = date(2026, 11, 22)


def files_of(catalog: Catalog, results: Results) -> dict[str, str]:
    return open_data(gather(catalog, results, {}, TODAY, None))


def records(files: dict[str, str], id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[f"data/{id}.json"])["records"]
    return found


@pytest.fixture(scope="module")
def two_quarters(small: Definitions) -> Results:
    return played(small, 2)


@pytest.fixture(scope="module")
def files(small_catalog: Catalog, two_quarters: Results) -> dict[str, str]:
    return files_of(small_catalog, two_quarters)


@pytest.mark.parametrize("quarters", [0, 6])
def test_every_json_file_is_as_its_schema_says(small_catalog: Catalog, quarters: int) -> None:
    results = battered(played(small_catalog.definitions, quarters), seed=3)
    files = files_of(small_catalog, results)
    for path in files:
        if path.endswith(".json") and not path.endswith(".schema.json"):
            schema = json.loads(files[path.replace(".json", ".schema.json")])
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(json.loads(files[path]), schema)


def test_what_has_no_owner_or_no_end_yet_is_as_its_schema_says(small_catalog: Catalog) -> None:
    given = without_owners_and_stops(small_catalog.definitions)
    files = files_of(Catalog(given, small_catalog.documents), played(given, 2))
    for id in ("stages", "promises"):
        jsonschema.validate(
            json.loads(files[f"data/{id}.json"]), json.loads(files[f"data/{id}.schema.json"])
        )
    (first, *_) = csv.DictReader(StringIO(files["data/promises.csv"]))
    assert first["clock.start.event"]
    assert first["clock.stop.event"] == first["clock.stop.stage"] == ""


def test_a_field_that_no_schema_knows_would_be_found(files: dict[str, str]) -> None:
    stages = json.loads(files["data/stages.json"])
    stages["records"][0]["secret"] = 1
    with pytest.raises(jsonschema.ValidationError, match="secret"):
        jsonschema.validate(stages, json.loads(files["data/stages.schema.json"]))


def test_every_field_of_every_schema_is_described(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".schema.json"):
            schema = json.loads(text)
            for model in (schema, *schema.get("$defs", {}).values()):
                for name, field in model.get("properties", {}).items():
                    assert field.get("description"), f"{path}: {name}"


def test_the_index_leads_to_every_file(files: dict[str, str]) -> None:
    listed = json.loads(files[INDEX])["data"]
    named = {f"data/{each[kind]}" for each in listed for kind in ("json", "csv", "schema")}
    assert named == files.keys() - {INDEX, "data/index.schema.json"}
    assert set(DATA_FILES) == files.keys()
    for each in listed:
        assert each["records"] == len(records(files, each["id"]))


def test_a_csv_file_has_the_same_records_as_its_json_file(files: dict[str, str]) -> None:
    for each in json.loads(files[INDEX])["data"]:
        rows = list(csv.DictReader(StringIO(files[f"data/{each['csv']}"])))
        wanted = records(files, each["id"])
        assert [row.get("id") for row in rows] == [record.get("id") for record in wanted]


VALUES = (
    *("n", "mean", "share", "band_low", "band_high", "interval_low", "interval_high"),
    *("bounds_low", "bounds_high", "counts", "cannot_say"),
)


def test_a_hidden_figure_has_no_value_in_any_field_nor_has_what_was_made_of_it(
    small_catalog: Catalog, two_quarters: Results
) -> None:
    results = with_answers(two_quarters, "2026-Q3", "own", "craft", field=HIDDEN)
    files = files_of(small_catalog, results)
    key = {"quarter": "2026-Q3", "kind": "own", "id": "craft", "team": "field"}
    (row,) = [each for each in records(files, "perceptions") if key.items() <= each.items()]
    assert row["why_not"] == "too few answers"
    assert [row[field] for field in VALUES] == [None] * len(VALUES)
    moved = [each for each in records(files, "movements") if key.items() <= each.items()]
    assert [(each["now"], each["verdict"]) for each in moved] == [(None, "cannot tell")]
    line = next(line for line in files["data/perceptions.csv"].splitlines()
                if line.startswith("2026-Q3,own,craft") and ",field," in line)  # fmt: skip
    assert line.endswith(",field,34,,,,too few answers,,,,,,,,")


def test_a_band_shows_its_bounds_and_no_mean(small_catalog: Catalog, two_quarters: Results) -> None:
    band = ScoreBand(n=9, low=4.5, high=5)
    results = with_answers(two_quarters, "2026-Q3", "own", "craft", growth=band)
    found = records(files_of(small_catalog, results), "perceptions")
    key = {"quarter": "2026-Q3", "kind": "own", "id": "craft", "team": "growth"}
    (row,) = [each for each in found if key.items() <= each.items()]
    assert (row["mean"], row["band_low"], row["band_high"], row["n"]) == (None, 4.5, 5, 9)
    assert row["interval_low"] is None
    assert row["why_not"] == "answers too alike"


def test_a_figure_comes_with_its_interval_and_with_what_silence_could_do(
    small_catalog: Catalog, two_quarters: Results
) -> None:
    results = with_answers(two_quarters, "2026-Q3", "own", "craft", field=scored(34, 3.0))
    found = records(files_of(small_catalog, results), "perceptions")
    key = {"quarter": "2026-Q3", "kind": "own", "id": "craft", "team": "field"}
    (row,) = [each for each in found if key.items() <= each.items()]
    ends = [row[f"{kind}_{end}"] for kind in ("interval", "bounds") for end in ("low", "high")]
    assert ends == [2.95, 3.05, 2.95, 3.05]  # all 34 answered: only rounding is left


def test_every_published_answer_is_one_row_and_says_what_was_published(
    files: dict[str, str], two_quarters: Results
) -> None:
    published = [
        (str(closed.quarter), question.kind, question.id, team, answer.n)
        for closed in two_quarters.quarters
        for question in closed.perceptions.questions
        for team, answer in question.answers.items()
        if answer != HIDDEN and hasattr(answer, "n")
    ]
    rows = [
        (row["quarter"], row["kind"], row["id"], row["team"], row["n"])
        for row in records(files, "perceptions")
    ]
    assert rows == published


def test_a_team_has_todays_id_in_every_quarter(small_catalog: Catalog) -> None:
    renamed = with_team_ids(small_catalog.definitions, "field", "marketing")
    results = played(renamed, 2)
    files = files_of(small_catalog, results)
    for id in ("perceptions", "response", "movements"):
        assert {row["team"] for row in records(files, id)} == {"field", "growth"}, id
    about = {row["about"] for row in records(files, "perceptions")}
    assert about == {"field", "growth", "both", None}


def test_the_model_of_a_file_is_made_once() -> None:
    """Fails when each look makes one anew: a preview would write every schema at every edit."""
    assert all(each.model is each.model for each in DATA_SETS)
