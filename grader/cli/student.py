"""``grade``: what a student runs, and an instructor on a single submission."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
from grader.cli.work import Work, exercises_named, find_work, settings_of
from grader.errors import AssignmentError, SubmissionError, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from grader.model import Assignment, Course, Grade, Submission, Ungraded


def _complete_assignment(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return _completions(context, incomplete, lambda course, _name: course.assignments)


def _complete_exercise(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from grader.assignment import load_assignment

    def exercises(course: Course, name: str | None) -> list[str]:
        names = [name] if name else course.assignments
        return [each.id for one in names for each in load_assignment(course, one).exercises]

    return _completions(context, incomplete, exercises)


def _completions(
    context: click.Context, incomplete: str, names: Callable[[Course, str | None], Any]
) -> list[CompletionItem]:
    """What the shell offers after Tab; nothing where there is no course, and never an error."""
    from click.shell_completion import CompletionItem

    from grader.assignment import find_course
    from grader.errors import GraderError

    path = context.params.get("path") or Path()
    try:
        found = find_course(path, context.params.get("course"))
        chosen = context.params.get("assignment") or settings_of(path).get("assignment")
        return [
            CompletionItem(name) for name in names(found, chosen) if name.startswith(incomplete)
        ]
    except GraderError:
        return []


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "-a",
    "--assignment",
    metavar="ID",
    help="Default: from grade.toml, else file names.",
    shell_complete=_complete_assignment,
)
@course_option
@click.option(
    "-e",
    "--exercise",
    "exercises",
    multiple=True,
    metavar="ID",
    help="Only this one; repeatable.",
    shell_complete=_complete_exercise,
)
@click.option("--watch", is_flag=True, help="Grade again at every save, until Ctrl-C.")
@click.option("--open", "open_report", is_flag=True, help="Open the report in the browser.")
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
    watch: bool,
    open_report: bool,
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
    from grader.sandbox.wall import detection

    detection.begin()  # on another core, while this one imports the rest
    from grader.report.i18n import translate

    if watch and str(json_file) == "-":
        raise UsageError("--watch shows the report on the screen; write the JSON to a file")
    work = find_work(path, assignment=assignment, course=course, lang=lang, student=student)
    chosen = work.find_assignment()
    if open_report:
        report = report or _report_place()
    task = _Task(work=work, report=report, json_file=json_file)
    try:
        chosen = chosen or work.guess_assignment()
        submission = None if watch else work.load_for(chosen)
        with _open_grader(chosen, exercises, require, seed) as grade:
            if submission is None:
                _watch(task, chosen, grade, open_report=open_report)
                return
            graded = grade(submission)
    except SubmissionError as error:
        if chosen is not None:
            task.show_ungraded(error, chosen)
        fail(translate(error.reason, work.lang), NOT_PASSED)
    task.show(graded)
    if open_report:
        _open(task.report)
    sys.exit(_exit_code(graded))


class _Task(NamedTuple):
    """What is graded, and where the result goes."""

    work: Work
    report: Path | None
    json_file: Path | None

    @property
    def lang(self) -> str:
        """The language of everything that is shown."""
        return self.work.lang

    def show(self, grade: Grade) -> None:
        """Write what was asked for; standard output gets the JSON, or else the report."""
        self._write_report(grade)
        if str(self.json_file) != "-":
            click.echo(_for_terminal(grade, self), nl=False)

    def show_on_screen(self, grade: Grade) -> None:
        """The same on a screen of its own, cut to its height."""
        self._write_report(grade)
        _on_screen(_for_terminal(grade, self), self.lang)

    def show_ungraded(self, error: SubmissionError, assignment: Assignment) -> None:
        """Write why it cannot be graded into the files that were asked for."""
        from grader.model import Ungraded

        told = Ungraded(student=self.work.student, reason=error.reason)
        _show_ungraded(told, assignment, self.lang, self.report, self.json_file)

    def _write_report(self, grade: Grade) -> None:
        if self.report is not None:
            from grader.report.html import to_html

            _write(self.report, to_html(grade, self.lang).encode())
        if self.json_file is not None:
            from grader.report.json import to_json

            _write(self.json_file, to_json(grade, self.lang))


@contextmanager
def _open_grader(
    assignment: Assignment, exercises: tuple[str, ...], require: str | None, seed: int | None
) -> Iterator[Callable[[Submission], Grade]]:
    """What grades one submission after the other, warm."""
    from grader.assignment import require_libraries
    from grader.sandbox.wall import detection
    from grader.sandbox.worker import Zygote

    only = exercises_named(assignment, exercises)
    require_libraries(assignment)
    level = as_level(require)
    if level is not None:
        detection.require(level)
    # It imports its libraries on another core, while this one imports the rest.
    with Zygote(assignment.runtime, detection.detect().level) as zygote:
        from grader.pipeline import open_grader

        with open_grader(
            assignment, exercises=only, seed=seed, counterexamples=True, zygote=zygote
        ) as grader:
            yield grader.grade


def _exit_code(grade: Grade) -> int:
    if grade.needs_review:
        return GRADER_FAILED
    return PASSED if grade.earned == grade.possible else NOT_PASSED


def _for_terminal(grade: Grade, task: _Task) -> str:
    from grader.report.terminal import to_terminal

    if grade.assignment.reference is None and _is_untouched(grade, task):
        return _first_steps(grade, task)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return to_terminal(grade, task.lang, color=color)


def _is_untouched(grade: Grade, task: _Task) -> bool:
    """Whether it is the template: the kit's own file, or every check met "not written yet"."""
    from grader.kit import find_kit, is_template, read_kit

    path = task.work.path
    root, kit = find_kit(path if path.is_dir() else path.parent), None
    with suppress(AssignmentError):  # a broken kit.toml keeps nobody from being graded
        kit = read_kit(root) if root else None
    if root and kit and grade.program:
        file = path / grade.program.entry if path.is_dir() else path
        name = os.path.relpath(file.absolute(), root).replace(os.sep, "/")
        if is_template(root, kit, name):
            return True
    told = [result.error.startswith("NotImplementedError") for result in grade.results]
    return bool(told) and all(told)


