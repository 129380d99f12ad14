"""``grader ci``: on a submission's repository, and with ``--central`` on those of a class."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
)
from grader.errors import AssignmentError, SubmissionError, UsageError

if TYPE_CHECKING:
    from grader.cli.work import Work
    from grader.model import Grade


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("-a", "--assignment", metavar="ID", help="Default: from grade.toml, else file names.")
@course_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="grade-results",
    metavar="DIR",
    help="Gets junit.xml, result.json, report.html and more. Default: grade-results.",
)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Points from which on the exit code is 0. Default: 100; 0 in Classroom 50, where it "
    "means graded.",
)
@click.option(
    "--central",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="ROSTER",
    help="Grade the repositories in this CSV (key, repository, commit) with the hidden checks; "
    "for the instructor's private repository.",
)
@language_option
@isolation_option
@friendly_errors
def ci(
    path: Path,
    assignment: str | None,
    course: Path | None,
    out: Path,
    threshold: int | None,
    central: Path | None,
    lang: str | None,
    require: str | None,
) -> None:
    """Grade the repository in PATH, and report in the forms of GitHub, GitLab and Classroom 50.

    Exits with 0 from the threshold on, 1 below it or where nothing could be graded, 2 if the
    command was wrong, and 3 if the grader itself could not do its job.
    """
    if central is not None:
        from grader.cli.central import grade_centrally

        if assignment is None:
            raise UsageError("--central: which assignment? Say it with -a")
        sys.exit(grade_centrally(central, assignment, course, out, lang=lang, require=require))
    from grader.cli.work import find_work
    from grader.pipeline import open_grader
    from grader.report.i18n import translate

    work = find_work(path, assignment=assignment, course=course, lang=lang)
    run = _Run(work=work, out=out, changed=_changed(work), platform=_platform())
    try:
        chosen = work.find_assignment() or work.guess_assignment()
        submission = work.load_for(chosen)
        with open_grader(chosen, require=as_level(require)) as grader:
            grade = grader.grade(submission)
    except SubmissionError as error:
        run.report_failure(error)
        fail(translate(error.reason, work.lang), NOT_PASSED)
    run.report(grade)
    sys.exit(_exit_code(grade, _threshold(threshold)))


def _exit_code(grade: Grade, threshold: int) -> int:
    if grade.needs_review:
        return GRADER_FAILED
    return PASSED if 100 * grade.earned >= threshold * grade.possible else NOT_PASSED


def _threshold(asked: int | None) -> int:
    if asked is not None:
        return asked
    return 0 if _in_classroom50() else 100


def _in_classroom50() -> bool:
    return bool(os.environ.get("CLASSROOM") and os.environ.get("ASSIGNMENT"))


def _platform() -> str:
    """``github``, ``gitlab``, or nothing where neither runs us."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if os.environ.get("GITLAB_CI") == "true" else ""


def _changed(work: Work) -> tuple[str, ...]:
    from grader.kit import KIT_FILE, changed_files, find_kit, read_kit

    root = find_kit(work.path if work.path.is_dir() else work.path.parent)
    try:
        kit = read_kit(root) if root else None
    except AssignmentError:
        return (str(KIT_FILE),)
    return changed_files(root, kit) if root and kit else ()


class _Run(NamedTuple):
    """One run of the command: what it is about, and where it reports."""

    work: Work
    out: Path
    changed: Sequence[str]
    platform: str

    def report(self, grade: Grade) -> None:
        """Write every form, and tell the platform."""
        from grader import ci as forms
        from grader.atomic import write_atomic
        from grader.report.html import to_html
        from grader.report.json import to_json
        from grader.report.terminal import to_terminal

        lang, folder = self.work.lang, self._folder()
        files = {
            "junit.xml": forms.junit(grade, lang),
            "result.json": to_json(grade, lang),
            "report.html": to_html(grade, lang).encode(),
            "summary.md": forms.summary(grade, lang, self.changed).encode(),
            "codequality.json": forms.code_quality(grade, lang, folder).encode(),
        }
        self._write(files)
        if _in_classroom50():
            write_atomic(Path("result.json"), forms.classroom50_result(grade, lang, os.environ))
        text = to_terminal(grade, lang, width=100)
        github = self.platform == "github"
        click.echo(forms.quiet(text) if github else text)
        self._tell_changes()
        if github:
            for line in forms.error_commands(grade, lang, folder):
                click.echo(line)
            self._tell_github(
                forms.summary(grade, lang, self.changed),
                {
                    "earned": str(grade.earned),
                    "possible": str(grade.possible),
                    "result": forms.legacy_payload(grade, lang),
                },
            )

    def report_failure(self, error: SubmissionError) -> None:
        """The same where nothing could be graded."""
        from grader import ci as forms
        from grader.report.i18n import translate

        lang = self.work.lang
        text = forms.failed_summary(error.reason, lang)
        self._write({"summary.md": text.encode()})
        self._tell_changes()
        if self.platform == "github":
            reason = translate(error.reason, lang)
            click.echo(forms.annotation("error", reason))
            self._tell_github(text, {"result": forms.legacy_failure(reason)})

    def _write(self, files: dict[str, bytes]) -> None:
        from grader.atomic import write_atomic

        for name, data in files.items():
            write_atomic(self.out / name, data)

    def _tell_changes(self) -> None:
        from grader import ci as forms
        from grader.report.i18n import translate

        if not self.changed:
            return
        said = translate(forms.changed_said(self.changed), self.work.lang)
        github = self.platform == "github"
        click.echo(forms.annotation("warning", said) if github else said, err=not github)

    def _tell_github(self, summary: str, outputs: dict[str, str]) -> None:
        _append("GITHUB_STEP_SUMMARY", summary)
        _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs.items()))

    def _folder(self) -> str:
        """The submission's folder as the repository names it."""
        top = Path(os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or ".")
        place = self.work.path if self.work.path.is_dir() else self.work.path.parent
        try:
            return place.resolve().relative_to(top.resolve()).as_posix()
        except ValueError:
            return ""


def _append(variable: str, text: str) -> None:
    name = os.environ.get(variable)
    if name:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(text)
