import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalog.definitions import FILES
from catalog.yaml_nodes import read_document
from scripts.schema import RESULTS, SCHEMA, stale

SHIPPED = Path(__file__).parents[1] / "definitions"


def schema(file: str) -> Any:
    return json.loads((SCHEMA / f"{file}.schema.json").read_text())


def test_the_schemas_are_up_to_date() -> None:
    assert stale() == []


@pytest.mark.parametrize("file", FILES)
def test_the_shipped_file_is_valid_for_an_editor(file: str) -> None:
    Draft202012Validator(schema(file)).validate(read_document(SHIPPED / f"{file}.yml").data)


@pytest.mark.parametrize("file", FILES)
def test_the_shipped_file_names_its_schema_in_its_first_line(file: str) -> None:
    first = (SHIPPED / f"{file}.yml").read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../schema/{file}.schema.json"


def test_an_editor_sees_a_mistyped_field() -> None:
    assert not Draft202012Validator(schema("tone")).is_valid({"tone": [], "tune": []})


def test_an_editor_sees_a_name_that_is_no_id() -> None:
    stages = read_document(SHIPPED / "stages.yml").data
    assert Draft202012Validator(schema("stages")).is_valid(stages)
    stages["stages"][0]["agreed"] = {"Sales team": "2026-01-12"}
    assert not Draft202012Validator(schema("stages")).is_valid(stages)


def _undescribed(node: Any, path: str) -> list[str]:
    if isinstance(node, list):
        return [each for child in node for each in _undescribed(child, path)]
    if not isinstance(node, dict):
        return []
    fields = node.get("properties", {})
    here = [f"{path}.{name}" for name, field in fields.items() if "description" not in field]
    return here + [
        each for key, child in node.items() for each in _undescribed(child, f"{path}.{key}")
    ]


@pytest.mark.parametrize("file", [*FILES, *RESULTS])
def test_every_field_has_a_description_for_hover_help(file: str) -> None:
    assert _undescribed(schema(file), file) == []


def test_an_editor_takes_times_as_the_models_do() -> None:
    company = read_document(SHIPPED / "company.yml").data
    strict = Draft202012Validator(
        schema("company"), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert strict.is_valid(company)
    company["business_hours"]["start"] = "half past eight"
    assert not strict.is_valid(company)
