"""Honest clients beside many slow ones, and how long the honest ones wait.

Run as a program of its own, like the crowd: one form a line comes in, Honest as JSON goes out.
The slow ones and the 1,024 files that many systems let a program open go together.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

SLOW = 500
_PAUSE = 0.5  # seconds between two bytes
_SLOW_FORM = "comment=" + 400 * "m"


@dataclass(frozen=True)
class Honest:
    """What honest clients saw who posted at the same moment.

    ``slowest`` is the longest wait in seconds, ``replies`` goes by status ("none" is one too).
    ``still_slow`` says how many slow clients were connected, and unanswered, after all that.
    """

    slowest: float
    replies: dict[str, int]
    still_slow: int


def post_beside_slow(url: str, forms: Sequence[str], patience: float = 20) -> Honest:
    """Post each form by a client of its own, beside slow ones; each waits so many seconds."""
    done = subprocess.run(
        [sys.executable, __file__, url, str(patience)],
        input="\n".join(forms),
        capture_output=True,
        check=True,
        text=True,
    )
    return Honest(**json.loads(done.stdout))


async def _all(url: str, forms: Sequence[str], patience: float) -> Honest:
    slow = [_Slow(url, begins_slowly=number % 2 == 0) for number in range(SLOW)]
    trickles = [asyncio.create_task(each.trickle()) for each in slow]
    await asyncio.gather(*(each.has_begun.wait() for each in slow))
    waits: list[float] = []
    replies = await asyncio.gather(*(_honest(url, form, patience, waits) for form in forms))
    still_slow = sum(each.is_waiting() for each in slow)
    for trickle in trickles:
        trickle.cancel()
    await asyncio.gather(*trickles, return_exceptions=True)
    return Honest(max(waits), dict(Counter(replies)), still_slow)


async def _honest(url: str, form: str, patience: float, waits: list[float]) -> str:
    address = urlsplit(url)
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(_head(url, form) + form.encode())
    try:
        async with asyncio.timeout(patience):
            return (await reader.readline()).split()[1].decode()
    except TimeoutError:
        return "none"
    finally:
        waits.append(time.perf_counter() - started)
        writer.close()


class _Slow:
    """A client that sends a byte at a time, from its first one on or once its head is sent."""

    def __init__(self, url: str, begins_slowly: bool) -> None:
        self._url = url
        self._begins_slowly = begins_slowly
        self._reply: asyncio.Task[bytes] | None = None
        self.has_begun = asyncio.Event()

    async def trickle(self) -> None:
        address = urlsplit(self._url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        self._reply = asyncio.create_task(reader.read(1))
        head, form = _head(self._url, _SLOW_FORM), _SLOW_FORM.encode()
        at_once, slowly = (b"", head + form) if self._begins_slowly else (head, form)
        writer.write(at_once)
        for byte in slowly:
            writer.write(bytes([byte]))
            await asyncio.sleep(_PAUSE)
            self.has_begun.set()

    def is_waiting(self) -> bool:
        """Whether the server has neither answered nor hung up."""
        return self._reply is not None and not self._reply.done()


def _head(url: str, form: str) -> bytes:
    address = urlsplit(url)
    return (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n"
    ).encode()


if __name__ == "__main__":
    found = asyncio.run(_all(sys.argv[1], sys.stdin.read().split(), float(sys.argv[2])))
    print(json.dumps(asdict(found)))
