"""What a command works on: the path as it was meant, its course, its assignment, its files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import AssignmentError, UsageError

if TYPE_CHECKING:
    from grader.model import Assignment, Course, ExerciseId, StudentId, Submission

_SETTINGS = "grade.toml"


class Work(NamedTuple):
    """What is graded, against what, and in which language it is told."""

    path: Path
    course: Course
    lang: str
    student: StudentId
    named: bool
    """Whether the student was named on the command line."""
    stated: str | None
    """The assignment, where the command line, ``grade.toml`` or the course leave no choice."""

    def load(self) -> Submission:
        """Read the files.

        Raises:
            SubmissionError: they cannot be read as a submission.
        """
        import dataclasses

        from grader.kit import KIT_FILE
        from grader.submission import load_submission

        submission = load_submission(self.path, self.student)
        if not (self.path / KIT_FILE).is_file():
            return submission
        # The kit's own checks are nobody's work.
        own = KIT_FILE.parts[0]
        files = tuple(file for file in submission.files if file.path.parts[0] != own)
        return dataclasses.replace(submission, files=files)

    def load_for(self, assignment: Assignment) -> Submission:
        """Read the files; where everyone has their own numbers, as the work of whom they name.

        Raises:
            SubmissionError: they cannot be read as a submission.
            UsageError: nothing says whose they are, and the right answers depend on it.
        """
        submission = _without_untouched(self.path, self.load(), assignment)
        if assignment.answers and not self.named:
            return _for_own_numbers(assignment, submission)
        return submission

    def find_assignment(self) -> Assignment | None:
        """The assignment, where no file has to be read to know it."""
        from grader.assignment import load_assignment

        return load_assignment(self.course, self.stated) if self.stated else None

    def guess_assignment(self) -> Assignment:
        """The assignment whose entry is among the files.

        Raises:
            SubmissionError: they cannot be read as a submission.
            UsageError: there is none, or there are several.
        """
        from grader.assignment import load_assignment

        return load_assignment(self.course, _guess(self.course, self.load()))


def find_work(
    path: Path,
    *,
    assignment: str | None,
    course: Path | None,
    lang: str | None,
    student: str | None = None,
) -> Work:
    """What the command line means, completed by ``grade.toml`` and the course around *path*.

    Raises:
        UsageError: there is no such path or course.
    """
    path = _as_meant(path)
    found = course_of(path, course)
    settings = settings_of(path)
    return Work(
        path=path,
        course=found,
        lang=lang or settings.get("language") or found.language,
        student=_student(path, student),
        named=student is not None,
        stated=assignment or settings.get("assignment") or _only(found),
    )


def _as_meant(path: Path) -> Path:
    r"""*path* as it was meant; the folder of the kit, for a place in it where no work is.

    A console of Windows turns ``"kit\"`` into ``kit"``; what is dragged onto one has quotes around.

    Raises:
        UsageError: it is not there.
    """
    from grader.kit import find_kit

    if not path.exists():
        unquoted = Path(str(path).strip("\"' "))
        if str(path) == str(unquoted) or not unquoted.exists():
            raise UsageError(f"{path}: there is no such file or folder")
        path = unquoted
    kit = find_kit(path) if path.is_dir() else None
    if kit is not None and path.absolute().is_relative_to(kit / "assignments"):
        return kit
    return path


def course_of(path: Path, named: Path | None) -> Course:
    """The course, or a hint where its kit may be.

    Raises:
        UsageError: there is none.
    """
    from grader.assignment import find_course
    from grader.kit import KIT_FILE

    try:
        return find_course(path, named)
    except UsageError:
        start = path if path.is_dir() else path.absolute().parent
        near = [*start.glob(str(KIT_FILE)), *start.glob(f"*/{KIT_FILE}")]
        if named is not None or not near:
            raise
        folder = near[0].parents[len(KIT_FILE.parts) - 1]
        raise UsageError(f'this is not the kit, but {folder} is; run: cd "{folder}"') from None


def settings_of(path: Path) -> dict[str, str]:
    """``grade.toml`` beside the work or in the kit around it: the assignment and the language."""
    import tomllib

    from grader.kit import find_kit

    folder = path if path.is_dir() else path.parent
    kit = find_kit(folder)
    file = folder / _SETTINGS
    if kit is not None and not file.is_file():
        file = kit / _SETTINGS
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from error
    for key, value in values.items():
        if key not in {"assignment", "language"} or not isinstance(value, str):
            raise UsageError(f"{file}: {key}: only assignment and language, each a string")
    if values.get("language", "vi") not in {"vi", "en"}:
        raise UsageError(f"{file}: language: expected vi or en")
    return values


def _only(course: Course) -> str | None:
    return course.assignments[0] if len(course.assignments) == 1 else None


def _guess(course: Course, submission: Submission) -> str:
    """The assignment whose entry is among the files.

    Raises:
        UsageError: there is none, or there are several.
    """
    from grader.assignment import read_entry

    stems = {file.path.stem for file in submission.files}
    fitting = []
    for name in course.assignments:
        try:
            entry = read_entry(course, name)
        except AssignmentError:
            # One that is being written does not keep the others from being graded.
            continue
        fitting += [name] if entry.stem in stems else []
    if len(fitting) != 1:
        which = fitting or course.assignments
        raise UsageError(f"which assignment? Say it with -a; there are: {', '.join(which)}")
    return fitting[0]


def _student(path: Path, named: str | None) -> StudentId:
    import unicodedata

    from grader.model import StudentId

    return StudentId(unicodedata.normalize("NFC", named or path.resolve().stem or "-"))


def exercises_named(assignment: Assignment, named: tuple[str, ...]) -> list[ExerciseId] | None:
    """The exercises of these names; None for all of them.

    Raises:
        UsageError: there is no such exercise.
    """
    import difflib

    known = {str(exercise.id): exercise.id for exercise in assignment.exercises}
    for name in named:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"do you mean {close[0]}? " if close else ""
            raise UsageError(
                f"no exercise {name!r} in {assignment.id}; {hint}there are: {', '.join(known)}"
            )
    return [known[name] for name in named] or None


def _without_untouched(path: Path, submission: Submission, assignment: Assignment) -> Submission:
    """In a kit, without the forms of the template that are as handed out, if one was worked in."""
    import dataclasses

    from grader.kit import digest, read_kit

    kit = None
    with suppress(AssignmentError):  # a broken kit.toml keeps nobody from being graded
        kit = read_kit(path)
    if kit is None:
        return submission
    entries = {assignment.entry.stem, "answers"} if assignment.answers else {assignment.entry.stem}
    forms = {file for file in submission.files if str(file.path) in kit.templates}
    forms = {file for file in forms if file.path.stem in entries}
    untouched = {file for file in forms if digest(file.data) == kit.templates[str(file.path)]}
    if untouched == forms:
        return submission
    files = tuple(file for file in submission.files if file not in untouched)
    return dataclasses.replace(submission, files=files)


def _for_own_numbers(assignment: Assignment, submission: Submission) -> Submission:
    import dataclasses
    import unicodedata

    from grader.model import StudentId
    from grader.submission import select_program, stated_student

    stated = stated_student(select_program(submission, assignment))
    if stated:
        student = StudentId(unicodedata.normalize("NFC", stated))
        return dataclasses.replace(submission, student=student)
    if assignment.reference is not None:
        raise UsageError(
            "everyone has their own numbers: say whose these are with --student ID, "
            'or by student = "ID" in the answers'
        )
    return submission
