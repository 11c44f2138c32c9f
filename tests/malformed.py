"""Bad posts as raw bytes, malformed as HTTP too, and what a real server replies to them."""

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tests.bad_posts import Post

_AT_ONCE = 200  # connections
_PATIENCE = 5.0  # seconds for a reply; to half a request there is none

Malform = Callable[[random.Random, bytes], bytes]


def bytes_of(post: Post) -> bytes:
    """The post as it travels; the server hangs up after it."""
    body = post.body()
    headers = [*post.headers, ("Content-Type", post.content_type), ("Connection", "close")]
    if post.chunked:
        headers.append(("Transfer-Encoding", "chunked"))
        body = b"%x;a=b\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    else:
        headers.append(("Content-Length", str(len(body)) if post.length is None else post.length))
    address = post.path + (b"?" + post.query if post.query else b"")
    lines = [f"{name}: {value}".encode(errors="replace") for name, value in headers]
    first = post.method.encode() + b" " + address + b" HTTP/1.1"
    return b"\r\n".join([first, *lines, b"", body])


def with_other_line_ends(chance: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\n\n", b"\r\n ")))


def with_another_version(chance: random.Random, raw: bytes) -> bytes:
    versions = (b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"HTP/1.1", b"", b"http/1.1")
    return raw.replace(b"HTTP/1.1", chance.choice(versions), 1)


def with_an_odd_first_line(chance: random.Random, raw: bytes) -> bytes:
    places = (b"*", b"", b"http://evil.example/survey/", b"/sur vey/", b"\xff", b"/" * 9000, b"?")
    return raw.replace(b"/survey/", chance.choice(places), 1)


def with_odd_headers(chance: random.Random, raw: bytes) -> bytes:
    odd = (
        *(b"no colon", b"Name : value", b": nothing", b"N\0ame: value", b"Name: val\0ue", b" : "),
        *(b"Content-Length: 10", b"Content-Length: 0", b"Content-Length: +5", b"\xff\xfe: x"),
        *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked, identity", b"Host: other"),
        *(b"Sec_Fetch_Site: same-origin", b"X: " + b"y" * 500_000, b"a: b\r\n" * 300),
        *(
            b"Sec-Fetch-Site: cross-site",
            b"Expect: 100-continue",
            b"Upgrade: h2c\r\nHTTP2-Settings: ",
        ),
    )
    return raw.replace(b"\r\n", b"\r\n" + chance.choice(odd) + b"\r\n", 1)


def with_odd_chunks(chance: random.Random, raw: bytes) -> bytes:
    head, _, body = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?i)content-length: [^\r]*", b"Transfer-Encoding: chunked", head, count=1)
    sizes = (b"%x" % len(body), b"-1", b"ffffffffffffffff", b"zz", b"0", b"%x" % (len(body) - 2))
    ends = (b"0\r\n\r\n", b"", b"0\r\nCode: x\r\n\r\n", b"0\r\n", b"\r\n")
    return b"%b\r\n\r\n%b\r\n%b\r\n%b" % (head, chance.choice(sizes), body, chance.choice(ends))


def cut_off(chance: random.Random, raw: bytes) -> bytes:
    return raw[: chance.randrange(len(raw))]


def with_other_bytes(chance: random.Random, raw: bytes) -> bytes:
    other = bytearray(raw)
    for _ in range(chance.choice((1, 2, 10))):
        other[chance.randrange(len(other))] = chance.randrange(256)
    return bytes(other)


def twice(_: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"Connection: close", b"Connection: keep-alive") + raw


def with_something_behind(chance: random.Random, raw: bytes) -> bytes:
    return raw + chance.choice((b"\r\n", b"\0" * 100, b"GET /survey/ HTTP/1.1\r\n\r\n", raw[9:]))


def something_else(chance: random.Random, _: bytes) -> bytes:
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9
    return chance.choice((hello, http2, b"", b"\r\n" * 50, chance.randbytes(400), b"GET\r\n\r\n"))


MALFORMS: Sequence[Malform] = (
    *(with_other_line_ends, with_another_version, with_an_odd_first_line, with_odd_headers),
    *(with_odd_chunks, cut_off, with_other_bytes, twice, with_something_behind, something_else),
)


def maybe_malformed(chance: random.Random, raw: bytes) -> bytes:
    """Half of them as they are."""
    return raw if chance.random() < 0.5 else chance.choice(MALFORMS)(chance, raw)


def replies_to(origin: str, requests: Sequence[bytes]) -> list[list[int]]:
    """Send each over a connection of its own; gives the statuses of the replies to each."""
    with ThreadPoolExecutor(1) as other:  # Playwright leaves an event loop in this one
        return other.submit(asyncio.run, _replies(origin, requests)).result()


async def _replies(origin: str, requests: Sequence[bytes]) -> list[list[int]]:
    address = urlsplit(origin)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def reply_to(request: bytes) -> list[int]:
        async with turns:
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            reply = bytearray()
            try:
                async with asyncio.timeout(_PATIENCE):
                    writer.write(request)
                    while part := await reader.read(65536):
                        reply += part
            except (TimeoutError, ConnectionError):
                pass
            finally:
                writer.close()
        return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", reply)]

    return await asyncio.gather(*map(reply_to, requests))
