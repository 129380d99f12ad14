"""A batch as its instructor sees it: progress, Ctrl-C, the table, where everything is."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from grader.assignment import load_assignment
from grader.batch import CLASS_REPORT, NO_POLICY, Done, Settings, grade_all, write_class
from grader.errors import UsageError
from grader.layout import Entry, Layout, Person
from grader.model import Assignment, Course, Level, Verdict
from grader.model import Text as Title
from grader.policy import Policy, is_late
from grader.report.text import clean
from grader.store import FILE_NAME, Status, Store, network_file_system, open_store

_LARGEST_TABLE = 200
_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a batch ended."""

    done: int
    interrupted: bool
    needs_review: bool


def grade_class(
    entries: Sequence[Entry],
    roster: Sequence[Person],
    settings: Settings,
    out: Path,
    *,
    workers: int,
    cluster: str | None = None,
    fresh: bool,
    policy: Policy = NO_POLICY,
) -> Outcome:
    """Grade *entries* with progress on stderr, write the class's files, print the table.

    A first Ctrl-C ends the work in the air and keeps everything that is finished; the gradebook
    and the class report are written in any case.
    """
    # Where it is not a terminal's, the width is ours to choose.
    console = Console(width=None if sys.stdout.isatty() else 140, emoji=False)
    done = _Tally()
    if kind := network_file_system(out):
        where = f"{clean(str(out))}: is on a network file system ({kind})"
        click.echo(
            f"{where}, where the database may break; grade into a folder on this machine's own "
            "disk, and copy that",
            err=True,
        )
    with open_store(out / FILE_NAME) as store, _until_interrupted() as stopped:
        try:
            work = grade_all(
                entries,
                settings,
                store,
                out,
                workers=workers,
                cluster=cluster,
                fresh=fresh,
                stopped=stopped,
            )
            with closing(work), _progress(len(entries)) as advance:
                for row in work:
                    done.add(row)
                    advance(row)
        finally:
            gradebook = write_class(
                out,
                settings.assignment,
                store,
                entries=entries,
                roster=roster,
                lang=settings.lang,
                policy=policy,
            )
        was_interrupted = stopped() and done.count < len(entries)
    _print_table(console, done, entries)
    _print_moved(console, done)
    _print_summary(console, done, entries, roster, policy)
    console.print(Text(f"Gradebook: {gradebook}"), soft_wrap=True)
    console.print(Text(f"Class:     {out / CLASS_REPORT}"), soft_wrap=True)
    console.print(Text(f"Reports:   {out / 'students'}"), soft_wrap=True)
    return Outcome(
        done=done.count,
        interrupted=was_interrupted,
        needs_review=done.review > 0,
    )


class _Tally:
    """What is told of a batch at its end, counted as it goes on: of most no row is kept."""

    def __init__(self) -> None:
        self.count = self.again = self.review = 0
        self.statuses: Counter[Status] = Counter()
        self.levels: set[Level] = set()
        self.moved: list[tuple[int, Done]] = []
        """By how many points somebody moved, and who."""
        self.listed: list[Done] = []
        """Everybody, or those who need a look where the table would be too large."""

    def add(self, row: Done) -> None:
        """One more student."""
        self.count += 1
        self.again += row.again
        self.review += row.needs_review
        self.statuses[row.status] += 1
        self.levels |= {row.isolation} if row.isolation else set()
        if row.earned is not None and row.before is not None and row.earned != row.before:
            self.moved.append((row.earned - row.before, row))
        if self.count == _LARGEST_TABLE + 1:
            self.listed = [each for each in self.listed if _needs_a_look(each)]
        if self.count <= _LARGEST_TABLE or _needs_a_look(row):
            self.listed.append(row)


def _needs_a_look(row: Done) -> bool:
    return row.needs_review or row.status is not Status.GRADED


def last_roster(out: Path, assignment: str) -> tuple[Person, ...]:
    """The roster of the last batch of *assignment* in *out*; nobody where there was none.

    Raises:
        StoreError: the store cannot be read.
    """
    if not (out / FILE_NAME).is_file():
        return ()
    with open_store(out / FILE_NAME) as store:
        return tuple(
            Person(student=each.student, name=each.name, email=each.email, ids=each.ids)
            for each in store.enrolled(assignment)
            if each.listed
        )


@contextmanager
def open_results(
    folder: Path, course: Course, name: str | None
) -> Iterator[tuple[Store, Assignment]]:
    """What a batch left in *folder*: its store, and the assignment *name* or the last graded one.

    Raises:
        UsageError: there is no such result.
        StoreError: the store cannot be read.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise UsageError(
            f"{folder}: no {FILE_NAME} here; name the folder that `grader batch` wrote"
        )
    with open_store(path) as store:
        graded = store.assignments()
        if not graded or (name is not None and name not in graded):
            known = ", ".join(graded) or "nothing"
            raise UsageError(f"{path}: no results of {name or 'any assignment'}; it has: {known}")
        yield store, load_assignment(course, name or graded[0])


def titles_of(store: Store, assignment: Assignment, lang: str) -> dict[str, Title]:
    """Titles of checks by id, where those on record are in another language than *lang*."""
    students = store.students(assignment.id)
    newest = (store.newest(student, assignment.id) for student in students)
    if all(each is None or each.basis.language == lang for each in newest):
        return {}
    from grader.suite.run import declare_checks

    return {check.id: check.title for check in declare_checks(assignment)}


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; a second time interrupts as usual."""
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if pressed:
            signal.default_int_handler(number, frame)
        pressed.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


