"""Holds an assignment against its own reference, template, accepted variants and mutants.

An assignment is sound when the reference and every accepted variant earn everything, the template
earns nothing, and every mutant loses exactly the checks that it lists and is named by its own
misconception: in short, when the suite would have judged all the work whose verdict is known.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Final

from grader.assignment import require_libraries
from grader.atomic import write_atomic
from grader.chain import Sheet
from grader.errors import AssignmentError, GraderError, StoreError
from grader.impact import reach, touched
from grader.intervals import Array
from grader.model import (
    Assignment,
    Check,
    CheckResult,
    ExerciseId,
    Finding,
    Grade,
    Mutant,
    StudentId,
    Submission,
    SubmittedFile,
    Text,
    Verdict,
)
from grader.pipeline import Grader, open_grader
from grader.sandbox.wall import detection
from grader.submission import load_submission
from grader.suite.plugin import mutant_source
from grader.worksheet import as_toml, fill, open_sheets

SEEDS: Final = 3
"""How many other seeds the reference is run with."""
_LANGUAGES: Final = ("vi", "en")
_TO_DO: Final = "TODO"
"""How a text begins that `grader mutant` left to be written."""
_CODE: Final = (".py", ".ipynb", ".zip", ".toml", ".txt")
SHEETS: Final = 1_000
"""For how many students numbers are drawn, where everyone has their own."""
_STUDENT: Final = StudentId("verify")

Progress = Callable[[str], None]


class Memory:
    """Which pieces of work were found sound, by everything that this depends on.

    What is in it need not be graded again: neither the assignment nor the file, neither this
    program nor the libraries, nor the level of isolation has changed since. It is a file for each
    assignment in *folder*; one that cannot be read is an empty one.
    """

    def __init__(self, folder: Path, assignment: Assignment) -> None:
        self._file = folder / f"{assignment.id}.txt"
        self._basis = f"{assignment.digest} {_program_digest()} {detection.detect().level}"
        try:
            self._known = set(self._file.read_text("ascii").split())
        except (OSError, UnicodeDecodeError):
            self._known = set()
        self._used: set[str] = set()

    def knows(self, piece: str) -> bool:
        """Whether *piece*, a name with a digest of its content, was found sound."""
        key = self._key(piece)
        self._used |= {key} & self._known
        return key in self._known

    def add(self, piece: str) -> None:
        """Remember that *piece* is sound."""
        self._used.add(self._key(piece))

    def save(self) -> None:
        """Keep what was asked for or added; the rest is out of date."""
        with suppress(StoreError):  # a course that cannot be written is verified anew each time
            write_atomic(self._file, "\n".join(sorted(self._used)).encode())

    def _key(self, piece: str) -> str:
        return hashlib.sha256(f"{self._basis}\n{piece}".encode()).hexdigest()


_ONLY_SHOWS: Final = frozenset({"cli", "report", "layout", "export", "__pycache__"})
"""Folders of this package that no verdict depends on."""


def _program_digest() -> str:
    """Of what this package grades with, the interpreter, and every library that is installed."""
    code = hashlib.sha256(sys.version.encode())
    libraries = {f"{each.name} {each.version}" for each in metadata.distributions()}
    code.update(repr(sorted(libraries)).encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_file() and inside.parts[0] not in _ONLY_SHOWS and path.suffix != ".pyc":
            code.update(f"{inside}\0{path.stat().st_size}\0".encode())
            code.update(path.read_bytes())
    return code.hexdigest()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of work, and what is wrong with how it is graded."""

    where: str
    find: Callable[[Grader], Iterable[Finding]]
    content: str = ""
    """A digest of what it reads beside the assignment."""
    seed: int | None = None

    @property
    def name(self) -> str:
        """By which it is remembered."""
        return f"{self.where} {self.content}"


