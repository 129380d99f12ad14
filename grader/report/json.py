"""A grade as data: ``grader/result/v1``, its fields in the order of their declaration."""

from __future__ import annotations

from datetime import datetime

import msgspec

from grader.model import Assignment, CheckResult, Disclosure, Grade, Ungraded, Verdict, phrase
from grader.report.feedback import CheckFeedback, ExerciseFeedback, give_feedback
from grader.report.i18n import translate
from grader.report.inline import plain
from grader.report.text import clean


class CheckRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check. ``misconception`` and ``convention`` are slugs."""

    id: str
    title: str
    points: int
    earned: int
    verdict: Verdict
    disclosure: Disclosure
    misconception: str | None
    convention: str | None
    message: str
    seconds: float
    supplied: list[str] = []
    """Earlier exercises whose functions were the model solution's."""


class ExerciseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise."""

    id: str
    title: str
    earned: int
    possible: int
    checks: list[CheckRecord]


class ResultRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``result.json``. Work that could not be graded has a ``reason``, and null as isolation."""

    schema: str
    assignment: str
    student: str
    digest: str
    graded_at: datetime
    isolation: str | None
    environment: dict[str, str]
    earned: int
    possible: int
    exercises: list[ExerciseRecord]
    reason: str = ""


SCHEMA = "grader/result/v1"


def to_json(grade: Grade, lang: str) -> bytes:
    """*grade* as ``grader/result/v1``, UTF-8, indented; texts in *lang*, within the disclosure."""
    feedback = give_feedback(grade, lang)
    record = ResultRecord(
        schema=SCHEMA,
        assignment=feedback.assignment,
        student=feedback.student,
        digest=clean(grade.digest),
        graded_at=grade.graded_at,
        isolation=grade.isolation.value,
        environment={clean(name): clean(value) for name, value in grade.environment.items()},
        earned=feedback.earned,
        possible=feedback.possible,
        exercises=[
            _exercise(told, graded.results, lang)
            for told, graded in zip(feedback.exercises, grade.exercises, strict=True)
        ],
    )
    return _encode(record)


def ungraded_json(
    ungraded: Ungraded, assignment: Assignment, lang: str, *, graded_at: datetime
) -> bytes:
    """The same object for work that could not be graded: no exercises, and a ``reason``."""
    record = ResultRecord(
        schema=SCHEMA,
        assignment=clean(assignment.id),
        student=clean(ungraded.student, limit=120),
        digest="",
        graded_at=graded_at,
        isolation=None,
        environment={},
        earned=0,
        possible=assignment.points,
        exercises=[],
        reason=translate(ungraded.reason, lang),
    )
    return _encode(record)


def _encode(record: ResultRecord) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _exercise(
    told: ExerciseFeedback, results: tuple[CheckResult, ...], lang: str
) -> ExerciseRecord:
    checks = {check.id: (check, "") for check in told.passed}
    for group in told.groups:
        common = [*map(plain, group.observed), group.error, plain(group.explanation.title or ())]
        found = group.smallest
        if found is not None:
            given = " ".join(f"{name} = {value};" for name, value in found.inputs)
            shown = phrase(
                "Smallest example: {what}: {given} yours {actual}, right {expected}.",
                what=found.what,
                given=given,
                actual=found.actual,
                expected=found.expected or "",
            )
            common.append(" ".join(translate(shown, lang).split()))
        checks |= {check.id: (check, _sentence(common)) for check in group.checks}
    return ExerciseRecord(
        id=told.id,
        title=plain(told.title),
        earned=told.earned,
        possible=told.possible,
        checks=[_check(*checks[clean(r.check.id, limit=200)], r) for r in results],
    )


def _check(told: CheckFeedback, common: str, result: CheckResult) -> CheckRecord:
    sealed = result.check.disclosure is Disclosure.SEALED
    return CheckRecord(
        id=told.id,
        title=plain(told.title),
        points=told.points,
        earned=told.earned,
        verdict=told.verdict,
        disclosure=result.check.disclosure,
        misconception=None if sealed else result.misconception,
        convention=None if sealed else result.convention,
        message=_sentence(
            [*map(plain, told.observed), told.error, common, plain(told.supplied or ())]
        ),
        seconds=round(result.seconds, 6),
        supplied=list(result.supplied),
    )


def _sentence(pieces: list[str]) -> str:
    return " ".join(piece for piece in pieces if piece)
