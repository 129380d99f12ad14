"""Many submissions, many processes, one writer.

``grade_all`` yields a small row as each submission is done; by then its report is written and its
attempt recorded. A grader process that dies costs nothing but time: what was in its hands is
graded again, alone, so that a second death can only be blamed on the right submission.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import signal
import sys
import tempfile
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from itertools import islice
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from grader.atomic import write_atomic
from grader.errors import SandboxError, SubmissionError
from grader.executor import open_executor
from grader.export.record import Record, records, result_record
from grader.gradebook import GradebookRow, write_gradebook
from grader.layout import Entry, Person, safe_key
from grader.model import (
    Assignment,
    ExerciseId,
    Grade,
    Level,
    Phrase,
    StudentId,
    Submission,
    Text,
    Ungraded,
    Verdict,
    phrase,
)
from grader.policy import Policy
from grader.report.i18n import translate
from grader.report.policy import with_policy
from grader.report.text import clean
from grader.source import definition
from grader.store import Attempt, Basis, Enrolled, HandIn, Status, Store, Unexplained
from grader.suite.kept import Kept

if TYPE_CHECKING:
    from grader.pipeline import Grader

CLASS_REPORT = "class.html"
NO_POLICY = Policy()
_REPORT, _RESULT = "report.html", "result.json"
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
    classmates: tuple[StudentId, ...] = ()
    """Everyone, to notice answers to somebody else's numbers; only where everyone has their own."""

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
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    misconceptions: tuple[str, ...] = ()
    reason: str = ""
    isolation: Level | None = None
    again: bool = False
    """Whether it was graded before and has not changed since."""
    before: int | None = None
    """Points that the last attempt had; None where there is none, or it was not graded."""

    @property
    def needs_review(self) -> bool:
        """Whether something of ours went wrong."""
        return self.status is Status.GRADER_ERROR or Verdict.GRADER_ERROR in self.verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    entry: Entry
    known: str | None
    """Digest of this student's newest graded attempt, if that is still good."""
    kept: tuple[Kept, ...] = ()
    """The results of its checks, by exercise, for those that still hold if it is not."""
    submission: Submission | None = None
    """What was handed in, where the files themselves are out of a worker's reach."""
    outcome: _Outcome | None = None
    """What is known beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    attempt: Attempt | None
    """None: the submission is the known one."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What belongs into the student's folder, by name."""