def verify(
    assignment: Assignment, progress: Progress = lambda _: None, memory: Memory | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with *assignment*; empty where it is sound.

    *progress* is told of each piece of work before it is graded; what *memory* knows is not.

    Raises:
        AssignmentError, SandboxError: the suites cannot even be collected, or nothing can be run.
    """
    require_libraries(assignment)
    findings = [*_texts(assignment), *_lint(assignment)]
    pieces = [_Piece("declarations", lambda grader: _declarations(assignment, grader.checks))]
    if assignment.reference is None:
        findings.append(Finding(where="reference", message="there is none"))
    else:
        pieces += _pieces(assignment, progress)
    new = [p for p in pieces if memory is None or not memory.knows(p.name)]
    with open_grader(assignment) if new else nullcontext() as grader:
        for piece in new:
            assert grader is not None
            progress(piece.where)
            found = [*piece.find(grader if piece.seed is None else grader.with_seed(piece.seed))]
            findings += found
            if memory is not None and not found:
                memory.add(piece.name)
    if memory is not None:
        memory.save()
    return tuple(findings)


def _pieces(assignment: Assignment, progress: Progress) -> Iterator[_Piece]:
    """All that has to be graded."""
    if assignment.answers:
        yield _Piece("numbers", lambda _: _sheets(assignment, progress))
    yield _Piece("reference", lambda grader: _full_marks(grader, "reference", _work(grader)))
    yield from _files(assignment)
    reached = reach(assignment)
    for mutant in assignment.mutants:
        find = partial(_one_mutant, mutant=mutant, reached=reached)
        yield _Piece(f"mutant {mutant.id}", find)
    for number in range(1, SEEDS + 1):
        where = f"reference, seed {number}"
        find = partial(_reference, where=where)
        yield _Piece(where, find, seed=number)


# ------------------------------------------------------------------ what can be read off


def _texts(assignment: Assignment) -> Iterator[Finding]:
    """Both languages are there for everything that a student reads."""
    for language in _LANGUAGES:
        statement = assignment.folder / f"statement.{language}.md"
        if not statement.is_file() or not statement.read_text(encoding="utf-8").strip():
            yield Finding(where=statement.name, message="missing or empty")
    named: list[tuple[str, Text | None]] = [
        ("title", assignment.title),
        ("lecture", assignment.lecture),
    ]
    named += [(f"exercise {e.id}: title", e.title) for e in assignment.exercises]
    for slug in sorted({mutant.misconception for mutant in assignment.mutants}):
        known = assignment.misconceptions.get(slug)
        if known is None:
            yield Finding(where=f"misconception {slug}", message="not in misconceptions.toml")
            continue
        fields: dict[str, Text | None] = {
            "title": known.title,
            "idea": known.idea,
            "inspect": known.inspect,
            "next": known.next,
            "try": known.trial,
        }
        named += [(f"misconception {slug}: {name}", text) for name, text in fields.items()]
    yield from _untranslated(named)


def _untranslated(named: Iterable[tuple[str, Text | None]]) -> Iterator[Finding]:
    for where, text in named:
        if text is not None and not (text.vi.strip() and text.en.strip()):
            language = "vi" if text.en.strip() else "en"
            yield Finding(where=where, message=f"the translation ({language}) is missing")
        elif text is not None and _TO_DO in (text.vi[: len(_TO_DO)], text.en[: len(_TO_DO)]):
            yield Finding(where=where, message="still to be written")


def _declarations(assignment: Assignment, checks: Sequence[Check]) -> Iterator[Finding]:
    """Points add up, needs exist, mutants list checks that there are."""
    for exercise in assignment.exercises:
        own = [check for check in checks if check.exercise == exercise.id]
        points = sum(check.points for check in own)
        if points != exercise.points:
            message = f"points: {exercise.points} in assignment.toml, {points} in its checks"
            yield Finding(where=f"exercise {exercise.id}", message=message)
        if not any(check.hidden for check in own):
            yield Finding(where=f"exercise {exercise.id}", message="no hidden check")
    yield from _untranslated((f"check {check.id}: title", check.title) for check in checks)
    seen: set[str] = set()
    for check in checks:
        for needed in check.needs:
            if needed not in seen:
                yield Finding(
                    where=f"check {check.id}", message=f"needs {needed}, which is no earlier check"
                )
        seen.add(check.id)
    for mutant in assignment.mutants:
        for name in sorted(mutant.known_by - seen):
            yield Finding(where=f"mutant {mutant.id}", message=f"lists {name}, which is no check")


def _lint(assignment: Assignment) -> Iterator[Finding]:
    """Comparisons that let a wrong shape or a nan through, and hidden things in public suites."""
    for path in assignment.suites:
        where = f"{path.parent.name}/{path.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            message = _complaint(node, public=path.parent.name == "public")
            if message is not None:
                yield Finding(where=f"{where}:{getattr(node, 'lineno', 1)}", message=message)


def _complaint(node: ast.AST, *, public: bool) -> str | None:
    match node:
        case ast.Attribute(attr="allclose" | "array_equal" | "isclose"):
            return f"{node.attr} compares loosely: use expect_close"
        case ast.Call(func=ast.Attribute(attr="all", value=ast.Compare())):
            return "(a == b).all() passes on empty arrays: use expect_equal"
        case ast.Assert():
            return "a bare assert says nothing to a student: use expect"
        case ast.FunctionDef(name=name, args=ast.arguments(args=arguments)) if (
            public and name.startswith("test_")
        ):
            hidden = {each.arg for each in arguments} & {"reference", "rng", "problem"}
            return f"a public check cannot use {', '.join(sorted(hidden))}" if hidden else None
        case _:
            return None


# ------------------------------------------------------------------ what has to be run


def _work(grader: Grader, mutant: Mutant | None = None) -> Submission:
    """The model solution as a student would hand it in, or a mutant."""
    assignment = grader.assignment
    # Each mutant with other numbers: what it loses must not depend on them.
    student = StudentId(f"{_STUDENT} {mutant.id}") if mutant else _STUDENT
    sheet = grader.sheet(student)
    if sheet is not None:
        text = as_toml(_answers(grader, sheet, mutant))
        file = SubmittedFile(path=PurePosixPath("answers.toml"), data=text.encode())
    else:
        source = mutant_source(assignment, mutant) if mutant else assignment.reference or ""
        file = SubmittedFile(path=assignment.entry, data=source.encode())
    return Submission(student=student, files=(file,), digest="")


def _answers(grader: Grader, sheet: Sheet, mutant: Mutant | None) -> Mapping[str, Array]:
    if mutant is None:
        return sheet.right
    return grader.wrong(mutant).answers(sheet)


def _sheets(assignment: Assignment, progress: Progress) -> Iterator[Finding]:
    """A thousand students get numbers on which all listed mistakes are caught and told apart,
    and on which honest work earns everything, whether the working was rounded or not."""
    sheets = open_sheets(assignment)
    for number in range(SHEETS):
        student = StudentId(f"verify {number}")
        if number % 100 == 0:
            progress(f"numbers of {number} of {SHEETS} students")
        try:
            sheet = sheets.sheet(assignment.seed, student)
        except AssignmentError as error:
            yield Finding(where="numbers", message=str(error))
            return
        for fault in sheets.refusals(sheet):
            yield Finding(where=f"numbers of {student}", message=fault)


def _reference(grader: Grader, where: str) -> Iterator[Finding]:
    return _full_marks(grader, where, _work(grader))


def _files(assignment: Assignment) -> Iterator[_Piece]:
    """The templates earn nothing, the accepted variants everything."""
    course = assignment.folder.parents[1]
    templates = handed_in(course / "student_template" / assignment.id)
    if not templates:
        nothing = Finding(where="template", message="there is none")
        yield _Piece("templates", lambda _: [nothing])
    for path in templates:
        find = partial(_template, path=path)
        yield _Piece(f"template {path.name}", find, _content(path))
    for path in handed_in(course / "tests" / "accepted" / assignment.id):
        find = partial(_accepted, path=path)
        yield _Piece(f"accepted {path.name}", find, _content(path))


def handed_in(folder: Path) -> list[Path]:
    """What lies in *folder* as students hand in: files and folders, in order."""
    return sorted(
        path
        for path in folder.glob("*")
        if path.suffix in _CODE or (path.is_dir() and path.name != "__pycache__")
    )


def _content(path: Path) -> str:
    code = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            data = file.read_bytes()
            code.update(f"{file.relative_to(path)}\0{len(data)}\0".encode() + data)
    return code.hexdigest()


def _template(grader: Grader, path: Path) -> Iterator[Finding]:
    where = f"template {path.name}"
    try:
        yield from _no_marks(grader.grade(_load(grader, path)), where)
    except GraderError as error:
        yield Finding(where=where, message=str(error))


def _accepted(grader: Grader, path: Path) -> Iterator[Finding]:
    where = f"accepted {path.name}"
    try:
        yield from _full_marks(grader, where, _load(grader, path))
    except GraderError as error:
        yield Finding(where=where, message=str(error))


def _load(grader: Grader, path: Path) -> Submission:
    submission = load_submission(path, _STUDENT)
    sheet = grader.sheet(_STUDENT)
    return submission if sheet is None else fill(submission, sheet)


def _full_marks(grader: Grader, where: str, submission: Submission) -> Iterator[Finding]:
    for result in grader.grade(submission).results:
        if result.verdict is not Verdict.PASSED:
            yield Finding(where=where, message=f"{result.check.id}: {_said(result)}")
        elif result.convention and result.convention not in grader.assignment.conventions:
            message = (
                f"{result.check.id}: convention {result.convention} is not in conventions.toml"
            )
            yield Finding(where=where, message=message)


def _no_marks(grade: Grade, where: str) -> Iterator[Finding]:
    for result in grade.results:
        if result.earned:
            yield Finding(where=where, message=f"earns {result.check.id}")


def _one_mutant(
    grader: Grader, mutant: Mutant, reached: Mapping[ExerciseId, set[str]]
) -> Iterator[Finding]:
    """Graded as a student's file, it loses what it lists, and is named by its own slug."""
    where = f"mutant {mutant.id}"
    assignment = grader.assignment
    if assignment.replay:
        exercises = touched(reached, grader.checks, mutant)
    else:
        # A submission takes a second there: only what the mutant is about is run.
        lists = {name.partition(".")[0] for name in mutant.caught_by}
        exercises = {e.id for e in assignment.exercises if e.id in lists}
    grade = grader.grade(_work(grader, mutant), only=exercises)
    lost = {
        result.check.id: result for result in grade.results if result.verdict is not Verdict.PASSED
    }
    if not lost:
        yield Finding(where=where, message="no check catches it")
        return
    for name in sorted(lost.keys() - mutant.caught_by):
        yield Finding(where=where, message=f"also loses {name}: {_said(lost[name])}")
    for name in sorted(mutant.caught_by - lost.keys()):
        yield Finding(where=where, message=f"does not lose {name}")
    if mutant.carried_to:
        carried = {result.check.id for result in grade.results if result.supplied} - lost.keys()
        for name in sorted(carried - mutant.carried_to):
            yield Finding(where=where, message=f"is also carried to {name}")
        for name in sorted(mutant.carried_to - carried):
            yield Finding(where=where, message=f"is not carried to {name}")
    names = {result.misconception for result in lost.values()} - {None}
    others = sorted(str(name) for name in names - {mutant.misconception})
    if others:
        yield Finding(where=where, message=f"is taken for {', '.join(others)}")
    if mutant.misconception not in names:
        yield Finding(where=where, message=_unnamed(mutant, lost.values()))


def _unnamed(mutant: Mutant, lost: Iterable[CheckResult]) -> str:
    shared = [
        set(result.candidates) for result in lost if mutant.misconception in result.candidates
    ]
    rivals = sorted(set.intersection(*shared) - {mutant.misconception}) if shared else []
    if rivals:
        return f"cannot be told from {', '.join(rivals)}"
    return "is not recognised by its own answers"


def _said(result: CheckResult) -> str:
    notes = "; ".join(n.en if isinstance(n, Text) else n.english() for n in result.notes)
    return f"{result.verdict}: {notes or result.error}"
