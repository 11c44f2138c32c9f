"""Any fault anywhere is said in words for people who do not program."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from catalog.definitions import FILES, Definitions
from catalog.messages import explain, place
from catalog.results import Perceptions, to_json
from catalog.yaml_nodes import read_document
from tests.played import played

SMALL = Path(__file__).parent / "small" / "definitions"
WORDS_OF_PROGRAMMERS = re.compile(
    r"(?i)\b(input|pydantic|dict\w*|tuple|valid\w*|union|instance|type|string|int|bool\w*|none"
    r"|nan|float|object|parse\w*|schema|constraint|__\w+)\b"
)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("x é-:.9", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xy", max_size=2), inner),
    max_leaves=5,
)


def spoil(given: Any, data: st.DataObject) -> Any:
    """Put something else in the place of any one part."""
    inner = given
    while True:
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(inner[key], dict | list) and inner[key] and data.draw(st.booleans())):
            break
        inner = inner[key]
    inner[key] = data.draw(DATA)
    return given


def assert_plain(error: ValidationError, model: type[BaseModel]) -> None:
    for loc, text in explain(error, model):
        quoted = re.sub(r"'[^']*'", "", text)  # people's own words may be anything
        quoted = quoted.replace("write [] for none", "")
        assert not WORDS_OF_PROGRAMMERS.search(quoted), text
        assert "[" not in place(loc)


@pytest.mark.parametrize("file", FILES)
@given(data=st.data())
def test_a_fault_in_a_definition_is_said_plainly(file: str, data: st.DataObject) -> None:
    model = FILES[file]
    spoilt = spoil(read_document(SMALL / f"{file}.yml").data, data)
    try:
        model.model_validate(spoilt, context={"team": ["field", "growth"]})
    except ValidationError as error:
        assert_plain(error, model)


@given(data=st.data())
def test_a_fault_in_a_results_file_is_said_plainly(small: Definitions, data: st.DataObject) -> None:
    spoilt = spoil(json.loads(to_json(played(small, 1).quarters[0].perceptions)), data)
    try:
        Perceptions.model_validate_json(json.dumps(spoilt))
    except ValidationError as error:
        assert_plain(error, Perceptions)


class Odd(BaseModel):
    sound: bytes = Field(description="What nobody thought of.")


def test_a_kind_of_fault_nobody_thought_of_is_said_plainly_too() -> None:
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate({"sound": 5})
    assert list(explain(caught.value, Odd)) == [
        (("sound",), "'5' does not belong here: what nobody thought of")
    ]
