"""Many submissions, many processes, one writer.

``grade_all`` yields a small row as each submission is done; by then its report is written and its
attempt recorded. A grader process that dies costs nothing but time: what was in its hands is
graded again, alone, so that a second death can only be blamed on the right submission.
"""

from __future__ import annotations

import json
import platform
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from itertools import islice
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.atomic import write_atomic
from grader.errors import SubmissionError
from grader.executor import open_executor
from grader.gradebook import GradebookRow, write_gradebook
from grader.layout import Entry, Person, safe_key
from grader.model import Assignment, Grade, Level, StudentId, Submission, Verdict, phrase
from grader.report.i18n import translate
from grader.report.text import clean
from grader.store import Attempt, Basis, Status, Store

if TYPE_CHECKING:
    from grader.pipeline import Grader

_SPARE_SECONDS = 60.0
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a class is graded; the same for every submission in it."""

    assignment: Assignment
    lang: str
    seed: int | None = None
    """None: the assignment's own."""
    require: Level | None = None

    @property
    def basis(self) -> Basis:
        """What every result of this class depends on."""
        assignment = self.assignment
        return Basis(
            assignment=assignment.id,
            assignment_digest=assignment.digest,
            seed=str(assignment.seed if self.seed is None else self.seed),
            environment=_environment(assignment.runtime),
            language=self.lang,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One student of a finished batch, small enough to keep them all."""

    student: StudentId
    status: Status
    earned: int | None = None
    possible: int | None = None
    verdicts: Mapping[str, int] = field(default_factory=dict)
    misconceptions: tuple[str, ...] = ()
    reason: str = ""
    again: bool = False
    """Whether it was graded before and has not changed since."""

    @property
    def needs_review(self) -> bool:
        """Whether something of ours went wrong."""
        return self.status is Status.GRADER_ERROR or Verdict.GRADER_ERROR in self.verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    entry: Entry
    known: str | None
    """Digest of this student's newest graded attempt, if that is still good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    attempt: Attempt | None
    """None: the submission is the known one."""
    report: bytes = b""


def grade_all(
    entries: Iterable[Entry],
    settings: Settings,
    store: Store,
    out: Path,
    *,
    workers: int,
    fresh: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Done]:
    """Grade *entries*, record each in *store* and write its report under ``out/students``.

    A submission whose newest attempt has the same digest and basis is not graded again unless
    *fresh*. Once *stopped* says so, running work is dropped and the iterator ends.

    Raises:
        AssignmentError, SandboxError: nothing can be graded, with this assignment or machine.
        StoreError: a result cannot be written.
    """
    basis = settings.basis
    jobs = (
        _Job(entry=entry, known=None if fresh else _known(entry, settings, basis, store, out))
        for entry in entries
    )
    with closing(_run(jobs, settings, workers, stopped)) as outcomes:
        for job, outcome in outcomes:
            newest = store.newest(job.entry.student, basis.assignment)
            if newest is not None and (outcome.attempt is None or _says(newest, outcome.attempt)):
                yield _done(newest, again=True)
            elif outcome.attempt is not None:
                _write_student(out, outcome.attempt, outcome.report)
                store.record(outcome.attempt)
                yield _done(outcome.attempt, again=False)


def write_class(
    out: Path,
    assignment: Assignment,
    store: Store,
    *,
    entries: Iterable[Entry],
    roster: Iterable[Person] = (),
    lang: str,
) -> Path:
    """Write ``out/gradebook.csv`` from *store*: everyone handed in, on the roster, or ever graded.

    Raises:
        StoreError: it cannot be written, or the store cannot be read.
    """
    handed_in = {entry.student: entry for entry in entries}
    people = {person.student: person for person in roster}
    rows = (
        _gradebook_row(
            people.get(student, Person(student=student)),
            handed_in.get(student),
            store.newest(student, assignment.id),
            store.attempts(student, assignment.id),
            lang,
        )
        for student in sorted({*store.students(assignment.id), *handed_in, *people})
    )
    path = out / "gradebook.csv"
    write_gradebook(path, rows, [exercise.id for exercise in assignment.exercises])
    return path


def student_folder(student: StudentId) -> Path:
    """Where *student*'s report and result are, below the batch's folder."""
    return Path("students") / safe_key(student)


# ------------------------------------------------------------------ what need not be done again


def _known(entry: Entry, settings: Settings, basis: Basis, store: Store, out: Path) -> str | None:
    newest = store.newest(entry.student, basis.assignment)
    if newest is None or newest.status is not Status.GRADED or newest.basis != basis:
        return None
    if not _at_least(newest.isolation, settings.require):
        return None
    folder = out / student_folder(entry.student)
    written = (folder / "report.html").exists() and (folder / "result.json").exists()
    return newest.digest if written else None


def _at_least(level: Level | None, required: Level | None) -> bool:
    order = list(Level)
    return required is None or (level is not None and order.index(level) >= order.index(required))


def _says(newest: Attempt, attempt: Attempt) -> bool:
    """Whether *attempt* only tells again why the submission cannot be graded."""
    same = replace(newest, graded_at=attempt.graded_at, seconds=attempt.seconds) == attempt
    return same and attempt.status is Status.UNGRADED


def _environment(runtime: tuple[str, ...]) -> str:
    """Versions that results depend on, as one comparable text."""
    versions = {name: metadata.version(name) for name in ("grader", *runtime)}
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    return json.dumps({**versions, **machine}, sort_keys=True)


# ------------------------------------------------------------------ our side of the processes


def _run(
    jobs: Iterator[_Job], settings: Settings, workers: int, stopped: Callable[[], bool]
) -> Generator[tuple[_Job, _Outcome], None, None]:
    while died := (yield from _drain(jobs, settings, workers, stopped)):
        suspects = iter(died)
        while guilty := (yield from _drain(suspects, settings, 1, stopped)):
            for job in guilty:
                yield job, _died_twice(job, settings)


def _drain(
    jobs: Iterator[_Job], settings: Settings, workers: int, stopped: Callable[[], bool]
) -> Generator[tuple[_Job, _Outcome], None, list[_Job]]:
    """Outcomes of *jobs* as they finish; returns those that a dying process took with it."""
    with suppress(_Stopped), open_executor(workers, _prepare, settings) as pool:
        running: dict[Future[_Outcome], _Job] = {}
        while _submit(pool, jobs, running, 2 * workers):
            finished, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenExecutor) for future in finished):
                finished, _ = wait(running)
            for future in finished:
                if not isinstance(future.exception(), BrokenExecutor):
                    yield running.pop(future), future.result()
            if finished & running.keys():
                return list(running.values())
            if stopped():
                raise _Stopped
    return []


