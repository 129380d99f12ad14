"""A grade in the forms that continuous integration reads: workflow commands, summaries, payloads.

What a student wrote is data here too. GitHub acts on every line of a log that begins with ``::``,
so student text appears only escaped inside a command, or between stop-commands with a token that
nobody can guess.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

import msgspec

from grader.cells import defined_names
from grader.export.junit import to_junit
from grader.export.record import Record
from grader.model import Assignment, CheckResult, Grade, Phrase, Program, Verdict, phrase
from grader.policy import Score
from grader.report.feedback import ExerciseFeedback, Group, give_feedback
from grader.report.i18n import pick, translate
from grader.report.inline import code, escape_markdown, plain
from grader.report.json import ResultRecord, to_json
from grader.report.markdown import to_markdown
from grader.report.text import clean
from grader.store import Attempt, Basis, Enrolled, Status

ANNOTATIONS: Final = 10
"""GitHub shows no more of one step."""
SUMMARY_BYTES: Final = (1 << 20) - 4096
"""A step's summary over 1 MiB is refused as a whole."""
_ROOM: Final = 200
"""Bytes for the line that says what was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to say at a place in the student's files."""

    file: str
    """Relative to the submission."""
    line: int | None
    """None in a notebook, where lines of the file are lines of JSON."""
    title: str
    message: str
    points: int
    """Lost by it."""
    id: str
    """Of its first check."""


def remarks(grade: Grade, lang: str) -> list[Remark]:
    """What went wrong, one remark for each cause, the most points first."""
    feedback = give_feedback(grade, lang)
    by_id = {clean(str(result.check.id), limit=200): result for result in grade.results}
    found = [
        _remark(exercise, group, by_id[group.checks[0].id], grade)
        for exercise in feedback.exercises
        for group in exercise.groups
        if group.checks[0].verdict is not Verdict.SKIPPED
    ]
    return sorted(found, key=lambda remark: -remark.points)


def _remark(exercise: ExerciseFeedback, group: Group, first: CheckResult, grade: Grade) -> Remark:
    file, line, cell = _place(first, grade)
    said = [f"cell {cell}"] if cell is not None else []
    said += [plain(line) for line in (*group.further, *group.checks[0].observed)]
    said += [group.error or group.checks[0].error, plain(group.explanation.next)]
    lost = sum(check.points - check.earned for check in group.checks)
    return Remark(
        file=file,
        line=line,
        title=f"{plain(exercise.title)}: {plain(group.heading)}",
        message=" · ".join(dict.fromkeys(filter(None, said))),
        points=lost,
        id=group.checks[0].id,
    )


def _place(result: CheckResult, grade: Grade) -> tuple[str, int | None, int | None]:
    """File, line and notebook cell: where it stopped, or where the exercise is defined."""
    program = grade.program
    file = clean(str(program.entry if program else grade.assignment.entry))
    if result.traceback:
        frame = result.traceback[-1]
        line, cell = frame.line, frame.cell
    else:
        line, cell = _definition(program, grade.assignment, result)
    return (file, None, cell) if file.endswith(".ipynb") else (file, line, None)


def _definition(
    program: Program | None, assignment: Assignment, result: CheckResult
) -> tuple[int, int | None]:
    known = {each.id: (each.id, *each.aliases) for each in assignment.exercises}
    for cell in reversed(program.cells if program else ()):
        names = defined_names(cell.source)
        for name in known.get(result.check.exercise, ()):
            if name in names:
                return names[name], cell.number
    return 1, None


# ------------------------------------------------------------------ GitHub Actions


def error_commands(grade: Grade, lang: str, folder: str = "") -> Iterator[str]:
    """Workflow commands for the worst remarks; *folder* is the submission's, in the repository."""
    for remark in remarks(grade, lang)[:ANNOTATIONS]:
        file = f"{folder}/{remark.file}" if folder not in ("", ".") else remark.file
        yield annotation("error", remark.message, file=file, line=remark.line, title=remark.title)


def annotation(
    kind: str, message: str, *, file: str = "", line: int | None = None, title: str = ""
) -> str:
    """One workflow command; whatever is in the texts, it stays one command."""
    properties = {"file": file, "line": "" if line is None else str(line), "title": title}
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind} {given}::{_data(message)}" if given else f"::{kind}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def quiet(text: str) -> str:
    """*text* for a log of GitHub Actions, none of whose lines is a command."""
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::"


def summary(grade: Grade, lang: str, changed: Sequence[str] = ()) -> str:
    """The report as Markdown for ``$GITHUB_STEP_SUMMARY``; cut between lines to what is allowed."""
    head = _changed_markdown(changed, lang)
    return _cut(head + to_markdown(grade, lang), lang)


def failed_summary(reason: Phrase, lang: str) -> str:
    """The summary where nothing could be graded."""
    heading = translate(phrase("This could not be graded"), lang)
    return f"# {heading}\n\n{escape_markdown(translate(reason, lang))}\n"


def changed_said(changed: Sequence[str]) -> Phrase:
    """That files of the kit are not as they were handed out."""
    shown = ", ".join(changed[:5]) + (", …" if len(changed) > 5 else "")
    return phrase(
        "These files of the kit were changed or are gone: {files}. Marks come from the originals, "
        "so put them back: the result here may be wrong.",
        files=shown,
    )


