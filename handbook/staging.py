"""Hand-written and generated pages, side by side in ``build/docs``, for any engine to build."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from catalog.definitions import Term
from catalog.reading import read_definitions
from catalog.results import read_results
from catalog.workspace import Workspace
from handbook.comments import published_comments
from handbook.drawing import Drawing
from handbook.markdown import inert
from handbook.model import gather
from handbook.navigation import navigation
from handbook.pages import pages

# What Markdown's abbreviations can name: no brackets, backslashes or stars.
_TOOLTIP = re.compile(r"[^\[\]\\*]+")


class StagingError(Exception):
    """The pages cannot be laid out; the message says why and what to do."""


@dataclass(frozen=True)
class Staged:
    """A folder of Markdown and assets that an engine can build, and the order of its pages."""

    docs: Path
    nav: list[Any]


def stage(workspace: Workspace, today: date) -> Staged:
    """Write all pages into ``build/docs``; files that are right already are left alone.

    Raises:
        DefinitionsError: the definitions have problems; nothing was written.
        ResultsError: a results file cannot be read; nothing was written.
        StagingError: mkdocs.yml cannot be read, or a hand-written page stands where a generated
            one goes; nothing was written.
    """
    catalog = read_definitions(workspace.definitions)
    results = read_results(workspace.results)
    comments = published_comments(workspace.results)
    book = gather(catalog, results, comments, today, edit_base(workspace))
    generated = pages(book, Drawing(workspace.build / "charts").svg)
    files = {path: text.encode() for path, text in generated.items()}
    written = _hand_written(workspace.docs)
    for path in sorted(written.keys() & files.keys()):
        raise StagingError(
            f"docs/{path}: a page of this name is generated; give yours another name"
        )
    tooltips = _tooltips(catalog.definitions.glossary)
    staged = {
        path: content + tooltips if path.endswith(".md") else content
        for path, content in (files | written).items()
    }
    docs = workspace.build / "docs"
    _write(docs, staged)
    return Staged(docs, navigation(generated, (p for p in written if p.endswith(".md"))))


def edit_base(workspace: Workspace) -> str | None:
    """Where the workspace's files can be edited on the web, from mkdocs.yml, or None.

    Raises:
        StagingError: mkdocs.yml cannot be read.
    """
    try:
        with workspace.mkdocs_yml.open("rb") as file:
            settings = yaml_load(file)
    except FileNotFoundError:
        raise StagingError("mkdocs.yml: this file is missing; copy the shipped one") from None
    except ConfigurationError as error:
        raise StagingError(f"mkdocs.yml: {error}") from None
    docs = f"/{settings.get('docs_dir', 'docs')}"
    repository, edit = settings.get("repo_url"), str(settings.get("edit_uri")).rstrip("/")
    if not repository or not f"/{edit}".endswith(docs):
        return None
    return f"{repository.rstrip('/')}/{edit.strip('/')}".removesuffix(docs) + "/"


def _hand_written(docs: Path) -> dict[str, bytes]:
    return {
        path.relative_to(docs).as_posix(): path.read_bytes()
        for path in docs.rglob("*")
        if path.is_file()
    }


def _tooltips(glossary: Iterable[Term]) -> bytes:
    """What makes every page explain the words of the glossary."""
    lines = (
        f"*[{each.term}]: {inert(each.meaning)}\n"
        for each in glossary
        if _TOOLTIP.fullmatch(each.term)
    )
    return ("\n" + "".join(lines)).encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold exactly these files, touching no more than it must."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