class _Stopped(Exception):
    """Leaves the executor's block, which ends its processes at once."""


def _submit(
    pool: Executor, jobs: Iterator[_Job], running: dict[Future[_Outcome], _Job], most: int
) -> bool:
    """Keep *most* jobs in *running*; whether there are any left."""
    for job in islice(jobs, most - len(running)):
        try:
            running[pool.submit(_grade, job)] = job
        except BrokenExecutor as error:
            # A process died since we last looked: this job has not run, but waits like the others.
            failed: Future[_Outcome] = Future()
            failed.set_exception(error)
            running[failed] = job
    return bool(running)


def _died_twice(job: _Job, settings: Settings) -> _Outcome:
    reason = phrase(
        "The grader's process died twice on this submission. This is not the student's fault; "
        "look at it by hand."
    )
    return _not_graded(job.entry, settings, Status.GRADER_ERROR, translate(reason, settings.lang))


def _not_graded(
    entry: Entry, settings: Settings, status: Status, reason: str, digest: str | None = None
) -> _Outcome:
    return _Outcome(
        attempt=Attempt(
            student=entry.student,
            basis=settings.basis,
            graded_at=datetime.now(UTC),
            status=status,
            digest=digest,
            reason=reason,
        )
    )


# ------------------------------------------------------------------ the processes' side