def _first_steps(grade: Grade, task: _Task) -> str:
    """For the template as it was handed out: what to do, instead of a page of failures."""
    from grader.model import phrase
    from grader.report.i18n import translate

    assignment, lang = grade.assignment, task.lang
    hidden = assignment.points - grade.possible
    entry = grade.program.entry if grade.program else assignment.entry
    others = _other_work(task.work.path, assignment)
    said = [
        phrase("{entry} is still the template: nothing is written in it yet.", entry=str(entry)),
        phrase(
            "Begin with {name}: {statement} says what it is to do. Save, and run grade again.",
            name=grade.exercises[0].exercise.id,
            statement=f"{'worksheet' if assignment.answers else 'statement'}.{lang}.html",
        ),
        phrase(
            "Points of the public checks, which run here: {public}; of the hidden ones, which your "
            "teacher runs: {hidden}.",
            public=grade.possible,
            hidden=hidden,
        ),
    ]
    topics = dict.fromkeys(topic for each in assignment.exercises for topic in each.topics)
    if topics:
        said.append(phrase("They are about: {topics}.", topics=", ".join(topics)))
    if others:
        said.insert(
            1, phrase('Is your work in another file? Name it: grade "{file}"', file=others[0])
        )
    return "".join(f"{translate(line, lang)}\n" for line in said)


def _other_work(path: Path, assignment: Assignment) -> list[str]:
    """Files beside the entry that may be the work, such as ``softmax_numpy (1).ipynb``."""
    if not path.is_dir():
        return []
    names = sorted(each.name for each in path.iterdir() if each.suffix in (".py", ".ipynb"))
    return [name for name in names if Path(name).stem != assignment.entry.stem]


# ------------------------------------------------------------------ again at every save


def _watch(
    task: _Task,
    assignment: Assignment,
    grade: Callable[[Submission], Grade],
    *,
    open_report: bool,
) -> None:
    """Grade now and at every save; Ctrl-C is how it ends, and no error."""
    from grader.report.i18n import translate
    from grader.watch import saves

    try:
        for number, _ in enumerate(saves(task.work.path)):
            try:
                task.show_on_screen(grade(task.work.load_for(assignment)))
            except SubmissionError as error:
                _on_screen(translate(error.reason, task.lang) + "\n", task.lang)
            if open_report and number == 0:
                _open(task.report)
    except KeyboardInterrupt:
        click.echo()


def _on_screen(text: str, lang: str) -> None:
    """*text* from the top of the screen, as much of it as there is room for."""
    import shutil
    from datetime import datetime

    from grader.model import phrase
    from grader.report.i18n import translate

    foot = phrase(
        "{time}: saved files are graded again; Ctrl-C ends.",
        time=datetime.now().strftime("%H:%M:%S"),  # noqa: DTZ005 - the clock on the wall
    )
    lines = text.splitlines()
    room = shutil.get_terminal_size().lines - 3
    if sys.stdout.isatty() and len(lines) > room:
        more = phrase("{count} more lines: grade --open", count=len(lines) - room + 1)
        lines = [*lines[: room - 1], f"… {translate(more, lang)}"]
    click.clear()
    click.echo("\n".join([*lines, "", translate(foot, lang)]))


def _report_place() -> Path:
    """A file of our own, which stays for the browser to read."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix="grade-")) / "report.html"


def _open(report: Path | None) -> None:
    """Show *report* in the browser, or say where it is."""
    import webbrowser

    assert report is not None
    if not webbrowser.open(report.absolute().as_uri()):
        click.echo(f"Report: {report.absolute()}", err=True)


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
