"""One submission from files to grade: the order of the steps, and what they share while warm."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from grader import by_hand, hints, scoring
from grader.assignment import require_libraries
from grader.cells import defined_names, forget
from grader.chain import Sheet, Wrong
from grader.errors import SandboxError
from grader.model import (
    Assignment,
    Check,
    CheckId,
    CheckResult,
    ExerciseId,
    Grade,
    Level,
    Limits,
    Mutant,
    Phrase,
    Program,
    StudentId,
    Submission,
    Verdict,
    phrase,
)
from grader.sandbox.wall import detection
from grader.sandbox.wire import Handle
from grader.sandbox.worker import (
    ImportReport,
    NameMissing,
    Sandbox,
    StatementFailure,
    Worker,
    WorkerDied,
    Zygote,
)
from grader.submission import select_program
from grader.suite import kept
from grader.suite.answers import Answers
from grader.suite.api import Serves
from grader.suite.kept import Kept
from grader.suite.plugin import OpenSupplied, Respondent
from grader.suite.run import SuiteSession
from grader.supply import Calls, Supply

_AFTER_TIMEOUT_SECONDS = (1.0, 1.0, 0.25)
"""What a call may take in an exercise after so many timeouts; after more, as after the last."""
_SEARCH_SECONDS = 2.0
"""What a call may take while a counterexample is looked for: it is to answer at once."""
_FAILURES_TOLD = 5


@dataclass(frozen=True, slots=True)
class _Run:
    """What became of a submission's checks."""

    results: Sequence[CheckResult]
    notes: tuple[Phrase, ...] = ()
    answers: Answers | None = None


