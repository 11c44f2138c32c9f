"""What a validation error says to somebody who is no programmer."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.definitions.base import as_id, closest, did_you_mean
from catalog.fields import Loc, described, fields_of
from catalog.problems import legible


class Finding(NamedTuple):
    """What is wrong or worth a look: in which file, where in it, and what to say.

    What is only worth a look has a code of ``catalog.lint``.
    """

    file: str
    loc: Loc
    message: str
    code: str = ""


Findings = Iterator[Finding]


MOST = 200
"""So many problems of a file are told at once. Nobody reads more, and each takes its time."""


def explain(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Loc, str]]:
    """Each of the first problems as where it is and what it says, then how many more there are.

    A field that is missing because it is mistyped is said once, at the mistyped one; nothing is
    said about what stands under a name that is wrong itself.
    """
    errors = error.errors(include_url=False)[:MOST]
    extra = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], closest(str(loc[-1]), fields_of(model, loc[:-1]))) for loc in extra}
    misnamed = {each["loc"][:-1] for each in errors if each["loc"][-1:] == ("[key]",)}
    for each in errors:
        is_meant = each["type"] == "missing" and each["loc"] in meant
        if not is_meant and each["loc"] not in misnamed:
            yield (*each["loc"], *each.get("ctx", {}).get("at", ())), message(each, model)
    if error.error_count() > MOST:
        yield (), f"{error.error_count() - MOST:,} more problems in this file; mend these first"


def place(loc: Sequence[int | str]) -> str:
    """A location as people read it: ``slas.2.from``; what stands in brackets is no part of it."""
    parts = [legible(str(part)) for part in loc if not str(part).startswith("[")]
    return ".".join(parts) or "the whole file"


def message(details: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, what was expected and, where it can be guessed, what was meant."""
    loc, kind = details["loc"], details["type"]
    if kind == "extra_forbidden":
        fields = fields_of(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), fields) or f"; the fields are {', '.join(fields)}"
        return f"{_quoted(loc[-1])} is not a field here{hint}"
    if kind == "missing":
        return f"'{loc[-1]}' is missing{described(model, loc)}"
    if kind in _OWN_WORDS:
        return details["msg"]
    if details["input"] is None or kind == "string_too_short":
        if loc and isinstance(loc[-1], int):
            return "this entry is empty; fill it in or take out its '-'"
        none = "; write [] for none" if kind == "tuple_type" else ""
        return f"this is empty{described(model, loc)}{none}"
    return _about(details["input"], details, model)


def _about(value: object, details: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong with a value that is there."""
    loc, kind = details["loc"], details["type"]
    limits: dict[str, Any] = details.get("ctx", {})
    if kind == "literal_error":
        known = [part.strip("'") for part in limits["expected"].replace(" or ", ", ").split(", ")]
        return f"{_quoted(value)} is not one of {', '.join(known)}{did_you_mean(str(value), known)}"
    if kind == "string_pattern_mismatch":
        return f"{_quoted(value)} is not an id; {_AN_ID}{_as_id(str(value))}"
    if kind == "model_type" and (fields := fields_of(model, loc)):
        return f"{_PLAIN[kind].format(value=_quoted(value))}; the fields are {', '.join(fields)}"
    if kind == "dict_type":
        return f"{_A_SET.format(value=_quoted(value))}{described(model, loc)}"
    if kind == "string_type" and isinstance(value, dict | list):
        return f"{_quoted(value)} stands where a text belongs; write the text, in quotes"
    if kind in _PLAIN:
        return _PLAIN[kind].format(value=_quoted(value), **limits)
    return f"{_quoted(value)} does not belong here{described(model, loc)}"


_OWN_WORDS = {"unknown_reference", "time_zone", "quarter", "contradiction"}
"""Errors that the models raise themselves, in words that are ready to read."""

_AN_ID = "use lower-case letters, digits and hyphens, starting with a letter, 41 characters at most"
_A_DATE = "{value} is not a date; write it as 2026-03-31"
_A_TIME = '{value} is not a time of day; write it with four digits and in quotes, as "09:00"'
_A_WHOLE_NUMBER = "{value} is not a whole number; write digits only, such as 5"
_A_NUMBER = "{value} is not a number; write digits only, such as 90 or 99.5"
_A_SET = "{value} is not a set of 'name: value' lines"

_PLAIN = {
    "string_type": "{value} is not text; if it is meant as text, put it in quotes",
    "string_too_long": "this text is too long; keep it to {max_length} characters",
    "int_type": _A_WHOLE_NUMBER,
    "int_parsing": _A_WHOLE_NUMBER,
    "int_parsing_size": "{value} is too large",
    "int_from_float": _A_WHOLE_NUMBER,
    "float_type": _A_NUMBER,
    "float_parsing": _A_NUMBER,
    "finite_number": _A_NUMBER,
    "bool_type": "{value} is not true or false; write true or false, without quotes",
    "greater_than": "{value} is too small; it must be more than {gt:g}",
    "greater_than_equal": "{value} is too small; it must be {ge:g} or more",
    "less_than_equal": "{value} is too large; it must be {le:g} or less",
    "date_from_datetime_parsing": _A_DATE,
    "date_type": _A_DATE,
    "time_parsing": _A_TIME,
    "time_type": _A_TIME,
    "tuple_type": "{value} is not a list; start each entry on its own line with '- '",
    "model_type": _A_SET,
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
    return f"'{legible(str(value))}'"


def _as_id(text: str) -> str:
    if ":" in text:
        return "; a ':' that ends a name needs a space after it"
    meant = as_id(text)
    return f"; did you mean '{meant}'?" if meant else ""
