"""The fields of a model: what may stand at a location, and what it holds."""

from typing import Any, get_args

from pydantic import BaseModel

Loc = tuple[int | str, ...]
"""Where in a file's data something stands: ``("slas", 2, "from")``."""


def tag_of(model: type[BaseModel]) -> str:
    """What stands in a location where one of several models could: ``[score]``."""
    return f"[{model.__name__.lower()}]"


def described(model: type[BaseModel], loc: Loc) -> str:
    """What the field at a location holds, to follow a message: ``: the date it was signed``."""
    owner = _model_at(model, loc[:-1])
    field = _by_name(owner).get(str(loc[-1])) if owner and loc else None
    return f": {_lower_first(field.description)}" if field and field.description else ""


def _lower_first(text: str) -> str:
    words = text[0].lower() + text[1:] if not text[:2].isupper() else text
    return words.removesuffix(".")


def fields_of(model: type[BaseModel], loc: Loc) -> list[str]:
    """The names of the fields that may stand at a location, as they are written in files."""
    owner = _model_at(model, loc)
    return list(_by_name(owner)) if owner else []


def _by_name(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that a location inside ``model`` leads to, if it leads to one."""
    here = [model]
    for part in loc:
        tagged = [each for each in here if tag_of(each) == part]
        fields = [_by_name(each)[part] for each in here if part in _by_name(each)]
        if fields:
            here = _models_within(fields[0].annotation)
        elif tagged:
            here = tagged
    return here[0] if here else None


def _models_within(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for arg in get_args(annotation) for found in _models_within(arg)]
