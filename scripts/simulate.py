"""Write what the simulations found into docs/numbers.md, where readers can see it."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.discoveries import CASES, Case, Outcome, outcome
from scripts.intervals import RESPONSES, Cell, coverage

PAGE = Path(__file__).resolve().parents[1] / "docs" / "numbers.md"


@dataclass(frozen=True)
class Simulated:
    """What the simulations found."""

    scores: list[Cell]
    shares: list[Cell]
    changes: list[tuple[Case, Outcome]]

    def tables(self) -> dict[str, str]:
        """Every table of the page, by its name there."""
        return {
            "coverage of scores": _coverage_table(self.scores),
            "coverage of shares": _coverage_table(self.shares),
            "false discoveries": _discoveries_table(self.changes),
        }


def simulate() -> Simulated:
    """All simulations, always with the same seeds. Takes some fifteen seconds."""
    changes = [(case, outcome(case)) for case in CASES]
    return Simulated(list(coverage("own")), list(coverage("stage")), changes)


def _coverage_table(cells: Iterable[Cell]) -> str:
    """A line a size of team, a column a response; on average over the shapes, and at the least."""
    asked = " | ".join(f"{response}%" for response in RESPONSES)
    lines = [f"| Invited | {asked} |", "| ---: |" + " ---: |" * len(RESPONSES)]
    for people, found in groupby(cells, lambda cell: cell.people):
        by_response = {cell.response: cell for cell in found}
        told = (_told(by_response.get(response)) for response in RESPONSES)
        lines.append(f"| {people} | {' | '.join(told)} |")
    return "\n".join(lines)


def _told(cell: Cell | None) -> str:
    if cell is None:
        return "not shown"
    least, average = (
        f"{100 * share:.1f}".removesuffix(".0") for share in (cell.least, cell.average)
    )
    return average if average == least else f"{average} ({least})"


def _discoveries_table(played: Iterable[tuple[Case, Outcome]]) -> str:
    """A line a case."""
    lines = [
        "| What changes | Answers | Smallest change | False among clear | Real ones found |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for case, result in played:
        first, second = case.answered
        found = "" if result.found is None else f"{100 * result.found:.0f}%"
        lines.append(
            f"| {case.words} | {first} and {second} | {case.smallest:g} |"
            f" {100 * result.false:.1f}% | {found} |"
        )
    return "\n".join(lines)


def written(page: str, tables: dict[str, str]) -> str:
    """The page with these tables in their places.

    Raises:
        ValueError: the page has no place for one of them.
    """
    for name, table in tables.items():
        page, places = re.subn(
            f"(<!-- {name} -->\n\n).*?(\n\n<!-- end -->)",
            lambda place, table=table: f"{place[1]}{table}{place[2]}",  # type: ignore[misc]
            page,
            flags=re.DOTALL,
        )
        if places != 1:
            raise ValueError(f"no place for the table '{name}'")
    return page


@click.command()
def main() -> None:
    """Simulate anew and write the tables into docs/numbers.md."""
    PAGE.write_text(written(PAGE.read_text(), simulate().tables()))


if __name__ == "__main__":
    main()