class Grader:
    """A warm zygote and a collected suite; grades one submission after the other."""

    def __init__(
        self,
        assignment: Assignment,
        zygote: Zygote,
        suites: SuiteSession,
        seed: int,
        classmates: Collection[StudentId] = (),
        *,
        counterexamples: bool = False,
    ) -> None:
        self.assignment = assignment
        self.isolation = zygote.level
        self.environment = {**zygote.versions, "seed": str(seed), "suite": assignment.digest[:12]}
        self._by_id = {check.id: check for check in suites.checks}
        self._zygote = zygote
        self._suites = suites
        self._seed = seed
        self._classmates = tuple(classmates)
        self._counterexamples = counterexamples

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks that every submission is held against."""
        return self._suites.checks

    def sheet(self, student: StudentId) -> Sheet | None:
        """The numbers of *student*, where everyone has their own."""
        sheets = self._suites.sheets
        return None if sheets is None else sheets.sheet(self._seed, student)

    def wrong(self, mutant: Mutant) -> Wrong:
        """A mutant of an assignment that is worked out by hand."""
        assert self._suites.sheets is not None
        return self._suites.sheets.wrong[self.assignment.mutants.index(mutant)]

    def with_seed(self, seed: int) -> Grader:
        """The same processes and suites with other random inputs."""
        return Grader(
            self.assignment,
            self._zygote,
            self._suites,
            seed,
            self._classmates,
            counterexamples=self._counterexamples,
        )

    def keep(self, grade: Grade) -> tuple[Kept, ...]:
        """The results of *grade*, exercise by exercise, for a later :meth:`grade`."""
        if self.assignment.answers:
            return ()  # they depend on who handed in, and cost nothing
        keys = self._keys(grade.digest)
        found = (kept.pack(keys[e.exercise.id], e.exercise.id, e.results) for e in grade.exercises)
        return tuple(each for each in found if each is not None)

    def _keys(self, digest: str) -> dict[ExerciseId, str]:
        versions = {**self.environment, "suite": "", "grader": metadata.version("grader")}
        where = f"{self.isolation} {sorted(versions.items())} {self._counterexamples}"
        return kept.keys(self.assignment, self.checks, f"{digest} {where}")

    def _recalled(self, earlier: Iterable[Kept], digest: str) -> dict[CheckId, CheckResult]:
        """The results in *earlier* that still hold."""
        found: dict[CheckId, CheckResult] = {}
        keys: dict[ExerciseId, str] = {}
        for each in earlier:
            keys = keys or self._keys(digest)
            if keys.get(each.exercise) == each.key:
                found |= kept.unpack(each, self._by_id)
        return found

    def grade(
        self,
        submission: Submission,
        earlier: Iterable[Kept] = (),
        only: Collection[ExerciseId] | None = None,
    ) -> Grade:
        """Grade one submission; exercises whose results in *earlier* still hold are not run.

        With *only*, neither are others than these: they count as passed.

        Raises:
            SubmissionError: there is nothing to run in it.
            SandboxError: the wall could not be put up.
        """
        started = time.perf_counter()
        assignment = self.assignment
        program = select_program(submission, assignment)
        if program.answers is not None:
            run = self._run_answers(program.answers, submission)
        else:
            known = self._recalled(earlier, submission.digest)
            if only is not None:
                known |= {
                    check.id: CheckResult(check=check, verdict=Verdict.PASSED)
                    for check in self.checks
                    if check.exercise not in only
                }
            run = self._run_program(program, submission, known)
        forget()
        return Grade(
            assignment=assignment,
            student=submission.student,
            digest=submission.digest,
            graded_at=datetime.now(UTC),
            isolation=self.isolation,
            environment=self.environment,
            exercises=scoring.by_exercise(assignment, run.results),
            notes=(*program.notes, *run.notes),
            program=program,
            remarks=by_hand.remarks(run.answers, self._seed, submission.student, self._classmates),
            seconds=time.perf_counter() - started,
        )

    def _run_program(
        self, program: Program, submission: Submission, known: Mapping[CheckId, CheckResult]
    ) -> _Run:
        assignment, limits = self.assignment, self.assignment.limits
        with (
            Sandbox(self._zygote, program, submission, limits, seed=self._seed) as sandbox,
            closing(Supply(self._zygote, assignment, self._seed)) as supply,
        ):
            report = sandbox.start()
            names = _Names(assignment, program, report, self._zygote.versions["python"])
            respondent = _respondent(sandbox, names, limits, search=self._counterexamples)
            if assignment.reference is not None:
                respondent = replace(respondent, open_supplied=_supplied(respondent, names, supply))
            if not assignment.answers:
                for exercise in {self._by_id[check].exercise for check in known}:
                    with suppress(NameMissing):  # notes say under which name each was graded
                        names.resolve(exercise)
                results = self._suites.run(respondent, self._seed, known)
                return _Run(results, tuple(names.notes()))
            with closing(_variables(sandbox, names)) as variables:
                missing = names.missing_answer(variables.names)
                run = self._run_by_hand(variables, missing, submission)
            return replace(run, notes=(*variables.names.notes(), *names.notes()))

    def _run_answers(self, answers: Mapping[str, Any], submission: Submission) -> _Run:
        raw, names = by_hand.from_file(answers)
        run = self._run_by_hand(raw, names.missing, submission)
        return replace(run, notes=tuple(names.notes()))

    def _run_by_hand(
        self, raw: Callable[[str], Any], missing: by_hand.Missing, submission: Submission
    ) -> _Run:
        names, student = self.assignment.answers, submission.student
        respondent = by_hand.handed(
            raw,
            missing,
            self._suites,
            names,
            self._seed,
            student,
            examples=self._counterexamples,
        )
        return _Run(self._suites.run(respondent, self._seed), answers=respondent.answers)


@contextmanager
def open_grader(
    assignment: Assignment,
    *,
    exercises: Collection[ExerciseId] | None = None,
    seed: int | None = None,
    require: Level | None = None,
    level: Level | None = None,
    classmates: Collection[StudentId] = (),
    counterexamples: bool = False,
    zygote: Zygote | None = None,
) -> Iterator[Grader]:
    """A grader for *assignment*, warm until the end of the block; one at a time per process.

    Args:
        assignment: What to grade against.
        exercises: Only these; all where None.
        seed: Of the random inputs; the assignment's own where None.
        require: The least level of isolation.
        level: Exactly this one; the best that the machine gives where None.
        classmates: Who else is in the class, to notice answers for somebody else's numbers.
        counterexamples: Whether to look for the smallest input that shows each exercise's mistake.
        zygote: One that the caller has, with the assignment's runtime; it decides the level.

    Raises:
        AssignmentError: a suite or the reference cannot be used.
        SandboxError: student code cannot be run here, or not at the level asked for.
    """
    require_libraries(assignment)
    if require is not None:
        detection.require(require)
    with ExitStack() as stack:
        if zygote is None:
            level = detection.detect().level if level is None else _standing(level)
            zygote = stack.enter_context(Zygote(assignment.runtime, level))
        # While the suites are collected here, the zygote imports its libraries on another core.
        suites = stack.enter_context(SuiteSession(assignment, exercises))
        suites.wait()
        seed = assignment.seed if seed is None else seed
        yield Grader(assignment, zygote, suites, seed, classmates, counterexamples=counterexamples)


def _standing(level: Level) -> Level:
    if level is not Level.PROCESS:
        attempt = detection.attempt(level)
        if not attempt.stands:
            reason = attempt.reason.english()
            raise SandboxError(f"isolation {level} does not stand on this machine: {reason}")
    return level


def _respondent(sandbox: Sandbox, names: _Names, limits: Limits, *, search: bool) -> Respondent:
    timeouts: Counter[ExerciseId] = Counter()  # since an answer came, but for the first

    def open_worker(check: Check, seed: int) -> Worker:
        if names.report.names is None:
            raise WorkerDied(names.why_nothing_ran())
        many = timeouts[check.exercise]
        if not many:
            return sandbox.fork(seed)
        seconds = _AFTER_TIMEOUT_SECONDS[min(many, len(_AFTER_TIMEOUT_SECONDS)) - 1]
        worker = sandbox.fork(seed, min(seconds, limits.call_seconds))
        worker.renewable = False  # the next check may have more time
        return worker

    def judged(result: CheckResult) -> None:
        exercise = result.check.exercise
        if result.verdict is Verdict.TIMED_OUT:
            timeouts[exercise] += 1
        elif timeouts[exercise]:
            timeouts[exercise] = 1

    def open_search() -> Worker:
        if sandbox.costly:
            raise WorkerDied(phrase("The process that ran the code is gone."))
        return sandbox.fork(0, _SEARCH_SECONDS)

    return Respondent(
        open_worker=open_worker,
        judged=judged,
        resolve=names.resolve,
        out_of_time=lambda: sandbox.out_of_time,
        missing=names.missing,
        program=names.program,
        open_search=open_search if search else None,
    )


def _supplied(respondent: Respondent, names: _Names, supply: Supply) -> OpenSupplied:
    @contextmanager
    def open_worker(check: Check, seed: int, exercises: Collection[ExerciseId]) -> Iterator[Serves]:
        functions = {names.name_of(each): each for each in exercises}
        with (
            respondent.open_worker(check, seed) as worker,
            supply.open(seed, exercises) as calls,
        ):
            assert isinstance(worker, Worker)
            worker.supply(functions, calls)
            yield _Supplied(worker, calls)

    return open_worker


@dataclass(frozen=True, slots=True)
class _Supplied:
    """A worker, and what answers the functions that were put into its program."""

    worker: Worker
    calls: Calls

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """See ``Worker.request``."""
        return self.worker.request(operation, target, name, args, kwargs)

    @property
    def stale(self) -> bool:
        """See ``Worker.stale``."""
        return self.worker.stale

    def renew(self, seed: int) -> bool:
        """See ``Worker.renew``."""
        self.calls.renew(seed)
        return self.worker.renew(seed)


def _variables(sandbox: Sandbox, names: _Names) -> by_hand.Variables:
    def fork() -> Worker:
        if names.report.names is None:
            raise WorkerDied(names.why_nothing_ran())
        return sandbox.fork(0)

    return by_hand.Variables(fork, names.report.names)


class _Names:
    """What a submission defines, and what to say of a name that it does not."""

    def __init__(
        self, assignment: Assignment, program: Program, report: ImportReport, python: str
    ) -> None:
        self.program = program
        self._python = python.rpartition(".")[0]
        self.report = report
        self._aliases = {e.id: e.aliases for e in assignment.exercises}
        self._defined = report.names or {}
        self._used: dict[str, str] = {}
        self._lines: dict[int, dict[str, int]] = {}
        """Of cells that failed, by their index: parsing may take seconds, and many checks ask."""

    def resolve(self, name: str) -> str:
        """The name under which the submission defines *name*; raises NameMissing."""
        for candidate in (name, *self._aliases.get(ExerciseId(name), ())):
            if self._defined.get(candidate) == "callable":
                if candidate != name:
                    self._used[name] = candidate
                return candidate
        raise NameMissing(name)

    def name_of(self, name: str) -> str:
        """The same where the submission has it; else *name* itself."""
        try:
            return self.resolve(name)
        except NameMissing:
            return name

    def missing(self, name: str) -> tuple[Verdict, tuple[Phrase, ...], str]:
        """Verdict, notes and error text for a name that is not there."""
        wanted = {name, *self._aliases.get(ExerciseId(name), ())}
        culprit = self._culprit(wanted - self._defined.keys())
        if culprit is not None:
            return Verdict.CRASHED, self._why_lost(culprit, name), str(culprit.failure)
        kind = self._defined.get(name)
        if kind is not None:
            note = phrase("{name} is not a function: it is {type}.", name=name, type=kind)
            return Verdict.MISSING, (note,), ""
        notes = [phrase("{name} is not defined.", name=name)]
        known = {*self._aliases, *(alias for names in self._aliases.values() for alias in names)}
        others = [found for found in self._callables() if found not in known]
        close = hints.closest(name, others)
        if close is not None:
            notes.append(phrase("The closest name is {close}: is it a typing error?", close=close))
        return Verdict.MISSING, tuple(notes), ""

    def missing_answer(self, variables: by_hand.Names) -> by_hand.Missing:
        """The same for a variable that is not there, or was left empty."""

        def missing(name: str) -> tuple[Verdict, tuple[Phrase, ...], str]:
            culprit = self._culprit({name} - self._defined.keys())
            if culprit is not None:
                return Verdict.CRASHED, self._why_lost(culprit, name), str(culprit.failure)
            return variables.missing(name)

        return missing

    def _why_lost(self, culprit: StatementFailure, name: str) -> tuple[Phrase, ...]:
        lost = _lost(culprit, name)
        if not _is_syntax(culprit):
            return lost, *self._why_unknown(culprit)
        unread = phrase(
            "That part cannot be read by Python {version}: a typing error, or it was written for "
            "another version of Python.",
            version=self._python,
        )
        return lost, unread

    def _why_unknown(self, culprit: StatementFailure) -> tuple[Phrase, ...]:
        """Where a statement stopped at a name: why that one is not there, a failed import say."""
        name = culprit.failure.name
        if not name or culprit.failure.type != "NameError":
            return ()
        cause = self._culprit({name} - self._defined.keys())
        if cause is None or cause is culprit:
            return ()
        hint = hints.explain(str(cause.failure))
        return (_lost(cause, name), *(() if hint is None else (hint,)))

    def _culprit(self, lost: set[str]) -> StatementFailure | None:
        """The statement that failed nearest to where one of the names would have been defined."""
        distances = []
        for number, failed in enumerate(self.report.failures):
            if failed.cell is None and lost and _is_syntax(failed):
                return failed  # nothing at all of the file was run
            if failed.index < len(self.program.cells):
                lines = [line for name, line in self._bound(failed.index) if name in lost]
                distances += [(abs(line - failed.line), number) for line in lines]
        return self.report.failures[min(distances)[1]] if distances else None

    def _bound(self, index: int) -> Collection[tuple[str, int]]:
        """The names that a cell binds, with their lines."""
        if index not in self._lines:
            self._lines[index] = defined_names(self.program.cells[index].source)
        return self._lines[index].items()

    def notes(self) -> tuple[Phrase, ...]:
        """About the submission as a whole: aliases that were graded, statements that failed."""
        used = [
            phrase("{found} was graded as {name}.", found=found, name=name)
            for name, found in self._used.items()
        ]
        failures = self.report.failures[:_FAILURES_TOLD]
        told: list[Phrase] = []
        for failed in failures:
            hint = hints.explain(str(failed.failure))
            told.append(_failed(failed))
            if hint is not None and hint not in told:
                told.append(hint)
        more = len(self.report.failures) - len(failures)
        if more > 0:
            told.append(phrase("{count} more statements failed.", count=more))
        return (*used, *told)

    def why_nothing_ran(self) -> Phrase:
        """For a program of which nothing could be run."""
        if self.report.timed_out:
            return phrase("Running the file took too long, so nothing in it could be checked.")
        return phrase("Running the file ended its process, so nothing in it could be checked.")

    def _callables(self) -> list[str]:
        return [name for name, kind in self._defined.items() if kind == "callable"]


def _lost(failed: StatementFailure, name: str) -> Phrase:
    if failed.cell is None:
        return phrase(
            "{name} could not be defined: line {line} stopped with {error}.",
            name=name,
            line=failed.line,
            error=_said(failed),
        )
    return phrase(
        "{name} could not be defined: cell {cell}, line {line} stopped with {error}.",
        name=name,
        cell=failed.cell,
        line=failed.line,
        error=_said(failed),
    )


def _failed(failed: StatementFailure) -> Phrase:
    if failed.cell is None:
        return phrase("Line {line} failed: {error}.", line=failed.line, error=_said(failed))
    return phrase(
        "Cell {cell}, line {line} failed: {error}.",
        cell=failed.cell,
        line=failed.line,
        error=_said(failed),
    )


def _is_syntax(failed: StatementFailure) -> bool:
    return "SyntaxError" in failed.failure.bases


def _said(failed: StatementFailure) -> str:
    """The error's first line without its full stop: it goes into a sentence."""
    return str(failed.failure).partition("\n")[0][:300].rstrip(".")