def grade_all(
    entries: Iterable[Entry],
    settings: Settings,
    store: Store,
    out: Path,
    *,
    workers: int,
    cluster: str | None = None,
    fresh: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[Done, None, None]:
    """Grade *entries*, record each in *store* and write its report under ``out/students``.

    The work is done by as many processes as *workers*, or by those of the *cluster* with that
    address: results are the same.

    A submission whose newest attempt has the same digest and basis is not graded again unless
    *fresh*. Once *stopped* says so, running work is dropped and the iterator ends.

    Raises:
        AssignmentError, SandboxError: nothing can be graded, with this assignment or machine.
        StoreError: a result cannot be written.
    """
    basis = settings.basis
    jobs = (
        _Job(entry=entry, known=None) if fresh else _job(entry, settings, basis, store, out)
        for entry in entries
    )
    crew = _Crew(settings=settings, workers=workers, cluster=cluster)
    with closing(_run(jobs, crew, stopped)) as outcomes:
        for job, outcome in outcomes:
            newest = store.newest(job.entry.student, basis.assignment)
            if newest is not None and (outcome.attempt is None or _says(newest, outcome.attempt)):
                _note_time(store, job.entry, newest)
                yield _done(newest, newest, again=True)
            elif outcome.attempt is not None:
                _write_student(out / student_folder(job.entry.student), outcome.files)
                store.record(outcome.attempt)
                _note_time(store, job.entry, outcome.attempt)
                yield _done(outcome.attempt, newest, again=False)


def write_class(
    out: Path,
    assignment: Assignment,
    store: Store,
    *,
    entries: Iterable[Entry],
    roster: Iterable[Person] = (),
    lang: str,
    policy: Policy = NO_POLICY,
) -> Path:
    """Write ``out/gradebook.csv`` and ``out/class.html`` from *store*, with the scores in reports.

    They are about everyone who handed in, is on the roster, or was ever graded. Returns the
    gradebook's path.

    Raises:
        StoreError: it cannot be written, or the store cannot be read.
    """
    _enrol(store, assignment.id, entries, roster, lang)
    path = write_scores(out, assignment, store, policy=policy, lang=lang)
    write_class_report(out / CLASS_REPORT, assignment, store, lang=lang)
    return path


def _enrol(
    store: Store, assignment: str, entries: Iterable[Entry], roster: Iterable[Person], lang: str
) -> None:
    handed_in = {entry.student: entry for entry in entries}
    people = {person.student: person for person in roster}
    everyone = sorted({*store.students(assignment), *handed_in, *people})
    before = {each.student: each for each in store.each_enrolled(assignment)}
    store.enrol(
        assignment,
        (
            _enrolled(
                before.get(student, Enrolled(student=student, name="", handed_in=False)),
                handed_in.get(student),
                people.get(student),
                lang,
                stray=bool(people) and student not in people,
            )
            for student in everyone
        ),
    )


def write_scores(
    out: Path, assignment: Assignment, store: Store, *, policy: Policy, lang: str
) -> Path:
    """Write ``out/gradebook.csv``, and how each score came about into the student's report.

    Returns the gradebook's path.

    Raises:
        StoreError: it cannot be written, or the store cannot be read.
    """
    path = out / "gradebook.csv"

    def rows() -> Iterator[GradebookRow]:
        for record in records(store, assignment, policy):
            _tell_in_report(out, record, lang)
            yield gradebook_row(record, lang)

    write_gradebook(path, rows(), [exercise.id for exercise in assignment.exercises])
    return path


def write_class_report(
    path: Path,
    assignment: Assignment,
    store: Store,
    *,
    lang: str,
    anonymous: bool = False,
    titles: Mapping[str, Text] | None = None,
) -> None:
    """Write the class report at *path* from *store*; see :func:`to_class_html`.

    Raises:
        StoreError: it cannot be written, or the store cannot be read.
    """
    from grader.report.class_html import to_class_html
    from grader.report.classroom import gather

    records = gather(store.newest_of_everyone(assignment.id), store.each_enrolled(assignment.id))
    page = to_class_html(records, assignment, lang, anonymous=anonymous, titles=titles)
    write_atomic(path, page.encode())


def student_folder(student: StudentId) -> Path:
    """Where *student*'s report and result are, below the batch's folder."""
    return Path("students") / safe_key(student)


def student_report(student: StudentId) -> Path:
    """Where *student*'s report is, below the batch's folder."""
    return student_folder(student) / _REPORT


# ------------------------------------------------------------------ what need not be done again


def _job(entry: Entry, settings: Settings, basis: Basis, store: Store, out: Path) -> _Job:
    known = _known(entry, settings, basis, store, out)
    # Where the whole result still holds, no part of it is needed.
    kept = () if known else tuple(store.kept(entry.student, basis.assignment))
    return _Job(entry=entry, known=known, kept=kept)


def _known(entry: Entry, settings: Settings, basis: Basis, store: Store, out: Path) -> str | None:
    graded = store.graded_as(entry.student, basis)
    if graded is None or not _at_least(graded[1], settings.require):
        return None
    folder = out / student_folder(entry.student)
    written = (folder / _REPORT).exists() and (folder / _RESULT).exists()
    return graded[0] if written else None


def _at_least(level: Level | None, required: Level | None) -> bool:
    order = list(Level)
    return required is None or (level is not None and order.index(level) >= order.index(required))


def _says(newest: Attempt, attempt: Attempt) -> bool:
    """Whether *attempt* only tells again why the submission cannot be graded."""
    same = replace(newest, graded_at=attempt.graded_at, seconds=attempt.seconds) == attempt
    return same and attempt.status is Status.UNGRADED


def _environment(runtime: tuple[str, ...]) -> str:
    """Versions that results depend on, as one comparable text."""
    versions = {"python": platform.python_version(), "machine": platform.machine()}
    for name in ("grader", *runtime):
        # Not every module's distribution has its name; the others' versions remain.
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return json.dumps(versions, sort_keys=True)


# ------------------------------------------------------------------ our side of the processes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """Who does the work."""

    settings: Settings
    workers: int
    cluster: str | None

    @contextmanager
    def open(self, workers: int) -> Iterator[tuple[Executor, int]]:
        """The processes, and how many there are: *workers* here, or all of the cluster."""
        if self.cluster is None:
            with open_executor(workers, _prepare, self.settings) as pool:
                yield pool, workers
        else:
            from grader.cluster import open_cluster

            with open_cluster(self.cluster, _prepare_far, _pack(self.settings)) as opened:
                yield opened

    def send(self, pool: Executor, job: _Job) -> Future[_Outcome]:
        """Give *job* to *pool*, with the files where it cannot reach ours."""
        return pool.submit(_grade, job if self.cluster is None else _loaded(job, self.settings))


def _run(
    jobs: Iterator[_Job], crew: _Crew, stopped: Callable[[], bool]
) -> Generator[tuple[_Job, _Outcome], None, None]:
    with suppress(_Stopped):
        while died := (yield from _drain(jobs, crew, stopped, alone=False)):
            suspects = iter(died)
            while guilty := (yield from _drain(suspects, crew, stopped, alone=True)):
                for job in guilty:
                    yield job, _died_twice(job, crew.settings)


def _drain(
    jobs: Iterator[_Job], crew: _Crew, stopped: Callable[[], bool], *, alone: bool
) -> Generator[tuple[_Job, _Outcome], None, list[_Job]]:
    """Outcomes of *jobs* as they finish, one at a time where each is to be *alone*.

    Returns those that a dying process took with it: the one that it worked on, and those that
    waited.
    """
    with crew.open(1 if alone else crew.workers) as (pool, workers):
        most = 1 if alone else 2 * workers
        running: dict[Future[_Outcome], _Job] = {}
        while _submit(crew, pool, jobs, running, most):
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
    crew: _Crew,
    pool: Executor,
    jobs: Iterator[_Job],
    running: dict[Future[_Outcome], _Job],
    most: int,
) -> bool:
    """Keep *most* jobs in *running*; whether there are any left."""
    for job in islice(jobs, most - len(running)):
        try:
            running[crew.send(pool, job)] = job
        except BrokenExecutor as error:
            # A process died since we last looked: this job has not run, but waits like the others.
            failed: Future[_Outcome] = Future()
            failed.set_exception(error)
            running[failed] = job
    return bool(running)


