"""Reads a course and its assignments. Nothing is executed here.

``assignments/course.toml`` marks a course; ``assignments/<id>/assignment.toml`` an assignment; the
model solution is beside it in ``reference/<id>/``. A student's kit has the same shape without the
reference, the hidden suites and the mutants.
"""

from __future__ import annotations

import ast
import hashlib
import hmac
import importlib.util
import os
from collections.abc import Hashable, Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

import msgspec

from grader.errors import AssignmentError, SandboxError, UsageError
from grader.model import (
    Assignment,
    CheckId,
    Convention,
    Course,
    Exercise,
    ExerciseId,
    Limits,
    Misconception,
    Mutant,
    Slug,
    Text,
)

COURSE_FILE: Final = "course.toml"
_CAUGHT_BY: Final = "caught by:"
_CARRIED_TO: Final = "carried to:"


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A typo in a manifest is an error with a path, not a silent default."""


class _Words(_Strict, frozen=True):
    vi: str
    en: str

    def text(self) -> Text:
        return Text(vi=self.vi.strip(), en=self.en.strip())


class _CourseFile(_Strict, frozen=True):
    title: _Words
    secret: str
    language: str = "vi"
    policy: dict[str, Any] = {}  # read by grader.policy


class _ExerciseTable(_Strict, frozen=True):
    id: str
    title: _Words
    points: int
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    counterexample: bool = True
    takes: tuple[str, ...] = ()
    remember: bool = False


class _LimitsTable(_Strict, frozen=True):
    call_seconds: float = 5.0
    cell_seconds: float = 5.0
    import_seconds: float = 20.0
    submission_seconds: float = 120.0
    memory_bytes: int = 1 << 30
    disk_bytes: int = 256 << 20
    max_files: int = 10_000
    max_processes: int = 64
    allow_exec: bool = False


class _AssignmentFile(_Strict, frozen=True):
    title: _Words
    entry: str
    runtime: tuple[str, ...]
    exercises: tuple[_ExerciseTable, ...]
    extra: str = ""
    replay: bool = True
    lecture: _Words | None = None
    limits: _LimitsTable = _LimitsTable()


class _MisconceptionTable(_Strict, frozen=True):
    title: _Words
    idea: _Words
    inspect: _Words
    next: _Words
    formula: str = ""
    lecture: _Words | None = None
    wrong: str = ""
    right: str = ""
    trial: _Words | None = msgspec.field(default=None, name="try")


class _ConventionTable(_Strict, frozen=True):
    title: _Words


def find_course(start: Path, explicit: Path | None = None) -> Course:
    """The course of *explicit*, else upwards from *start*, else of ``$GRADER_COURSE``.

    Raises:
        UsageError: there is none.
    """
    if explicit is not None:
        folder = _course_folder(explicit)
        if folder is None:
            raise UsageError(f"{explicit}: no course here; expected assignments/{COURSE_FILE}")
        return load_course(folder)
    for parent in (start.absolute(), *start.absolute().parents, Path.cwd(), *Path.cwd().parents):
        folder = _course_folder(parent)
        if folder is not None:
            return load_course(folder)
    named = os.environ.get("GRADER_COURSE")
    if named:
        return find_course(start, Path(named))
    raise UsageError(
        "no course found: run inside its folder, or name it with --course or $GRADER_COURSE"
    )


def load_course(folder: Path) -> Course:
    """Read ``course.toml`` in *folder* (the ``assignments`` folder)."""
    course = _read(folder / COURSE_FILE, _CourseFile)
    if course.language not in ("vi", "en"):
        raise AssignmentError(f"{folder / COURSE_FILE}: language: expected vi or en")
    if len(course.secret) < 16:
        raise AssignmentError(f"{folder / COURSE_FILE}: secret: at least 16 characters, please")
    ids = sorted(p.parent.name for p in folder.glob("*/assignment.toml"))
    return Course(
        title=course.title.text(),
        folder=folder,
        language=course.language,
        secret=course.secret,
        assignments=tuple(ids),
    )


def load_assignment(course: Course, name: str) -> Assignment:
    """Read the assignment *name* of *course* with its reference and mutants.

    Raises:
        UsageError: there is no such assignment.
        AssignmentError: a file is missing or wrong; one line with the place.
    """
    if name not in course.assignments:
        known = ", ".join(course.assignments) or "none"
        raise UsageError(f"no assignment {name!r} in {course.folder}; there are: {known}")
    folder = course.folder / name
    manifest = _read(folder / "assignment.toml", _AssignmentFile)
    entry = PurePosixPath(manifest.entry)
    suites = tuple(_suites(folder, (e.id for e in manifest.exercises)))
    reference = _source(course.folder.parent / "reference" / name / entry)
    mutants = tuple(_mutants(folder / "mutants"))
    _refuse_duplicates(folder, manifest.exercises)
    _refuse_unknown(folder, manifest.exercises)
    return Assignment(
        id=name,
        title=manifest.title.text(),
        folder=folder,
        entry=entry,
        runtime=manifest.runtime,
        extra=manifest.extra,
        replay=manifest.replay,
        lecture=None if manifest.lecture is None else manifest.lecture.text(),
        limits=Limits(**msgspec.structs.asdict(manifest.limits)),
        exercises=tuple(map(_exercise, manifest.exercises)),
        misconceptions=read_misconceptions(course.folder / "misconceptions.toml"),
        conventions=_conventions(course.folder / "conventions.toml"),
        mutants=mutants,
        reference=reference,
        suites=suites,
        seed=_seed(course.secret, name),
        digest=_digest(folder, suites, reference, mutants),
    )


def read_entry(course: Course, name: str) -> PurePosixPath:
    """The file that the assignment *name* of *course* asks for; nothing else of it is read.

    Raises:
        AssignmentError: the manifest is missing or wrong; one line with the place.
    """
    return PurePosixPath(_read(course.folder / name / "assignment.toml", _AssignmentFile).entry)


def require_libraries(assignment: Assignment) -> None:
    """See that what the assignment's runtime imports is installed; nothing is imported.

    Raises:
        SandboxError: a library is not; the line says what to install.
    """
    for name in dict.fromkeys(module.partition(".")[0] for module in assignment.runtime):
        if importlib.util.find_spec(name) is None:
            wanted = f"grader[{assignment.extra}]" if assignment.extra else name
            raise SandboxError(
                f"{assignment.id} needs {name}, which is not installed; run: pip install '{wanted}'"
            )


def _exercise(table: _ExerciseTable) -> Exercise:
    return Exercise(
        id=ExerciseId(table.id),
        title=table.title.text(),
        points=table.points,
        topics=table.topics,
        aliases=table.aliases,
        answers=table.answers,
        counterexample=table.counterexample,
        remember=table.remember,
        takes=tuple(map(ExerciseId, table.takes)),
    )


def _refuse_duplicates(folder: Path, exercises: tuple[_ExerciseTable, ...]) -> None:
    names = [name for e in exercises for name in (e.id, *e.aliases)]
    answers = [name for e in exercises for name in e.answers]
    twice = sorted({name for each in (names, answers) for name in each if each.count(name) > 1})
    if twice:
        raise AssignmentError(
            f"{folder / 'assignment.toml'}: exercises: used twice: {', '.join(twice)}"
        )


def _refuse_unknown(folder: Path, exercises: tuple[_ExerciseTable, ...]) -> None:
    earlier: set[str] = set()
    for each in exercises:
        for name in each.takes:
            if name not in earlier:
                raise AssignmentError(
                    f"{folder / 'assignment.toml'}: {each.id}: takes: {name} is no earlier exercise"
                )
        earlier.add(each.id)


def _suites(folder: Path, exercises: Iterable[str]) -> Iterable[Path]:
    names = [f"test_{name}.py" for name in exercises]
    for kind in ("public", "hidden"):
        for path in sorted((folder / kind).glob("test_*.py")):
            if path.name not in names:
                raise AssignmentError(f"{path}: no exercise of that name in assignment.toml")
        yield from (folder / kind / name for name in names if (folder / kind / name).is_file())


def _mutants(folder: Path) -> Iterable[Mutant]:
    for path in sorted(folder.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        try:
            doc = ast.get_docstring(ast.parse(source)) or ""
        except SyntaxError as error:
            raise AssignmentError(f"{path}: line {error.lineno}: {error.msg}") from None
        _, found, listed = doc.partition(_CAUGHT_BY)
        if not found:
            raise AssignmentError(f"{path}: the docstring needs a line `{_CAUGHT_BY} <check ids>`")
        lost, _, carried = listed.partition(_CARRIED_TO)
        yield Mutant(
            id=path.stem,
            misconception=Slug(path.stem.partition(".")[0]),
            source=source,
            caught_by=_check_ids(lost),
            carried_to=_check_ids(carried),
        )


def _check_ids(listed: str) -> frozenset[CheckId]:
    return frozenset(CheckId(name) for name in listed.replace(",", " ").split())


def read_misconceptions(path: Path) -> dict[Slug, Misconception]:
    """The named mistakes in *path*, in its order; none where it is not there."""
    tables = _read(path, dict[str, _MisconceptionTable]) if path.is_file() else {}
    return {
        Slug(slug): Misconception(
            id=Slug(slug),
            title=table.title.text(),
            idea=table.idea.text(),
            inspect=table.inspect.text(),
            next=table.next.text(),
            formula=table.formula,
            lecture=None if table.lecture is None else table.lecture.text(),
            wrong=table.wrong.strip("\n"),
            right=table.right.strip("\n"),
            trial=None if table.trial is None else table.trial.text(),
        )
        for slug, table in tables.items()
    }


def _conventions(path: Path) -> dict[Slug, Convention]:
    tables = _read(path, dict[str, _ConventionTable]) if path.is_file() else {}
    return {
        Slug(slug): Convention(id=Slug(slug), title=table.title.text())
        for slug, table in tables.items()
    }


def _read(path: Path, type_: Hashable) -> Any:
    try:
        return _decoded(path.read_bytes(), type_)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        place = where.rstrip("`").lstrip(".")
        raise AssignmentError(f"{path}: {place + ': ' if place else ''}{what}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: not TOML: {error}") from None
    except OSError as error:
        raise AssignmentError(f"{path}: {error.strerror or error}") from None


@lru_cache(maxsize=16)
def _decoded(data: bytes, type_: Any) -> Any:
    """TOML in frozen tables; the course's mistakes alone take 30 ms, for each assignment again."""
    return msgspec.toml.decode(data, type=type_)


def _source(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _seed(secret: str, name: str) -> int:
    """63 bits of the course's secret and the name; the secret is not to be had from them."""
    code = hmac.digest(secret.encode(), name.encode(), hashlib.sha256)
    return int.from_bytes(code[:8]) >> 1


def _digest(
    folder: Path, suites: tuple[Path, ...], reference: str | None, mutants: tuple[Mutant, ...]
) -> str:
    """Of everything that can change a grade."""
    parts = [(folder / "assignment.toml").read_bytes(), (reference or "").encode()]
    beside = {path for suite in suites for path in suite.parent.glob("*.py")}
    parts += [path.read_bytes() for path in sorted({*suites, *beside})]
    parts += [f"{mutant.id}\0{mutant.source}".encode() for mutant in mutants]
    code = hashlib.sha256()
    for part in parts:
        code.update(len(part).to_bytes(8) + part)
    return code.hexdigest()


def _course_folder(path: Path) -> Path | None:
    for folder in (path, path / "assignments"):
        if (folder / COURSE_FILE).is_file():
            return folder
    return None