class _Process:
    """What a grader process keeps from one submission to the next: a warm grader."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open = ExitStack()
        self._grader: Grader | None = None

    def warm(self) -> Grader:
        """The grader, opened where it is not open yet; that may fail as ``open_grader`` does."""
        from grader.pipeline import open_grader

        if self._grader is None:
            settings = self.settings
            opened = open_grader(settings.assignment, seed=settings.seed, require=settings.require)
            self._grader = self._open.enter_context(opened)
        return self._grader

    def close(self) -> None:
        """End the sandbox; the next submission gets a fresh one."""
        self._grader = None
        self._open.close()


_HERE: list[_Process] = []


def _prepare(settings: Settings) -> None:
    process = _Process(settings)
    _HERE[:] = [process]
    Finalize(None, process.close, exitpriority=10)


def _grade(job: _Job) -> _Outcome:
    (process,) = _HERE
    with _deadline(2 * process.settings.assignment.limits.submission_seconds + _SPARE_SECONDS):
        return _grade_here(job.entry, job.known, process)


def _grade_here(entry: Entry, known: str | None, process: _Process) -> _Outcome:
    from grader.submission import load_submission

    try:
        submission = load_submission(entry.path, entry.student)
    except SubmissionError as error:
        return _ungraded(entry, process.settings, error)
    except Exception as error:  # noqa: BLE001 - ours, and the other submissions go on
        return _our_fault(entry, process.settings, error)
    if submission.digest == known:
        return _Outcome(attempt=None)
    return _grade_loaded(entry, submission, process)


def _grade_loaded(entry: Entry, submission: Submission, process: _Process) -> _Outcome:
    """Grade *submission*; after an error of ours, once more with a fresh sandbox."""
    failure: Exception | None = None
    for _ in range(2):
        grader = process.warm()
        try:
            return _graded(grader.grade(submission), process.settings)
        except SubmissionError as error:
            return _ungraded(entry, process.settings, error, submission.digest)
        except Exception as error:  # noqa: BLE001 - the same
            failure = error
            process.close()
    return _our_fault(entry, process.settings, failure, submission.digest)


def _ungraded(
    entry: Entry, settings: Settings, error: SubmissionError, digest: str | None = None
) -> _Outcome:
    reason = translate(error.reason, settings.lang)
    return _not_graded(entry, settings, Status.UNGRADED, reason, digest)


def _our_fault(
    entry: Entry, settings: Settings, error: Exception | None, digest: str | None = None
) -> _Outcome:
    reason = clean(f"{type(error).__name__}: {error}")
    return _not_graded(entry, settings, Status.GRADER_ERROR, reason, digest)


def _graded(grade: Grade, settings: Settings) -> _Outcome:
    from grader.report.html import to_html
    from grader.report.json import to_json

    attempt = Attempt(
        student=grade.student,
        basis=settings.basis,
        graded_at=grade.graded_at,
        status=Status.GRADED,
        digest=grade.digest,
        isolation=grade.isolation,
        earned=grade.earned,
        possible=grade.possible,
        result=to_json(grade, settings.lang).decode(),
        seconds=grade.seconds,
    )
    return _Outcome(attempt=attempt, report=to_html(grade, settings.lang).encode())


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """The kernel ends this process if the block takes longer, whatever it is busy with."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


# ------------------------------------------------------------------ files and rows


def _write_student(out: Path, attempt: Attempt, report: bytes) -> None:
    folder = out / student_folder(attempt.student)
    if attempt.result is None:
        # What an older attempt left would be taken for this one's.
        for name in ("report.html", "result.json"):
            (folder / name).unlink(missing_ok=True)
        return
    write_atomic(folder / "report.html", report)
    write_atomic(folder / "result.json", attempt.result.encode())


def _done(attempt: Attempt, *, again: bool) -> Done:
    checks = [check for exercise in _exercises(attempt) for check in exercise["checks"]]
    return Done(
        student=attempt.student,
        status=attempt.status,
        earned=attempt.earned,
        possible=attempt.possible,
        verdicts=Counter(check["verdict"] for check in checks),
        misconceptions=_named(checks, "misconception"),
        reason=attempt.reason,
        again=again,
    )


def _gradebook_row(
    person: Person, entry: Entry | None, attempt: Attempt | None, attempts: int, lang: str
) -> GradebookRow:
    row = GradebookRow(
        student=person.student,
        name=person.name,
        email=person.email,
        status="missing" if entry is None else "pending",
        notes=" ".join(translate(note, lang) for note in entry.notes) if entry else "",
    )
    if attempt is None:
        return row
    checks = [check for exercise in _exercises(attempt) for check in exercise["checks"]]
    return replace(
        row,
        status=_status(attempt, checks),
        reason=attempt.reason,
        earned=attempt.earned,
        possible=attempt.possible,
        exercises={exercise["id"]: exercise["earned"] for exercise in _exercises(attempt)},
        misconceptions=_named(checks, "misconception"),
        conventions=_named(checks, "convention"),
        attempts=attempts,
        graded_at=attempt.graded_at,
        digest=attempt.digest or "",
        isolation=attempt.isolation or "",
        seed=attempt.basis.seed,
        report=str(student_folder(person.student) / "report.html") if attempt.result else "",
    )


def _status(attempt: Attempt, checks: list[dict[str, Any]]) -> str:
    is_ours = any(check["verdict"] == Verdict.GRADER_ERROR for check in checks)
    return "needs review" if is_ours else attempt.status


def _exercises(attempt: Attempt) -> list[dict[str, Any]]:
    return json.loads(attempt.result)["exercises"] if attempt.result else []


def _named(checks: list[dict[str, Any]], what: str) -> tuple[str, ...]:
    return tuple(sorted({check[what] for check in checks if check[what]}))
