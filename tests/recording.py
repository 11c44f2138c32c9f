"""What a server asks of the disk, recorded by strace; and what a power cut could leave of it.

A disk may keep what is written to it in any order, sector by sector, until it is told to keep all:
what is written after that may be lost, wholly or in part.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.running import UnavailableError

SECTOR = 512  # bytes; what a disk writes whole or not at all


@dataclass(frozen=True)
class Written:
    """Bytes at a place of a file; without any, the file is cut off there."""

    path: str
    place: int
    data: bytes = b""


@dataclass(frozen=True)
class Made:
    """A file that was not there before."""

    path: str


@dataclass(frozen=True)
class Kept:
    """A file, or the names in a folder, that the disk has promised to keep."""

    path: str


@dataclass(frozen=True)
class Thanked:
    """A reply on its way that says that a ballot is counted."""


Event = Written | Made | Kept | Thanked

_HEXADECIMAL = re.compile(r"(?:\\x[0-9a-f]{2})+")
_THANKS = '"' + "".join(rf"\x{byte:02x}" for byte in b"HTTP/1.1 303 ")
_OPENED = re.compile(r"openat\(.*O_CREAT.*\) += \d+<(.*)>")
_WRITTEN = re.compile(r'pwrite64\(\d+<(.*?)>, "(.*)", \d+, (\d+)\) += \d+')
_CUT = re.compile(r"ftruncate\(\d+<(.*)>, (\d+)\) += 0")
_KEPT = re.compile(r"(?:fsync|fdatasync)\(\d+<(.*)>\) += 0")


def recorder(log: Path, *options: str) -> list[str]:
    """The command that records another one, whose process stays the one that is started.

    Raises:
        UnavailableError: there is no strace here.
    """
    if not shutil.which("strace"):
        raise UnavailableError("no strace here; install Debian's strace")
    calls = "openat,pwrite64,ftruncate,fsync,fdatasync,writev"
    shown = ["-y", "-xx", "-s", "100000", "-o", str(log), "-e", "signal=none"]
    return ["strace", "-D", "-f", "--seccomp-bpf", *shown, "-e", f"trace={calls}", *options]


def events_of(log: Path, files: Iterable[str]) -> list[Event]:
    """What happened to files and folders, given by path, and the thanks between.

    What is asked counts from its beginning on, a promise to keep from its end.
    """
    known = set(files)
    timed: list[tuple[int, Event]] = []
    for begun, ended, text in _calls(_whole_lines(log)):
        event = _event(text)
        if isinstance(event, Thanked) or (event and event.path in known):
            timed.append((ended if isinstance(event, Kept) else begun, event))
    return [event for _, event in sorted(timed, key=lambda each: each[0])]


def _whole_lines(log: Path) -> list[str]:
    """Strace may be about to write the last one."""
    return log.read_text().rpartition("\n")[0].splitlines()


def _calls(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The calls of all threads, each with the lines of its beginning and its end."""
    waiting: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        thread, text = line.split(maxsplit=1)
        begun = number
        if text.startswith("<... "):
            begun, start = waiting.pop(thread)
            text = start + text.partition(" resumed>")[2]
        if text.endswith(" <unfinished ...>"):
            waiting[thread] = begun, text.removesuffix(" <unfinished ...>")
        else:
            yield begun, number, text


def _event(text: str) -> Event | None:
    if _THANKS in text:
        return Thanked()
    if found := _WRITTEN.match(text):
        return Written(_path(found[1]), int(found[3]), _bytes(found[2]))
    if found := _CUT.match(text):
        return Written(_path(found[1]), int(found[2]))
    if found := _KEPT.match(text):
        return Kept(_path(found[1]))
    if found := _OPENED.match(text):
        return Made(_path(found[1]))
    return None


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace(r"\x", ""))


def _path(text: str) -> str:
    return _HEXADECIMAL.sub(lambda found: _bytes(found[0]).decode(), text)


class Disk:
    """Files with what the disk has promised to keep of them, and what came since."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._kept = dict(files)
        self._since: dict[str, list[Written]] = defaultdict(list)
        self._unnamed: set[str] = set()

    def take(self, event: Written | Made | Kept) -> None:
        """Go on by one event."""
        if isinstance(event, Written):
            self._since[event.path] += _sectors(event)
        elif isinstance(event, Made):
            if event.path not in self._kept:
                self._kept[event.path] = b""
                self._unnamed.add(event.path)
        elif event.path in self._kept:
            self._kept[event.path] = _applied(
                self._kept[event.path], self._since.pop(event.path, [])
            )
        else:
            self._unnamed = {path for path in self._unnamed if str(Path(path).parent) != event.path}

    def after_power_cut(self, survives: Callable[[], bool]) -> dict[str, bytes]:
        """The files as the next start finds them; asked of all that was not promised yet."""
        return {
            path: _applied(data, [each for each in self._since[path] if survives()])
            for path, data in self._kept.items()
            if path not in self._unnamed or survives()
        }


def _sectors(written: Written) -> list[Written]:
    """A write in pieces, none of them in two sectors."""
    if not written.data:
        return [written]
    end = written.place + len(written.data)
    borders = [*range((written.place // SECTOR + 1) * SECTOR, end, SECTOR), end]
    starts = [written.place, *borders[:-1]]
    return [
        Written(written.path, start, written.data[start - written.place : stop - written.place])
        for start, stop in zip(starts, borders, strict=True)
    ]


def _applied(data: bytes, pieces: Iterable[Written]) -> bytes:
    file = bytearray(data)
    for piece in pieces:
        if piece.data:
            file.extend(bytes(max(0, piece.place - len(file))))
            file[piece.place : piece.place + len(piece.data)] = piece.data
        else:
            del file[piece.place :]
    return bytes(file)
