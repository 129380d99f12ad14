"""Where submissions are graded: processes of their own, behind ``concurrent.futures.Executor``."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from multiprocessing import connection
from typing import ParamSpec, TypeVar

from grader.errors import SandboxError

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def open_executor(
    workers: int, prepare: Callable[..., None], *values: object
) -> Iterator[Executor]:
    """At most *workers* fresh processes, each of which begins with ``prepare(*values)``.

    A process that dies breaks the executor: its futures raise ``BrokenExecutor``, and a new one
    has to be opened. Leaving normally waits for what was submitted; leaving by an exception ends
    the processes at once. They do not see the terminal's Ctrl-C, which is ours to answer, and
    they end when we do, whatever ends us.

    Raises:
        SandboxError: none of them comes as far as being prepared, whatever it would be given.
    """
    others = set(multiprocessing.active_children())
    pool = _Pool(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(prepare, values),
    )
    try:
        _see_one_start(pool, workers)
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _see_one_start(pool: Executor, workers: int) -> None:
    try:
        first, _ = wait([pool.submit(_nothing) for _ in range(workers)], None, FIRST_COMPLETED)
        for each in first:
            each.result()
    except BrokenExecutor:
        raise SandboxError(
            "the grader's processes end as soon as they start; above is what they said"
        ) from None


def _nothing() -> None:
    """What a process does to show that it is there."""


class _Pool(ProcessPoolExecutor):
    """Starts its processes with Ctrl-C held back, until they have left the terminal's group."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with _interrupts_held_back():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[..., None], values: tuple[object, ...]) -> None:
    _leave_terminal()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*values)


def _leave_terminal() -> None:
    if not hasattr(os, "setpgrp"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return
    os.setpgrp()
    # One that came while it was held back is dropped; what we start needs the usual handling.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        with contextlib.suppress(OSError):
            connection.wait([parent.sentinel])
        os._exit(1)
