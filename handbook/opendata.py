"""Everything the handbook knows, as JSON and CSV at addresses that stay."""

import posixpath
from typing import Any, Literal

from pydantic import Field

from catalog.definitions import Id, Model, QuarterText
from catalog.schemas import json_schema
from handbook.datasets import DATA_SETS, DataSet
from handbook.model import Handbook
from handbook.tables import to_csv

INDEX = "data/index.json"
INDEX_SCHEMA = "data/index.schema.json"


class Listed(Model):
    """One set of records and where its files lie, seen from index.json."""

    id: Id = Field(description="Which records these are.")
    about: str = Field(description="What they are, in a sentence.")
    records: int = Field(description="How many there are.")
    json_file: str = Field(alias="json", description="All of them as JSON.")
    csv_file: str = Field(alias="csv", description="All of them as CSV.")
    schema_file: str = Field(alias="schema", description="The JSON Schema of the JSON file.")


class Index(Model):
    """The file index.json: what there is, and from whom."""

    format: Literal[1] = Field(description="The version of this file's format.")
    company: str = Field(description="The company's name.")
    teams: tuple[Id, Id] = Field(description="The ids of the two teams.")
    quarters: tuple[QuarterText, ...] = Field(description="The closed quarters, oldest first.")
    data: tuple[Listed, ...] = Field(description="Every set of records.")


def open_data(book: Handbook) -> dict[str, str]:
    """The text of every file of open data, by its path in the staged tree."""
    files: dict[str, str] = {}
    listed = []
    for each in DATA_SETS:
        records = tuple(each.records(book))
        files[each.file("json")] = _json(each.filled(records))
        files[each.file("csv")] = to_csv(each.record, records)
        files[each.file("schema.json")] = json_schema(each.model, "serialization")
        listed.append(_listed(each, len(records)))
    index = Index(
        format=1,
        company=book.definitions.company.name,
        teams=book.definitions.team_ids,
        quarters=tuple(str(closed.quarter) for closed in book.results.quarters),
        data=tuple(listed),
    )
    schema = json_schema(Index, "serialization")
    return {INDEX: _json(index), INDEX_SCHEMA: schema, **files}


def _listed(data: DataSet[Any], records: int) -> Listed:
    return Listed(
        id=data.id,
        about=data.about,
        records=records,
        json=posixpath.basename(data.file("json")),
        csv=posixpath.basename(data.file("csv")),
        schema=posixpath.basename(data.file("schema.json")),
    )


def _json(model: Model) -> str:
    return model.model_dump_json(indent=1) + "\n"
