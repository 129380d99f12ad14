"""``grader ci --central``: the class's repositories, graded with the hidden checks.

It runs where students cannot look: on the instructor's machine, or in a scheduled workflow of the
instructor's private repository. What it finds out is written into files; a step uploads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from grader.assignment import find_course, load_assignment
from grader.atomic import write_atomic
from grader.batch import Settings
from grader.ci import changed_said
from grader.cli.classroom import grade_class
from grader.cli.common import GRADER_FAILED, INTERRUPTED, PASSED, as_level, processors
from grader.errors import SubmissionError
from grader.kit import digest
from grader.layout import Entry, read_roster, safe_key
from grader.model import Assignment, Phrase, StudentId, phrase
from grader.policy import load_policy
from grader.report.i18n import translate
from grader.report.inline import escape_markdown
from grader.report.json import ResultRecord
from grader.report.text import clean
from grader.repositories import Repository, check_out, read_repositories
from grader.store import FILE_NAME, Attempt, open_store

_AT_ONCE = 8
_LONGEST = 140
"""Characters of a status' description that GitHub takes."""


def grade_centrally(
    roster: Path,
    assignment: str,
    course: Path | None,
    out: Path,
    *,
    lang: str | None,
    require: str | None,
) -> int:
    """Grade the repositories in *roster*; the exit code.

    ``out/publish`` gets ``<key>.md``, the report for a repository's commit, and ``statuses.tsv``,
    a line for each: repository, commit, state, description, key, digest of the report; ``-`` for
    what there is not. What has not changed since the last run is not graded again.
    """
    found = find_course(Path.cwd(), course)
    chosen = load_assignment(found, assignment)
    lang = lang or found.language
    people = read_roster(roster)
    checkouts = _fetch(read_repositories(roster), out / "repositories", lang)
    entries = [
        Entry(student=each.student, path=each.folder, shown=each.repository.address)
        for each in checkouts
        if each.failure is None
    ]
    settings = Settings(
        assignment=chosen,
        lang=lang,
        require=as_level(require),
        classmates=tuple(sorted(each.student for each in people)) if chosen.answers else (),
    )
    outcome = grade_class(
        entries,
        people,
        settings,
        out,
        workers=processors(),
        fresh=False,
        policy=load_policy(found, chosen),
    )
    if outcome.interrupted:
        click.echo("interrupted; run the same command again to go on", err=True)
        return INTERRUPTED
    with open_store(out / FILE_NAME) as store:
        graded = [
            _told(checkout, store.newest(checkout.student, chosen.id), chosen, lang)
            for checkout in checkouts
        ]
    _publish(out / "publish", graded)
    failed = any(checkout.failure for checkout in checkouts)
    return GRADER_FAILED if outcome.needs_review or failed else PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checkout:
    """A repository, and what came of fetching it."""

    repository: Repository
    folder: Path
    commit: str = ""
    failure: Phrase | None = None

    @property
    def student(self) -> StudentId:
        return self.repository.student


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is published about one repository."""

    key: str
    line: str
    report: str


def _fetch(repositories: Sequence[Repository], folder: Path, lang: str) -> list[_Checkout]:
    """Every repository, several at once: most of the time git waits for a server."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        checkouts = list(pool.map(lambda each: _fetched(each, folder), repositories))
    for each in checkouts:
        if each.failure is not None:
            click.echo(f"{clean(each.student)}: {translate(each.failure, lang)}", err=True)
    return checkouts


def _fetched(repository: Repository, folder: Path) -> _Checkout:
    place = folder / safe_key(repository.student)
    try:
        commit = check_out(repository, place)
    except SubmissionError as error:
        return _Checkout(repository=repository, folder=place, failure=error.reason)
    return _Checkout(repository=repository, folder=place, commit=commit)


def _told(checkout: _Checkout, attempt: Attempt | None, assignment: Assignment, lang: str) -> _Told:
    """The status and the report of one repository; an older attempt is nothing for a new commit."""
    if checkout.failure is not None or attempt is None:
        reason = checkout.failure or phrase("it was not graded")
        return _said(checkout, "error", translate(reason, lang), "")
    if attempt.result is None:
        return _said(checkout, "error", clean(attempt.reason), "")
    result = msgspec.json.decode(attempt.result, type=ResultRecord)
    state = "success" if result.earned == result.possible else "failure"
    points = phrase("{earned} of {possible} points", earned=result.earned, possible=result.possible)
    changed = _changed(checkout.folder, assignment)
    return _said(checkout, state, translate(points, lang), _markdown(result, changed, lang))


def _said(checkout: _Checkout, state: str, description: str, report: str) -> _Told:
    text = report or f"{escape_markdown(description)}\n"
    key = safe_key(checkout.student)
    name = _short_name(checkout.repository.address)
    told = description[:_LONGEST]
    fields = (name, checkout.commit, state, told, key, digest(text.encode())[:16])
    return _Told(key=key, line="\t".join(clean(field) or "-" for field in fields), report=text)


def _short_name(address: str) -> str:
    """``OWNER/NAME`` of a repository on a server; a folder's name otherwise."""
    found = re.search(r"[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?$", address)
    return found[1] if found else Path(address).name


def _changed(folder: Path, assignment: Assignment) -> tuple[str, ...]:
    """Public checks that the repository has in another form than the course."""
    public = assignment.folder / "public"
    copy = folder / "assignments" / assignment.id / "public"
    names = (path.name for path in sorted(public.glob("*.py")))
    return tuple(
        f"assignments/{assignment.id}/public/{name}"
        for name in names
        if (copy / name).is_file()
        and digest((copy / name).read_bytes()) != digest((public / name).read_bytes())
    )


def _markdown(result: ResultRecord, changed: Sequence[str], lang: str) -> str:
    """A commit's comment: points, and what was observed of each check that did not pass."""
    total = phrase("{earned} of {possible} points", earned=result.earned, possible=result.possible)
    lines = [f"## {escape_markdown(result.assignment)}: {translate(total, lang)}", ""]
    if changed:
        lines += [f"> {escape_markdown(translate(changed_said(changed), lang))}", ""]
    for exercise in result.exercises:
        points = f"{exercise.earned}/{exercise.possible}"
        lines.append(f"- **{escape_markdown(exercise.title)}**: {points}")
        for check in exercise.checks:
            if check.earned < check.points:
                lines.append(
                    f"  - {escape_markdown(check.title)}: {escape_markdown(check.message[:300])}"
                )
    return "\n".join(lines) + "\n"


def _publish(folder: Path, told: Sequence[_Told]) -> None:
    for each in told:
        write_atomic(folder / f"{each.key}.md", each.report.encode())
    write_atomic(folder / "statuses.tsv", "".join(f"{each.line}\n" for each in told).encode())
