"""``grader override``: a score that the instructor sets, with the reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import course_option, friendly_errors, language_option
from grader.cli.export import assignment_option, opened
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import StudentId
    from grader.store import Store

_MOST = Decimal(100_000)


@click.command()
@click.argument("results", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("student", required=False, metavar="[STUDENT]")
@click.option("--points", metavar="N", help="The score from now on; up to two decimals.")
@click.option("--undo", is_flag=True, help="Take back what was set.")
@click.option("--reason", metavar="TEXT", help="Why. The student reads it in the report.")
@assignment_option
@course_option
@language_option
@friendly_errors
def override(
    results: Path,
    student: str | None,
    points: str | None,
    undo: bool,
    reason: str | None,
    assignment: str | None,
    course: Path | None,
    lang: str | None,
) -> None:
    """Set the score of STUDENT by hand, or list what was set in DIR.

    The gradebook and the student's report say so from now on, with the reason, and so does every
    export. It holds when the class is graded again. Nothing is forgotten: all changes are kept.
    """
    from grader.batch import write_scores
    from grader.policy import shown
    from grader.report.text import clean
    from grader.store import Override

    wanted = _points(points, undo=undo)
    with opened(results, course, assignment) as (found, store, chosen, policy):
        if student is None:
            if points is not None or undo:
                raise UsageError("whose score? Name the student, as the gradebook does")
            for who, made in store.overrides(chosen.id).items():
                assert made.points is not None
                click.echo(clean(f"{who}: {shown(made.points)}: {made.reason}"))
            return
        if points is None and not undo:
            raise UsageError("which score? Say --points N, or --undo")
        why = clean(reason or "", limit=500)
        if not why:
            raise UsageError("why? Say it with --reason TEXT; the student reads it")
        who = whom(store, chosen.id, student)
        made = Override(student=who, points=wanted, reason=why, made_at=datetime.now(UTC))
        store.override(chosen.id, made)
        path = write_scores(results, chosen, store, policy=policy, lang=lang or found.language)
    click.echo(clean(f"{who}: {'as graded' if wanted is None else shown(wanted)}: {why}"))
    click.echo(f"Gradebook: {path}")


def _points(text: str | None, *, undo: bool) -> Decimal | None:
    if text is None:
        return None
    if undo:
        raise UsageError("either --points N or --undo")
    told = text.replace(",", ".")
    points = Decimal(told) if re.fullmatch(r"\d{1,6}(?:\.\d{1,2})?", told, re.ASCII) else None
    if points is None or points > _MOST:
        raise UsageError(f"--points {text}: expected a number from 0 on, up to two decimals")
    return round(points, 2)


def whom(store: Store, assignment: str, name: str) -> StudentId:
    """The student that is called *name*: by the own id, else by another that is theirs alone."""
    from grader.layout.names import Named, pair

    people = store.enrolled(assignment)
    called = [Named(ids=(one.student, *one.ids, one.email), name=one.name) for one in people]
    own = [one.student for one in people if one.student == name]
    (at,) = pair([Named(ids=(name,), name=name)], called)
    if not own and at is None:
        raise UsageError(f"{name}: is nobody here, or several; the gradebook has their ids")
    return own[0] if own or at is None else people[at].student
