"""What all processes of one submission use together, seen from outside. Trusted side.

Limits of a single process do not add up: sixty processes below theirs can still fill the machine.
Nothing is believed that the submission says: the first process number comes from the kernel
(SCM_CREDENTIALS), every other one from the kernel's family tree, which nothing can leave while the
sandbox's guard lives.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from grader.sandbox.wall import cgroups, scratch
from grader.sandbox.wall.spec import WallSpec

Excess = Literal["memory", "processes", "disk"]
_PROC: Final = Path("/proc")
_OURS: Final = 1
"""The guard: part of the family, not of the submission's share."""
_SLOTS: Final = 4096
"""Descriptors of a family. The buffers behind a socket, up to 400 kB, are in no process's size."""
_LOOKS: Final = 3
"""How often the memory of a family is added up before one that changes meanwhile is believed."""
_PAUSE: Final = 9
"""How many times its own duration a costly look waits before the next: a tenth of one core."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a whole family: threads, slots for descriptors, and memory that is no file on a disk."""

    threads: int
    slots: int
    memory_bytes: int


class Monitor:
    """The accountant of one submission. Ask :meth:`over` every 50 ms or so; it takes about 0.3 ms.

    *worker* is the number of the process that :func:`grader.sandbox.wall.inner.enter` returned in,
    as the kernel gave it to us, before it ran student code: its size is what everything else is
    measured from. Where control groups are delegated to us, the kernel enforces memory and
    processes, and this tells that it did.
    """

    def __init__(self, worker: int, spec: WallSpec) -> None:
        self._spec = spec
        self._root = worker if spec.level == "process" else _parent(worker)
        self._base = _memory(_status(worker))
        self._group = cgroups.enclose(
            family(self._root),
            spec.memory_bytes + spec.disk_bytes,  # where the disk is memory, too
            spec.max_processes + _OURS,
        )
        self._exact = _Seldom(self._exceeds_memory)
        self._disk = _Seldom(self._exceeds_disk)

    def over(self) -> Excess | None:
        """Name a limit that the submission as a whole is over; None while it is within all."""
        if self._group is not None and self._group.was_over():
            return "memory"
        usage = self._usage()
        if usage.threads > self._spec.max_processes + _OURS:
            return "processes"
        if usage.slots > _SLOTS:
            return "memory"
        if usage.memory_bytes > self._spec.memory_bytes and self._exact():
            return "memory"
        if self._spec.level != "full" and self._disk():
            return "disk"
        return None

    def close(self) -> None:
        """Give back what the kernel keeps for the accounting, once the submission has ended."""
        if self._group is not None:
            self._group.remove()

    def _usage(self) -> Usage:
        """Sum over the family what each process has beyond its start; shared pages count again."""
        threads = slots = memory = 0
        for pid in family(self._root):
            status = _status(pid)
            threads += status.get("Threads", 0)
            slots += status.get("FDSize", 0)
            memory += max(0, _memory(status) - self._base)
        return Usage(threads, slots, memory)

    def _exceeds_memory(self) -> bool:
        """Count pages that several processes share only once; slow for big processes."""
        for _ in range(_LOOKS):
            before = self._alive()
            total = sum(map(_proportional_memory, before))
            if total - self._base <= self._spec.memory_bytes:
                return False
            if self._alive() == before:
                break  # else one that ended left its share to others, which counts twice
        return True

    def _alive(self) -> list[int]:
        return [pid for pid in family(self._root) if _memory(_status(pid))]

    def _exceeds_disk(self) -> bool:
        used = 0
        files = chain(scratch.sizes(self._spec.scratch), _unlinked_sizes(family(self._root)))
        for count, size in enumerate(files, 1):
            used += size or 0
            if size is None or count > self._spec.max_files or used > self._spec.disk_bytes:
                return True
        return False


class _Seldom:
    """A costly question, asked again only after a while; in between there is no excess to tell."""

    def __init__(self, question: Callable[[], bool]) -> None:
        self._question = question
        self._not_before = 0.0

    def __call__(self) -> bool:
        start = time.monotonic()
        if start < self._not_before:
            return False
        answer = self._question()
        self._not_before = time.monotonic() + _PAUSE * (time.monotonic() - start)
        return answer


def family(root: int) -> list[int]:
    """Return *root* and all its living descendants, as the kernel knows them."""
    found = [root]
    for pid in found:  # grows while it is walked
        with suppress(OSError):
            for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - see _read
                children = _read(f"/proc/{pid}/task/{task}/children")
                found.extend(map(int, children.split()))
    return found


def _read(path: str) -> bytes:
    """Read a file of /proc; called some hundred times a second, so without pathlib."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 1 << 16)
    finally:
        os.close(file)


def threads(root: int) -> int:
    """Return how many threads *root* and its descendants have."""
    return sum(_status(pid).get("Threads", 0) for pid in family(root))


def waited(pid: int) -> float:
    """Seconds that a process was ready to run and others had the processors; 0.0 if unknown."""
    with suppress(OSError, IndexError, ValueError):
        return int(_read(f"/proc/{pid}/schedstat").split()[1]) / 1e9
    return 0.0


def _parent(pid: int) -> int:
    return _status(pid).get("PPid", pid)


def _status(pid: int) -> dict[str, int]:
    """Return the numbers of a process's status, sizes in bytes; none once it has ended."""
    status = _numbers(f"/proc/{pid}/status")
    if "RssAnon" not in status and status.get("Threads", 0) > 1:
        return status | _numbers(f"{_living_thread(pid)}/status")
    return status


def _living_thread(pid: int) -> Path:
    """Return where /proc tells of the process, although its first thread may have ended."""
    process = _PROC / str(pid)
    for task in (process, *process.glob("task/[0-9]*")):
        if "RssAnon" in _numbers(f"{task}/status"):
            return task
    return process


def _numbers(path: str) -> dict[str, int]:
    try:
        text = _read(path)
    except OSError:
        return {}
    numbers = {}
    for line in text.splitlines():
        name, _, value = line.partition(b":")
        words = value.split()
        if words and words[0].isdigit():
            numbers[name.decode("ascii")] = int(words[0]) << (10 if words[-1] == b"kB" else 0)
    return numbers


def _memory(status: dict[str, int]) -> int:
    return status.get("RssAnon", 0) + status.get("RssShmem", 0)


def _proportional_memory(pid: int) -> int:
    try:
        text = (_living_thread(pid) / "smaps_rollup").read_text("ascii")
    except OSError:
        return _memory(_status(pid))
    fields = dict(line.split(":", 1) for line in text.splitlines()[1:])
    return sum(int(fields.get(name, "0").split()[0]) << 10 for name in ("Pss_Anon", "Pss_Shmem"))


def _unlinked_sizes(pids: list[int]) -> Iterator[int]:
    """Yield what files take that have no name any more but are still open."""
    seen = set()
    for pid in pids:
        for descriptor in _living_thread(pid).glob("fd/[0-9]*"):
            with suppress(OSError):
                file = descriptor.stat()
                if stat.S_ISREG(file.st_mode) and not file.st_nlink and file.st_ino not in seen:
                    seen.add(file.st_ino)
                    yield file.st_blocks * 512
