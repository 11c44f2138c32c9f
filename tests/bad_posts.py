"""Posts of every bad kind, drawn from a seed.

A post starts as a whole form that would count and goes through a few changes, most of which
spoil it: of its fields, of the bytes they are written in, of the head that goes before them.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote_plus

from survey.questionnaire import Questionnaire

ORIGIN = "http://127.0.0.1:8000"
_BOUNDARY = "----a5b1e7"
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"


@lru_cache(maxsize=4000)
def _quoted(text: str) -> bytes:
    return quote_plus(text, errors="surrogatepass").encode()


@dataclass
class Post:
    """A request; its body is what ``spoiling`` makes of the fields, written as its type says."""

    fields: list[tuple[str, str]]
    chance: random.Random
    method: str = "POST"
    path: bytes = b"/survey/"
    query: bytes = b""
    content_type: str = _URLENCODED
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [("Host", "127.0.0.1:8000"), ("Sec-Fetch-Site", "same-origin")]
    )
    length: str | None = None
    chunked: bool = False
    write: Callable[[str], bytes] = field(default_factory=lambda: _quoted)
    spoiling: list[Callable[[bytes], bytes]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        """Whether the fields are written as parts; what the head says may differ."""
        return self.content_type.startswith("multipart/")

    def body(self) -> bytes:
        """The bytes of the body."""
        body = self._parts() if self.is_multipart else self._pairs()
        for spoil in self.spoiling:
            body = spoil(body)
        return body

    def _pairs(self) -> bytes:
        return b"&".join(self.write(name) + b"=" + self.write(value) for name, value in self.fields)

    def _parts(self) -> bytes:
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in self.fields
        ]
        return f"{''.join(parts)}--{_BOUNDARY}--\r\n".encode(errors="surrogatepass")


Change = Callable[[Post, Questionnaire], None]

_VALUES = (
    *(
        "",
        "0",
        "6",
        "-1",
        "3.0",
        "03",
        " 3",
        "3 ",
        "+3",
        "3e0",
        "３",
        "٣",
        "²",
        "3\0",
        "\x003",
        "3\n",
    ),
    *("nan", "True", "null", "cannot-say\0", "Cannot-Say", "cannot say", "[3]", "{}", "${3}", "%s"),
    *("<script>alert(1)</script>", "'; DROP TABLE tallies; --", "../../etc/passwd", "\ud800"),
    *(
        "\udfff3",
        "\ufeff3",
        "3\u202e",
        "e\u0301" * 50,
        "🂡" * 40,
        "9" * 5000,
        "x" * 70_000,
        "\r\n\r\n",
    ),
)
_METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "post", "Q")
_PATHS = (
    *(
        b"/survey/",
        b"/survey",
        b"/survey//",
        b"//survey/",
        b"/survey/thanks",
        b"/survey/thanks/",
        b"/surveyx",
    ),
    *(b"/survey/%00", b"/survey/%ff%fe", b"/survey/../survey/", b"/survey/static/%2e%2e/views.py"),
    *(b"/survey/static/survey.css", b"/survey/static/\xc3\xa9", b"/", b"/%00", b"/" + b"a" * 3000),
    *(b"/survey/%", b"/survey/%zz", b"/survey/;x", b"/survey/#x", b"/..%2f..%2fetc/passwd", b"/*"),
)
_TYPES = (
    *("", "text/plain", "application/json", "application/xml", "multipart/form-data", ";", "\xff"),
    *("multipart/form-data; boundary=", "multipart/form-data; boundary=other", _URLENCODED.upper()),
    *(f"multipart/mixed; boundary={_BOUNDARY}", f"multipart/form-data; boundary={'b' * 300}"),
    *(f"{_URLENCODED}; charset=utf-16", f"{_URLENCODED}; charset=nonsense", f"{_URLENCODED}-x"),
    *(f"{_MULTIPART}; boundary=second", f"{_MULTIPART}; charset=utf-7", "application/octet-stream"),
)
_HEADERS = (
    *(("Sec-Fetch-Site", site) for site in ("cross-site", "same-site", "none", "", "Same-Origin")),
    *(("Sec-Fetch-Site", site) for site in ("same-origin ", "same-origin,same-origin", "\xe9")),
    *(("Origin", origin) for origin in ("null", "http://evil.example", f"{ORIGIN}/", "\xff", "")),
    *(("Host", host) for host in ("", "evil.example", "a b", "[::1", "127.0.0.1:port", "é" * 300)),
    *(("Cookie", text) for text in ("a=b; " * 200, "=", "\xff=\xfe", 'a="\\')),
    *(("Content-Encoding", text) for text in ("gzip", "br", "nonsense")),
    *(("Transfer-Encoding", text) for text in ("gzip", "identity", "chunked, chunked")),
    *(("Accept-Language", "*;q=" + "9" * 400), ("Expect", "200-maybe"), ("Range", "bytes=9-1,-0")),
    *(("If-Modified-Since", "yesterday"), ("If-None-Match", '"'), ("Authorization", "Basic \xff")),
    *(("X-Forwarded-For", "'\"<>"), ("X-Forwarded-Host", "evil.example"), ("Upgrade", "h2c")),
    *(("X-HTTP-Method-Override", "DELETE"), ("Referer", "\xff"), ("User-Agent", "a" * 5000)),
)
_LENGTHS = ("", "0", "1", "-1", "abc", "1e3", "9" * 30, " 12", "0x10", "12, 12", "٣")
_BYTES: Sequence[bytes] = (
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"%", b"%zz", b"%u0033", b"%00", b"%ff", b"&"),
    *(b"=", b";", b"+", b"\r\n", f"--{_BOUNDARY}".encode(), f"\r\n--{_BOUNDARY}--".encode()),
)


def _place(post: Post) -> int:
    return post.chance.randrange(len(post.fields))


def drop_fields(post: Post, _: Questionnaire) -> None:
    for _n in range(post.chance.choice((1, 1, 1, 5, 30))):
        if len(post.fields) > 1:
            del post.fields[_place(post)]


def repeat_a_field(post: Post, _: Questionnaire) -> None:
    name, value = post.fields[_place(post)]
    other = post.chance.choice((value, value, post.chance.choice("12345"), ""))
    post.fields.insert(_place(post), (name, other))


def say_something_impossible(post: Post, _: Questionnaire) -> None:
    place = _place(post)
    post.fields[place] = (post.fields[place][0], post.chance.choice(_VALUES))


def answer_with_another_questions_choice(post: Post, questionnaire: Questionnaire) -> None:
    question, other = post.chance.sample(questionnaire.questions, 2)
    value = post.chance.choice(other.choices).value
    post.fields = [(name, value if name == question.key else v) for name, v in post.fields]


def misname_a_field(post: Post, _: Questionnaire) -> None:
    place = _place(post)
    name, value = post.fields[place]
    names = (name.upper(), f" {name}", f"{name}\0", f"{name}[]", name[:-1], f"{name}é", f'{name}"')
    post.fields[place] = (post.chance.choice((*names, "")), value)


def add_fields(post: Post, _: Questionnaire) -> None:
    many = post.chance.choice((1, 1, 1, 3, 40, 40, 1200))
    post.fields += [(f"own.nothing-{n}", post.chance.choice("12345")) for n in range(many)]


def write_a_comment(post: Post, _: Questionnaire) -> None:
    letters = post.chance.choice(("a", "é", "\0", "\n", "\ud800", "<", "🂡", "\u202e", " ", "&"))
    post.fields.append(("comment", letters * post.chance.choice((1, 5, 999, 1000, 1001, 20_000))))


def mistype_the_code(post: Post, _: Questionnaire) -> None:
    code = dict(post.fields).get("code", "")
    typed = (code[:-1], code + "0", code[::-1], code * 50, f"{code}\0", code.replace("0", "1"), "")
    wrong = post.chance.choice((*typed, "ATSZ8VCPGBZZR8CGA4ED7XB6CR8", "é" * 27, "\ud800" * 27))
    post.fields = [(name, wrong if name == "code" else value) for name, value in post.fields]


def write_the_code_otherwise(post: Post, _: Questionnaire) -> None:
    code = dict(post.fields).get("code", "")
    other = post.chance.choice((code.lower(), f" {'-'.join(code)} ", f"http://x/survey/#{code}"))
    post.fields = [(name, other if name == "code" else value) for name, value in post.fields]


def press_another_button(post: Post, _: Questionnaire) -> None:
    buttons = ("next", "back", "begin", "change-1", "change-0", "change-999", "change-٣", "SEND")
    pages = ("-1", "0", "1", "8", "9", "10", "99999999999999999999", "٣", "1e3", "", "9" * 5000)
    post.fields = [each for each in post.fields if each[0] not in ("go", "page")]
    post.fields.append(("go", post.chance.choice((*buttons, "send", "send\0", "", "x" * 9000))))
    post.fields += [("page", post.chance.choice(pages)), ("changing", post.chance.choice("01"))]


def write_in_another_alphabet(post: Post, _: Questionnaire) -> None:
    post.write = post.chance.choice(
        (
            lambda text: text.encode("utf-8", "surrogatepass"),
            lambda text: text.encode("utf-16", "surrogatepass"),
            lambda text: text.encode("latin-1", "replace"),
            lambda text: "".join(f"%{b:02x}" for b in text.encode(errors="replace")).encode(),
            lambda text: "".join(f"%u{ord(letter):04x}" for letter in text).encode(),
        )
    )


def send_parts(post: Post, _: Questionnaire) -> None:
    post.content_type = _MULTIPART


def send_a_part_as_a_file(post: Post, _: Questionnaire) -> None:
    post.content_type = _MULTIPART
    name = post.fields[_place(post)][0].encode(errors="replace")
    kind = post.chance.choice((b"", b"\r\nContent-Type: text/plain; charset=utf-16", b"\r\n: x"))
    named = b'name="' + name + b'"'
    post.spoiling.append(lambda body: body.replace(named, named + b'; filename="a\\"/../b"' + kind))


def spoil_the_parts(post: Post, _: Questionnaire) -> None:
    post.content_type = _MULTIPART
    boundary = _BOUNDARY.encode()
    old, new = post.chance.choice(
        (
            (b"--\r\n", b""),
            (b"\r\n\r\n", b"\r\n"),
            (b"\r\n", b"\n"),
            (boundary, boundary[:-1]),
            (b"form-data", b"attachment"),
            (b"name=", b"name*=utf-8''"),
            (b'name="', b"name="),
            (b"Content-Disposition", b"Content-Disposition" * 2000),
            (b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
            (b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n"),
            (b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\n"),
        )
    )
    times = post.chance.choice((1, 5, 999))
    post.spoiling.append(lambda body: body.replace(old, new, times))


def spoil_bytes(post: Post, _: Questionnaire) -> None:
    some = post.chance.choice(_BYTES)
    places = [post.chance.random() for _n in range(post.chance.choice((1, 1, 3, 30)))]
    over = post.chance.randrange(3)

    def spoil(body: bytes) -> bytes:
        for part in places:
            place = int(part * len(body))
            body = body[:place] + some + body[place + over :]
        return body

    post.spoiling.append(spoil)


def cut_off(post: Post, _: Questionnaire) -> None:
    part = post.chance.random()
    post.spoiling.append(lambda body: body[: int(part * len(body))])


def send_something_else(post: Post, _: Questionnaire) -> None:
    size = post.chance.choice((0, 1, 100, 3000, 70_000))
    other = post.chance.choice((b"&", b"=", b"%", b"\0", b"[", post.chance.randbytes(7)))
    post.spoiling.append(lambda _body: other * (size // len(other)))


def say_another_length(post: Post, _: Questionnaire) -> None:
    near = str(len(post.body()) + post.chance.choice((-40, -1, 1, 40, 70_000)))
    post.length = post.chance.choice((near, near, *_LENGTHS))


def send_chunks(post: Post, _: Questionnaire) -> None:
    post.chunked = True


def say_another_type(post: Post, _: Questionnaire) -> None:
    said = post.chance.choice(_TYPES)
    if not said.startswith("multipart/"):
        post.content_type = said
    else:  # the fields are in parts, and the head says something else
        post.content_type = said if post.chance.random() < 0.5 else _MULTIPART


def use_another_method(post: Post, _: Questionnaire) -> None:
    post.method = post.chance.choice(_METHODS)


def ask_for_another_page(post: Post, _: Questionnaire) -> None:
    post.path = post.chance.choice(_PATHS)
    post.query = post.chance.choice((b"", b"code=" + b"7" * 27, b"%zz&\xff", b"a=b&" * 500))


def say_something_else_in_the_head(post: Post, _: Questionnaire) -> None:
    name, value = post.chance.choice(_HEADERS)
    if name in ("Host", "Sec-Fetch-Site") and post.chance.random() < 0.8:
        post.headers = [each for each in post.headers if each[0] != name]
    post.headers.append((name, value))


def come_from_an_older_browser(post: Post, _: Questionnaire) -> None:
    origins = (ORIGIN, ORIGIN.upper(), "null", "http://evil.example", f"{ORIGIN}.evil.example", "")
    post.headers = [("Host", "127.0.0.1:8000"), ("Origin", post.chance.choice(origins))]


CHANGES: Sequence[Change] = (
    *(drop_fields, repeat_a_field, say_something_impossible, answer_with_another_questions_choice),
    *(misname_a_field, add_fields, write_a_comment, mistype_the_code, write_the_code_otherwise),
    *(press_another_button, write_in_another_alphabet, send_parts, send_a_part_as_a_file),
    *(spoil_the_parts, spoil_bytes, cut_off, send_something_else, say_another_length, send_chunks),
    *(say_another_type, use_another_method, ask_for_another_page, say_something_else_in_the_head),
    come_from_an_older_browser,
)


def bad_posts(
    seed: int, questionnaire: Questionnaire, live_code: Callable[[], str]
) -> Iterator[Post]:
    """Posts without end: one in thirty is left whole, the others are changed up to four times.

    ``live_code`` gives a code that is not spent yet.
    """
    chance = random.Random(seed)
    while True:
        answers = [
            (question.key, chance.choice(question.choices).value)
            for question in questionnaire.questions
        ]
        fields = [("code", live_code()), ("page", "9"), *answers, ("go", "send")]
        if chance.random() < 0.3:
            chance.shuffle(fields)
        post = Post(fields, chance)
        for _ in range(chance.choices((0, 1, 2, 3, 4), (1, 5, 9, 9, 6))[0]):
            change = chance.choice(CHANGES)
            change(post, questionnaire)
            post.changes.append(change.__name__)
        yield post
