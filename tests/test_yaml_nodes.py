import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.yaml_faults import YamlError
from catalog.yaml_nodes import MAX_BYTES, parse_document, read_document


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
        ("a: 1\nb: 2\nb: 3", "'b' stands here twice; keep one"),
        ("- a: 1\n  a: 2", "'a' stands here twice; keep one, or put '- ' before it"),
        ("a: 1\n---\nb: 2", "'---' or '...' begins a second document here; take that line out"),
        ("? [a]\n: 1", "a field's name must be plain text; take its brackets or '?' out"),
        ("[" * 100_000, "nested more than 20 levels deep; no field is, take brackets out"),
        ("a: " + "{b: " * 30, "nested more than 20 levels deep; no field is, take brackets out"),
        ("", "this file is empty; fill it in or restore it"),
        ("# only a comment", "this file is empty; fill it in or restore it"),
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
    ("raw", "line", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, "this is not UTF-8 text; save the file as UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "this is not UTF-8 text; save the file as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "this is not UTF-8 text; save the file as UTF-8"),
        (
            b"a: " + b"x" * MAX_BYTES,
            1,
            "this file is too large: 524,291 bytes; at most 524,288; shorten it",
        ),
        (b"a: \xc3\xa9\nb: \x00", 2, "this line holds a character that is no text; take it out"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_no_text_says_why_and_where(
    tmp_path: Path, raw: bytes, line: int, message: str
) -> None:
    path = tmp_path / "slas.yml"
    path.write_bytes(raw)
    with pytest.raises(YamlError) as caught:
        read_document(path)
    assert (str(caught.value), caught.value.line) == (message, line)


def test_a_small_file_of_very_many_parts_is_refused() -> None:
    with pytest.raises(YamlError, match="this file has more than 50,000 parts; shorten it"):
        parse_document("-\n" * 50_000)


def test_a_larger_file_can_be_allowed(tmp_path: Path) -> None:
    path = tmp_path / "comments.yml"
    path.write_bytes(b"a: " + b"x" * MAX_BYTES)
    assert len(read_document(path, 2 * MAX_BYTES).data["a"]) == MAX_BYTES


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    """Fault: whatever has the name is read; this test then never ends, or takes all memory."""
    put(tmp_path / "slas.yml")
    told = "this file cannot be read: it is a folder, a device or a pipe; put an ordinary file in"
    with pytest.raises(YamlError, match=told):
        read_document(tmp_path / "slas.yml")


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "kept.yml").write_text("a: 1")
    (tmp_path / "slas.yml").symlink_to("kept.yml")
    assert read_document(tmp_path / "slas.yml").data == {"a": 1}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_do_not_matter(tmp_path: Path, end: str) -> None:
    path = tmp_path / "slas.yml"
    path.write_bytes(f"a: 1{end}b:{end}  - x{end}".encode())
    document = read_document(path)
    assert document.data == {"a": 1, "b": ["x"]}
    assert document.position(("b", 0)) == (3, 5)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "slas.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_document(path).data == {"a": 1}


@given(
    st.binary(max_size=100)
    | st.text(max_size=100).map(str.encode)
    | st.text("ab:-[]{}'\"\n \t#&*!|>,?%@`\\.0", max_size=40).map(str.encode)
)
def test_whatever_a_file_holds_is_data_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(raw)
    with suppress(YamlError):
        read_document(path)


def test_marks_that_turn_no_words_are_allowed(tmp_path: Path) -> None:
    """Fault: every invisible character is refused."""
    path = tmp_path / "slas.yml"
    path.write_text('a: b\u200e\nc: "\\u200F"', encoding="utf-8")
    assert read_document(path).data == {"a": "b\u200e", "c": "\u200f"}
