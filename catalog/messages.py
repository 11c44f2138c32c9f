"""What a validation error says to somebody who is no programmer."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.definitions.base import closest, did_you_mean

Loc = tuple[int | str, ...]


def explain(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Loc, str]]:
    """Each problem as where it is and what it says.

    A field that is missing because it is mistyped is said once, at the mistyped one.
    """
    errors = error.errors(include_url=False)
    extra = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], closest(str(loc[-1]), _fields(model, loc[:-1]))) for loc in extra}
    for each in errors:
        if each["type"] != "missing" or each["loc"] not in meant:
            yield each["loc"], message(each, model)


def place(loc: Sequence[int | str]) -> str:
    """A location as people read it: ``slas.2.from``."""
    return ".".join(str(part) for part in loc if part != "[key]") or "the whole file"


def message(details: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, what was expected and, where it can be guessed, what was meant."""
    loc, kind, value = details["loc"], details["type"], details["input"]
    limits: dict[str, Any] = details.get("ctx", {})
    if kind == "extra_forbidden":
        fields = _fields(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), fields) or f"; the fields are {', '.join(fields)}"
        return f"'{loc[-1]}' is not a field here{hint}"
    if kind == "missing":
        return f"'{loc[-1]}' is missing{_described(model, loc)}"
    if kind in _OWN_WORDS:
        return details["msg"]
    if value is None or kind == "string_too_short":
        return f"this is empty{_described(model, loc)}"
    if kind == "literal_error":
        known = [part.strip("'") for part in limits["expected"].replace(" or ", ", ").split(", ")]
        return f"{_quoted(value)} is not one of {', '.join(known)}{did_you_mean(str(value), known)}"
    if kind in _PLAIN:
        return _PLAIN[kind].format(value=_quoted(value), **limits)
    return f"{_quoted(value)}: {details['msg']}"


_OWN_WORDS = {"unknown_reference", "time_zone", "quarter"}
"""Errors that catalog.definitions raises itself, in words that are ready to read."""

_PLAIN = {
    "string_type": "{value} is not text; if it is meant as text, put it in quotes",
    "string_too_long": "this text is too long; keep it to {max_length} characters",
    "string_pattern_mismatch": "{value} is not an id; use lower-case letters, digits and hyphens,"
    " starting with a letter, 41 characters at most",
    "int_type": "{value} is not a whole number",
    "int_parsing": "{value} is not a whole number",
    "int_from_float": "{value} is not a whole number",
    "float_type": "{value} is not a number",
    "bool_type": "{value} is not true or false; write true or false",
    "greater_than": "{value} is too small; it must be more than {gt}",
    "greater_than_equal": "{value} is too small; it must be {ge} or more",
    "less_than_equal": "{value} is too large; it must be {le} or less",
    "date_from_datetime_parsing": "{value} is not a date; write it as 2026-03-31",
    "date_from_datetime_inexact": "{value} is not a date; write it as 2026-03-31",
    "date_parsing": "{value} is not a date; write it as 2026-03-31",
    "date_type": "{value} is not a date; write it as 2026-03-31",
    "time_parsing": '{value} is not a time of day; write it in quotes, as "09:00"',
    "time_type": '{value} is not a time of day; write it in quotes, as "09:00"',
    "tuple_type": "{value} is not a list; start each entry on its own line with '- '",
    "dict_type": "{value} is not a set of 'name: value' lines",
    "model_type": "{value} is not a set of 'name: value' lines",
    "too_short": "this list is too short; it needs at least {min_length}, it has {actual_length}",
    "too_long": "this list is too long; it can have {max_length} at most, it has {actual_length}",
    "value_error": "{error}",
    "json_invalid": "this is not JSON: {error}",
}


def _quoted(value: object) -> str:
    if isinstance(value, dict):
        return "this set of lines"
    if isinstance(value, list):
        return "this list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _described(model: type[BaseModel], loc: Loc) -> str:
    """What the field at a location holds, for a message that says it is missing."""
    owner = _model_at(model, loc[:-1])
    field = _by_name(owner).get(str(loc[-1])) if owner else None
    return f": {_lower_first(field.description)}" if field and field.description else ""


def _lower_first(text: str) -> str:
    words = text[0].lower() + text[1:] if not text[:2].isupper() else text
    return words.removesuffix(".")


def _fields(model: type[BaseModel], loc: Loc) -> list[str]:
    owner = _model_at(model, loc)
    return list(_by_name(owner)) if owner else []


def _by_name(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that a location inside ``model`` leads to, if it leads to one."""
    here: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int) or here is None:
            continue
        field = _by_name(here).get(part)
        here = _model_within(field.annotation) if field else here
    return here


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_within(arg))), None)
