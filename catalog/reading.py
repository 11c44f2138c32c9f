"""definitions/*.yml in, Definitions out, or every problem at once with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from catalog.checks import CONTRADICTIONS, Finding, lint
from catalog.definitions import FILES, Definitions, Model
from catalog.ids import known_ids, repeated_ids
from catalog.messages import Loc, explain, place
from catalog.results import OpenQuarter
from catalog.tone import avoidable_words
from catalog.yaml_nodes import Document, YamlError, read_document


@dataclass(frozen=True, order=True)
class Place:
    """A place in a definition file; ``file`` is as people know it, ``definitions/slas.yml``."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend. An error stops the build, a warning does not."""

    severity: str
    place: Place
    message: str

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.place}: {warning}{self.message}"


class DefinitionsError(Exception):
    """The definitions cannot be used; ``problems`` says why, all of it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Catalog:
    """Definitions that hold together, and where each of their parts stands."""

    definitions: Definitions
    documents: Mapping[str, Document]

    def place(self, file: str, loc: Loc) -> Place:
        """Where something stands: ``place("slas", ("slas", 2, "from"))``."""
        return _place(self.documents, file, loc)


def read_definitions(folder: Path) -> Catalog:
    """Read and check all eleven files.

    Raises:
        DefinitionsError: with every problem of every file, in order of file and line.
    """
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    for file in FILES:
        try:
            documents[file] = read_document(folder / f"{file}.yml")
        except YamlError as error:
            at = Place(_shown(file), error.line, error.column)
            problems.append(Problem("error", at, str(error)))
    files, findings = _validate(documents)
    problems += [_problem("error", documents, finding) for finding in findings]
    if problems:
        raise DefinitionsError(sorted(problems, key=lambda problem: problem.place))
    return Catalog(Definitions.of(files), documents)


def warnings(catalog: Catalog, open_quarter: OpenQuarter | None, today: date) -> list[Problem]:
    """What does not stop a build but should be looked at, in order of file and line."""
    found = [
        *lint(catalog.definitions, open_quarter, today),
        *avoidable_words(catalog.definitions.tone, catalog.documents),
    ]
    return sorted(_problem("warning", catalog.documents, finding) for finding in found)


def _validate(documents: Mapping[str, Document]) -> tuple[dict[str, Model], list[Finding]]:
    known = known_ids(documents)
    files: dict[str, Model] = {}
    findings: list[Finding] = []
    for file, document in documents.items():
        for loc, id in repeated_ids(file, document):
            findings.append(Finding(file, loc, f"'{id}' is used twice; give each an id of its own"))
        try:
            files[file] = FILES[file].model_validate(document.data, context=known)
        except ValidationError as error:
            findings += (Finding(file, *found) for found in explain(error, FILES[file]))
    valid = Definitions.of(files)
    for needed, rule in CONTRADICTIONS:
        if files.keys() >= set(needed):
            findings += rule(valid)
    return files, findings


def _problem(severity: str, documents: Mapping[str, Document], finding: Finding) -> Problem:
    at = _place(documents, finding.file, finding.loc)
    return Problem(severity, at, f"{place(finding.loc)}: {finding.message}")


def _place(documents: Mapping[str, Document], file: str, loc: Loc) -> Place:
    return Place(_shown(file), *documents[file].position(loc))


def _shown(file: str) -> str:
    return f"definitions/{file}.yml"
