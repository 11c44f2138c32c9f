"""What waits at the same moment is committed together, by one thread of the process.

A durable commit costs the disk the same for one ballot as for many. While one batch is on its way
to the disk the next one gathers: nobody waits for more than two commits, and the work of each is
shared by as many as there are.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from copy import copy
from threading import Condition, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Commit = Callable[[Sequence[Item]], Sequence[Result]]
"""Commits all items, or none and raises; gives the result of each, in their order."""


class Batches(Generic[Item, Result]):
    """Commits items in batches, each of which is told of its own commit."""

    def __init__(self, commit: Commit[Item, Result]) -> None:
        self._commit = commit
        self._writers: dict[int, _Writer[Item, Result]] = {}  # by process

    def put(self, item: Item) -> Future[Result]:
        """Commit an item with all others that wait; gives its result once it is committed.

        The future raises whatever the commit of its batch raised; nothing of the batch is known
        to be committed then. It cannot be cancelled.
        """
        return self._writer().put(item)

    def close(self) -> None:
        """Commit what still waits, then end the thread; another item would start a new one."""
        self._writer().close()

    def _writer(self) -> "_Writer[Item, Result]":
        """This process's own: after a fork the thread is not there, and a lock may be held."""
        process = os.getpid()
        found = self._writers.get(process)
        return found or self._writers.setdefault(process, _Writer(self._commit))


class _Writer(Generic[Item, Result]):
    """The thread that commits, started with the first item."""

    def __init__(self, commit: Commit[Item, Result]) -> None:
        self._commit = commit
        self._changed = Condition()
        self._waiting: list[tuple[Item, Future[Result]]] = []
        self._thread: Thread | None = None
        self._is_ending = False

    def put(self, item: Item) -> Future[Result]:
        result: Future[Result] = Future()
        result.set_running_or_notify_cancel()
        with self._changed:
            if self._thread is None:
                thread = Thread(target=self._run, name="ballots", daemon=True)
                thread.start()  # it may fail; then nothing waits for ever
                self._thread = thread
            self._waiting.append((item, result))
            self._changed.notify()
        return result

    def close(self) -> None:
        with self._changed:
            thread, self._is_ending = self._thread, self._thread is not None
            self._changed.notify()
        if thread:
            thread.join()

    def _run(self) -> None:
        while batch := self._next():
            try:
                results = self._commit([item for item, _ in batch])
            except Exception as error:
                for _, future in batch:
                    future.set_exception(_own(error))
            else:
                for (_, future), result in zip(batch, results, strict=True):
                    future.set_result(result)

    def _next(self) -> list[tuple[Item, Future[Result]]]:
        """Everything that waits, at least one item; nothing when the thread is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ending)
            batch, self._waiting = self._waiting, []
            if not batch:
                self._thread, self._is_ending = None, False
        return batch


def _own(error: Exception) -> Exception:
    """A copy, as each raise adds to an exception's traceback; itself if it cannot be copied."""
    try:
        own = copy(error)
    except Exception:
        return error
    own.__cause__ = error
    return own
