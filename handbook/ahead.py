"""Reads the files of a site while the engine still writes them, on a processor left idle by it.

The audit of the finished site judges. What is read ahead only spares it the files that passed, each
known by what it holds: one read half-written passes as that half, and is read again when whole.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path

from handbook.search import INDEX
from handbook.site_files import SiteFile, site_files
from handbook.taken import is_page

# A copy of this process has in its memory all that was read; nothing is handed over.
_COPY = multiprocessing.get_context("fork")
_PAUSE = 0.2
"""Seconds between two looks at what the engine has written."""
_PATIENCE = 60
"""Seconds after which a reader that says nothing is given up on; few files take one."""

Problems = Callable[[SiteFile], Iterable[str]]


@contextmanager
def reading_ahead(
    problems: Problems, folders: Iterable[Path], known: frozenset[str]
) -> Iterator[set[str]]:
    """Read what lies in folders and what comes to lie there, as long as this goes on.

    Args:
        problems: says what is wrong with a file.
        folders: where the site is built, and where files lie that will be copied to it.
        known: digests of files that need not be read.

    Yields:
        The digests of the files that passed; there are none before the end.
    """
    passed: set[str] = set()
    ours, theirs = _COPY.Pipe()
    reader = _COPY.Process(
        target=_read, args=(theirs, ours, problems, tuple(folders), known), daemon=True
    )
    reader.start()
    theirs.close()
    try:
        yield passed
        with suppress(OSError, EOFError):  # it ended early, so everything is read afterwards
            ours.send("enough")
            passed |= ours.recv() if ours.poll(_PATIENCE) else set()
    finally:
        reader.kill()
        reader.join()
        ours.close()


def _read(
    builder: Connection,
    copied: Connection,
    problems: Problems,
    folders: Iterable[Path],
    known: frozenset[str],
) -> None:
    """Read on until the builder says that it is enough, then tell it what passed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the builder says when it is over
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    copied.close()  # or the end of the builder would not be noticed
    passed: set[str] = set()
    with suppress(OSError):  # a file went again
        for file in _appearing(folders, builder):
            if file.digest not in known and file.digest not in passed and not any(problems(file)):
                passed.add(file.digest)
    with suppress(OSError):  # nobody is left to be told
        builder.send(passed)


def _appearing(folders: Iterable[Path], builder: Connection) -> Iterator[SiteFile]:
    """Each file that lies in the folders, or comes to, until the builder says something or ends."""
    seen: set[tuple[Path, int]] = set()
    while not builder.poll(_PAUSE):
        for file in chain.from_iterable(map(site_files, folders)):
            state = file.path, file.path.stat().st_mtime_ns
            if builder.poll():
                return
            if state not in seen and not _is_unfinished(file.address):
                seen.add(state)
                yield file


def _is_unfinished(address: str) -> bool:
    """Whether a file becomes another one yet: a page of Markdown, or what search knows."""
    return is_page(address) or address == INDEX
