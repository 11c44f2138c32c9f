"""The comments of a closed quarter, which ops lets be published, or not."""

from pathlib import Path

from pydantic import Field, StrictBool, ValidationError

from catalog.definitions import Model
from catalog.messages import explain
from catalog.results import ResultsError
from catalog.yaml_nodes import YamlError, read_document


class Comments(Model):
    """The file ``results/2026-Q4/comments.yml``."""

    publish: StrictBool = Field(description="true: the comments stand in the handbook.")
    comments: tuple[str, ...] = Field(description="What people wrote, sorted.")


def published_comments(results: Path) -> dict[str, tuple[str, ...]]:
    """The comments to publish, by quarter; none of a quarter whose file says ``publish: false``.

    Raises:
        ResultsError: a file is not what closing a quarter writes; the message names it.
    """
    published = {}
    for path in sorted(results.glob("*/comments.yml")):
        file = _read(path)
        published[path.parent.name] = tuple(sorted(file.comments)) if file.publish else ()
    return published


def _read(path: Path) -> Comments:
    shown = f"results/{path.parent.name}/comments.yml"
    try:
        return Comments.model_validate(read_document(path).data)
    except YamlError as error:
        raise ResultsError(f"{shown}:{error.line}:{error.column}: {error}") from None
    except ValidationError as error:
        wrong = "; ".join(f"{place}: {message}" for place, message in explain(error, Comments))
        raise ResultsError(f"{shown}: {wrong}") from None
