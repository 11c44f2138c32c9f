"""Definitions in which every text of every field tries to become more than text."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from catalog.definitions import Definitions

STARTS = (
    *("# ", "- ", "1. ", "> ", "=", "+", "@", "!!! note ", "=== ", "::: x "),
    *("--8<-- 'mkdocs.yml' ", ""),
)
"""What makes a block where a line begins, or a formula where a cell does."""
NASTY = (
    " <script>x()</script> <img src=x onerror=x()> [a](javascript:x()) ![b](http://x/y.png)"
    " <http://x/z> [c]: http://x/ [d][c] [^1] :smile: {{ 7 * 191 }} {% raw %} {# e #} ${7*191}"
    " </p></div></main></svg></title></textarea> <!-- --> ]]> {: onclick=x() } | **f** `g` *[h]: i"
    " <svg onload=x()> <iframe src=http://x/> <a href=javascript:x()>j</a> &lt;k&gt; \"l\" 'm' \\"
)
PLAIN = "plain"


def text_fields(schema: dict[str, Any]) -> set[tuple[str, str]]:
    """Every field that holds a text or texts, as model and name."""
    models = {"Definitions": schema, **schema["$defs"]}
    return {
        (model, name)
        for model, each in models.items()
        for name, field in each.get("properties", {}).items()
        if any(map(_is_text, _parts(field)))
    }


def _parts(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A field's schema and those of what it may hold, other models left out."""
    yield field
    for each in (*field.get("anyOf", ()), *field.get("prefixItems", ())):
        yield from _parts(each)
    if isinstance(field.get("items"), dict):
        yield from _parts(field["items"])


def _is_text(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "string" and schema.get("maxLength") == 1000


class Injection:
    """Puts something behind, and a start before, each text; remembers which fields that were."""

    def __init__(self, nasty: bool) -> None:
        self.schema = Definitions.model_json_schema(by_alias=True)
        self.reached: set[tuple[str, str]] = set()
        self._nasty, self._count = nasty, 0

    def into(self, data: Any) -> Any:
        """The same definitions, as data, with all texts changed."""
        return self._model(deepcopy(data), "Definitions", self.schema)

    def _model(self, data: Any, name: str, schema: dict[str, Any]) -> Any:
        for field, value in data.items():
            data[field] = self._value(value, schema["properties"][field], (name, field))
        return data

    def _value(self, value: Any, schema: dict[str, Any], at: tuple[str, str]) -> Any:
        if isinstance(value, list):
            kinds = schema.get("prefixItems") or [schema["items"]] * len(value)
            return [self._value(each, kind, at) for each, kind in zip(value, kinds, strict=True)]
        for kind in schema.get("anyOf", [schema]):
            if isinstance(value, dict) and "$ref" in kind:
                name = kind["$ref"].rpartition("/")[2]
                return self._model(value, name, self.schema["$defs"][name])
            if isinstance(value, str) and _is_text(kind):
                self.reached.add(at)
                return self._text(value)
        return value

    def _text(self, value: str) -> str:
        if not self._nasty:
            return f"{value} {PLAIN}"
        self._count += 1
        return f"{STARTS[self._count % len(STARTS)]}{value}{NASTY}"[:1000].rstrip()
