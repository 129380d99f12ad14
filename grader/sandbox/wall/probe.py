"""What a hostile submission would try first, to see whether the wall stands on this machine.

Runs in the zygote's place, behind the outer wall. Standard library only.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from grader.sandbox.wall import inner, syscalls
from grader.sandbox.wall.spec import WallError, WallSpec

_OUTLIVE_SECONDS: Final = 20.0


def main() -> None:
    """Enter the wall as ``sys.argv`` says, try what should fail, report on standard output.

    The report is a JSON object: ``error``, why the wall could not be put up, or ``holes``, the
    names of what succeeded, and ``ready``, the seconds that putting it up took. Descriptor
    *lifeline* is held by a descendant that wants to stay.
    """
    task: dict[str, Any] = json.loads(sys.argv[2])
    spec = WallSpec.from_dict(task["spec"])
    ready, tell = os.pipe()
    start = time.perf_counter()
    pid = inner.fork(spec.level)
    if pid == 0:
        try:
            _be_hostile(spec, task, tell, start)
        finally:
            os._exit(1)
    os.close(tell)
    os.close(task["lifeline"])
    os.read(ready, 1)
    inner.end(pid, spec.level)


def _be_hostile(spec: WallSpec, task: dict[str, Any], tell: int, start: float) -> None:
    try:
        inner.enter(spec, [tell, task["lifeline"]])
    except WallError as error:
        _report({"error": str(error)})
        return
    ready = time.perf_counter() - start
    holes = [name for name, attempt in _attempts(task).items() if _succeeds(attempt)]
    _report({"holes": holes, "ready": ready})
    if os.fork() == 0 and os.fork() == 0:
        with suppress(OSError):
            os.setsid()
    else:
        time.sleep(0.01)
        os.write(tell, b"x")
    time.sleep(_OUTLIVE_SECONDS)


def _report(report: dict[str, Any]) -> None:
    os.write(1, json.dumps(report).encode())


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _attempts(task: dict[str, Any]) -> dict[str, Callable[[], object]]:
    canary, grader = Path(task["canary"]), int(task["pid"])
    attempts: dict[str, Callable[[], object]] = {
        "read": canary.read_bytes,
        "write": lambda: canary.write_bytes(b""),
        "connect": lambda: socket.create_connection(("127.0.0.1", task["port"]), 1).close(),
        "environment": Path(f"/proc/{grader}/environ").read_bytes,
        "namespace": lambda: syscalls.unshare(syscalls.CLONE_NEWUSER),
        "exec": lambda: os.posix_spawn(sys.executable, [sys.executable, "--version"], {}),
    }
    if grader > 2:  # as in a container, where ours could have the number of the sandbox's own init
        attempts["signal"] = lambda: os.kill(grader, signal.SIGCONT)
    return attempts
