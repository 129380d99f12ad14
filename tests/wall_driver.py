"""Runs a few lines of Python behind the wall and tells what came of them.

A script of its own, so that a test may run it as another user: a JSON task on standard input, a
JSON outcome on standard output. It stands where the worker stands, its ``_ZYGOTE`` where the
zygote does.
"""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from grader.model import Level  # noqa: E402
from grader.sandbox.wall import outer  # noqa: E402
from grader.sandbox.wall.monitor import Monitor  # noqa: E402
from grader.sandbox.wall.scratch import remove  # noqa: E402
from grader.sandbox.wall.spec import WallSpec  # noqa: E402

_ZYGOTE: Final = """
import sys, json
sys.path.insert(0, sys.argv[1])
import os, signal, traceback
from grader.sandbox.wall import inner
from grader.sandbox.wall.spec import WallError, WallSpec
task = json.loads(sys.argv[2])
spec = WallSpec.from_dict(task["spec"])
pid = inner.fork(spec.level)
if pid == 0:
    try:
        inner.enter(spec, [task["control"]])
        os.write(task["control"], b"r")
        os.read(task["control"], 1)
        control = task["control"]
        exec(task["code"], globals())
        sys.stdout.flush()
    except WallError as error:
        print("WALL", error, flush=True)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
os.close(task["control"])
os.close(1)
os.close(2)
import select
ready = select.select([0, os.pidfd_open(pid)], [], [])[0]
how = os.read(0, 1) if ready == [0] else b""
if how == b"k":
    os.kill(pid, signal.SIGKILL)
code = inner.end(pid, spec.level) if how in (b"e", b"k") else os.waitpid(pid, 0)[1]
os._exit(os.waitstatus_to_exitcode(code) & 0xFF)
"""
_LIMITS: Final[dict[str, Any]] = {
    "memory_bytes": 512 << 20,
    "disk_bytes": 4 << 20,
    "max_files": 100,
    "max_processes": 24,
    "cpu_seconds": 20,
}
_CREDENTIALS: Final = struct.Struct("3i")


@dataclass(frozen=True, slots=True)
class Task:
    """What to run, and how it is to end."""

    level: str
    code: str
    how: str = "wait"
    """``wait`` for its end; ``end`` or ``kill`` it as soon as it has printed a line."""
    limits: dict[str, Any] = field(default_factory=dict)
    python: str = sys.executable
    watched: bool = False
    """Whether to end it when the monitor says so."""
    protected: bool = False
    """Whether the grader keeps others of its user out of its memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task."""

    exit: int
    out: str
    over: str | None
    outlived: bool
    """Whether something still held the output when the zygote was gone."""


def run(task: Task) -> Outcome:
    """Run *task* behind the wall, in a scratch folder that is gone afterwards."""
    level = Level(task.level)
    if task.protected:
        outer.protect()
    with ExitStack() as stack:
        folder = tempfile.mkdtemp()
        stack.callback(remove, folder)  # a task may leave one deeper than Python's recursion
        scratch = outer.SCRATCH if level is Level.FULL else folder
        spec = WallSpec(level=level.value, scratch=scratch, **{**_LIMITS, **task.limits})
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        described = {
            "spec": spec.to_dict(),
            "control": theirs.fileno(),
            "code": f"GRADER = {os.getpid()}\n{task.code}",
        }
        argv = [task.python, "-I", "-B", "-c", _ZYGOTE, outer.library(level), json.dumps(described)]
        process = subprocess.Popen(
            outer.wrap(argv, level, ()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"},
            pass_fds=[theirs.fileno()],
            cwd="/",
        )
        theirs.close()
        with ours, process:
            return _follow(task, spec, process, ours)


def _follow(
    task: Task, spec: WallSpec, process: subprocess.Popen[bytes], ours: socket.socket
) -> Outcome:
    assert process.stdin is not None
    assert process.stdout is not None
    out = process.stdout.fileno()
    monitor, over, text = None, None, b""
    said, ancillary, _, _ = ours.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
    if said:
        monitor = Monitor(_CREDENTIALS.unpack(ancillary[0][2])[0], spec)
        ours.send(b"g")
    silent = False
    while process.poll() is None:
        if not silent and select.select([out], [], [], 0.02)[0]:
            more = os.read(out, 1 << 16)
            text, silent = text + more, not more
        over = monitor.over() if monitor and task.watched else None
        if over or (b"\n" in text and task.how != "wait"):
            process.stdin.write(b"k" if task.how == "kill" else b"e")
            process.stdin.flush()
            process.wait()
        elif silent:
            time.sleep(0.02)
    end = time.monotonic() + 2
    while ended := select.select([out], [], [], max(0.0, end - time.monotonic()))[0]:
        more = os.read(out, 1 << 16)
        if not more:
            break
        text += more
    if monitor:
        monitor.close()
    return Outcome(process.returncode, text.decode(errors="replace"), over, outlived=not ended)


if __name__ == "__main__":
    json.dump(asdict(run(Task(**json.load(sys.stdin)))), sys.stdout)
