from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from survey.files import write_file, write_folder

FILES = {"a.json": "{}\n", "b.yml": "ä: 1\n"}


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_file_replaces_what_was_there(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write_file(tmp_path / "new" / "open.json", text)
    assert read(tmp_path / "new") == {"open.json": "two"}


def test_a_folder_is_written_whole_and_nothing_beside_it_is_left(tmp_path: Path) -> None:
    write_folder(tmp_path / "results" / "2026-Q4", FILES)
    assert read(tmp_path / "results" / "2026-Q4") == FILES
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["2026-Q4"]


def test_others_may_read_a_folder_as_they_may_read_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    write_folder(tmp_path / "2026-Q4", FILES)
    assert (tmp_path / "2026-Q4").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    write_folder(tmp_path / "2026-Q4", FILES)
    write_folder(tmp_path / "2026-Q4", {"a.json": "[]\n"})
    assert read(tmp_path / "2026-Q4") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["2026-Q4"]


def test_nothing_is_left_of_a_folder_that_cannot_be_written_whole(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "2026-Q4", FILES | {"no/such/folder.json": ""})
    assert not any(tmp_path.iterdir())


def test_of_many_who_write_a_folder_at_once_one_writes_it_whole(tmp_path: Path) -> None:
    ready = Barrier(8)

    def write(number: int) -> None:
        ready.wait()
        write_folder(tmp_path / "2026-Q4", {f"{place}.json": str(number) for place in range(20)})

    with ThreadPoolExecutor(8) as people:
        list(people.map(write, range(8)))
    written = read(tmp_path / "2026-Q4")
    assert len(written) == 20
    assert len(set(written.values())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["2026-Q4"]
