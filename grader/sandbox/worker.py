"""The trusted end: start the zygote, run a submission behind the wall, ask it things, stop it.

A worker can only ever say "this is my answer". Whether the answer is right, how long it took and
what it used is decided and measured on this side, so a worker that lies gains nothing.
"""

from __future__ import annotations

import array
import json
import marshal
import math
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

import numpy as np

from grader.errors import SandboxError
from grader.model import Level, Limits, Phrase, Program, Submission, phrase
from grader.sandbox import zygote as protocol
from grader.sandbox.child import FORK, RENEW, SUPPLY, compiled
from grader.sandbox.wall import monitor, outer, scratch
from grader.sandbox.wall.spec import WallSpec
from grader.sandbox.wire import (
    MAX_ANSWER,
    Channel,
    DeadlineError,
    Decoder,
    Encoder,
    EndOfStreamError,
    Handle,
    ProtocolError,
    Wire,
)

START_SECONDS: Final = 120.0
"""How long the zygote may take to import its libraries, on a cold and busy machine."""
EXCUSED_TIMES: Final = 4
"""So many times a limit on a statement is waited more where the processors are busy elsewhere."""
GRACE_SECONDS: Final = 2.0
"""How much longer than a statement's own limit before the whole process is killed."""
MAX_RESTARTS: Final = 3
WATCH_SECONDS: Final = 0.05
"""How often the memory of a submission is looked at while we wait for it."""
OUTPUT_BYTES: Final = 64 << 10
"""How much of what a submission prints is kept; the rest is read and counted."""


_BOOT: Final = """
import sys
library, control, *runtime = sys.argv[1:]
sys.path.insert(0, library)
from grader.sandbox.zygote import main
# A checkout installed in place is on the path as well: student code imports nothing from there.
sys.path[:] = [path for path in sys.path if path != library]
main(int(control), runtime)
"""


Supplier = Callable[[Any, Any, Any], dict[str, Wire]]
"""Answers a name, arguments and named arguments with a dict of ``value`` or ``error``."""


class CallError(Exception):
    """A call ended without an answer."""


class WorkerStale(CallError):
    """The process is not as it was when it was new; nothing is known of what was asked."""


class WorkerTimeout(CallError):
    """No whole answer came within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g}")
        self.seconds = seconds


class WorkerDied(CallError):
    """The process ended, or said something that is not the protocol."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.english())
        self.reason = reason


class OverLimit(CallError):
    """The submission as a whole used more than it may of ``what``."""

    def __init__(self, what: monitor.Excess) -> None:
        super().__init__(what)
        self.what: monitor.Excess = what


class NameMissing(CallError):
    """The submission defines nothing of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class RemoteFailure:
    """An exception of the student's code: only text crosses."""

    type: str
    message: str
    bases: tuple[str, ...] = ()
    frames: tuple[tuple[str, int, str], ...] = ()
    """File, line and function, innermost last."""
    name: str = ""
    """The name that a NameError, an AttributeError or an ImportError is about."""

    def __str__(self) -> str:
        """Return ``Type: message``."""
        return f"{self.type}: {self.message}" if self.message else self.type


