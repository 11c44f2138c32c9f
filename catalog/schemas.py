"""JSON Schemas of the models, for editors and for readers of published files."""

import json
from functools import cache
from typing import Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DictSchema


class _Schema(GenerateJsonSchema):
    """Pydantic's own, but names that are no ids are refused as the models refuse them."""

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        if "patternProperties" in written:
            written["additionalProperties"] = False
        return written


@cache
def json_schema(
    model: type[BaseModel], mode: Literal["validation", "serialization"] = "validation"
) -> str:
    """The text of a model's schema file: of what may be written, or of what we write."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    described = model.model_json_schema(schema_generator=_Schema, mode=mode)
    return json.dumps(head | described, indent=2) + "\n"
