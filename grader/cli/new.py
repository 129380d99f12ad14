"""``grader new``: an assignment to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import course_option, friendly_errors


@click.command()
@click.argument("assignment", metavar="ID")
@course_option
@friendly_errors
def new(assignment: str, course: Path | None) -> None:
    """Make a new assignment that passes `grader verify`; then make it yours, file by file.

    It is added to the course around the folder you are in. Where there is none, a course is made
    in this folder.
    """
    from grader.assignment import find_course
    from grader.errors import UsageError
    from grader.scaffold import write_assignment

    try:
        root = find_course(Path.cwd(), course).folder.parent
    except UsageError:
        root = course or Path.cwd()
    for path in write_assignment(root, assignment):
        click.echo(path)
    click.echo(f"Next: grader verify {assignment}; then change it step by step (docs/authoring.md)")