def _changed_markdown(changed: Sequence[str], lang: str) -> str:
    if not changed:
        return ""
    said = translate(changed_said(changed), lang)
    files = "".join(f"> - {code(clean(name))}\n" for name in changed[:50])
    return f"> [!WARNING]\n> {escape_markdown(said)}\n>\n{files}\n"


def _cut(text: str, lang: str) -> str:
    data = text.encode()
    if len(data) <= SUMMARY_BYTES:
        return text
    kept = data[: SUMMARY_BYTES - _ROOM].decode("utf-8", "ignore").rpartition("\n")[0]
    more = translate(phrase("The rest is in report.html, among the files of this run."), lang)
    # A code block that was cut open would swallow the line.
    fence = "\n```" if kept.count("\n```") % 2 else ""
    return f"{kept}{fence}\n\n{more}\n"


def legacy_payload(grade: Grade, lang: str) -> str:
    """What GitHub Classroom's reporter reads from the output ``result``: base64 of JSON.

    ``test_code`` is empty: the reporter prints it.
    """
    feedback = give_feedback(grade, lang)
    told = {check.id: check for exercise in feedback.exercises for check in exercise.passed}
    for exercise in feedback.exercises:
        told |= {check.id: check for group in exercise.groups for check in group.checks}
    tests = [
        {
            "name": plain(told[clean(str(result.check.id), limit=200)].title),
            "status": _legacy_status(result),
            "score": result.earned,
            "message": result.verdict.value,
            "test_code": "",
            "filename": "",
            "line_no": 0,
            "duration": round(result.seconds * 1000),
            "task_id": number,
            "output": "",
        }
        for number, result in enumerate(grade.results, start=1)
    ]
    passed = grade.earned == grade.possible
    status = "error" if grade.needs_review else "pass" if passed else "fail"
    return _encoded({"status": status, "max_score": grade.possible, "tests": tests})


def legacy_failure(reason: str) -> str:
    """The same where nothing could be graded."""
    return _encoded({"status": "error", "max_score": 0, "message": reason, "tests": []})


def _legacy_status(result: CheckResult) -> str:
    if result.verdict is Verdict.GRADER_ERROR:
        return "error"
    return "pass" if result.verdict is Verdict.PASSED else "fail"


def _encoded(payload: dict[str, Any]) -> str:
    text = json.dumps({"version": 1, **payload}, ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


# ------------------------------------------------------------------ Classroom 50


def classroom50_result(grade: Grade, lang: str, environment: Mapping[str, str]) -> bytes:
    """``result.json`` of Classroom 50 (``classroom50/result/v1``); points are whole, as ours are.

    *environment* is that of its runner, which stamps owner and time again.
    """
    moment = grade.graded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    commit = environment.get("COMMIT_URL") or "-"
    document = {
        "schema": "classroom50/result/v1",
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or environment.get("USERNAME") or clean(grade.student),
        "submission": environment.get("SUBMISSION_TAG") or "submit/-",
        "commit": commit,
        "release": environment.get("RELEASE_URL") or commit,
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": moment,
        "graded_at": moment,
        "score": grade.earned,
        "max-score": grade.possible,
        "tests": [
            {
                "test-name": clean(pick(result.check.title, lang)) or str(result.check.id),
                "passed": result.verdict is Verdict.PASSED,
                "score": result.earned,
                "max-score": result.check.points,
            }
            for result in grade.results
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


# ------------------------------------------------------------------ JUnit


def junit(grade: Grade, lang: str) -> bytes:
    """The grade as a JUnit document of one suite, for GitLab's tab of tests."""
    assignment = grade.assignment
    basis = Basis(
        assignment=assignment.id,
        assignment_digest=assignment.digest,
        seed=str(assignment.seed),
        environment="",
        language=lang,
    )
    attempt = Attempt(
        student=grade.student,
        basis=basis,
        graded_at=grade.graded_at,
        status=Status.GRADED,
        seconds=grade.seconds,
    )
    record = Record(
        person=Enrolled(student=grade.student, name="", handed_in=True),
        status=Status.GRADED.value,
        score=Score(points=Decimal(grade.earned), possible=grade.possible, work=0),
        attempt=attempt,
        result=msgspec.json.decode(to_json(grade, lang), type=ResultRecord),
        attempts=1,
    )
    return b"".join(to_junit([record], assignment, lang))


# ------------------------------------------------------------------ GitLab


def code_quality(grade: Grade, lang: str, folder: str = "") -> str:
    """The remarks as GitLab's Code Quality report, which it shows in merge requests."""
    return json.dumps(
        [
            {
                "description": f"{remark.title}. {remark.message}",
                "check_name": remark.id,
                "fingerprint": hashlib.sha256(remark.id.encode()).hexdigest(),
                "severity": "major",
                "location": {
                    "path": f"{folder}/{remark.file}" if folder not in ("", ".") else remark.file,
                    "lines": {"begin": remark.line or 1},
                },
            }
            for remark in remarks(grade, lang)
        ],
        ensure_ascii=False,
        indent=1,
    )
