"""What the fields of the definition files hold, in words."""

from collections.abc import Iterator
from datetime import date, time
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from catalog.definitions import base


class Field(NamedTuple):
    """A field of a file: its dotted name, what it holds, what it is without being written."""

    name: str
    holds: str
    default: str
    words: str


_KINDS = {
    base.TeamId: ("id of a team", "ids of teams"),
    base.RoleId: ("id of a role", "ids of roles"),
    base.StageId: ("id of a stage", "ids of stages"),
    base.SlaId: ("id of a promise", "ids of promises"),
    base.PersonaId: ("id of a persona", "ids of personas"),
    base.ItemId: ("id of a statement", "ids of statements"),
    base.GoalId: ("id of the measure or a driver", "ids of drivers or the measure"),
    base.TeamOrBoth: ("id of a team, or `both`", "ids of teams"),
    base.TimeZone: ("time zone", "time zones"),
    base.QuarterText: ("quarter", "quarters"),
    base.Text: ("text", "texts"),
}
_BY_VALIDATOR = {
    validator: words
    for kind, words in _KINDS.items()
    for validator in get_args(kind)
    if isinstance(validator, AfterValidator)
}
_BY_TYPE = {
    str: ("id", "ids"),
    date: ("date", "dates"),
    time: ("time of day", "times of day"),
    bool: ("`true` or `false`", "`true` or `false`"),
    int: ("whole number", "whole numbers"),
    float: ("number", "numbers"),
}


def fields(model: type[BaseModel], within: str = "") -> Iterator[Field]:
    """All fields of a file's model, in the order of the model, each before those inside it."""
    for python_name, field in model.model_fields.items():
        name = f"{within}{field.alias or python_name}"
        holds = _holds(field.annotation, field.metadata)
        yield Field(name, holds, _default(field), field.description or "")
        for inner in _models(field.annotation):
            yield from fields(inner, f"{name}.")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "it is needed"
    return "nothing" if field.default in (None, ()) else f"`{field.default}`"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _holds(annotation: Any, metadata: list[Any], *, several: bool = False) -> str:
    """One of it in words, or several: ``id of a role``, ``list of ids of roles``."""
    inner, outer = get_args(annotation), get_origin(annotation)
    if outer is Annotated:
        return _holds(inner[0], list(_flat(inner[1:])), several=several)
    if NoneType in inner:
        return _holds(inner[0], metadata)
    if outer is Literal:
        *most, last = (f"`{choice}`" for choice in inner)
        return f"{', '.join(most)} or {last}"
    if outer is tuple:
        if list(_models(inner[0])):
            return f"list of entries{_how_many(metadata)}"
        return f"list of {_holds(inner[0], [], several=True)}{_how_many(metadata)}"
    if outer is dict:
        return f"for each {_holds(inner[0], [])}: {_holds(inner[1], [])}"
    if list(_models(annotation)):
        return "fields of its own"
    known = next((_BY_VALIDATOR[each] for each in metadata if each in _BY_VALIDATOR), None)
    return (known or _BY_TYPE[annotation])[several] + _bounds(metadata)


def _flat(metadata: tuple[Any, ...]) -> Iterator[Any]:
    for each in metadata:
        yield from each.metadata if isinstance(each, FieldInfo) else (each,)


def _how_many(metadata: list[Any]) -> str:
    least = next((each.min_length for each in metadata if isinstance(each, MinLen)), 0)
    most = next((each.max_length for each in metadata if isinstance(each, MaxLen)), None)
    if least == most:
        return f", exactly {least}"
    return f", at least {least}" if least else ""


def _bounds(metadata: list[Any]) -> str:
    said = {Gt: "above {0.gt}", Ge: "{0.ge} or more", Le: "at most {0.le}"}
    found = [
        words.format(each)
        for each in metadata
        for kind, words in said.items()
        if isinstance(each, kind)
    ]
    return "".join(f", {words}" for words in found)