# ------------------------------------------------------------------ progress


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Done], None]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _log_lines(console, total)
        return
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("grading", total=total, rate="")
        count = 0

        def advance(_row: Done) -> None:
            nonlocal count
            count += 1
            progress.update(task, advance=1, rate=_rate(count, started))

        yield advance


def _log_lines(console: Console, total: int) -> Callable[[Done], None]:
    started = time.monotonic()
    every = max(1, total // 10)
    count = 0

    def advance(_row: Done) -> None:
        nonlocal count
        count += 1
        if count % every == 0 or count == total:
            console.print(f"{count} of {total}, {_rate(count, started)}", highlight=False)

    return advance


def _rate(count: int, started: float) -> str:
    return f"{count / max(time.monotonic() - started, 1e-3):.1f} a second"


# ------------------------------------------------------------------ the table


def _print_table(console: Console, done: _Tally, entries: Sequence[Entry]) -> None:
    # A platform's number says nothing to a person; a folder's name does.
    names = {each.student: each.name for each in entries if each.layout is not Layout.PLAIN}
    rows = sorted(done.listed, key=lambda row: row.student)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student", no_wrap=True, max_width=40)
    with_names = any(names.values())
    if with_names:
        table.add_column("name", no_wrap=True, max_width=30)
    table.add_column("points", no_wrap=True, justify="right")
    table.add_column("checks", no_wrap=True)
    table.add_column("misconceptions, or why not graded")
    for row in rows:
        student, *cells = _cells(row)
        name = [clean(names.get(row.student, ""))] if with_names else []
        table.add_row(*map(Text, [student, *name, *cells]))
    if rows:
        console.print(table)
    if len(rows) < done.count:
        console.print(f"{done.count - len(rows)} more are graded; the gradebook has everyone")


def _cells(row: Done) -> tuple[str, str, str, str]:
    points = "" if row.earned is None else f"{row.earned}/{row.possible}"
    verdicts = [
        f"{row.verdicts[verdict]} {verdict}" for verdict in Verdict if verdict in row.verdicts
    ]
    told = " ".join(row.misconceptions) or row.reason
    return clean(row.student), points, ", ".join(verdicts) or row.status, clean(told)


def _print_moved(console: Console, done: _Tally) -> None:
    """Who has other points than before, those who lost most first."""
    moved = sorted(done.moved, key=lambda each: (each[0], each[1].student))
    if not moved:
        return
    console.print()
    console.print(f"{len(moved)} moved since the last run:")
    for change, row in moved[:_LARGEST_TABLE]:
        line = f"{change:+d}  {clean(row.student)}  {row.before} → {row.earned} of {row.possible}"
        console.print(Text(line), soft_wrap=True)
    if len(moved) > _LARGEST_TABLE:
        console.print(f"and {len(moved) - _LARGEST_TABLE} more; the store has every attempt")


def _print_summary(
    console: Console,
    done: _Tally,
    entries: Sequence[Entry],
    roster: Sequence[Person],
    policy: Policy,
) -> None:
    counts, again, review = done.statuses, done.again, done.review
    listed = {person.student for person in roster}
    handed_in = {entry.student for entry in entries}
    missing = listed - handed_in
    unlisted = handed_in - listed if roster else ()
    several = sum("older" in note.values for entry in entries for note in entry.notes)
    parts = [f"{counts[Status.GRADED]} graded"]
    parts += [f"{again} of all unchanged since the last run"] if again else []
    parts += [f"{counts[Status.UNGRADED]} could not be graded"] if counts[Status.UNGRADED] else []
    parts += [f"{len(missing)} missing"] if missing else []
    parts += [f"{len(unlisted)} not on the roster"] if unlisted else []
    parts += [f"{several} with several entries"] if several else []
    parts += [f"{review} to review: an error of the grader"] if review else []
    late = sum(
        is_late(policy, entry.student, entry.submitted_at, called_late=entry.late)
        for entry in entries
    )
    parts += [f"{late} late"] if late else []
    console.print()
    console.print(Text("; ".join(parts)), soft_wrap=True)
    if unlisted:
        names = [clean(student, limit=60) for student in sorted(unlisted)[:_NAMED]]
        more = len(unlisted) - len(names)
        told = ", ".join([*names, *([f"and {more} more"] if more else [])])
        console.print(Text(f"Not on the roster: {told}"), soft_wrap=True)
    kinds = Counter(entry.layout.value for entry in entries)
    layouts = ", ".join(f"{kind} ({count})" for kind, count in kinds.most_common())
    console.print(Text(f"Layout:    {layouts}"), soft_wrap=True)
    levels = sorted(done.levels)
    console.print(Text(f"Isolation: {', '.join(levels) or 'nothing was run'}"), soft_wrap=True)
