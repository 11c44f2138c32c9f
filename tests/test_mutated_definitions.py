"""A hundred thousand spoilt definition files: problems with a place, or definitions; nothing else.

Each file is one of the shipped eleven, cut down to an entry or two, spoilt, and read from disk as
``scripts/build.py`` reads it, alone in its folder. A few hundred are spoilt whole, read among the
ten others, and where that gives definitions, all pages are written from them.
"""

import gc
import random
import time
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from catalog.definitions import FILES
from catalog.problems import Problem
from catalog.reading import Catalog, DefinitionsError, read_definitions
from catalog.workspace import Workspace
from catalog.yaml_nodes import read_document
from handbook.staging import stage
from tests.mutating import BOMBS, spoilt_bytes, spoilt_data, spoilt_text
from tests.running import ROOT

MUTANTS, WHOLE, PROCESSES = 100_000, 300, 2
AT_ONCE = 50  # files an example of hypothesis, which takes as long to draw as to read a file
SECONDS = 1.0  # of the processor, so that a busy machine is no fault
LONGEST = 1000  # characters of a problem
TODAY = date(2026, 11, 22)


def cut_down(data: Any, chance: random.Random) -> Any:
    """The same data with at most two entries of each list of entries."""
    if isinstance(data, dict):
        return {key: cut_down(value, chance) for key, value in data.items()}
    if isinstance(data, list):
        kept = chance.sample(data, 2) if len(data) > 2 and isinstance(data[0], dict) else data
        return [cut_down(each, chance) for each in kept]
    return data


def shipped() -> dict[str, Any]:
    return {file: read_document(ROOT / "definitions" / f"{file}.yml").data for file in FILES}


def flaw(problem: Problem, lines: int) -> str:
    """Why a problem is none that people can work with; empty if it is one."""
    text = str(problem)
    if not 1 <= problem.place.line <= lines or problem.place.column < 1:
        return f"no such place, of {lines} lines: {text}"
    if len(text) > LONGEST or not problem.message or not text.isprintable():
        return f"not fit to print: {text[:LONGEST]!r}"
    return ""


def flaws_of(folder: Path, file: str, raw: bytes) -> tuple[Catalog | None, str]:
    """What reading the folder with this in place of a file gives, and what is wrong with that."""
    path = folder / f"{file}.yml"
    path.unlink(missing_ok=True)  # to write over a file takes ten times as long as to write one
    path.write_bytes(raw)
    lines = len(raw.decode(errors="replace").splitlines()) + 2
    gc.disable()  # as scripts/build.py does; what else this process holds would count here
    start = time.process_time()
    try:
        catalog, problems = read_definitions(folder), []
    except DefinitionsError as error:
        catalog, problems = None, error.problems
    except BaseException as error:  # whatever it is, it is what is looked for here
        return None, f"{type(error).__name__}: {str(error)[:LONGEST]}"
    finally:
        seconds = time.process_time() - start
        gc.enable()
    if seconds > SECONDS:
        return catalog, f"took {seconds:.1f} s"
    own = [each for each in problems if each.place.file == f"definitions/{file}.yml"]
    return catalog, next(filter(None, (flaw(each, lines) for each in own)), "")


def told(folder: Path, name: str, what: str, raw: bytes) -> str:
    """What is wrong, and where the file lies that shows it."""
    kept = folder / name
    kept.write_bytes(raw)
    return f"{what}\n  kept as {kept}"


def spoil(chance: random.Random, data: Any, text: str) -> bytes:
    """A file of this data, spoilt one way or another."""
    kind = chance.random()
    if kind < 0.6:
        return spoilt_data(chance, data)
    return spoilt_text(chance, text) if kind < 0.9 else spoilt_bytes(chance, text)


def spoil_many(number: int, count: int, folder: Path) -> list[str]:
    """Read so many spoilt files, drawn by hypothesis; what is wrong with the first few at fault."""
    chance = random.Random(number)
    cut = [(file, cut_down(data, chance)) for file, data in shipped().items() for _ in range(12)]
    some = [
        (file, data, yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))
        for file, data in cut
    ]
    wrong: list[str] = []
    for file in FILES:
        (folder / file).mkdir(parents=True)

    @seed(number)
    @settings(
        max_examples=count // AT_ONCE,
        database=None,
        deadline=None,
        phases=[Phase.generate],  # a smaller seed would be another file, and no smaller one
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=True))
    def read_some(chance: random.Random) -> None:
        for _ in range(AT_ONCE):
            file, data, text = chance.choice(some)
            raw = spoil(chance, data, text)
            _, what = flaws_of(folder / file, file, raw)
            if what:
                wrong.append(told(folder, f"{number}-{len(wrong)}-{file}.yml", what, raw))

    read_some()
    found = {path.relative_to(folder).as_posix() for path in folder.glob("*/*")}
    strange = found - {f"{file}/{file}.yml" for file in FILES}
    return wrong[:20] + [f"{path} was written" for path in sorted(strange)]


def test_a_spoilt_file_gives_problems_with_a_place_within_a_second(tmp_path: Path) -> None:
    """Planted: bytes that are no UTF-8, and characters that are no text, are not caught; a fault of
    YAML has no line; a message repeats what was written, with signs of no shape, or all of it.
    Each was caught among the first 400 files; a list taken for a field's name, among the first
    5,000.
    """
    share = MUTANTS // PROCESSES
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        numbers = range(PROCESSES)
        folders = [tmp_path / str(number) for number in numbers]
        wrong = processes.map(spoil_many, numbers, [share] * PROCESSES, folders)
    assert not (found := [each for some in wrong for each in some]), "\n".join(found)


def test_a_file_that_is_too_large_or_deep_gives_a_problem_within_a_second(tmp_path: Path) -> None:
    """Planted: no limit to the parts of a file, or to its levels, or anchors and aliases that are
    followed; it took more than a second.
    """
    wrong = []
    for number, bomb in enumerate(BOMBS):
        for file in ("slas", "tone", "roles"):
            folder = tmp_path / file
            folder.mkdir(exist_ok=True)
            _, what = flaws_of(folder, file, bomb)
            wrong += [f"bomb {number} as {file}.yml, {bomb[:30]!r}: {what}"] if what else []
    assert not wrong, "\n".join(wrong)


def test_a_whole_file_spoilt_among_the_others_gives_problems_or_a_handbook(tmp_path: Path) -> None:
    chance, data, wrong, built = random.Random(1), shipped(), [], 0
    workspace = Workspace(tmp_path / "workspace")
    copytree(ROOT / "definitions", workspace.definitions)
    (workspace.root / "mkdocs.yml").write_text("site_name: Ours\n")
    for number in range(WHOLE):
        file = chance.choice(list(FILES))
        path = workspace.definitions / f"{file}.yml"
        before = path.read_bytes()
        raw = spoilt_data(chance, deepcopy(data[file]))
        catalog, what = flaws_of(workspace.definitions, file, raw)
        if catalog and built < 25:
            built += 1
            stage(workspace, TODAY)
        if what:
            wrong.append(told(tmp_path, f"whole-{number}-{file}.yml", what, raw))
        path.write_bytes(before)
    assert not wrong, "\n".join(wrong)
    assert built == 25
    assert {path.name for path in tmp_path.iterdir()} == {"workspace"}
    assert {path.name for path in workspace.root.iterdir()} == {
        "build",
        "definitions",
        "mkdocs.yml",
    }