def _died_twice(job: _Job, settings: Settings) -> _Outcome:
    reason = phrase(
        "the grader's process died twice on this submission; look at it by hand, and alone"
    )
    return _our_fault(job.entry, settings, reason)


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
            opened = open_grader(
                settings.assignment,
                seed=settings.seed,
                require=settings.require,
                classmates=settings.classmates,
                counterexamples=True,
            )
            self._grader = self._open.enter_context(opened)
        return self._grader

    def close(self) -> None:
        """End the sandbox; the next submission gets a fresh one."""
        self._grader = None
        self._open.close()


_HERE: list[_Process] = []
_one_at_a_time = threading.Lock()
"""A worker of a cluster may have several threads; a process grades one submission at a time."""


def _prepare(settings: Settings) -> None:
    process = _Process(settings)
    _HERE[:] = [process]
    Finalize(None, process.close, exitpriority=10)


def _grade(job: _Job) -> _Outcome:
    (process,) = _HERE
    # On a busy machine a submission may take its time twice.
    seconds = 3 * process.settings.assignment.limits.submission_seconds + _SPARE_SECONDS
    with _one_at_a_time, _deadline(seconds):
        job = _loaded(job, process.settings)
        return job.outcome or _grade_loaded(job, process)


def _loaded(job: _Job, settings: Settings) -> _Job:
    """*job* with what was handed in, or with its outcome where there is nothing to grade."""
    from grader.submission import load_submission

    if job.submission is not None or job.outcome is not None:
        return job
    entry = job.entry
    try:
        submission = load_submission(entry.path, entry.student)
    except SubmissionError as error:
        return replace(job, outcome=_ungraded(entry, settings, error))
    except Exception as error:  # noqa: BLE001 - ours, and the other submissions go on
        return replace(job, outcome=_our_fault(entry, settings, _unexpected(error)))
    if submission.digest == job.known:
        return replace(job, outcome=_Outcome(attempt=None))
    return replace(job, submission=submission)


def _grade_loaded(job: _Job, process: _Process) -> _Outcome:
    """Grade a submission; after an error of ours, once more with a fresh sandbox."""
    entry, submission, failure = job.entry, job.submission, None
    assert submission is not None
    for _ in range(2):
        grader = process.warm()
        try:
            grade = grader.grade(submission, job.kept)
            return _graded(grade, process.settings, grader.keep(grade))
        except SubmissionError as error:
            return _ungraded(entry, process.settings, error, submission.digest)
        except Exception as error:  # noqa: BLE001 - ours, and the other submissions go on
            failure = error
            process.close()
    assert failure is not None
    return _our_fault(entry, process.settings, _unexpected(failure), submission.digest)


