"""Codes as people get them: links to hand out, on the screen or in a file."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from catalog.definitions import Definitions
from survey.codes import shown
from survey.states import QuarterError


def links(origin: str, definitions: Definitions, codes: Mapping[str, Sequence[str]]) -> str:
    """The codes as links, a block a team; drawn at random, so that their order says nothing."""
    lines: list[str] = []
    for team, drawn in codes.items():
        lines.append(definitions.team_name(team))
        lines += [f"{origin}/survey/#{shown(code)}" for code in drawn]
        lines.append("")
    return "\n".join(lines)


@contextmanager
def kept_if_open(file: Path, text: str) -> Iterator[None]:
    """Write the codes to a new file before the quarter opens; take it back if it does not.

    Raises:
        QuarterError: the file is there already, or cannot be written.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise QuarterError(
            f"cannot write the codes to a new file {file}: {error.strerror}"
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as writer:
            writer.write(text)
            writer.flush()
            os.fsync(descriptor)
        yield
    except BaseException:
        file.unlink()
        raise
