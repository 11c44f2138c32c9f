"""A re-linker: what somebody with a copy of the data folder could read out of its bytes.

It knows every code that was handed out and every ballot, and looks for whatever joins the two:
the code or its hash in any form, an older state of the database left in a journal or a log, and
where each count lies in its file.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path

from survey.codes import shown
from survey.database import SPENT

Files = Mapping[str, bytes]
"""A copy of a folder: bytes by name."""

Key = tuple[str, str, str]
"""A count: team, question, answer."""

_PIECE = 12
"""A piece of a code or a hash this long, in bytes, gives it away; chance makes none so long."""

_HASH = re.compile(b"[0-9a-f]{64}|" + SPENT.encode())
"""What stands before the team in the row of a code."""

_BLOCK = 1024


def copy_of(folder: Path) -> Files:
    """Every file below a folder, hidden and temporary ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copy_while_in_use(folder: Path) -> Files:
    """The same from below a server that runs, whose temporary files may go before we read them."""
    files: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


@lru_cache(maxsize=1000)
def pieces(code: str) -> frozenset[bytes]:
    """Pieces of the code, of its hash as text and of its hash as bytes."""
    digest = hashlib.sha256(code.encode()).digest()
    forms = [code.encode(), shown(code).encode(), digest]
    forms += [digest.hex().encode(), digest.hex().upper().encode()]
    return frozenset(
        form[start : start + _PIECE]
        for form in forms
        for start in range(0, len(form) - _PIECE + 1, _PIECE)
    )


def _blocks(data: bytes) -> set[bytes]:
    """All of the data, in blocks that each run on into the next one for as long as a piece may."""
    return {data[start : start + _BLOCK + _PIECE - 1] for start in range(0, len(data), _BLOCK)}


@lru_cache(maxsize=2000)  # most blocks are as they were before the last ballot
def _pieces_at_every_place(block: bytes) -> frozenset[bytes]:
    return frozenset(block[start : start + _PIECE] for start in range(len(block) - _PIECE + 1))


def traced(files: Files, codes: Iterable[str]) -> set[str]:
    """The codes of which something is left in the files."""
    blocks = set().union(*map(_blocks, files.values()))
    found = [_pieces_at_every_place(block) for block in blocks]
    return {code for code in codes if not all(map(pieces(code).isdisjoint, found))}


def linked(files: Files, name: str) -> dict[str, set[Key]]:
    """Answers by the hash of the code that gave them, from a SQLite file and what lies beside it.

    Between two states of the database some codes are gone and some counts are higher.
    """
    found: dict[str, set[Key]] = {}
    before: tuple[set[str], dict[Key, int]] | None = None
    for image in _states(files, name):
        now = _stored(image)
        if now is None:
            continue
        if before and before[0] - now[0]:
            answers = {key for key, n in now[1].items() if n > before[1].get(key, 0)}
            if answers:
                found |= dict.fromkeys(before[0] - now[0], answers)
        before = now
    return found


def places(files: Files, teams: Iterable[str]) -> list[tuple[str, int, bytes]]:
    """Where each count lies: file, offset, and its key (which runs on if more letters follow).

    A row that is added, or that grows, goes to the next free place: then places tell an order.
    """
    count = re.compile(b"(?:%b)[a-z]+[.][a-z0-9-]+" % "|".join(teams).encode())
    return [
        (name, match.start(), match[0])
        for name, data in files.items()
        for match in count.finditer(data)
    ]


def places_of_codes(files: Files, teams: Iterable[str]) -> list[tuple[str, int]]:
    """Where the row of each code lies, used or not: file and offset.

    A row that goes makes others move, which may leave copies of them where they were.
    """
    team = re.compile("|".join(teams).encode())
    return [
        (name, match.start() - len(SPENT))
        for name, data in files.items()
        for match in team.finditer(data)
        if _HASH.fullmatch(data, max(0, match.start() - len(SPENT)), match.start())
    ]


def _stored(image: bytes) -> tuple[set[str], dict[Key, int]] | None:
    """Hashes of the codes and counts in an image of the database, if it can be read."""
    image = image[:18] + b"\x01\x01" + image[20:]  # as without a write-ahead log
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(image)
            codes = {hashed for (hashed,) in connection.execute("SELECT hash FROM codes")}
            rows = connection.execute("SELECT team, question, answer, n FROM tallies").fetchall()
        except sqlite3.DatabaseError:
            return None
    return codes, {(team, question, answer): n for team, question, answer, n in rows}


def _states(files: Files, name: str) -> Iterator[bytes]:
    """Every state of the database that the files hold, the oldest first."""
    main = bytearray(files[name])
    if journal := files.get(f"{name}-journal"):
        yield _rolled_back(bytearray(main), journal)
    yield bytes(main)
    yield from _commits(main, files.get(f"{name}-wal", b""))


def _rolled_back(main: bytearray, journal: bytes) -> bytes:
    """The state before the last transaction, from SQLite's rollback journal.

    Its format: https://sqlite.org/fileformat2.html#the_rollback_journal
    """
    sector, size = 512, _page_size(main)
    nonce = None
    for start in range(sector, len(journal) - size - 7, size + 8):
        content, checksum = journal[start + 4 :][:size], journal[start + 4 + size :][:4]
        summed = sum(content[place] for place in range(size - 200, 0, -200))
        nonce_here = (int.from_bytes(checksum) - summed) % (1 << 32)
        if nonce not in (None, nonce_here):  # from an earlier transaction
            break
        nonce = nonce_here
        _put(main, int.from_bytes(journal[start : start + 4]), content)
    return bytes(main)


def _commits(main: bytearray, log: bytes) -> Iterator[bytes]:
    """The state after each transaction in SQLite's write-ahead log.

    Its format: https://sqlite.org/fileformat2.html#the_write_ahead_log
    """
    size = _page_size(main)
    for start in range(32, len(log) - size - 23, size + 24):
        frame = log[start : start + 24]
        if frame[8:16] != log[16:24]:  # from an earlier use of the log
            return
        _put(main, int.from_bytes(frame[:4]), log[start + 24 :][:size])
        if frame[4:8] != bytes(4):  # the last page of a transaction
            yield bytes(main)


def _page_size(main: bytes | bytearray) -> int:
    size = int.from_bytes(main[16:18])
    return 65536 if size == 1 else size


def _put(main: bytearray, page: int, content: bytes) -> None:
    end = page * len(content)
    if 0 < page < 1 << 20:
        main.extend(bytes(max(0, end - len(main))))
        main[end - len(content) : end] = content
