"""A workspace as large as anybody's: so many promises, stages, roles and closed quarters."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from itertools import count, islice
from typing import Any

import numpy as np
import yaml

from catalog.definitions import FILES, Definitions
from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.results import QuarterResults, Snapshot, to_json
from catalog.workspace import Workspace
from catalog.yaml_nodes import read_document
from scripts.figures import QUARTERS, closed_quarter

SLAS, STAGES, ROLES = 200, 60, 150
_LAST = Quarter(2026, 3)


def write_large(shipped: Workspace, workspace: Workspace) -> None:
    """Write it: what is shipped, each promise, stage and role many times over, forty quarters.

    Every quarter one promise reads otherwise than the quarter before.
    """
    shutil.copytree(shipped.docs, workspace.docs)
    shutil.copy(shipped.mkdocs_yml, workspace.mkdocs_yml)
    workspace.definitions.mkdir()
    for file in FILES:
        data = read_document(shipped.definitions / f"{file}.yml").data
        if file in _MANY:
            data[file] = _many(file, data[file])
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)
        (workspace.definitions / f"{file}.yml").write_text(text)
    definitions = read_definitions(workspace.definitions).definitions
    for closed in _closed(definitions):
        _write(workspace, closed)


_MANY = {"slas": SLAS, "stages": STAGES, "roles": ROLES}


def _many(file: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a file and then copies of them all, set after set, so many in all."""
    copies = (_copy(file, entry, place) for place in count(1) for entry in entries)
    return [*entries, *islice(copies, _MANY[file] - len(entries))]


def _copy(file: str, entry: dict[str, Any], place: int) -> dict[str, Any]:
    """An entry of another set; it refers to stages and roles of a set as the first one does."""
    entry = deepcopy(entry)  # what stands in two places would be written as an anchor
    copied = entry | {"id": f"{entry['id']}{_SET}{place}", "name": f"{entry['name']} {place}"}
    if "owner" in entry:
        copied["owner"] = _in_set(entry["owner"], place % _ROLE_SETS)
    if file == "stages":
        copied["next"] = [_in_set(stage, place) for stage in entry.get("next", ())]
    elif file == "slas":
        copied["promise"] = f"In area {place}: {entry['promise']}"  # or each is told of all
        moments = {at: dict(entry["clock"][at]) for at in ("start", "stop")}
        for moment in moments.values():
            if "stage" in moment:
                moment["stage"] = _in_set(moment["stage"], place % _STAGE_SETS)
        copied["clock"] = entry["clock"] | moments
    else:
        copied["stages"] = {
            _in_set(stage, place % _STAGE_SETS): part if place < _STAGE_SETS else "informed"
            for stage, part in entry["stages"].items()
        }
    return copied


_SET = "-of-set-"
_STAGE_SETS, _ROLE_SETS = 6, 13
"""How many sets are whole; the first is what is shipped."""


def _in_set(id: str, place: int) -> str:
    return f"{id}{_SET}{place}" if place else id


def _closed(definitions: Definitions) -> Iterator[QuarterResults]:
    """Forty quarters, the newest first; in each, one promise had its old measure still."""
    chance, quarter = np.random.default_rng(1), _LAST
    for place in range(QUARTERS):
        yield closed_quarter(quarter, definitions, chance)
        slas = list(definitions.slas)
        before = f"Before {quarter}: {slas[place].measure}"
        slas[place] = slas[place].model_copy(update={"measure": before})
        definitions = definitions.model_copy(update={"slas": tuple(slas)})
        quarter = quarter.previous


def _write(workspace: Workspace, closed: QuarterResults) -> None:
    folder = workspace.results / str(closed.quarter)
    folder.mkdir(parents=True)
    stood = Snapshot(format=1, quarter=str(closed.quarter), definitions=closed.definitions)
    (folder / "definitions.json").write_text(to_json(stood))
    (folder / "perceptions.json").write_text(to_json(closed.perceptions))
