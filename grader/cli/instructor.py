"""``grader``: what an instructor runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.ci import ci
from grader.cli.common import (
    GRADER_FAILED,
    INTERRUPTED,
    NOT_PASSED,
    PASSED,
    Options,
    as_level,
    course_option,
    fail,
    friendly_errors,
    isolation_option,
    language_option,
    processors,
    seed_option,
)
from grader.cli.export import export
from grader.cli.merge import merge
from grader.cli.new import new
from grader.cli.override import override
from grader.cli.release import release
from grader.cli.show import show
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model import Course


assignment_option: Options = click.option(
    "-a", "--assignment", metavar="ID", help="Default: the one that was graded last."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade a class, and prove that an assignment is sound before a student sees it."""


main.add_command(ci)
main.add_command(new)
main.add_command(release)
main.add_command(export)
main.add_command(merge)
main.add_command(override)
main.add_command(show)


@main.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("-a", "--assignment", required=True, metavar="ID")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Gets results.sqlite, gradebook.csv, class.html and a folder for each student.",
)
@course_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes. Default: one for each CPU.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="CSV with the columns key, name, email; who handed in nothing is listed as missing. "
    "Default: the roster of the last batch in --out.",
)
@click.option(
    "--times",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="CSV with the columns key, submitted_at, where the platform does not say when.",
)
@click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    help="Grade on the workers of this Dask scheduler instead of here.",
)
@click.option(
    "--shard",
    metavar="I/N",
    help="Only part I of N, into its own --out; grader merge puts the parts together.",
)
@click.option("--fresh", is_flag=True, help="Grade again what has not changed.")
@language_option
@isolation_option
@seed_option
@friendly_errors
def batch(
    submissions: Path,
    assignment: str,
    out: Path,
    course: Path | None,
    workers: int | None,
    roster: Path | None,
    times: Path | None,
    executor: str | None,
    shard: str | None,
    fresh: bool,
    lang: str | None,
    require: str | None,
    seed: int | None,
) -> None:
    """Grade everyone in SUBMISSIONS: a download of a platform, or a folder or file for each.

    A folder or a zip; which platform it comes from is seen from what is in it.

    Run it again to go on after an interruption, or with later submissions: what is graded and has
    not changed is not graded again. Exits with 0 when everyone has a row in the gradebook, 3 if
    an error of the grader left a row for review, and 130 if it was interrupted.
    """
    from grader.assignment import find_course, load_assignment
    from grader.batch import Settings
    from grader.cli.classroom import grade_class, last_roster
    from grader.cluster import address_of
    from grader.layout import nobodys, open_submissions, read_roster, read_times, with_times
    from grader.policy import load_policy
    from grader.report.text import clean
    from grader.shard import Shard

    if not submissions.exists():
        raise UsageError(f"{submissions}: there is no such folder or file")
    if out.resolve().is_relative_to(submissions.resolve()):
        raise UsageError(f"{out}: is inside the submissions; choose another --out")
    if executor and workers:
        raise UsageError("--workers are processes here; with --executor the cluster has its own")
    cluster = address_of(executor) if executor else None
    part = Shard.parse(shard or "1/1")
    found = find_course(submissions, course)
    people = read_roster(roster) if roster else last_roster(out, assignment)
    handed_in = read_times(times) if times else {}
    chosen = load_assignment(found, assignment)
    policy = load_policy(found, chosen)
    settings = Settings(
        assignment=chosen,
        lang=lang or found.language,
        seed=seed,
        require=as_level(require),
    )
    with open_submissions(submissions, people, assignment=assignment) as opened:
        entries = with_times(opened, handed_in)
        if strangers := nobodys(entries, handed_in):
            click.echo(f"{times}: nobody handed in as {clean(', '.join(strangers))}", err=True)
        if settings.assignment.answers:
            everyone = {*(entry.student for entry in entries), *(one.student for one in people)}
            settings = replace(settings, classmates=tuple(sorted(everyone)))
        entries = tuple(entry for entry in entries if entry.student in part)
        outcome = grade_class(
            entries,
            tuple(person for person in people if person.student in part),
            settings,
            out,
            workers=workers or processors(),
            cluster=cluster,
            fresh=fresh,
            policy=policy,
        )
    if outcome.interrupted:
        left = len(entries) - outcome.done
        fail(f"interrupted; {left} left: run the same command again to go on", INTERRUPTED)
    sys.exit(GRADER_FAILED if outcome.needs_review else PASSED)


