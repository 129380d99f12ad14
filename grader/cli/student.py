"""``grade``: what a student runs, and what an instructor runs on one submission."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
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

if TYPE_CHECKING:
    from grader.model import Grade, Level


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
    metavar="FILE|-",
    help="Also write the result as JSON; with - nothing else is printed.",
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
    """Grade PATH: a folder, .py, .ipynb or .zip (default: this folder).

    Exits with 0 if every check passed, 1 if some did not, 2 if the command was wrong, and 3 if the
    grader itself could not do its job.
    """