class RemoteError(CallError):
    """The student's code raised."""

    def __init__(self, failure: RemoteFailure) -> None:
        super().__init__(str(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class StatementFailure:
    """A top-level statement that did not end well."""

    index: int
    """Of the cell in ``Program.cells``."""
    cell: int | None
    line: int
    failure: RemoteFailure


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What the worker says about running the submission's cells. Its word, not evidence."""

    failures: tuple[StatementFailure, ...] = ()
    names: dict[str, str] | None = None
    """Public names it defines, "callable" or their type's name; None if it never got there."""
    timed_out: bool = False
    renewable: bool = False
    """Whether a fork can tell that a check left it as it was."""


# ------------------------------------------------------------------ the zygote


class Zygote:
    """The warm process that submissions are forked from. One request at a time.

    It imports its libraries while the caller goes on; the first request waits for it.
    """

    def __init__(self, runtime: Sequence[str], level: Level) -> None:
        self.level = level
        self._versions: dict[str, str] = {}
        self._runtime = tuple(runtime)
        if level is Level.PROCESS:
            outer.protect()
        if level is not Level.FULL:
            scratch.sweep()
        self._start()

    @property
    def versions(self) -> dict[str, str]:
        """Of Python and of the libraries it has; raises SandboxError where it did not start."""
        self._wait()
        return self._versions

    @property
    def pid(self) -> int:
        """The first process behind the outer wall, or the zygote itself where there is none."""
        return self._process.pid

    def spawn(self, spec: WallSpec, template: socket.socket, output_fd: int) -> int:
        """Fork a process for a submission; returns its number for :meth:`kill`."""
        data = json.dumps({"op": "spawn", "spec": spec.to_dict()}).encode()
        self._wait()
        try:
            socket.send_fds(
                self._control,
                [protocol.LENGTH.pack(len(data)) + data],
                [template.fileno(), output_fd],
            )
            return self._answer()
        except OSError:
            self._restart()
            raise SandboxError("the process that runs submissions ended; run again") from None

    def kill(self, pid: int) -> None:
        """End a submission and everything it started."""
        data = json.dumps({"op": "kill", "pid": pid}).encode()
        with suppress(OSError, SandboxError):
            self._control.sendall(protocol.LENGTH.pack(len(data)) + data)
            self._answer()

    def close(self) -> None:
        """End the process, and with it every submission that still runs."""
        self._control.close()
        self._errors.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _restart(self) -> None:
        self.close()
        self._start()

    def _start(self) -> None:
        self._versions = {}
        self._control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is greeted, or ends
        argv = [sys.executable, "-I", "-B", "-c", _BOOT, outer.library(self.level)]
        with theirs:
            self._process = subprocess.Popen(
                outer.wrap([*argv, str(theirs.fileno()), *self._runtime], self.level, ()),
                env=_clean_environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd="/",
            )

    def _wait(self) -> None:
        if self._versions:
            return
        self._control.settimeout(START_SECONDS)
        try:
            hello, _ = protocol.read_message(self._control)
        except (OSError, ValueError):
            hello = None
        if hello is None:
            self._process.kill()
            self._process.wait()
            self._errors.seek(0)
            last = self._errors.read().decode(errors="replace").strip().rpartition("\n")[2]
            self.close()
            raise SandboxError(f"the process that runs submissions did not start: {last}")
        self._errors.close()
        self._versions = {str(name): str(version) for name, version in hello.items()}

    def _answer(self) -> int:
        data = self._control.recv(protocol.ANSWER.size, socket.MSG_WAITALL)
        if len(data) < protocol.ANSWER.size:
            raise OSError("the zygote is gone")
        pid: int = protocol.ANSWER.unpack(data)[0]
        return pid


def _clean_environment() -> dict[str, str]:
    """The whole environment of student code: no secrets, one thread, no screen."""
    one_thread = dict.fromkeys(
        ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
    )
    # Without the thresholds malloc gives big arrays back to the kernel after each call.
    kept_memory = dict.fromkeys(
        ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"), str(256 << 20)
    )
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "MALLOC_ARENA_MAX": "2",  # each arena reserves address space, which is limited
        **one_thread,
        **kept_memory,
    }


# ------------------------------------------------------------------ one submission


class Output:
    """What a submission prints: the beginning is kept, the rest is only counted."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.text = bytearray()
        self.total = 0
        os.set_blocking(descriptor, False)

    def drain(self) -> bool:
        """Read what is there, at most a mebibyte; False once nobody can write any more."""
        for _ in range(16):
            try:
                data = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self.total += len(data)
            self.text += data[: OUTPUT_BYTES - len(self.text)]
        return True


class Sandbox:
    """One submission behind the wall: a template that ran its cells, and a fork for each check."""

    def __init__(
        self, zygote: Zygote, program: Program, submission: Submission, limits: Limits, *, seed: int
    ) -> None:
        self._zygote = zygote
        self._limits = limits
        self._settings = {
            "entry": str(program.entry),
            "cells": [(cell.number, cell.source) for cell in program.cells],
            # Arrays travel beside the structure, which has to be small.
            "files": [(str(f.path), np.frombuffer(f.data, np.uint8)) for f in submission.files],
            "cell_seconds": limits.cell_seconds,
            "import_seconds": limits.import_seconds,
            "seed": seed,
        }
        self._skip: list[tuple[int, int]] = []
        self._start = time.monotonic()
        self._lost = 0.0
        self._running: _Running | None = None
        self._next: Worker | None = None
        self.output = bytearray()
        """The beginning of what it printed."""
        self.report = ImportReport()

    @property
    def out_of_time(self) -> bool:
        """Whether the submission has used all the time it may have."""
        return time.monotonic() > self._deadline

    @property
    def _deadline(self) -> float:
        """When its time is used up; what it lost to others is added, up to as much again."""
        allowed = self._limits.submission_seconds
        lost = self._lost + (self._running.lost if self._running is not None else 0.0)
        return self._start + allowed + min(lost, allowed)

    @property
    def costly(self) -> bool:
        """Whether the next fork costs running the cells again."""
        return self._running is None or self._running.crowded or self._running.ended

    def start(self) -> ImportReport:
        """Run the submission's cells.

        A statement that hangs for good or ends the process is left out and the rest is run again,
        a few times; so one bad cell does not cost the others.

        Raises:
            SandboxError: the wall could not be put up.
        """
        for _ in range(MAX_RESTARTS + 1):
            last: list[tuple[int, int]] = []
            try:
                self.report = self._run(last)
            except (EndOfStreamError, ProtocolError, OverLimit):
                timed_out = False
            except DeadlineError:
                timed_out = True
            else:
                return self.report
            self.report = ImportReport(timed_out=timed_out)
            self.close()
            if not last or last[-1] in self._skip or self.out_of_time:
                break
            self._skip.append(last[-1])
        return self.report

    def fork(self, seed: int, call_seconds: float | None = None) -> Worker:
        """A worker for one check, in the state that the cells left.

        Raises:
            WorkerDied: there is nothing to fork, not even after running the cells once more.
        """
        if self._running is not None and (self._running.crowded or self._running.ended):
            self.close()  # a fork of a process with threads may deadlock: this check starts anew
        worker, self._next = self._next or self._ask_for_fork(), None
        seconds = call_seconds or self._limits.call_seconds
        alone = self._running is not None and not self._running.crowded
        worker.renewable = alone and self.report.renewable
        try:
            worker.begin(seed, seconds, self._deadline)
        except WorkerDied:  # the template went, and took the fork that was ready with it
            self.close()
            worker = self._ask_for_fork()
            worker.begin(seed, seconds, self._deadline)
        if self._running is not None and not self._running.crowded:
            # The next check's fork is made while this one runs.
            with suppress(WorkerDied):
                self._next = self._ask_for_fork(again=False)
        return worker

    def close(self) -> None:
        """End everything that the submission started."""
        if self._next is not None:
            self._next.close()
            self._next = None
        if self._running is not None:
            self.output += self._running.output.text[: OUTPUT_BYTES - len(self.output)]
            self._running.close()
            self._lost += self._running.lost
            self._running = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _run(self, last: list[tuple[int, int]]) -> ImportReport:
        self._running = running = _Running(self._zygote, self._limits)
        most = self._limits.import_seconds + self._limits.cell_seconds + GRACE_SECONDS
        end = min(self._deadline, time.monotonic() + most)
        running.meet(end)
        running.channel.send(Encoder().frame({**self._settings, "skip": self._skip}), end)
        while True:
            step = time.monotonic() + self._limits.cell_seconds + GRACE_SECONDS
            message = Decoder().value(running.channel.receive(min(step, end), limit=MAX_ANSWER))
            if not isinstance(message, tuple) or len(message) != 2:
                report = _import_report(message)
                running.lost += running.excused()
                running.look_for_company()
                return report
            last.append((_int(message[0]), _int(message[1])))

    def _ask_for_fork(self, *, again: bool = True) -> Worker:
        if self._running is not None:
            with suppress(OSError):
                return self._running.fork(self._limits.call_seconds)
        if again and self.report.names is not None:
            self.close()
            self.start()
            return self._ask_for_fork(again=False)
        raise WorkerDied(phrase("The process that ran the code is gone."))


class _Running:
    """The processes of a submission while they run, and what has to be given back afterwards."""

    def __init__(self, zygote: Zygote, limits: Limits) -> None:
        self.crowded = False
        """Whether the cells left threads or processes behind."""
        self.ended = False
        """Whether all of it was killed."""
        self.lost = 0.0
        """Seconds that its processes could not run because others did."""
        self._zygote = zygote
        self._monitor: monitor.Monitor | None = None
        self._worker_pid = 0
        on_disk = zygote.level is not Level.FULL
        self._scratch, self._lock = scratch.make() if on_disk else (outer.SCRATCH, -1)
        self._spec = WallSpec(
            level=zygote.level.value,
            scratch=self._scratch,
            memory_bytes=limits.memory_bytes,
            disk_bytes=limits.disk_bytes,
            max_files=limits.max_files,
            max_processes=limits.max_processes,
            cpu_seconds=int(limits.submission_seconds) + 1,
            allow_exec=limits.allow_exec,
        )
        self._sock, theirs = socket.socketpair()
        read_end, write_end = os.pipe()
        self.output = Output(read_end)
        self._patience = EXCUSED_TIMES * limits.cell_seconds
        self.channel = self.open_channel(self._sock, self._is, self.excused)
        try:
            self._pid = zygote.spawn(self._spec, theirs, write_end)
        finally:
            theirs.close()
            os.close(write_end)

    def meet(self, deadline: float) -> None:
        """Wait until the process stands behind the wall; from then on it is watched.

        Raises:
            SandboxError: the wall could not be put up.
        """
        message = Decoder().value(self.channel.receive(deadline))
        if isinstance(message, dict) and "wall" in message:
            raise SandboxError(f"student code cannot be isolated here: {message['wall']}")
        if self._worker_pid and sys.platform == "linux":
            self._monitor = monitor.Monitor(self._worker_pid, self._spec)

    def look_for_company(self) -> None:
        """See from outside whether the cells left threads or processes behind."""
        if self._monitor is not None:
            self.crowded = monitor.threads(self._worker_pid) > 1

    def fork(self, seconds: float) -> Worker:
        """Ask the template for a fork; raises OSError where it is gone."""
        ours, theirs = socket.socketpair()
        # First: the kernel attests only to what is sent once it was asked to.
        worker = Worker(ours, self)
        try:
            self._sock.settimeout(seconds)
            socket.send_fds(self._sock, [FORK], [theirs.fileno()])
        except OSError:
            worker.close()
            raise
        finally:
            theirs.close()
        return worker

    def open_channel(
        self, sock: socket.socket, known: Callable[[int], None], excused: Callable[[], float]
    ) -> Channel:
        """A channel to a process of this submission; *known* is told its number by the kernel."""
        return Channel(
            sock,
            while_waiting=_Waiter(sock, self.output, self._over_limit),
            on_bytes=_credentials_reader(sock, known),
            excused=excused,
        )

    def excused(self, pid: int = 0) -> float:
        """Seconds that the process, or the template, could not run because others did."""
        return min(self._patience, monitor.waited(pid or self._worker_pid))

    def kill(self, pid: int) -> None:
        """End the fork of that number and what it started; all of the submission if in doubt."""
        if pid and pid in monitor.family(self._worker_pid):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        else:
            self._end()

    def close(self) -> None:
        """End everything, and give back what it had."""
        self._end()  # first: a template that is hung up on is gone, and nobody finds its forks
        self.channel.close()
        if self._monitor is not None:
            self._monitor.close()
        os.close(self.output.descriptor)
        if self._zygote.level is not Level.FULL:
            scratch.remove(self._scratch)
            os.close(self._lock)

    def _end(self) -> None:
        if not self.ended:
            self.ended = True
            if self._zygote.level is Level.PROCESS and self._worker_pid:
                self._end_family()
            self._zygote.kill(self._pid)

    def _end_family(self) -> None:
        """End the forks, which have groups of their own, where no guard does.

        The kernel may leave some out while others end, so we look until it has twice named none.
        """
        _signal(self._worker_pid, signal.SIGSTOP)  # no fork is made meanwhile
        end, seen_none = time.monotonic() + GRACE_SECONDS, 0
        while seen_none < 2 and time.monotonic() < end:
            forks = monitor.family(self._worker_pid)[1:]
            for pid in forks:
                _signal(pid, signal.SIGKILL)
            seen_none = 0 if forks else seen_none + 1
            time.sleep(0.001 if forks else 0)
        _signal(self._worker_pid, signal.SIGKILL)

    def _is(self, pid: int) -> None:
        self._worker_pid = self._worker_pid or pid

    def _over_limit(self) -> monitor.Excess | None:
        return None if self._monitor is None else self._monitor.over()


class _Waiter:
    """Waits for a socket; meanwhile reads the submission's output and watches what it uses."""

    def __init__(
        self,
        sock: socket.socket,
        output: Output,
        over_limit: Callable[[], monitor.Excess | None],
    ) -> None:
        self._sock = sock
        self._output = output
        self._over_limit = over_limit
        self._poll = select.poll()
        self._poll.register(output.descriptor, select.POLLIN)

    def __call__(self, event: int, timeout: float | None) -> None:
        """Return when the socket is ready or *timeout* seconds are over; raises OverLimit."""
        end = math.inf if timeout is None else time.monotonic() + timeout
        look = time.monotonic() + WATCH_SECONDS
        self._poll.register(self._sock, event)
        while True:
            now = time.monotonic()
            ready = {fd for fd, _ in self._poll.poll(max(0.0, min(end, look) - now) * 1000)}
            if self._output.descriptor in ready and not self._output.drain():
                self._poll.unregister(self._output.descriptor)
            now = time.monotonic()
            if self._sock.fileno() in ready or now >= end:
                return
            if now >= look:
                look = now + WATCH_SECONDS
                excess = self._over_limit()
                if excess is not None:
                    raise OverLimit(excess)


class Worker:
    """A fork of a submission, for one check. ``request`` is the only way in."""

    def __init__(self, sock: socket.socket, running: _Running) -> None:
        self._running = running
        self._pid = 0
        self._channel = running.open_channel(sock, self._is, lambda: running.excused(self._pid))
        self._ready = False
        self._end = 0.0
        self._seconds = 0.0
        self._supplier: Supplier | None = None
        self._closed = False
        self.renewable = False
        """Whether the program's state is known, so that it may :meth:`renew`."""
        self.stale = False
        """Whether something was left behind by an earlier check."""
        self._renewing = False

    def begin(self, seed: int, call_seconds: float, end: float) -> None:
        """Seed the fork; no call takes longer than *call_seconds* or goes past *end*."""
        self._seconds, self._end = call_seconds, end
        self._guarded(lambda deadline: self._channel.send(Encoder().frame(seed), deadline))

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Wire]:
        """Ask, and return the answer: a dict with ``value``, and for "ask" the arguments as well.

        Raises:
            WorkerTimeout: no whole answer within the time; the fork is gone afterwards.
            WorkerDied: the process ended instead of answering.
            OverLimit: the submission used more than it may; all of it is gone afterwards.
            RemoteError: the student's code raised.
        """
        what = _shipped(name) if operation == "probe" else name
        frame = Encoder(_forward_handle).frame((operation, target, what, list(args), kwargs or {}))

        def exchange(deadline: float) -> Any:
            self._channel.send(frame, deadline)
            if not self._ready:
                self._channel.receive(deadline, limit=MAX_ANSWER)
                self._ready = True
            if self._renewing:
                self._renewing, self.stale = False, True  # until it has said otherwise
                said = Decoder().value(self._channel.receive(deadline, limit=MAX_ANSWER))
                self.stale = read_answer(said).get("value") is not True
                if self.stale:
                    raise WorkerStale
            while True:
                message = Decoder().value(self._channel.receive(deadline, limit=MAX_ANSWER))
                if self._supplier is None or not _is_call(message):
                    return message
                said = self._supplier(message["call"], message["args"], message["kwargs"])
                self._channel.send(Encoder(_forward_handle).frame(said), deadline)

        return read_answer(self._guarded(exchange))

    def supply(self, functions: Mapping[str, str], supplier: Supplier) -> None:
        """Have calls of some functions of the program answered on this side.

        Args:
            functions: Names in the program, and the names that *supplier* is told instead.
            supplier: Is told what the process says, which may be anything of the wire's language.

        Raises:
            CallError: as :meth:`request`.
        """
        self.request(SUPPLY, None, "", [*functions.items()])
        self._supplier = supplier

    def renew(self, seed: int) -> bool:
        """Go on with another check and its seed, if the last one left nothing behind.

        The fork says whether one did before it answers the next request, which raises
        :class:`WorkerStale` then. It has its word for that: a fork that lies only answers from its
        own past. False where it cannot tell.
        """
        if not self.renewable or self.stale:
            return False
        frame = Encoder().frame((RENEW, None, "", [seed], {}))
        try:
            self._guarded(lambda deadline: self._channel.send(frame, deadline))
        except CallError:
            return False
        self._renewing = True
        return True

    def close(self) -> None:
        """Hang up; the fork ends by itself, or with its submission."""
        if self._pid and not self._closed:
            self._running.lost += self._running.excused(self._pid)
        self._closed = True
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _guarded(self, exchange: Callable[[float], Any]) -> Any:
        deadline = min(time.monotonic() + self._seconds, self._end)
        try:
            return exchange(deadline)
        except DeadlineError:
            self._kill()
            raise WorkerTimeout(self._seconds) from None
        except EndOfStreamError:
            self.close()
            raise WorkerDied(phrase("The code ended its process instead of answering.")) from None
        except ProtocolError as error:
            self._kill()
            note = phrase("The answer cannot be read ({error}).", error=str(error))
            raise WorkerDied(note) from None
        except OverLimit:
            self._pid = 0
            self._kill()
            raise
        except ValueError:  # a closed socket: an earlier call of this check ended the fork
            raise WorkerDied(phrase("The code ended its process in an earlier call.")) from None

    def _is(self, pid: int) -> None:
        self._pid = self._pid or pid

    def _kill(self) -> None:
        """End the fork now. Its number comes from the kernel, which saw it send its hello."""
        self.close()
        self._running.kill(self._pid)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


