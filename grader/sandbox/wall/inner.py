"""The wall, put up by the process that will run student code, from inside.

Called in a process freshly forked from the zygote: one thread, no student code yet. Every layer
either stands or raises :class:`WallError`; there is no way to go on with less.
"""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.sandbox.wall.spec import WallError, WallSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

OPEN_FILES = 1024
"""Descriptors one process may hold."""


def enter(spec: WallSpec, keep_fds: Collection[int]) -> None:
    """Put the calling process behind the wall; its working folder is then the scratch folder.

    Of its descriptors, 0, 1, 2 and *keep_fds* stay open. Killing the process that the zygote
    forked ends everything inside. Raises :class:`WallError` where a layer cannot be put up.
    """
    with _step("descriptors"):
        _close_all_but({0, 1, 2, *keep_fds})
    with _step("session"):
        os.setsid()
    with _step("scratch folder"):
        os.umask(0o077)
        os.chdir(spec.scratch)
    _limit(spec)


def _limit(spec: WallSpec) -> None:
    """Set hard resource limits, which nothing inside can raise again."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: spec.cpu_seconds,
        resource.RLIMIT_FSIZE: spec.disk_bytes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    mapped = _mapped_bytes()
    if mapped:
        limits[resource.RLIMIT_AS] = mapped + spec.memory_bytes
    with _step("resource limits"):
        for which, value in limits.items():
            _, hard = resource.getrlimit(which)
            lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (lowered, lowered))


def _mapped_bytes() -> int:
    """Return the size of this process's address space; 0 where the system does not tell (macOS)."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def _close_all_but(kept: Collection[int]) -> None:
    """Close every descriptor that is not in *kept*."""
    low = 0
    for fd in sorted(kept):
        if (
            low < fd
        ):  # an empty range closes everything: CPython passes -1 on to close_range()
            os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, 1 << 20)


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Name the layer that an operating system error stopped."""
    try:
        yield
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) and error.errno else 0
        raise WallError(name, number, str(error)) from error
