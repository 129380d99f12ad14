"""``grader export``: what was graded, in the form that another system takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import Options, course_option, friendly_errors, language_option
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.export.record import Record
    from grader.model import Assignment, Course
    from grader.policy import Policy
    from grader.store import Enrolled, Store

assignment_option: Options = click.option(
    "-a", "--assignment", metavar="ID", help="Default: the one that was graded last."
)

_MERGED = ("canvas", "moodle", "classroom50")
_FOR_EACH = ("gradescope", "autolab")
_FORMATS = (*_MERGED, "feedback", "gradebook", *_FOR_EACH, "junit")


@click.command()
@click.argument("results", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--to",
    "form",
    type=click.Choice(_FORMATS),
    required=True,
    help="canvas, moodle, classroom50: scores in the file that the platform exported. feedback: "
    "a zip of the reports under the platform's names. gradebook: our CSV. gradescope, autolab: a "
    "file for each student. junit: one XML file.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The platform's own CSV. It is read only.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="The file to write; a folder for gradescope and autolab, unless there is one --student.",
)
@click.option("--column", metavar="NAME", help="Which column gets the scores.")
@click.option("--student", metavar="ID", help="Only this one.")
@click.option("--zero", is_flag=True, help="0 for missing work and work that cannot be graded.")
@assignment_option
@course_option
@language_option
@friendly_errors
def export(
    results: Path,
    form: str,
    into: Path | None,
    out: Path,
    column: str | None,
    student: str | None,
    zero: bool,
    assignment: str | None,
    course: Path | None,
    lang: str | None,
) -> None:
    """Give the scores or reports of a batch in DIR to another system.

    A score is what the course's policy makes of the points. What was merged into a platform's
    file is that file, with other numbers in one column and every other byte as it was.
    """
    from grader.export.record import records

    if (into is None) == (form in _MERGED):
        wanted = "needs" if into is None else "takes no"
        raise UsageError(f"--to {form} {wanted} --into FILE")
    with opened(results, course, assignment) as (found, store, chosen, policy):
        everyone = records(store, chosen, policy)
        people = _wanted(everyone, student, results, zero=zero)
        language = lang or found.language
        if into is not None:
            _merge(form, people, chosen, into, out, column)
        elif form == "feedback":
            _feedback(people, results, out)
        elif form == "junit":
            _junit(people, chosen, out, language)
        elif form == "gradebook":
            _gradebook(people, chosen, out, language)
        else:
            _for_each(form, people, out, language, alone=student is not None)


@contextmanager
def opened(
    results: Path, course: Path | None, assignment: str | None
) -> Iterator[tuple[Course, Store, Assignment, Policy]]:
    """What a batch left in *results*, and the policy that its scores come from."""
    from grader.assignment import find_course
    from grader.cli.classroom import open_results
    from grader.policy import load_policy

    found = find_course(results.absolute(), course)
    with open_results(results, found, assignment) as (store, chosen):
        yield found, store, chosen, load_policy(found, chosen)


def _wanted(
    everyone: Iterator[Record], student: str | None, results: Path, *, zero: bool
) -> Iterator[Record]:
    """The records that the export is about, one in memory at a time; at least one."""
    from grader.export.record import named, with_zero

    count = 0
    for record in everyone:
        if student is None or named(record, student):
            count += 1
            yield with_zero(record) if zero else record
    if not count:
        who = "nobody" if student is None else f"no student {student!r}"
        raise UsageError(f"{results}: there is {who} in the results")


# ------------------------------------------------------------------ one form each


def _merge(
    form: str,
    people: Iterator[Record],
    assignment: Assignment,
    into: Path,
    out: Path,
    column: str | None,
) -> None:
    from grader.atomic import write_atomic
    from grader.export import canvas, classroom50, moodle
    from grader.export.sheet import read_sheet

    merge = {"canvas": canvas.merge, "moodle": moodle.merge, "classroom50": classroom50.merge}[form]
    # Who, and how many points: a large class's results need not be in memory together.
    light = [replace(record, attempt=None, result=None) for record in people]
    merged = merge(read_sheet(into), light, assignment, column)
    if not merged.filled:
        _say(merged.notes)
        raise UsageError(f"{into}: nobody in it has a score here; is it this class's file?")
    write_atomic(out, merged.data)
    click.echo(f"{merged.filled} scores: {out}")
    _say(merged.notes)


def _feedback(people: Iterator[Record], results: Path, out: Path) -> None:
    from grader.batch import student_report
    from grader.export.feedback import write_feedback
    from grader.layout import Layout

    lost: list[str] = []
    layouts: set[str] = set()

    def reports() -> Iterator[tuple[Enrolled, bytes]]:
        for record in people:
            try:
                page = (results / student_report(record.student)).read_bytes()
            except OSError:
                lost.append(record.student)
                continue
            layouts.add(record.person.layout)
            yield record.person, page

    count = write_feedback(out, reports())
    click.echo(f"{count} reports: {out}")
    if Layout.CANVAS in layouts:
        click.echo(
            "Canvas shows each report under the name of the file that was handed in; a student "
            "saves it with .html behind it"
        )
    _say([f"{len(lost)} have no report: {', '.join(lost[:10])}"] if lost else [])


def _junit(people: Iterator[Record], assignment: Assignment, out: Path, lang: str) -> None:
    from grader.atomic import write_atomic_with
    from grader.export.junit import to_junit

    with write_atomic_with(out) as file:
        file.writelines(to_junit(people, assignment, lang))
    click.echo(f"JUnit: {out}")


def _gradebook(people: Iterator[Record], assignment: Assignment, out: Path, lang: str) -> None:
    from grader.batch import gradebook_row
    from grader.gradebook import write_gradebook

    rows = (gradebook_row(record, lang) for record in people)
    write_gradebook(out, rows, [exercise.id for exercise in assignment.exercises])
    click.echo(f"Gradebook: {out}")


def _for_each(form: str, people: Iterator[Record], out: Path, lang: str, *, alone: bool) -> None:
    """A file for each student who handed in, in a folder of their own; *alone*, just the file.

    None for whom an error of the grader left without a score: a file would say 0.
    """
    from grader.atomic import write_atomic
    from grader.export import autolab, gradescope
    from grader.layout import safe_key

    name, make = {
        "gradescope": (gradescope.NAME, gradescope.to_gradescope),
        "autolab": (autolab.NAME, autolab.to_autolab),
    }[form]
    count = 0
    waiting: list[str] = []
    for record in people:
        if record.score.points is not None or record.status == "ungraded":
            path = out if alone else out / safe_key(record.student) / name
            write_atomic(path, make(record, lang))
            count += 1
        elif record.attempt is not None:
            waiting.append(record.student)
    click.echo(f"{count} files: {out}")
    _say([f"{len(waiting)} to review, no file: {', '.join(waiting[:10])}"] if waiting else [])


def _say(lines: Sequence[str]) -> None:
    from grader.report.text import clean

    for line in lines:
        click.echo(clean(line))
