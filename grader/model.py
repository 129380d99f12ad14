"""The values that flow through the grader. No I/O here, and no behaviour but sums.

files -> Submission -> Program -> Grade -> report, store, exporters.

Two kinds of text are kept apart. ``Text`` is written by an author in both languages (titles,
hints). ``Phrase`` is a sentence of the program: an English template, which is also its key in
the translation catalogue, and the values to put into it. A value may be a student's string: it
is only ever data, never a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NewType

if TYPE_CHECKING:  # what only looks at these values need not wait for it
    import numpy as np
    import numpy.typing as npt

StudentId = NewType("StudentId", str)
ExerciseId = NewType("ExerciseId", str)
CheckId = NewType("CheckId", str)
"""``<exercise>.<what it asserts>``, for example ``softmax.rows_sum_to_one``."""
Slug = NewType("Slug", str)
"""The stable code of a misconception or a named convention, for example ``wrong-axis``."""


class Verdict(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    """Compared, and wrong."""
    CRASHED = "crashed"
    """The student's code raised, or its process died."""
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    MISSING = "missing"
    """Not handed in, or the name was not found."""
    SKIPPED = "skipped"
    """A check that this one needs did not pass."""
    GRADER_ERROR = "grader error"
    """Ours. Shown to the instructor, never charged to the student."""


class Disclosure(StrEnum):
    """How much of a check a student is shown."""

    PUBLIC = "public"
    """Input, expected and actual."""
    DIAGNOSIS = "diagnosis"
    """The mistake, and the student's own output."""
    SEALED = "sealed"
    """Title and outcome."""


class Level(StrEnum):
    """What stands between student code and the machine, weakest first."""

    PROCESS = "process"
    KERNEL = "kernel"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An author's text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the program; built with :func:`phrase`, it is found for translation."""

    template: str
    values: dict[str, str | int | float] = field(default_factory=dict)

    def english(self) -> str:
        """The untranslated sentence, for logs and exceptions."""
        return self.template.format(**self.values)


def phrase(template: str, /, **values: str | int | float) -> Phrase:
    """A translatable sentence: a literal ``str.format`` template, and its named values."""
    return Phrase(template, values)


# ------------------------------------------------------------------ assignments


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use. Seconds are wall time, measured on the trusted side."""

    call_seconds: float = 5.0
    """One call into student code, from request to the last byte of the answer."""
    cell_seconds: float = 5.0
    """One cell or top-level statement, before it is interrupted and the next one goes on."""
    import_seconds: float = 20.0
    """The whole file or notebook."""
    submission_seconds: float = 120.0
    """Everything together; checks not run by then are timed out."""
    memory_bytes: int = 1 << 30
    """What a submission may add to the memory of the warm process it starts from."""
    disk_bytes: int = 256 << 20
    max_files: int = 10_000
    max_processes: int = 64
    """Processes and threads together."""
    allow_exec: bool = False
    """Whether student code may start other programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A named wrong idea. Its slug is shared by reports, translations and class statistics."""

    id: Slug
    title: Text
    idea: Text
    """Which idea the mistake touches."""
    inspect: Text
    """What to look at in one's own code."""
    next: Text
    """What to do next."""
    formula: str = ""
    """LaTeX, without delimiters."""
    lecture: Text | None = None
    wrong: str = ""
    """The same mistake in another small example, as a few lines of Python."""
    right: str = ""
    """The same lines without it."""
    trial: Text | None = None
    """Numbers to try; ``try`` in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """An alternative to what the statement asks for that earns full points and is named."""

    id: Slug
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One gradable part: one function or class, one public and one hidden suite."""

    id: ExerciseId
    """The name of the function or class, as the signature has it."""
    title: Text
    points: int
    """The sum of its checks, public and hidden."""
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other names under which the course's own homework defines it."""
    answers: tuple[str, ...] = ()
    """Names of the numbers to hand in, where it is worked out by hand."""
    counterexample: bool = True
    """Whether a report may show the smallest input on which an answer is wrong."""
    takes: tuple[ExerciseId, ...] = ()
    """Earlier exercises whose functions it calls: where a student's own failed, the model
    solution's is supplied."""
    remember: bool = False
    """Whether a question that an earlier check asked is answered from memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The reference with one deliberate mistake."""

    id: str
    """File name without ``.py``: a slug, or ``<slug>.<variant>`` for a mistake of several forms."""
    misconception: Slug
    source: str
    caught_by: frozenset[CheckId]
    """The checks that it loses."""
    carried_to: frozenset[CheckId] = frozenset()
    """Those of later exercises that it would lose if nothing were supplied there: who makes the
    same mistake once more, in a later exercise's own code, is known by them."""

    @property
    def known_by(self) -> frozenset[CheckId]:
        """Every check in which a student may make this mistake."""
        return self.caught_by | self.carried_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A folder ``assignments/``, read once."""

    title: Text
    folder: Path
    language: str
    """The default of everything a student reads: ``vi`` or ``en``."""
    secret: str
    """Where the random inputs come from. Never in a kit."""
    assignments: tuple[str, ...]
    """Their ids, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A folder under ``assignments/`` with its reference, read once."""

    id: str
    title: Text
    folder: Path
    entry: PurePosixPath
    """What a student hands in, for example ``softmax_numpy.py`` (or the same as .ipynb)."""
    lecture: Text | None = None
    runtime: tuple[str, ...]
    """Modules imported before student code runs: ``("numpy",)`` or ``("numpy", "torch")``."""
    extra: str = ""
    """The extra of this package that installs them, where they are no part of every install."""
    replay: bool = True
    """Whether the reference and the mutants can be run on our side, to expect and to diagnose.
    Where they need a store or a server of their own, the checks name mistakes themselves."""
    limits: Limits
    exercises: tuple[Exercise, ...]
    misconceptions: dict[Slug, Misconception]
    conventions: dict[Slug, Convention]
    mutants: tuple[Mutant, ...]
    reference: str | None
    """Source of the model solution; None in a student's kit."""
    suites: tuple[Path, ...]
    """Public suites, then hidden ones, in the order of the exercises."""
    seed: int
    """From the course's secret; recorded in each result so that it can be reproduced."""
    digest: str
    """Of everything above that can change a grade."""

    @property
    def answers(self) -> tuple[str, ...]:
        """Names of all numbers to hand in; none where code is handed in."""
        return tuple(name for exercise in self.exercises for name in exercise.answers)

    @property
    def points(self) -> int:
        """What full marks are worth."""
        return sum(exercise.points for exercise in self.exercises)


