"""What is wrong with results files."""

from collections.abc import Iterable
from pathlib import Path


class ResultsError(Exception):
    """Results files cannot be used; ``problems`` says why, all of it, each in a line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def shown(path: Path) -> str:
    """The path from the results folder on, as people know it."""
    parts = path.parts
    return "/".join(
        parts[max((i for i, part in enumerate(parts) if part == "results"), default=0) :]
    )
