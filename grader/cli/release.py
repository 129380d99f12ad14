"""``grader release``: the student kit."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import course_option, friendly_errors


@click.command()
@click.argument("assignment", metavar="ID")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Gets the kit as a folder and as a zip.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="CSV with the columns key, name, email: where everyone has their own numbers, a kit each.",
)
@course_option
@friendly_errors
def release(assignment: str, out: Path, roster: Path | None, course: Path | None) -> None:
    """Make the student kit of an assignment.

    It has the template, the statement, the public checks, the grader and the settings for GitHub
    and GitLab; no reference, no hidden check, no mutant.
    """
    from grader.assignment import find_course, load_assignment
    from grader.layout import read_roster
    from grader.release import release as write_kits

    found = find_course(Path.cwd(), course)
    chosen = load_assignment(found, assignment)
    students = [person.student for person in read_roster(roster)] if roster else []
    count = 0
    for count, kit in enumerate(write_kits(found, chosen, out, students), start=1):
        if count <= 10:
            click.echo(f"{kit.folder}  {kit.archive}")
    if count > 10:
        click.echo(f"{count} kits in {out}")
