"""Definition files as nobody would write them on purpose: the shipped ones, spoilt by chance."""

import json
import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from textwrap import indent
from typing import Any

Spoil = Callable[[random.Random, str], bytes]

TEXTS = (
    *("", " ", "x", "no", "~", "0", "../../../tmp/x", "/etc/passwd", "a/b", "..", "index", "both"),
    *("{{ 7 * 191 }}", "{% raw %}", "<script>x()</script>", "[a](javascript:x())", "%s{0}\\"),
    *(
        "é" * 50,
        "日本語",
        "\u202eright to left",
        "e\u0301",
        "🧑‍🚀",
        "\ud800",
        "a\x00b",
        "\ufeff",
        "\x1b[31m",
    ),
    *("2026-02-30", "9999-12-31", "2026-13-01", "25:00", "2026-Q5", "10000-Q1", "Europe/Nowhere"),
    *(
        "x" * 41,
        "x" * 1000,
        "x" * 1001,
        "x" * 20_000,
        "line\nline",
        "\t",
        "#",
        ": ",
        "- ",
        "&a",
        "*a",
    ),
)
NUMBERS = (
    0,
    -1,
    1,
    5,
    10**9,
    10**17,
    10**40,
    -(10**20),
    0.1,
    1e308,
    1e-320,
    float("nan"),
    float("inf"),
)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [{}], {"": ""}, {"id": "x"}, [None])


def _any(chance: random.Random) -> Any:
    return deepcopy(chance.choice(chance.choice((TEXTS, NUMBERS, OTHERS))))


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every place in the data, as what holds it and its key or number there."""
    found: list[tuple[Any, Any]] = []
    holders = [data]
    for holder in holders:  # which grows meanwhile
        if isinstance(holder, dict):
            found += [(holder, key) for key in holder]
            holders += holder.values()
        elif isinstance(holder, list):
            found += [(holder, key) for key in range(len(holder))]
            holders += holder
    return found


def _nested(chance: random.Random, value: Any) -> Any:
    for _ in range(chance.choice((1, 2, 18, 40, 300))):
        value = [value] if chance.random() < 0.5 else {"id": value}
    return value


def _renamed(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) + 1)
    return chance.choice(
        (
            *(name.upper(), name + "s", name[:at] + name[at + 1 :], name[::-1], f"{name} "),
            *(name[:at] + chance.choice("-_. é\x00") + name[at:], chance.choice(TEXTS), "<<"),
        )
    )


def _spoil_once(chance: random.Random, data: Any) -> None:
    """Change one place: another type, gone, doubled, renamed, nested, swapped with another."""
    places = _places(data)
    if not places:
        return
    holder, key = chance.choice(places)
    match chance.choice(("other", "other", "gone", "name", "nest", "swap", "twice", "text")):
        case "gone":
            del holder[key]
        case "name" if isinstance(holder, dict):
            holder[_renamed(chance, key)] = holder.pop(key)
        case "nest":
            holder[key] = _nested(chance, holder[key])
        case "swap":
            other, at = chance.choice(places)
            holder[key], other[at] = deepcopy(other[at]), deepcopy(holder[key])
        case "twice" if isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
        case "text":
            holder[key] = chance.choice(TEXTS)
        case _:
            holder[key] = _any(chance)


def spoilt_data(chance: random.Random, data: Any) -> bytes:
    """The data with one to four places changed, written as JSON, which is YAML too."""
    data = deepcopy(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        _spoil_once(chance, data)
    plain = chance.random() < 0.2
    text = json.dumps(data, indent=1 if plain else None, ensure_ascii=plain, default=str)
    return text.encode(errors="surrogatepass")


_CHARACTERS = "\t\n\r :-[]{},&*!|>'\"%@`#?~<=\\\x00\x85\u2028\u00a0é\ufeff"
_LINES = (
    *(
        "---",
        "...",
        "<<: {a: 1}",
        "a: &a 1",
        "b: *a",
        "!!python/object/apply:os.system [ls]",
        "\tx: 1",
    ),
    *(
        "%YAML 9.9",
        "? [a, b]\n: c",
        "!!binary aGk=",
        "- - - - - -",
        "a: |0",
        "{{ x }}: {{ y }}",
        "x:",
    ),
)


def _set_in(chance: random.Random, beside: str) -> str:
    """A strange line, half of the time set in as far as the one that it stands above."""
    width = len(beside) - len(beside.lstrip(" ")) if chance.random() < 0.5 else 0
    return indent(chance.choice(_LINES), " " * width)


def spoilt_text(chance: random.Random, text: str) -> bytes:
    """The text as an editor, a bad merge or a slip of the hand leaves it."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        lines = text.split("\n")
        at, place = chance.randrange(len(lines)), chance.randrange(len(text) + 1)
        match chance.randrange(9):
            case 0:
                text = text[:place] + chance.choice(_CHARACTERS) + text[place:]
            case 1:
                text = text[:place] + text[place + chance.choice((1, 1, 5, 40)) :]
            case 2:
                text = "\n".join([*lines[:at], *lines[at + 1 :]])
            case 3:
                text = "\n".join([*lines[:at], lines[at], *lines[at:]])
            case 4:
                pad = chance.choice((" ", "  ", "\t", "\u00a0", "    "))
                text = "\n".join([*lines[:at], pad + lines[at], *lines[at + 1 :]])
            case 5:
                text = "\n".join([*lines[:at], lines[at].lstrip(), *lines[at + 1 :]])
            case 6:
                text = text[:place]
            case 7:
                text = "\n".join([*lines[:at], _set_in(chance, lines[at]), *lines[at:]])
            case 8:
                text = text[:place] + chance.choice(TEXTS) + text[place:]
    return text.encode(errors="surrogatepass")


def spoilt_bytes(chance: random.Random, text: str) -> bytes:
    """The bytes as a wrong encoding or a broken disk leaves them."""
    raw = bytearray(text.encode())
    for _ in range(chance.choice((1, 3, 20))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    encodings = (text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r").encode())
    return chance.choice((bytes(raw), bytes(raw), *encodings))


BOMBS: Sequence[bytes] = (
    b"[" * 100_000,
    b"{a: " * 50_000,
    b"-\n" * 200_000,
    b"- " * 200_000,
    b"[" + b"[]," * 150_000 + b"]",
    b"a: " + b"x" * 500_000,
    b"? " * 100_000,
    b"".join(b"k%d: 1\n" % number for number in range(20_000)),
    b"a: &a [x, x]\n" + b"".join(b"b%d: [*a, *a]\n" % number for number in range(9)),
    b"a: &a0 [x]\n"
    + b"".join(
        b"b%d: &a%d [%s]\n" % (number, number, b", ".join([b"*a%d" % (number - 1)] * 9))
        for number in range(1, 8)
    ),
    b"slas:\n" + b" - id: x\n" * 12_000,
    b"roles:\n" + b" - {}\n" * 20_000,
    b"tone:\n" + b"  - id: a\n    why: b\n    words: [" + b"a," * 40_000 + b"]\n",
    b'a: "' + b"\\u0041" * 80_000 + b'"',
    b"a: 'x\n" + b"\n" * 400_000,
    b"#" * 520_000,
    b" " * 520_000,
    b"x" * 600_000,
    b"\xff" * 300_000,
    b"",
    b"\n",
)
"""Files that are large or deep, or would be once they were read."""