@main.command()
@click.argument("results", type=click.Path(path_type=Path), metavar="DIR")
@assignment_option
@click.option("--anonymous", is_flag=True, help="Leave out names, and all that students wrote.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Default: class.html in DIR.",
)
@course_option
@language_option
@friendly_errors
def report(
    results: Path,
    assignment: str | None,
    anonymous: bool,
    out: Path | None,
    course: Path | None,
    lang: str | None,
) -> None:
    """Make the class report of a batch again, from what is recorded in DIR."""
    from grader.assignment import find_course
    from grader.batch import CLASS_REPORT, write_class_report
    from grader.cli.classroom import open_results, titles_of

    found = find_course(results.absolute(), course)
    language = lang or found.language
    path = out or results / CLASS_REPORT
    with open_results(results, found, assignment) as (store, chosen):
        titles = titles_of(store, chosen, language)
        write_class_report(path, chosen, store, lang=language, anonymous=anonymous, titles=titles)
    click.echo(f"Class: {path}")


@main.command()
@click.argument("results", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("group", metavar="GROUP")
@click.option("--slug", metavar="SLUG", help="What to call the mistake. Default: unknown-GROUP.")
@assignment_option
@course_option
@friendly_errors
def mutant(
    results: Path, group: str, slug: str | None, assignment: str | None, course: Path | None
) -> None:
    """Draft a mutant from a GROUP of the class report in DIR: a mistake without a name yet.

    Writes DIR/mutants/SLUG.py and SLUG.toml. Read the code before you move it into the assignment:
    a student wrote it, and mutants run without the wall.
    """
    from grader.assignment import find_course
    from grader.cli.classroom import open_results
    from grader.mutant import FOLDER, draft_mutant, find_group
    from grader.report.classroom import gather, unknown_mistakes

    found = find_course(results.absolute(), course)
    with open_results(results, found, assignment) as (store, chosen):
        records = gather(store.newest_of_everyone(chosen.id), store.enrolled(chosen.id))
    picked = find_group(unknown_mistakes(records), group)
    seed = next(iter(records.seeds)) if len(records.seeds) == 1 else None
    draft = draft_mutant(
        chosen,
        picked,
        results / FOLDER,
        slug=slug or f"unknown-{picked.name}",
        seed=int(seed) if seed else None,
    )
    click.echo(f"Mutant: {draft.mutant}")
    click.echo(f"Texts:  {draft.texts}")
    click.echo(f"Caught by {len(draft.caught_by)} checks: {' '.join(draft.caught_by) or '-'}")
    if not draft.alike:
        click.echo("On its own it answers otherwise than the group: look for a second mistake.")
    texts, mutants = chosen.folder.parent / "misconceptions.toml", chosen.folder / "mutants"
    click.echo(
        "A student wrote this code, and mutants run without the wall: read it. Then move it to "
        f"{mutants}, add the texts to {texts}, and run: grader verify {chosen.id}"
    )


@main.command()
@click.argument("assignments", nargs=-1, metavar="[ID]...")
@click.option("--fresh", is_flag=True, help="Grade again what has not changed.")
@course_option
@friendly_errors
def verify(assignments: tuple[str, ...], fresh: bool, course: Path | None) -> None:
    """Prove by mutation that an assignment is sound; all of the course if none is named.

    What was found sound and has not changed is not graded again: it is remembered in the course's
    folder .grader. Exits with 0 if there is nothing to say, and 1 if there are findings.
    """
    from grader.assignment import load_assignment
    from grader.report.text import clean
    from grader.verify import Memory
    from grader.verify import verify as verify_assignment

    found = _course(course)
    count = 0
    for name in assignments or found.assignments:
        assignment = load_assignment(found, name)
        memory = None if fresh else Memory(assignment.folder.parents[1] / ".grader", assignment)
        with _shown_work(name) as progress:
            findings = verify_assignment(assignment, progress, memory)
        for finding in findings:
            click.echo(f"{name}: {clean(finding.where)}: {clean(finding.message)}")
        if not findings:
            click.echo(f"{name}: sound")
        count += len(findings)
    sys.exit(NOT_PASSED if count else PASSED)


@main.command()
@click.argument("assignment", metavar="ID")
@click.option("--student", "students", multiple=True, metavar="ID", help="Repeatable.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="CSV with the columns key, name, email: a worksheet for everyone in it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help="Gets a .md and a .html for each student. Default: the folder you are in.",
)
@course_option
@language_option
@seed_option
@friendly_errors
def worksheet(
    assignment: str,
    students: tuple[str, ...],
    roster: Path | None,
    out: Path,
    course: Path | None,
    lang: str | None,
    seed: int | None,
) -> None:
    """Write the worksheets of an assignment in which everyone has their own numbers.

    The numbers follow from the course's secret and the student's id, which is the key of the
    roster: what the submission will be called.
    """
    from grader.assignment import load_assignment
    from grader.layout import read_roster
    from grader.model import StudentId
    from grader.worksheet import write_worksheets

    found = _course(course)
    ids = [StudentId(name) for name in students]
    ids += [person.student for person in read_roster(roster)] if roster else []
    if not ids:
        raise UsageError("for whom? Say it with --student ID, or with --roster FILE")
    written = write_worksheets(
        load_assignment(found, assignment), ids, out, lang=lang or found.language, seed=seed
    )
    for path in written[:10]:
        click.echo(path)
    if len(written) > 10:
        click.echo(f"{len(written)} worksheets in {out}")


@main.command()
@click.argument("assignment", metavar="ID")
@click.option("--students", type=click.IntRange(min=1), default=30, show_default=True, metavar="N")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="S")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR"
)
@course_option
@friendly_errors
def simulate(assignment: str, students: int, seed: int, out: Path, course: Path | None) -> None:
    """Make a class whose grades are known: DIR/submissions, DIR/roster.csv and DIR/truth.csv.

    The students hand in the reference, accepted variants, mutants and broken files.
    """
    from grader.assignment import load_assignment
    from grader.simulate import simulate as simulate_class
    from grader.suite.run import declare_checks

    chosen = load_assignment(_course(course), assignment)
    checks = declare_checks(chosen)
    submissions = simulate_class(chosen, checks, students=students, seed=seed, out=out)
    click.echo(f"{students} students in {submissions}; what they should get: {out / 'truth.csv'}")


@main.command()
@course_option
@language_option
@friendly_errors
def doctor(course: Path | None, lang: str | None) -> None:
    """Tell what stands between student code and this machine, and how to get what is missing."""
    from grader.doctor import report

    found = _course_if_any(course)
    start = found.folder if found else Path.cwd()
    click.echo(report(lang or (found.language if found else "vi"), start), nl=False)


@contextmanager
def _shown_work(name: str) -> Iterator[Callable[[str], None]]:
    """Shows what is being done at the foot of a terminal; says nothing elsewhere."""
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(name)) as status:
        yield lambda what: status.update(Text(f"{name}: {what}"))


def _course(named: Path | None) -> Course:
    from grader.assignment import find_course

    return find_course(Path.cwd(), named)


def _course_if_any(named: Path | None) -> Course | None:
    """The course, where one was named or is around."""
    try:
        return _course(named)
    except UsageError:
        if named is not None:
            raise
        return None
