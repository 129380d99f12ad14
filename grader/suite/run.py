"""Runs the suites of an assignment: collected once, then one submission after the other.

``pytest.main`` runs in a thread of its own and waits in its run loop for the next submission.
There is one such thread per process: two gave wrong grades without any exception.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final, Self

import pytest

from grader.assignment import require_libraries
from grader.chain import Sheets
from grader.errors import AssignmentError, GraderError
from grader.model import Assignment, Check, CheckId, CheckResult, ExerciseId
from grader.suite.plugin import Respondent, SuitePlugin

_OPTIONS: Final = (
    "--noconftest",  # nothing beside a suite is configuration
    "--disable-plugin-autoload",
    "--import-mode=importlib",
    "--assert=plain",
    "--strict-markers",
    "--capture=no",
    # What pytest would do around a check, and what costs time: none of it is wanted.
    *(f"-pno:{name}" for name in ("cacheprovider", "terminal", "faulthandler", "doctest")),
    *(f"-pno:{name}" for name in ("unittest", "junitxml", "pastebin", "warnings", "logging")),
    *(f"-pno:{name}" for name in ("threadexception", "unraisableexception")),
)

_one_at_a_time = threading.Lock()


class SuiteSession:
    """The collected suites of an assignment. Use it as a context manager, one at a time.

    Entering the block starts collecting them; nothing else may be asked before :meth:`wait`.
    """

    def __init__(
        self, assignment: Assignment, exercises: Collection[ExerciseId] | None = None
    ) -> None:
        wanted = [e.id for e in assignment.exercises if exercises is None or e.id in exercises]
        self._assignment = assignment
        self._suites = [p for p in assignment.suites if p.stem.removeprefix("test_") in wanted]
        self._plugin = SuitePlugin(assignment)
        self._jobs: queue.SimpleQueue[Callable[[list[pytest.Item]], None] | None] = (
            queue.SimpleQueue()
        )
        self._collected: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._main, name="suites", daemon=True)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every declared check, in order."""
        return tuple(self._plugin.checks.values())

    @property
    def sheets(self) -> Sheets | None:
        """Everyone's own numbers, where the assignment has such."""
        return self._plugin.sheets

    def run(
        self,
        respondent: Respondent,
        seed: int,
        known: Mapping[CheckId, CheckResult] = MappingProxyType({}),
    ) -> tuple[CheckResult, ...]:
        """One result per declared check, always; what is *known* is not run."""
        done: queue.SimpleQueue[tuple[CheckResult, ...] | BaseException] = queue.SimpleQueue()

        def job(items: list[pytest.Item]) -> None:
            try:
                done.put(tuple(self._plugin.run(items, respondent, seed, known)))
            except BaseException as error:  # noqa: BLE001 - goes to the caller
                done.put(error)

        self._jobs.put(job)
        outcome = done.get()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def __enter__(self) -> Self:
        require_libraries(self._assignment)
        if not _one_at_a_time.acquire(blocking=False):
            raise GraderError("one process runs one set of suites at a time")
        self._thread.start()
        return self

    def wait(self) -> None:
        """Wait until the suites are collected, which goes on since the block was entered.

        Raises:
            AssignmentError: a suite or the reference cannot be used.
        """
        self._collected.get()
        if self._plugin.errors:
            raise AssignmentError(f"{self._assignment.folder}: {'; '.join(self._plugin.errors)}")

    def __exit__(self, *_exc: object) -> None:
        self._jobs.put(None)
        self._thread.join()
        _one_at_a_time.release()

    # -------------------------------------------------------------- in the thread

    def _main(self) -> None:
        with suppress(KeyError):
            del os.environ["PYTEST_ADDOPTS"]
        arguments = [*_OPTIONS, f"--rootdir={self._assignment.folder}", f"-c{os.devnull}"]
        try:
            if self._suites:
                pytest.main([*arguments, *map(str, self._suites)], plugins=[self._plugin, self])
        except BaseException as error:  # noqa: BLE001 - goes to the caller
            self._plugin.errors.append(f"{type(error).__name__}: {error}")
        finally:
            self._forget_suites()
        # Where collection itself failed, the run loop was never reached.
        self._serve([])

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve submissions until the session is closed; pytest calls this after collecting."""
        self._serve(session.items)
        return True

    def _forget_suites(self) -> None:
        """Take the suites, and what lies beside them, out of ``sys.modules``.

        Another assignment's ``hidden.test_softmax`` or ``hidden.models`` would be shadowed.
        """
        folders = {str(path.parent) for path in self._suites}
        for name, module in list(sys.modules.items()):
            known = getattr(module, "__dict__", {})  # some modules answer to any attribute
            places = [os.path.dirname(known.get("__file__") or ""), *(known.get("__path__") or ())]  # noqa: PTH120
            if not folders.isdisjoint(places):
                del sys.modules[name]

    def _serve(self, items: list[pytest.Item]) -> None:
        self._collected.put(None)
        while (job := self._jobs.get()) is not None:
            job(items)
        self._jobs.put(None)


def declare_checks(
    assignment: Assignment, exercises: Collection[ExerciseId] | None = None
) -> tuple[Check, ...]:
    """The checks of an assignment, without running any.

    Raises:
        AssignmentError: a suite cannot be collected.
        SandboxError: a library that the assignment needs is not installed.
    """
    with SuiteSession(assignment, exercises) as session:
        session.wait()
        return session.checks
