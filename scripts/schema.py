"""Write schema/*.json from the models, for editors and for readers of results."""

import json
import sys
from pathlib import Path

import click
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DictSchema

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions import FILES, Model
from catalog.results import Comments, OpenQuarter, Perceptions, Snapshot

SCHEMA = Path(__file__).resolve().parents[1] / "schema"
RESULTS: dict[str, type[Model]] = {
    "results-perceptions": Perceptions,
    "results-definitions": Snapshot,
    "results-open": OpenQuarter,
    "results-comments": Comments,
}


class _Schema(GenerateJsonSchema):
    """Pydantic's own, but names that are no ids are refused as the models refuse them."""

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        if "patternProperties" in written:
            written["additionalProperties"] = False
        return written


def schemas() -> dict[str, str]:
    """The text of every schema file, by its name."""
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            | model.model_json_schema(schema_generator=_Schema),
            indent=2,
        )
        + "\n"
        for name, model in (FILES | RESULTS).items()
    }


def stale() -> list[str]:
    """The schema files that differ from the models, are missing, or belong to no model."""
    on_disk = {path.name: path.read_text() for path in SCHEMA.glob("*.json")}
    wanted = schemas()
    return sorted(
        name for name in on_disk.keys() | wanted.keys() if on_disk.get(name) != wanted.get(name)
    )


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the files are up to date.")
def main(check: bool) -> None:
    """Write the JSON Schemas of definitions and results into schema/."""
    if check:
        if names := stale():
            raise click.ClickException(f"out of date: {', '.join(names)}; run `make schema`")
        return
    for name in stale():
        path = SCHEMA / name
        if name in schemas():
            path.write_text(schemas()[name])
        else:
            path.unlink()


if __name__ == "__main__":
    main()