@cache
def _shipped(source: str) -> bytes:
    """A probe as it travels: for the interpreter that we are, which is that of the zygote."""
    return marshal.dumps(compiled(source))


def _credentials_reader(
    sock: socket.socket, known: Callable[[int], None]
) -> Callable[[list[tuple[int, int, bytes]]], None] | None:
    """Reads the sender's process number as the kernel attests it; None where it does not."""
    if not hasattr(socket, "SO_PASSCRED"):
        return None
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def read(ancillary: list[tuple[int, int, bytes]]) -> None:
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                known(struct.unpack("3i", data[:12])[0])
            elif level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                _close_received(data)

    return read


def _close_received(data: bytes) -> None:
    """Nobody here asked for descriptors: a worker that sends some must not fill our table."""
    descriptors = array.array("i")
    descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    for descriptor in descriptors:
        with suppress(OSError):
            os.close(descriptor)


def _forward_handle(value: object) -> Handle:
    raise TypeError(f"{type(value).__name__} cannot be an argument of student code")


# ------------------------------------------------------------------ reading what an enemy wrote


def read_answer(answer: Any) -> dict[str, Wire]:
    """The answer to a request; raises RemoteError or WorkerDied where there is none in it."""
    if not isinstance(answer, dict) or not ("value" in answer or "error" in answer):
        raise WorkerDied(phrase("The answer cannot be read."))
    if "error" in answer:
        raise RemoteError(_failure(answer["error"]))
    return answer


