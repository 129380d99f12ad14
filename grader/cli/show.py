"""``grader show``: everything about one student's work, for the instructor alone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import course_option, friendly_errors, language_option
from grader.cli.export import assignment_option, opened
from grader.cli.override import whom
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model import Assignment, Check, CheckId, CheckResult, Grade
    from grader.store import Attempt, Store


@click.command()
@click.argument("results", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("student", metavar="STUDENT")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write it as a page, too. It has expected values: do not hand it out.",
)
@assignment_option
@course_option
@language_option
@friendly_errors
def show(
    results: Path,
    student: str,
    report: Path | None,
    assignment: str | None,
    course: Path | None,
    lang: str | None,
) -> None:
    """Show the newest result of STUDENT in DIR with nothing kept back. Not for students.

    Beside what the student's own report says: expected values, sealed checks, mistakes that were
    candidates, errors of the grader, and the seed.
    """
    from grader.report.terminal import to_terminal
    from grader.report.text import clean
    from grader.report.undisclosed import undisclosed
    from grader.store import Status

    with opened(results, course, assignment) as (found, store, chosen, _):
        who = whom(store, chosen.id, student)
        newest = store.newest(who, chosen.id)
        if newest is None:
            raise UsageError(f"{student}: has handed in nothing")
        if newest.status is not Status.GRADED:
            click.echo(clean(f"{who}: {newest.status}: {newest.reason}"))
            return
        language = lang or found.language
        grade = undisclosed(_recalled(newest, store, chosen))
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(to_terminal(grade, language, color=color), nl=False)
    if report is not None:
        from grader.atomic import write_atomic
        from grader.report.html import to_html

        write_atomic(report, to_html(grade, language).encode())


def _recalled(attempt: Attempt, store: Store, assignment: Assignment) -> Grade:
    """The grade of *attempt*: what was kept of it, and of the rest what its report says."""
    from grader import diagnosis
    from grader.model import ExerciseGrade, Grade, Level, Phrase
    from grader.suite.kept import unpack
    from grader.suite.run import declare_checks

    checks = {check.id: check for check in declare_checks(assignment)}
    known: dict[CheckId, CheckResult] = {}
    for each in store.kept(attempt.student, assignment.id):
        known |= unpack(each, checks)
    told = json.loads(attempt.result or "{}")
    rows = {each["id"]: each["checks"] for each in told.get("exercises", ())}
    results = diagnosis.name_mistakes(
        known.get(row["id"]) or _as_reported(row, exercise, checks)
        for exercise, own in rows.items()
        for row in own
    )
    environment = {**told.get("environment", {}), "seed": attempt.basis.seed}
    return Grade(
        assignment=assignment,
        student=attempt.student,
        digest=attempt.digest or "",
        graded_at=attempt.graded_at,
        isolation=attempt.isolation or Level.PROCESS,
        environment=environment,
        exercises=tuple(
            ExerciseGrade(
                exercise=exercise,
                results=tuple(r for r in results if r.check.exercise == exercise.id),
            )
            for exercise in assignment.exercises
            if exercise.id in rows
        ),
        remarks=(Phrase("{remark}", {"remark": attempt.reason}),) if attempt.reason else (),
        seconds=attempt.seconds,
    )


def _as_reported(
    row: Mapping[str, Any], exercise: str, checks: Mapping[CheckId, Check]
) -> CheckResult:
    """A check's result from ``result.json``, where nothing more was kept of it."""
    from grader.model import Check, CheckId, CheckResult, Disclosure, ExerciseId, Text, Verdict

    title = Text(vi=row["title"], en=row["title"])
    check = checks.get(CheckId(row["id"])) or Check(
        id=CheckId(row["id"]),
        exercise=ExerciseId(exercise),
        title=title,
        points=row["points"],
        disclosure=Disclosure(row["disclosure"]),
    )
    return CheckResult(
        check=check,
        verdict=Verdict(row["verdict"]),
        notes=tuple(_message(row["message"])),
        misconception=row["misconception"],
        convention=row["convention"],
        seconds=row["seconds"],
    )


def _message(text: str) -> Iterator[Any]:
    from grader.model import Phrase

    if text:
        yield Phrase("{text}", {"text": text})
