"""``grade``: what a student runs, and an instructor on a single submission."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    GRADER_FAILED,
    NOT_PASSED,
    PASSED,
    as_level,
    course_option,
    fail,
    friendly_errors,
    isolation_option,
    language_option,
    seed_option,
)
from grader.errors import AssignmentError, SubmissionError, UsageError

if TYPE_CHECKING:
    from grader.model import Assignment, Course, ExerciseId, Grade, StudentId, Submission, Ungraded

_SETTINGS = "grade.toml"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("-a", "--assignment", metavar="ID", help="Default: from grade.toml, else file names.")
@course_option
@click.option(
    "-e", "--exercise", "exercises", multiple=True, metavar="ID", help="Only this one; repeatable."
)
@language_option
@click.option("--student", metavar="ID", help="Name in the report. Default: that of PATH.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Also write the report as a page.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Also write the result as JSON; with - nothing else goes to standard output.",
)
@isolation_option
@seed_option
@friendly_errors
def main(
    path: Path,
    assignment: str | None,
    course: Path | None,
    exercises: tuple[str, ...],
    lang: str | None,
    student: str | None,
    report: Path | None,
    json_file: Path | None,
    require: str | None,
    seed: int | None,
) -> None:
    """Grade PATH: a folder, .py, .ipynb, .zip or .toml. The default is the folder you are in.

    Exits with 0 if every check passed, 1 if some did not, 2 if the command was wrong, and 3 if the
    grader itself could not do its job.
    """
    from grader.assignment import find_course, load_assignment
    from grader.model import Ungraded
    from grader.report.i18n import translate
    from grader.submission import load_submission

    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    found = find_course(path, course)
    settings = _settings(path)
    lang = lang or settings.get("language") or found.language
    name = assignment or settings.get("assignment") or _only(found)
    chosen = load_assignment(found, name) if name else None
    who = _student(path, student)
    try:
        submission = load_submission(path, who)
        chosen = chosen or load_assignment(found, _guess(found, submission))
        if chosen.answers:
            submission = _for_own_numbers(chosen, submission, student)
        grade = _grade(chosen, submission, exercises, require, seed)
    except SubmissionError as error:
        if chosen is not None:
            told = Ungraded(student=who, reason=error.reason)
            _show_ungraded(told, chosen, lang, report, json_file)
        fail(translate(error.reason, lang), NOT_PASSED)
    _show(grade, lang, report, json_file)
    sys.exit(_exit_code(grade))


def _for_own_numbers(
    assignment: Assignment, submission: Submission, named: str | None
) -> Submission:
    """*submission* as the work of whom it says it is of, where everyone has their own numbers.

    Raises:
        UsageError: nothing says whose it is, and the right answers depend on it.
    """
    import dataclasses
    import unicodedata

    from grader.model import StudentId
    from grader.submission import select_program, stated_student

    if named:
        return submission
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


def _grade(
    assignment: Assignment,
    submission: Submission,
    exercises: tuple[str, ...],
    require: str | None,
    seed: int | None,
) -> Grade:
    from grader.pipeline import open_grader

    only = _exercises(assignment, exercises)
    with open_grader(assignment, exercises=only, seed=seed, require=as_level(require)) as grader:
        return grader.grade(submission)


def _exit_code(grade: Grade) -> int:
    if grade.needs_review:
        return GRADER_FAILED
    return PASSED if grade.earned == grade.possible else NOT_PASSED


def _show(grade: Grade, lang: str, report: Path | None, json_file: Path | None) -> None:
    if report is not None:
        from grader.report.html import to_html

        _write(report, to_html(grade, lang).encode())
    if json_file is not None:
        from grader.report.json import to_json

        _write(json_file, to_json(grade, lang))
    if str(json_file) != "-":
        from grader.report.terminal import to_terminal

        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(to_terminal(grade, lang, color=color), nl=False)


def _show_ungraded(
    told: Ungraded, assignment: Assignment, lang: str, report: Path | None, json_file: Path | None
) -> None:
    from datetime import UTC, datetime

    from grader.report.html import ungraded_html
    from grader.report.json import ungraded_json

    if report is not None:
        _write(report, ungraded_html(told, assignment, lang).encode())
    if json_file is not None:
        _write(json_file, ungraded_json(told, assignment, lang, graded_at=datetime.now(UTC)))


def _write(path: Path, data: bytes) -> None:
    """Put *data* at *path*, or on standard output for ``-``."""
    from grader.atomic import write_atomic

    if str(path) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_atomic(path, data)


def _student(path: Path, named: str | None) -> StudentId:
    import unicodedata

    from grader.model import StudentId

    return StudentId(unicodedata.normalize("NFC", named or path.resolve().stem or "-"))


def _exercises(assignment: Assignment, named: tuple[str, ...]) -> list[ExerciseId] | None:
    known = {str(exercise.id): exercise.id for exercise in assignment.exercises}
    for name in named:
        if name not in known:
            raise UsageError(
                f"no exercise {name!r} in {assignment.id}; there are: {', '.join(known)}"
            )
    return [known[name] for name in named] or None


# ------------------------------------------------------------------ what is not on the command line


def _settings(path: Path) -> dict[str, str]:
    """``grade.toml`` beside the work, as a kit has it: the assignment and the language."""
    import tomllib

    file = (path if path.is_dir() else path.parent) / _SETTINGS
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
    from grader.assignment import load_assignment

    stems = {file.path.stem for file in submission.files}
    fitting = []
    for name in course.assignments:
        try:
            entry = load_assignment(course, name).entry
        except AssignmentError:
            # One that is being written does not keep the others from being graded.
            continue
        fitting += [name] if entry.stem in stems else []
    if len(fitting) != 1:
        which = fitting or course.assignments
        raise UsageError(f"which assignment? Say it with -a; there are: {', '.join(which)}")
    return fitting[0]
