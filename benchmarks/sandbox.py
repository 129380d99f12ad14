"""What isolation costs: each level beside the same checks in a bare warm process.

A bare warm process runs the student's functions directly, in the process that has the suites: no
isolation at all, and the floor for everything else. What others cost is in ``benchmarks.peers``.

    python -m benchmarks.sandbox
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.measure import ROOT, first_exercises, table, write
from grader.assignment import find_course, load_assignment
from grader.model import (
    Assignment,
    Cell,
    Check,
    ExerciseId,
    Level,
    Program,
    StudentId,
    Submission,
    SubmittedFile,
    Verdict,
)
from grader.pipeline import open_grader
from grader.sandbox.child import Session
from grader.sandbox.wall import detection
from grader.sandbox.wall.monitor import family
from grader.sandbox.worker import Sandbox, Worker, Zygote, read_answer
from grader.suite.plugin import Respondent, run_module
from grader.suite.run import SuiteSession

ROUNDS = 15
ASSIGNMENTS = ("softmax_numpy", "torch_models")
CHECKS = 40
"""At least how many a submission is held against: the first exercises that have as many."""
ECHO = Cell(number=None, source="def echo(x):\n    return x\n")


def levels() -> list[Level]:
    """What this machine gives, weakest first."""
    better = [level for level in (Level.KERNEL, Level.FULL) if detection.attempt(level).stands]
    return [Level.PROCESS, *better]


def median_ms(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall milliseconds of *action*, after one run that does not count."""
    action()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def work(assignment: Assignment) -> Submission:
    """The model solution, handed in."""
    source = (assignment.reference or "").encode()
    file = SubmittedFile(path=assignment.entry, data=source)
    return Submission(student=StudentId("ada"), files=(file,), digest="")


# ------------------------------------------------------------------ the parts


def parts(level: Level) -> list[str]:
    """Sandbox ready, fork per check, echo of an array, private memory; a row's cells."""
    program = Program(entry=PurePosixPath("echo.py"), cells=(ECHO,))
    empty = Submission(student=StudentId("ada"), files=(), digest="")
    limits = load_assignment(find_course(ROOT), "softmax_numpy").limits
    image = np.random.default_rng(0).normal(size=(128, 784))
    with Zygote(["numpy"], level) as zygote:

        def ready() -> None:
            with Sandbox(zygote, program, empty, limits, seed=1) as sandbox:
                sandbox.start()

        before = set(family(zygote.pid))
        with Sandbox(zygote, program, empty, limits, seed=1) as sandbox:
            sandbox.start()

            def check() -> None:
                with sandbox.fork(1) as worker:
                    worker.request("call", None, "echo", [1.0])

            fork = median_ms(check, 60)
            with sandbox.fork(1) as worker:
                echo = median_ms(lambda: worker.request("call", None, "echo", [image]), 60)
                memory = sum(map(_private_bytes, {*family(zygote.pid)} - before)) / 2**20
        return [f"{median_ms(ready):.1f}", f"{fork:.2f}", f"{echo:.2f}", f"{memory:.1f}"]


def _private_bytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    fields = dict(line.split(":", 1) for line in text.splitlines()[1:])
    return int(fields["Private_Dirty"].split()[0]) << 10


# ------------------------------------------------------------------ a whole submission


@contextmanager
def bare(assignment: Assignment, exercises: list[ExerciseId]) -> Iterator[Callable[[], object]]:
    """Runs every check against the submission's module in this very process."""

    class Direct:
        stale = False

        def __init__(self, session: Session) -> None:
            self._session = session

        def request(
            self,
            operation: str,
            target: Any,
            name: str,
            args: Any = (),
            kwargs: dict[str, Any] | None = None,
        ) -> dict[str, Any]:
            named = dict(kwargs or {})
            answer = self._session.answer((operation, target, name, list(args), named))
            return read_answer(answer)

        @staticmethod
        def renew(_seed: int) -> bool:
            return True

    with SuiteSession(assignment, exercises) as suites:
        suites.wait()

        def grade() -> None:
            module = run_module(assignment.entry.stem, assignment.reference or "", "work.py")
            session = Session(vars(module).__getitem__, vars(module))

            @contextmanager
            def open_worker(_check: Check, _seed: int) -> Iterator[Direct]:
                yield Direct(session)

            respondent = Respondent(
                open_worker=open_worker,
                judged=lambda _result: None,
                resolve=lambda name: name,
                out_of_time=lambda: False,
                missing=lambda _name: (Verdict.MISSING, (), ""),
            )
            suites.run(respondent, assignment.seed)

        yield grade


def whole(assignment: Assignment) -> tuple[list[list[str]], int]:
    """Rows for the floor and every level; and the number of checks."""
    rows = []
    exercises = first_exercises(assignment, CHECKS)
    with bare(assignment, exercises) as grade:
        floor = median_ms(grade)
    rows.append(["bare warm process, no isolation", f"{floor:.0f}", "", "1"])
    checks = 0
    for level in levels():
        with open_grader(assignment, exercises=exercises, level=level) as grader:
            submission = work(assignment)
            checks = len(grader.checks)
            graded = grader.grade(submission)
            assert graded.earned == graded.possible, graded.earned
            named: dict[str, AbstractContextManager[Any]] = {f"level `{level}`": nullcontext()}
            if level is Level.FULL:
                never = patch.object(Worker, "renew", lambda _worker, _seed: False)
                named[f"level `{level}`, were it a fork for each check"] = never
            for name, how in named.items():
                with how:
                    taken = median_ms(lambda: grader.grade(submission))  # noqa: B023 - called here
                overhead = f"{taken - floor:.0f}"
                rows.append([name, f"{taken:.0f}", overhead, f"{taken / floor:.1f}"])
    return rows, checks


def main() -> None:
    """Measure, print, and write the section of the page."""
    course = find_course(ROOT)
    header = [
        "level",
        "sandbox ready, ms",
        "a check's fork, ms",
        "echo (128, 784), ms",
        "private, MB",
    ]
    text = [table(header, [[f"`{level}`", *parts(level)] for level in levels()])]
    for assignment_id in ASSIGNMENTS:
        assignment = load_assignment(course, assignment_id)
        if not installed(assignment):
            continue
        rows, checks = whole(assignment)
        head = ["one submission", "ms", "overhead, ms", "ratio"]
        text.append(f"`{assignment_id}`, {checks} checks:\n\n{table(head, rows)}")
    write("sandbox", "\n\n".join(text))


def installed(assignment: Assignment) -> bool:
    """Whether the libraries that the assignment needs are here."""
    names = "; ".join(f"import {name}" for name in assignment.runtime)
    command = [sys.executable, "-c", names]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main()