def _graded(grade: Grade, settings: Settings, kept: tuple[Kept, ...]) -> _Outcome:
    from grader.report.html import to_html
    from grader.report.json import to_json

    result = to_json(grade, settings.lang)
    named = dict.fromkeys(found.misconception for found in grade.results if found.misconception)
    chosen = dict.fromkeys(found.convention for found in grade.results if found.convention)
    attempt = Attempt(
        student=grade.student,
        basis=settings.basis,
        graded_at=grade.graded_at,
        status=Status.GRADED,
        digest=grade.digest,
        isolation=grade.isolation,
        earned=grade.earned,
        possible=grade.possible,
        misconceptions=tuple(named),
        conventions=tuple(chosen),
        result=result.decode(),
        reason=" ".join(
            translate(told, settings.lang) for told in (*grade.remarks, *_choice(grade))
        ),
        seconds=grade.seconds,
        unexplained=tuple(unexplained(grade)),
        kept=kept,
    )
    report = to_html(grade, settings.lang).encode()
    return _Outcome(attempt=attempt, files={_REPORT: report, _RESULT: result})


def _choice(grade: Grade) -> list[Phrase]:
    """Which of several files was graded: in the gradebook, as in the student's report."""
    notes = grade.program.notes if grade.program else ()
    return [note for note in notes if "others" in note.values]


def unexplained(grade: Grade) -> Iterator[Unexplained]:
    """What no known mistake leads to, exercise by exercise."""
    for graded in grade.exercises:
        found = {r.check.id: r.behaviour for r in graded.results if r.behaviour}
        if not found or grade.program is None:
            continue
        code = hashlib.blake2b(repr(sorted(found.items())).encode(), digest_size=16)
        yield Unexplained(
            exercise=graded.exercise.id,
            behaviour=code.hexdigest(),
            checks=tuple(found),
            source=definition(grade.program, grade.assignment, graded.exercise.id),
        )


def _ungraded(
    entry: Entry, settings: Settings, error: SubmissionError, digest: str | None = None
) -> _Outcome:
    from grader.report.html import ungraded_html
    from grader.report.json import ungraded_json

    now = datetime.now(UTC)
    told = Ungraded(student=entry.student, reason=error.reason)
    page = ungraded_html(told, settings.assignment, settings.lang).encode()
    result = ungraded_json(told, settings.assignment, settings.lang, graded_at=now)
    attempt = Attempt(
        student=entry.student,
        basis=settings.basis,
        graded_at=now,
        status=Status.UNGRADED,
        digest=digest,
        reason=translate(error.reason, settings.lang),
    )
    return _Outcome(attempt=attempt, files={_REPORT: page, _RESULT: result})


def _our_fault(
    entry: Entry, settings: Settings, reason: Phrase, digest: str | None = None
) -> _Outcome:
    """No files: this is for the instructor, and what an older attempt left goes."""
    attempt = Attempt(
        student=entry.student,
        basis=settings.basis,
        graded_at=datetime.now(UTC),
        status=Status.GRADER_ERROR,
        digest=digest,
        reason=translate(reason, settings.lang),
    )
    return _Outcome(attempt=attempt)


def _unexpected(error: Exception) -> Phrase:
    return phrase("grader error: {error}", error=clean(f"{type(error).__name__}: {error}"))


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


# ------------------------------------------------------------------ on other machines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """What a worker on another machine needs to grade: settings, and the suites as a zip."""

    settings: Settings
    suites: bytes
    environment: str


def _pack(settings: Settings) -> _Packed:
    assignment, packed = settings.assignment, io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted({suite.parent for suite in assignment.suites}):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    archive.write(path, path.relative_to(assignment.folder))
    return _Packed(
        settings=settings,
        suites=packed.getvalue(),
        environment=_environment(assignment.runtime),
    )


def _prepare_far(packed: _Packed) -> Callable[[], None]:
    """Be ready to grade; returns what ends it.

    Raises:
        SandboxError: this worker's results would not be those of the machine that asks.
    """
    assignment = packed.settings.assignment
    here = _environment(assignment.runtime)
    if here != packed.environment:
        raise SandboxError(f"a worker has {here}; wanted: {packed.environment}")
    folder = tempfile.TemporaryDirectory(prefix="grader-")
    root = Path(folder.name)
    with zipfile.ZipFile(io.BytesIO(packed.suites)) as archive:
        archive.extractall(root)
    suites = (root / path.relative_to(assignment.folder) for path in assignment.suites)
    here_too = replace(assignment, folder=root, suites=tuple(suites))
    process = _Process(replace(packed.settings, assignment=here_too))
    _HERE[:] = [process]

    def finish() -> None:
        with _one_at_a_time:
            process.close()
            folder.cleanup()

    return finish