# ------------------------------------------------------------------ submissions


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedFile:
    """One file as it was handed in; the path is relative, NFC and free of ``..``."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One student's files, read once. Equal work has an equal digest."""

    student: StudentId
    files: tuple[SubmittedFile, ...]
    digest: str
    notes: tuple[Phrase, ...] = ()
    """What was left out: data too large to take along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of source that is run on its own: a notebook's code cell, or a whole ``.py`` file."""

    number: int | None
    """Counts a notebook's code cells from 1; None for a ``.py`` file."""
    source: str
    """Line *n* here is line *n* of what the student wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What will be run: a submission's entry as cells, and what was noticed while reading it."""

    entry: PurePosixPath
    cells: tuple[Cell, ...]
    notes: tuple[Phrase, ...] = ()
    answers: Mapping[str, Any] | None = None
    """What an answers file says, by name and as it was written; then there is nothing to run."""


# ------------------------------------------------------------------ results


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One test of a suite, known before anything runs."""

    id: CheckId
    exercise: ExerciseId
    title: Text
    points: int
    topics: tuple[str, ...] = ()
    disclosure: Disclosure = Disclosure.DIAGNOSIS
    needs: tuple[CheckId, ...] = ()
    hidden: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One of the student's own frames in a traceback, innermost last."""

    file: str
    cell: int | None
    line: int
    function: str
    code: str
    """The line's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A comparison that failed. Reports show of it what the check's disclosure allows."""

    what: str
    """The quantity, as code: ``softmax(z)``."""
    actual: str
    """The student's value, shortened, as it would be typed."""
    expected: str
    """Empty where any finite numbers would do."""
    inputs: dict[str, str] = field(default_factory=dict)
    difference: npt.NDArray[np.float64] | None = None
    """actual - expected where both are numeric arrays of one shape with at most 400 elements."""
    wrong: npt.NDArray[np.bool_] | None = None
    """Which elements are outside the tolerance; same shape as *difference*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one check ended, and what there is to say about it."""

    check: Check
    verdict: Verdict
    notes: tuple[Phrase | Text, ...] = ()
    """What was observed, most telling first. A misconception's own texts follow in a report."""
    misconception: Slug | None = None
    """The one mistake that explains the student's answers, if exactly one does."""
    candidates: frozenset[Slug] = frozenset()
    """Every mistake that explains them, before the other checks were looked at."""
    behaviour: str = ""
    """Where none does: a digest of the student's answers, equal for equal mistakes. Not shown."""
    telling: bool = True
    """Whether the last answer says more than that something is not finite, or went wrong."""
    convention: Slug | None = None
    supplied: tuple[ExerciseId, ...] = ()
    """Earlier exercises whose functions were the model solution's in this check, because the
    student's own failed."""
    evidence: Evidence | None = None
    counterexample: Evidence | None = None
    """The same mistake on a small fresh input, which is nobody's secret: shown in full."""
    traceback: tuple[Frame, ...] = ()
    error: str = ""
    """``ZeroDivisionError: division by zero``: the student's text, or ours for a grader error."""
    seconds: float = 0.0

    @property
    def earned(self) -> int:
        """All or nothing."""
        return self.check.points if self.verdict is Verdict.PASSED else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseGrade:
    """An exercise with its results."""

    exercise: Exercise
    results: tuple[CheckResult, ...]

    @property
    def earned(self) -> int:
        """Points of the checks that passed."""
        return sum(result.earned for result in self.results)

    @property
    def possible(self) -> int:
        """Points of the checks that were run: public ones only, in a student's kit."""
        return sum(result.check.points for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The outcome of one submission: numbers with their reasons."""

    assignment: Assignment
    student: StudentId
    digest: str
    graded_at: datetime
    isolation: Level
    environment: dict[str, str]
    """Versions and the seed: what is needed to get the same result again."""
    exercises: tuple[ExerciseGrade, ...]
    notes: tuple[Phrase, ...] = ()
    program: Program | None = None
    """The source that was graded, for excerpts in reports."""
    remarks: tuple[Phrase, ...] = ()
    """For the instructor alone: in the gradebook, and in no report."""
    seconds: float = 0.0

    @property
    def earned(self) -> int:
        """Points earned."""
        return sum(exercise.earned for exercise in self.exercises)

    @property
    def possible(self) -> int:
        """Points that could be earned."""
        return sum(exercise.possible for exercise in self.exercises)

    @property
    def results(self) -> tuple[CheckResult, ...]:
        """Every check's result, in order."""
        return tuple(result for exercise in self.exercises for result in exercise.results)

    @property
    def needs_review(self) -> bool:
        """Whether a check ended in an error of ours."""
        return any(result.verdict is Verdict.GRADER_ERROR for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ungraded:
    """A submission that could not be graded: a row with its reason, while the batch goes on."""

    student: StudentId
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that ``grader verify`` has to say about an assignment."""

    where: str
    """An exercise, a check, a mutant or a file."""
    message: str
