"""Which level this machine really gives: the whole wall is built and attacked. Trusted side."""

from __future__ import annotations

import functools
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grader.errors import SandboxError
from grader.model import Level, Phrase, phrase
from grader.sandbox.wall import outer
from grader.sandbox.wall.spec import WallSpec

_SECONDS: Final = 30.0
"""For one attempt on a cold and busy machine; usually it takes a tenth of one."""
_LAST_SECONDS: Final = 2.0
"""For the kernel to take down what was killed, on a busy machine."""
_BOOT: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from grader.sandbox.wall.probe import main; main()"
)
_CHILDREN: Final = Path("/proc/thread-self/children")
_STRONGEST_FIRST: Final = (Level.FULL, Level.KERNEL)
_HOLES: Final = {
    "read": phrase("student code can read the grader's files"),
    "write": phrase("student code can write outside its folder"),
    "connect": phrase("student code can open network connections"),
    "environment": phrase("student code can read the environment of other processes"),
    "namespace": phrase("student code can make namespaces"),
    "exec": phrase("student code can start programs"),
    "signal": phrase("student code can signal the grader"),
    "outlive": phrase("processes that student code starts outlive it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of building the wall at one level."""

    level: Level
    error: str = ""
    """Why it could not be built, in the words of the program or system call that failed."""
    holes: tuple[Phrase, ...] = ()
    """What hostile code could do although it stood."""
    ready_seconds: float = 0.0
    """How long putting it up took, without any library loaded."""

    @property
    def stands(self) -> bool:
        """Whether the level may be used."""
        return not self.error and not self.holes

    @property
    def reason(self) -> Phrase:
        """Why it may not."""
        if self.error:
            return phrase("{error}", error=self.error)
        return self.holes[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The best level that stands, and what came of the better ones."""

    level: Level
    attempts: tuple[Attempt, ...] = field(default=())


def begin() -> None:
    """Begin to detect beside whatever the caller does next; :func:`detect` then has the result."""
    threading.Thread(target=detect, name="detection", daemon=True).start()


def detect() -> Detection:
    """Try the levels, strongest first, and return the first that stands; once per process.

    Takes about a tenth of a second. Level ``process`` is what is left; it is not tried.
    """
    with _one_at_a_time:
        return _detect()


_one_at_a_time: Final = threading.Lock()


@functools.cache
def _detect() -> Detection:
    attempts = []
    for level in _STRONGEST_FIRST if sys.platform == "linux" else ():
        attempts.append(attempt(level))
        if attempts[-1].stands:
            return Detection(level=level, attempts=tuple(attempts))
    return Detection(level=Level.PROCESS, attempts=tuple(attempts))


def require(level: Level) -> None:
    """Return if this machine gives *level* or better; else raise SandboxError, in one line."""
    order = list(Level)
    found = detect()
    if order.index(found.level) >= order.index(level):
        return
    reasons = [a.reason.english() for a in found.attempts if a.level is level]
    reason = reasons[0] if reasons else "it needs Linux"
    raise SandboxError(
        f"isolation {level} was asked for, this machine gives {found.level}: {reason};"
        " grader doctor tells how to get it"
    )


def attempt(level: Level) -> Attempt:
    """Build the wall at *level*, attack it from inside, and tell."""
    if not _CHILDREN.exists():
        return Attempt(level=level, error=f"the kernel has no {_CHILDREN}: nothing can be watched")
    with tempfile.TemporaryDirectory(prefix="wall-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        Path(folder).chmod(0o711)
        canary = Path(folder, "canary")
        canary.write_bytes(os.urandom(16))
        canary.chmod(0o666)  # nothing but the wall is to protect it
        scratch = Path(folder, "scratch")
        scratch.mkdir()
        task = {
            "spec": _spec(level, outer.SCRATCH if level is Level.FULL else str(scratch)).to_dict(),
            "canary": str(canary),
            "port": listener.getsockname()[1],
            "pid": os.getpid(),
        }
        return _judge(level, *_run(level, task))


def _spec(level: Level, scratch: str) -> WallSpec:
    mebibyte = 1 << 20
    return WallSpec(
        level=level.value,
        scratch=scratch,
        memory_bytes=64 * mebibyte,
        disk_bytes=mebibyte,
        max_files=32,
        max_processes=8,
        cpu_seconds=int(_SECONDS),
    )


def _run(level: Level, task: dict[str, Any]) -> tuple[bytes, bytes, bool]:
    """Return what the probe said, what went to standard error, and if anything outlived it."""
    lifeline, held = os.pipe()
    boot = [sys.executable, "-I", "-S", "-B", "-c", _BOOT, outer.library(level)]
    try:
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
            try:
                subprocess.run(
                    outer.wrap([*boot, json.dumps({**task, "lifeline": held})], level, ()),
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=errors,
                    env={},
                    cwd="/",
                    pass_fds=[held],
                    timeout=_SECONDS,
                    check=False,
                )
            except (OSError, SandboxError) as error:
                return b"", str(error).encode(), False
            except subprocess.TimeoutExpired:
                return b"", b"the attempt took too long", False
            os.close(held)
            held = -1
            outlived = not select.select([lifeline], [], [], _LAST_SECONDS)[0]
            said.seek(0)
            errors.seek(0)
            return said.read(), errors.read(), outlived
    finally:
        os.close(lifeline)
        if held >= 0:
            os.close(held)


def _judge(level: Level, said: bytes, errors: bytes, outlived: bool) -> Attempt:
    if not said:
        last = errors.decode(errors="replace").strip().rpartition("\n")[2]
        return Attempt(level=level, error=last or "it ended without a word")
    report = json.loads(said)
    if "error" in report:
        return Attempt(level=level, error=str(report["error"]))
    holes = [*report["holes"], *(["outlive"] if outlived else [])]
    return Attempt(
        level=level,
        holes=tuple(_HOLES[hole] for hole in holes),
        ready_seconds=float(report["ready"]),
    )
