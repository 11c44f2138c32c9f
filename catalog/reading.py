"""definitions/*.yml in, Definitions out, or every problem at once with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from catalog.definitions import FILES, Definitions, Model
from catalog.ids import known_ids, repeated_ids
from catalog.messages import Loc, message, place
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
        line, column = self.documents[file].position(loc)
        return Place(f"definitions/{file}.yml", line, column)


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
            at = Place(f"definitions/{file}.yml", error.line, error.column)
            problems.append(Problem("error", at, str(error)))
    known = known_ids(documents)
    files: dict[str, Model] = {}
    for file, document in documents.items():
        problems += _duplicates(file, document)
        try:
            files[file] = FILES[file].model_validate(document.data, context=known)
        except ValidationError as error:
            problems += _problems(file, document, error)
    if problems:
        raise DefinitionsError(sorted(problems, key=lambda problem: problem.place))
    return Catalog(Definitions.of(files), documents)


def _duplicates(file: str, document: Document) -> Iterator[Problem]:
    for loc, id in repeated_ids(file, document):
        line, column = document.position(loc)
        text = f"{place(loc)}: '{id}' is used twice; give each entry an id of its own"
        yield Problem("error", Place(f"definitions/{file}.yml", line, column), text)


def _problems(file: str, document: Document, error: ValidationError) -> Iterator[Problem]:
    for details in error.errors(include_url=False):
        loc = details["loc"]
        line, column = document.position(loc)
        text = f"{place(loc)}: {message(details, FILES[file])}"
        yield Problem("error", Place(f"definitions/{file}.yml", line, column), text)
