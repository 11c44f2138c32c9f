from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.yaml_nodes import MAX_BYTES, YamlError, parse_document, read_document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: 010", "010"),
        ("a: 1:30", "1:30"),
        ("a: 0x1f", "0x1f"),
        ("a: 1e3", "1e3"),
        ("a: 2026-03-31", "2026-03-31"),
        ("a: true", True),
        ("a: false", False),
        ("a: 12", 12),
        ("a: -1.5", -1.5),
        ('a: "12"', "12"),
        ("a: 'true'", "true"),
        ("a:", None),
        ("a: ~", None),
        ('a: ""', ""),
    ],
)
def test_a_plain_word_means_what_it_looks_like(text: str, value: object) -> None:
    assert parse_document(text).data == {"a": value}
    assert type(parse_document(text).data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\nb: 2", "anchors (&) and aliases (*) are not used here"),
        ("a: *x", "anchors (&) and aliases (*) are not used here"),
        ("a: !!python/object:os.system x", "tags (!) are not used here"),
        ("a: !!str 1", "tags (!) are not used here"),
        ("a: {<<: {b: 1}}", "merge keys (<<) are not used here"),
        ("a: 1\na: 2", "'a' stands here twice; keep one"),
        ("? [a]\n: 1", "a field's name must be plain text"),
        ("[" * 100_000, "nested more than 20 levels deep"),
        ("a: " + "{b: " * 30, "nested more than 20 levels deep"),
        ("", "this file is empty"),
        ("# only a comment", "this file is empty"),
    ],
)
def test_what_is_dangerous_or_surprising_is_refused_at_once(text: str, message: str) -> None:
    start = perf_counter()
    with pytest.raises(YamlError) as caught:
        parse_document(text)
    assert message in str(caught.value)
    assert perf_counter() - start < 5


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    with pytest.raises(YamlError, match="anchors"):
        parse_document(bomb)


def test_the_place_of_a_fault_counts_from_one() -> None:
    with pytest.raises(YamlError) as caught:
        parse_document("a: 1\nb:\n  c: 1\n  c: 2\n")
    assert (caught.value.line, caught.value.column) == (4, 3)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", "line 2 is not UTF-8 text; save the file as UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, "this file is too large: 262,147 bytes; at most 262,144"),
        (b"a: \x00", "holds a character YAML does not allow"),
        (b"a: [1", "this is not YAML: did not find expected ',' or ']'"),
        (b"a: b: c", "this is not YAML: mapping values are not allowed"),
        (b"a: 1\n---\nb: 2", "this is not YAML: but found another document"),
        (b"a: 'x", "this is not YAML: found unexpected end of stream"),
        (b"\ta: 1", "this is not YAML: found character that cannot start any token"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "slas.yml"
    path.write_bytes(raw)
    with pytest.raises(YamlError) as caught:
        read_document(path)
    assert message in str(caught.value)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "slas.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_document(path).data == {"a": 1}


@given(st.text(max_size=200))
def test_any_text_is_data_or_a_refusal(text: str) -> None:
    with suppress(YamlError, yaml.YAMLError):
        parse_document(text)
