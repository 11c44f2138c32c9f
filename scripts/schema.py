"""Write schema/*.json from the models, for editors and for readers of results."""

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.definitions import FILES, Model
from catalog.results import Comments, Evidence, OpenQuarter, Perceptions, Snapshot
from catalog.schemas import json_schema

SCHEMA = Path(__file__).resolve().parents[1] / "schema"
RESULTS: dict[str, type[Model]] = {
    "results-perceptions": Perceptions,
    "results-definitions": Snapshot,
    "results-open": OpenQuarter,
    "results-comments": Comments,
    "results-promises": Evidence,
}


def schemas() -> dict[str, str]:
    """The text of every schema file, by its name."""
    return {f"{name}.schema.json": json_schema(model) for name, model in (FILES | RESULTS).items()}


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
