"""The model solution's functions, supplied to a student's program in place of their own.

What is called there is asked here and passed on to the model solution in a sandbox of its own. So
its source is in no process of a student's, and what a student hands to it can harm nothing but
that sandbox. Only data crosses, in both directions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.model import Assignment, Cell, ExerciseId, Program, StudentId, Submission
from grader.sandbox.wire import Handle, Wire
from grader.sandbox.worker import CallError, RemoteError, Sandbox, Worker, Zygote

MAX_CALLS: Final = 20_000
"""Calls in one check; training for 200 epochs makes 1,000."""
_SECONDS: Final = 1.0
"""What one call may take."""


class Supply:
    """Opens the model solution where a check needs it; nothing is started before the first call."""

    def __init__(self, zygote: Zygote, assignment: Assignment, seed: int) -> None:
        self._zygote = zygote
        self._assignment = assignment
        self._seed = seed
        self._sandbox: Sandbox | None = None

    @contextmanager
    def open(self, seed: int, exercises: Collection[ExerciseId]) -> Iterator[Calls]:
        """What answers calls of those exercises' functions during one check."""
        calls = Calls(self._fork, seed, frozenset(map(str, exercises)))
        try:
            yield calls
        finally:
            calls.close()

    def close(self) -> None:
        """End the model solution's process."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def _fork(self, seed: int) -> Worker:
        if self._sandbox is None:
            assignment = self._assignment
            cell = Cell(number=None, source=assignment.reference or "")
            program = Program(entry=assignment.entry, cells=(cell,))
            nobody = Submission(student=StudentId("reference"), files=(), digest="")
            self._sandbox = Sandbox(
                self._zygote, program, nobody, assignment.limits, seed=self._seed
            )
            self._sandbox.start()
        return self._sandbox.fork(seed, min(_SECONDS, self._assignment.limits.call_seconds))


class Calls:
    """Answers the calls of one check; a :data:`grader.sandbox.worker.Supplier`."""

    def __init__(self, fork: Callable[[int], Worker], seed: int, names: frozenset[str]) -> None:
        self._fork = fork
        self._seed = seed
        self._names = names
        self._worker: Worker | None = None
        self._left = MAX_CALLS

    def __call__(self, name: Any, args: Any, kwargs: Any) -> dict[str, Wire]:
        """Answer one call; what is asked may be anything."""
        self._left -= 1
        if not isinstance(name, str) or name not in self._names:
            return _error("NameError", "this function was not supplied")
        if self._left < 0:
            return _error("RuntimeError", f"called more than {MAX_CALLS} times")
        if not isinstance(args, list) or not isinstance(kwargs, dict):
            return _error("TypeError", "not a list of arguments")
        try:
            self._worker = self._worker or self._fork(self._seed)
            value = self._worker.request("call", None, name, args, kwargs)["value"]
        except RemoteError as error:
            return _error(error.failure.type, error.failure.message)
        except CallError as error:
            return _error("RuntimeError", f"the supplied function did not answer: {error}")
        if isinstance(value, Handle):
            return _error("TypeError", "the supplied function returns no data")
        return {"value": value}

    def renew(self, seed: int) -> None:
        """Be ready for another check."""
        self._seed, self._left = seed, MAX_CALLS
        if self._worker is not None and not self._worker.renew(seed):
            self._worker.close()
            self._worker = None

    def close(self) -> None:
        """Hang up."""
        if self._worker is not None:
            self._worker.close()


def _error(kind: str, message: str) -> dict[str, Wire]:
    return {"error": {"type": kind, "message": message}}