# ------------------------------------------------------------------ files and rows


def _write_student(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in (_REPORT, _RESULT):
        if name in files:
            write_atomic(folder / name, files[name])
        else:
            # What an older attempt left would be taken for this one's.
            (folder / name).unlink(missing_ok=True)


def _done(attempt: Attempt, before: Attempt | None, *, again: bool) -> Done:
    return Done(
        student=attempt.student,
        status=attempt.status,
        earned=attempt.earned,
        possible=attempt.possible,
        verdicts=_verdicts(attempt),
        misconceptions=tuple(map(sys.intern, attempt.misconceptions)),
        reason=attempt.reason,
        isolation=attempt.isolation,
        again=again,
        before=None if before is None else before.earned,
    )


def _note_time(store: Store, entry: Entry, attempt: Attempt) -> None:
    """Keep when *entry* was handed in, and whether it was late, where the platform says so."""
    if attempt.digest is None:
        return
    work = HandIn(digest=attempt.digest, submitted_at=entry.submitted_at, late=entry.late)
    store.hand_in(entry.student, attempt.basis.assignment, work)


def _enrolled(
    before: Enrolled, entry: Entry | None, person: Person | None, lang: str, *, stray: bool
) -> Enrolled:
    """A student as this batch knows them; a *stray* one is not on the roster that there is.

    Who did not hand in this time keeps what an earlier batch knew of the platform.
    """
    found = replace(
        before,
        name=(person.name if person else "") or (entry.name if entry else "") or before.name,
        email=(person.email if person else "") or (entry.email if entry else "") or before.email,
        listed=person is not None,
        handed_in=entry is not None,
        notes="",
    )
    if person is not None and person.ids:
        found = replace(found, ids=tuple(dict.fromkeys((*found.ids, *person.ids))))
    if entry is None:
        return found
    notes = [*entry.notes, *([phrase("Not on the roster.")] if stray else [])]
    return replace(
        found,
        ids=tuple(dict.fromkeys((*entry.ids, *(person.ids if person else ())))),
        layout=entry.layout.value,
        shown=entry.shown,
        notes=" ".join(translate(note, lang) for note in notes),
    )


def _tell_in_report(out: Path, record: Record, lang: str) -> None:
    """Put how the score came about into the student's report, if there is one."""
    path = out / student_report(record.student)
    with suppress(FileNotFoundError):
        page = path.read_bytes()
        told = with_policy(page, record.score, lang)
        if told != page:
            write_atomic(path, told)


def gradebook_row(record: Record, lang: str) -> GradebookRow:
    """The gradebook's row of *record*, with sentences in *lang*."""
    person, attempt, found = record.person, record.attempt, record.score
    row = GradebookRow(
        student=person.student,
        name=person.name,
        email=person.email,
        status=record.status,
        possible=found.possible if found.points is not None else None,
        score=found.points,
        policy=" ".join(translate(reason, lang) for reason in found.reasons),
        notes=person.notes,
    )
    if attempt is None:
        return row
    is_ours = attempt.status is Status.GRADER_ERROR
    exercises = record.result.exercises if record.result else []
    return replace(
        row,
        reason=attempt.reason,
        earned=attempt.earned,
        possible=found.possible if found.points is not None else attempt.possible,
        exercises={ExerciseId(each.id): each.earned for each in exercises},
        misconceptions=attempt.misconceptions,
        conventions=attempt.conventions,
        attempts=record.attempts,
        submitted_at=record.submitted_at,
        late=_late(record),
        graded_at=attempt.graded_at,
        digest=attempt.digest or "",
        isolation=attempt.isolation or "",
        seed=attempt.basis.seed,
        report="" if is_ours else student_report(person.student).as_posix(),
    )


def _late(record: Record) -> str:
    """How late, in hours and minutes; ``late`` where only that is known."""
    minutes = -(-record.score.late_by // timedelta(minutes=1))
    if minutes:
        return f"{minutes // 60}:{minutes % 60:02}"
    return "late" if record.late else ""


def _verdicts(attempt: Attempt) -> Counter[Verdict]:
    record = result_record(attempt)
    exercises = record.exercises if record else []
    return Counter(check.verdict for exercise in exercises for check in exercise.checks)
