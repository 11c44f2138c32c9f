"""A crowd that posts forms to a server, and how long it waits.

Run as a program of its own, so that it shares no interpreter with what it measures: one form a
line comes in, a Crowd as JSON goes out.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from urllib.parse import urlsplit

CLIENTS = 16


@dataclass(frozen=True)
class Crowd:
    """What a crowd saw: posts a second, the slowest of the fastest 99% in ms, replies by status.

    ``busy`` is the share of a processor that the crowd itself took; near 1 it measured itself.
    """

    rate: float
    p99: float
    replies: dict[str, int]
    busy: float


def post_all(url: str, forms: Sequence[str]) -> Crowd:
    """Post each form once; each client sends its next one when it has the reply to its last."""
    done = subprocess.run(
        [sys.executable, __file__, url],
        input="\n".join(forms),
        capture_output=True,
        check=True,
        text=True,
    )
    return Crowd(**json.loads(done.stdout))


async def _crowd(url: str, forms: Sequence[str]) -> Crowd:
    waits: list[float] = []
    replies: Counter[str] = Counter()
    left = iter(forms)
    started, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_client(url, left, waits, replies) for _ in range(CLIENTS)))
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    p99 = sorted(waits)[ceil(0.99 * len(waits)) - 1]
    return Crowd(len(forms) / seconds, 1000 * p99, dict(replies), work / seconds)


async def _client(url: str, left: Iterator[str], waits: list[float], replies: Counter[str]) -> None:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    for form in left:
        started = time.perf_counter()
        writer.write(f"{head}Content-Length: {len(form)}\r\n\r\n{form}".encode())
        status, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(field for field in fields if field.startswith("content-length:"))
        await reader.readexactly(int(length.partition(":")[2]))
        waits.append(time.perf_counter() - started)
        replies[status.split()[1]] += 1
    writer.close()
    await writer.wait_closed()


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_crowd(sys.argv[1], sys.stdin.read().split())))))
