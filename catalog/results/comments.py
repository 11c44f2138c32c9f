"""comments.yml: what people wrote in a quarter, for somebody to read before it is published."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import Field, StrictBool, ValidationError

from catalog.definitions import Model
from catalog.messages import explain, place
from catalog.results.error import ResultsError, shown
from catalog.yaml_faults import YamlError
from catalog.yaml_nodes import read_document

_MAX_BYTES = 16 * 1024 * 1024
"""The survey writes this file itself: thousands of people may each have filled their box."""

_HEAD = """\
# yaml-language-server: $schema=../../schema/results-comments.schema.json
# Read them first; publish: true shows them in the handbook.
publish: false
"""


class Comments(Model):
    """The file ``results/2026-Q4/comments.yml``."""

    publish: StrictBool = Field(description="true: the comments stand in the handbook.")
    comments: tuple[str, ...] = Field(description="What people wrote, sorted.")


def comments_text(comments: Iterable[str]) -> str:
    """The text of a new file: sorted, and not published until somebody says so."""
    listed = {"comments": sorted(comments)}
    return _HEAD + yaml.safe_dump(listed, allow_unicode=True, width=96)


def published_comments(results: Path) -> dict[str, tuple[str, ...]]:
    """The comments to publish, by quarter; none of a quarter whose file says ``publish: false``.

    Raises:
        ResultsError: with every problem of every file that is not what closing a quarter writes.
    """
    return {
        quarter: tuple(sorted(file.comments)) if file.publish else ()
        for quarter, file in _all(results).items()
    }


def unpublished_comments(results: Path) -> frozenset[str]:
    """The comments of all quarters that nobody has published.

    Raises:
        ResultsError: as ``published_comments`` does.
    """
    files = _all(results).values()
    return frozenset(text for file in files if not file.publish for text in file.comments)


def _all(results: Path) -> dict[str, Comments]:
    files: dict[str, Comments] = {}
    problems: list[str] = []
    for path in sorted(results.glob("[!.]*/comments.yml")):
        try:
            files[path.parent.name] = _read(path)
        except ResultsError as error:
            problems += error.problems
    if problems:
        raise ResultsError(problems)
    return files


def _read(path: Path) -> Comments:
    try:
        document = read_document(path, _MAX_BYTES)
    except YamlError as error:
        raise ResultsError([f"{shown(path)}:{error.line}:{error.column}: {error}"]) from None
    try:
        return Comments.model_validate(document.data)
    except ValidationError as error:
        raise ResultsError(
            f"{shown(path)}:{':'.join(map(str, document.position(loc)))}: {place(loc)}: {text}"
            for loc, text in explain(error, Comments)
        ) from None
