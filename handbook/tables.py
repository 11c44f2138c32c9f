"""Records as CSV: a column a field, and fields within fields joined by dots."""

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any, get_args

from catalog.definitions import Model

# What spreadsheets take for the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(model: type[Model], within: str = "") -> list[str]:
    """The columns of a model's records, always the same ones: ``target.within.amount``."""
    found = []
    for attribute, field in model.model_fields.items():
        name = f"{within}{field.alias or attribute}"
        inner = _model_in(field.annotation)
        found += columns(inner, f"{name}.") if inner else [name]
    return found


def _model_in(annotation: Any) -> type[Model] | None:
    """The model that a field holds one of, if it holds one."""
    choices = [annotation] if isinstance(annotation, type) else get_args(annotation)
    models = (each for each in choices if isinstance(each, type) and issubclass(each, Model))
    is_list = getattr(annotation, "__origin__", None) in (tuple, dict)
    return None if is_list else next(models, None)


def to_csv(model: type[Model], records: Iterable[Model]) -> str:
    """Records as CSV with a header; without a value a cell is empty.

    Several texts are joined by semicolons, a text by id is written ``id: text``, and lists of
    larger things as JSON. A text that a spreadsheet would run as a formula starts with ``'``.
    """
    names = columns(model)
    paths = [name.split(".") for name in names]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        data = record.model_dump(mode="json")
        writer.writerow([_cell(_at(data, path)) for path in paths])
    return text.getvalue()


def _at(data: Mapping[str, Any], path: Iterable[str]) -> Any:
    value: Any = data
    for part in path:
        value = None if value is None else value[part]
    return value


def _cell(value: Any) -> Any:
    """A value for CSV, which itself knows how to write numbers and None."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _cell("; ".join(f"{key}: {each}" for key, each in value.items()))
    if isinstance(value, list):
        if any(isinstance(each, dict) for each in value):
            return json.dumps(value, ensure_ascii=False)
        return _cell("; ".join(map(str, value)))
    return value