def _is_call(message: Any) -> bool:
    """Whether the program calls a function that was supplied."""
    return isinstance(message, dict) and message.keys() == {"call", "args", "kwargs"}


def _import_report(message: Any) -> ImportReport:
    if not isinstance(message, dict):
        raise ProtocolError("not a report")
    names = message.get("names")
    failures = message.get("failures")
    return ImportReport(
        failures=tuple(
            StatementFailure(
                index=_int(item.get("index")),
                cell=None if item.get("cell") is None else _int(item.get("cell")),
                line=_int(item.get("line")),
                failure=_failure(item),
            )
            for item in _list(failures)
            if isinstance(item, dict)
        ),
        names={_str(k): _str(v) for k, v in names.items()} if isinstance(names, dict) else {},
        renewable=message.get("renewable") is True,
    )


def _failure(item: Any) -> RemoteFailure:
    if not isinstance(item, dict):
        return RemoteFailure("Exception", "")
    frames = [f for f in _list(item.get("frames")) if isinstance(f, tuple) and len(f) == 3]
    return RemoteFailure(
        type=_str(item.get("type")) or "Exception",
        message=_str(item.get("message")),
        bases=tuple(_str(base) for base in _list(item.get("bases"))),
        frames=tuple((_str(file), _int(line), _str(function)) for file, line, function in frames),
        name=_str(item.get("name")),
    )


def _str(value: Any) -> str:
    return value[:2000] if isinstance(value, str) else ""


def _int(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 31 else 0


def _list(value: Any) -> list[Any]:
    return value[:100] if isinstance(value, list) else []
