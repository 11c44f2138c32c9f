"""Files that are no YAML, as people make them by accident, each with its exact message."""

from pathlib import Path

import pytest

from catalog.yaml_faults import YamlError
from catalog.yaml_nodes import parse_document, read_document

LINED_UP = "line it up with the other lines of its entry"
MERGE = (
    "two people changed the same lines and Git left both versions here; keep one of them, and take"
    " out the three lines that start with <<<<<<<, ======= and >>>>>>>"
)
ENDED = (
    "what stands before this ends the file: a line '...', or a text or bracket outside of any"
    " field; take it out"
)
QUOTED_IN_PART = (
    "the text goes on after the closing quote; put all of it in single quotes and write each '"
    " within it twice: '\"All\" that''s due'"
)
FAULTS = [
    # indentation
    ("slas:\n\t- id: a\n", 2, 1, "this line is indented with a tab; use plain spaces"),
    ("a:\n  b: 1\n  \tc: 2\n", 3, 1, "this line is indented with a tab; use plain spaces"),
    ("a:\n\tb\n  c: 1\n", 2, 1, "this line is indented with a tab; use plain spaces"),
    ("- a: 1\n\u00a0 b: 2\n  c: 3\n", 2, 1,
     "this line is indented with a space of another kind; use plain spaces"),
    ("a:\n    b: x\n\u00a0\u00a0\u00a0\u00a0c: y\n    d: z\n", 3, 1,
     "this line is indented with a space of another kind; use plain spaces"),
    ("a: x\n  b: y\n", 2, 4,
     f"this line is indented further than the lines above allow; {LINED_UP}"),
    ("a: x # y\n  b: z\n", 2, 3,
     f"this line does not begin where the lines of its entry do; {LINED_UP}"),
    ("a:\n  b: 1\n c: 2\n", 3, 2,
     f"this line does not begin where the lines of its entry do; {LINED_UP}"),
    ("a:\n  - b: 1\n   c: 2\n", 3, 4,
     f"this line fits neither the entry above nor the list; {LINED_UP}, or start a new entry with"
     " '- '"),
    ("a: - b\n", 1, 4,
     "a list cannot start here; put each '- ' on a line of its own under the field's name"),
    # colons
    ("name Halden\nabout: pumps\n", 1, 1,
     "a ':' is missing in this line; write 'name: value', with a space"),
    ("# Who we are\nname:Halden\nabout: pumps\n", 2, 1,
     "a ':' is missing in this line; write 'name: value', with a space"),
    ("name Halden\n\nabout: pumps\n", 1, 1,
     "a ':' is missing in this line; write 'name: value', with a space"),
    ("a: 1\nname Halden\nabout: pumps\n", 2, 1,
     "a ':' is missing in this line; write 'name: value', with a space"),
    ("a: Note: this\n", 1, 8, "a text that holds ': ' needs quotes around it"),
    # quotes
    ("a: \"x\nb: 2\n", 1, 4,
     "the quote that opens here is never closed; close it where the text ends"),
    ("a: 'x\nb: 'y'\n", 1, 4,
     "the quote that opens here is closed only in line 2; close it where the text ends"),
    ("a: 'It's done'\n", 1, 8, QUOTED_IN_PART),
    ('a: "Every lead" that is new\n', 1, 17, QUOTED_IN_PART),
    ('a: "C:\\Users"\n', 1, 9,
     "a backslash has a meaning of its own in double quotes; use single ones"),
    ('a: "C:\\x"\n', 1, 9,
     "a backslash has a meaning of its own in double quotes; use single ones"),
    ('a: "C:\\marketing"\n', 1, 7,
     "a backslash has a meaning of its own in double quotes; use single ones"),
    ('a: "\\uD800"\n', 1, 7,
     "a backslash has a meaning of its own in double quotes; use single ones"),
    # brackets
    ("a: [b, c\nd: 1\n", 1, 4,
     "the '[' that stands here is not closed: a comma or ']' is missing; if it belongs to a text,"
     " put the text in quotes"),
    ("a: {b: 1\nd: 1\n", 1, 4,
     "the '{' that stands here is not closed: a comma or '}' is missing; if it belongs to a text,"
     " put the text in quotes"),
    ("a: [b] c\n", 1, 8, "the text goes on after the closing bracket; put all of it in quotes"),
    ("a: [", 2, 1,
     "a value is missing here; close the bracket, or take out a comma that stands alone"),
    # what Git leaves of a merge
    ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n", 1, 1, MERGE),
    ("a:\n  b: 1\n<<<<<<< HEAD\n  c: 1\n=======\n  c: 2\n>>>>>>> theirs\n", 3, 1, MERGE),
    ("a: 1\r\n=======\r\nb: 2\r\n", 2, 1, MERGE),
    ("a: 1\n>>>>>>> theirs\n", 2, 1, MERGE),
    ('a: "x\n<<<<<<< HEAD\n  y"\n', 2, 1, MERGE),
    # characters with a meaning of their own
    ("a: @b\n", 1, 4, "a text cannot start with '@'; put it in quotes"),
    ("a: *b* c\n", 1, 4, "a text cannot start with '*'; put it in quotes"),
    # invisible characters that turn words around, written as they are or as an escape
    ("a: b\nc: d \u202ee\n", 2, 6,
     "an invisible character here, U+202E, turns words around; take it out"),
    ("\u2066a: b\n", 1, 1, "an invisible character here, U+2066, turns words around; take it out"),
    ('a: b\nc: "d \\u2069e"\n', 2, 4,
     "an invisible character here, U+2069, turns words around; take it out"),
    # documents
    ("a: 1\n...\nb: 2\n", 3, 1, ENDED),
    ("'x'\nb: 1\n", 2, 1, ENDED),
    # anything else keeps the parser's own words
    ("a: |0\n", 1, 5,
     "this is not YAML: found an indentation indicator equal to 0; a text that holds ': ' or"
     " starts with a special character needs quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS, ids=repr)
def test_the_cause_is_named_at_its_place_with_what_to_do(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    path = tmp_path / "slas.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(YamlError) as caught:
        read_document(path)
    assert (caught.value.line, caught.value.column, str(caught.value)) == (line, column, message)


def test_the_advice_for_a_text_that_is_quoted_in_part_works() -> None:
    advice = QUOTED_IN_PART.rpartition("twice: ")[2]
    assert parse_document(f"a: {advice}").data == {"a": '"All" that\'s due'}
