"""Semaphores for ``multiprocessing`` where /dev/shm, which all programs share, is out of reach.

At level ``kernel`` nothing can be mounted, so student code has no /dev/shm of its own, and the C
library keeps semaphores nowhere else. A pool or a queue would then fail with a puzzling
PermissionError. This is a convenience for honest code; no promise of the wall depends on it.
"""

from __future__ import annotations

import importlib
import mmap
import os
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import heap
from typing import Any, Final

_RECURSIVE: Final = 0
_VALUE, _WAITING = 0, 1
_retired: list[int] = []
"""Descriptors of locks that are gone. Closed only when the next lock is made: where the collector
takes a whole cycle down, an object in it may use its lock once more after the lock's own end."""


class PipeSemLock:
    """What ``_multiprocessing.SemLock`` does, with pipes and an anonymous mapping. Shared by forks.

    A unit that is given back while somebody waits goes to a waiter, as a byte in a pipe; else it is
    counted.
    """

    SEM_VALUE_MAX = (1 << 31) - 1
    name = None

    def __init__(
        self, kind: int, value: int, maxvalue: int, *_name: object, **_unlink: object
    ) -> None:
        while _retired:
            os.close(_retired.pop())
        self.kind = kind
        self.maxvalue = maxvalue
        self.handle = 0
        self._shared = memoryview(mmap.mmap(-1, 16)).cast("q")
        self._shared[_VALUE] = value
        self._mutex = os.pipe()
        self._woken = os.pipe()
        os.set_blocking(self._woken[0], False)
        os.write(self._mutex[1], b"m")
        self._held = 0
        self._holder = 0

    def __del__(self) -> None:
        _retired.extend((*self._mutex, *self._woken))

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Take a unit; False if there was none in time."""
        if self.kind == _RECURSIVE and self._is_mine():
            self._held += 1
            return True
        if not self._take(block, timeout):
            return False
        self._held += 1
        self._holder = threading.get_ident()
        return True

    def release(self) -> None:
        """Give a unit back."""
        if self.kind == _RECURSIVE:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._held > 1:
                self._held -= 1
                return
        with self._locked():
            if self._shared[_WAITING]:
                self._shared[_WAITING] -= 1
                os.write(self._woken[1], b"w")
            elif self._shared[_VALUE] >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            else:
                self._shared[_VALUE] += 1
        self._held -= 1

    __enter__ = acquire

    def __exit__(self, *_exc: object) -> None:
        self.release()

    def _take(self, block: bool, timeout: float | None) -> bool:
        with self._locked():
            if self._shared[_VALUE]:
                self._shared[_VALUE] -= 1
                return True
            if not block:
                return False
            self._shared[_WAITING] += 1
        end = None if timeout is None else time.monotonic() + max(0.0, timeout)
        while end is None or time.monotonic() < end:
            if self._was_woken(None if end is None else end - time.monotonic()):
                return True
        with self._locked():
            if self._was_woken(0):
                return True
            self._shared[_WAITING] -= 1
            return False

    def _was_woken(self, seconds: float | None) -> bool:
        select.select([self._woken[0]], [], [], seconds)
        try:
            return bool(os.read(self._woken[0], 1))
        except BlockingIOError:  # another one that waits was faster
            return False

    @contextmanager
    def _locked(self) -> Iterator[None]:
        os.read(self._mutex[0], 1)
        try:
            yield
        finally:
            os.write(self._mutex[1], b"m")

    def _count(self) -> int:
        return self._held

    def _is_mine(self) -> bool:
        return self._held > 0 and self._holder == threading.get_ident()

    def _get_value(self) -> int:
        return self._shared[_VALUE]

    def _is_zero(self) -> bool:
        return not self._shared[_VALUE]

    def _after_fork(self) -> None:
        self._held = 0


def install() -> None:
    """Let ``multiprocessing`` in this process, and what it forks, do without /dev/shm."""
    module: Any = importlib.import_module("_multiprocessing")
    module.SemLock = PipeSemLock
    arena: Any = heap.Arena
    arena._dir_candidates = []  # noqa: SLF001 - there is no public way
