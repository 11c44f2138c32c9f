"""definitions/*.yml in, Definitions out, or every problem at once with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from catalog.allowances import without_allowed
from catalog.checks import CONTRADICTIONS
from catalog.definitions import FILES, Definitions, Model
from catalog.definitions.base import closest, did_you_mean
from catalog.fields import Loc
from catalog.ids import known_ids, repeated_ids
from catalog.lint import lint
from catalog.lint.cut import cut_short
from catalog.messages import MOST, Finding, explain, place
from catalog.problems import Place, Problem
from catalog.results import Results
from catalog.unread import is_meant
from catalog.yaml_faults import YamlError
from catalog.yaml_nodes import Document, read_document


class DefinitionsError(Exception):
    """The definitions cannot be used; ``problems`` says why, all of it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Catalog:
    """Definitions that hold together, and where each of their parts stands.

    ``unread`` names YAML files that lie beside the eleven, are none of them, and do not say why.
    """

    definitions: Definitions
    documents: Mapping[str, Document]
    unread: tuple[str, ...] = ()

    def place(self, file: str, loc: Loc) -> Place:
        """Where something stands: ``place("slas", ("slas", 2, "from"))``."""
        return _place(self.documents, file, loc)

    def warnings(self, results: Results | None, today: date) -> list[Problem]:
        """What does not stop a build but should be looked at, in order of file and line.

        Without what somebody allowed, see ``catalog.allowances``.
        """
        found = lint(self.definitions, self.documents, results, today)
        problems = [_problem("warning", self.documents, finding) for finding in found]
        shown = {_shown(file): document for file, document in self.documents.items()}
        problems += map(_not_read, self.unread)
        problems += cut_short(shown)
        return sorted(without_allowed(problems, shown))


def read_definitions(folder: Path) -> Catalog:
    """Read and check all eleven files.

    Raises:
        DefinitionsError: with every problem of every file, in order of file and line.
    """
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    unread = _unread(folder)
    for file in FILES:
        path = folder / f"{file}.yml"
        if not path.exists():
            problems.append(Problem("error", Place(_shown(file), 1, 1), _missing(path, unread)))
            continue
        try:
            documents[file] = read_document(path)
        except YamlError as error:
            at = Place(_shown(file), error.line, error.column)
            problems.append(Problem("error", at, str(error)))
    files, findings = _validate(documents)
    problems += [_problem("error", documents, finding) for finding in findings]
    if problems:
        raise DefinitionsError(sorted(problems, key=lambda problem: problem.place))
    return Catalog(Definitions.of(files), documents, unread)


_NAMES = [f"{file}.yml" for file in FILES]
_YAML = re.compile(r".*\.ya?ml(\.txt)?", re.IGNORECASE)
"""Some editors add .txt without showing it."""


def _unread(folder: Path) -> tuple[str, ...]:
    found = sorted(path for path in folder.glob("[!.]*") if _YAML.fullmatch(path.name))
    return tuple(path.name for path in found if path.name not in _NAMES and not is_meant(path))


def _missing(path: Path, unread: tuple[str, ...]) -> str:
    meant = closest(path.name, unread)
    remedy = f"rename {meant} to {path.name}" if meant else "create it or restore it"
    return f"this file is missing; {remedy}"


def _not_read(name: str) -> Problem:
    hint = did_you_mean(name, _NAMES) or f"; the files are {', '.join(_NAMES)}"
    at = Place(f"definitions/{name}", 1, 1)
    return Problem("warning", at, f"this file is not read{hint}", "file-not-read")


def _validate(documents: Mapping[str, Document]) -> tuple[dict[str, Model], list[Finding]]:
    known = known_ids({file: document.data for file, document in documents.items()})
    files: dict[str, Model] = {}
    findings: list[Finding] = []
    for file, document in documents.items():
        for loc, id in islice(repeated_ids(file, document.data), MOST):
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
    return Problem(severity, at, f"{place(finding.loc)}: {finding.message}", finding.code)


def _place(documents: Mapping[str, Document], file: str, loc: Loc) -> Place:
    return Place(_shown(file), *documents[file].position(loc))


def _shown(file: str) -> str:
    return f"definitions/{file}.yml"
