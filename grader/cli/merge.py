"""``grader merge``: the results of several shards as those of one class."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from grader.cli.common import course_option, friendly_errors, language_option
from grader.errors import UsageError


@click.command()
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Gets results.sqlite, gradebook.csv, class.html and a folder for each student.",
)
@course_option
@language_option
@friendly_errors
def merge(parts: tuple[Path, ...], out: Path, course: Path | None, lang: str | None) -> None:
    """Put together what `grader batch --shard` wrote into each DIR.

    Merging again adds nothing twice, so it may be done as often as a shard is finished.
    """
    from grader.assignment import find_course, load_assignment
    from grader.batch import CLASS_REPORT, write_class_report, write_scores
    from grader.policy import load_policy
    from grader.shard import merge_folders, merge_stores
    from grader.store import FILE_NAME, open_store

    for part in parts:
        if not (part / FILE_NAME).is_file():
            raise UsageError(f"{part}: no {FILE_NAME} here; name folders that `grader batch` wrote")
        if part.resolve() == out.resolve():
            raise UsageError(f"{out}: is one of the parts; choose another --out")
    found = find_course(Path(), course)
    with ExitStack() as stack:
        into = stack.enter_context(open_store(out / FILE_NAME))
        came = merge_stores(into, [stack.enter_context(open_store(p / FILE_NAME)) for p in parts])
        merge_folders(out, parts)
        for name in into.assignments():
            chosen = load_assignment(found, name)
            spoken = lang or found.language
            policy = load_policy(found, chosen)
            gradebook = write_scores(out, chosen, into, policy=policy, lang=spoken)
            write_class_report(out / CLASS_REPORT, chosen, into, lang=spoken)
            click.echo(f"{name}: {len(into.students(name))} students; gradebook: {gradebook}")
    click.echo(f"{came} attempts came from {len(parts)} parts")
