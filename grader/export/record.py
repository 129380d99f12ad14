"""The one result object: a student's row of everything that leaves the grader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import msgspec

from grader.layout.names import folded
from grader.model import Assignment, ExerciseId, StudentId, Verdict
from grader.policy import Policy, Score, Work, is_late, score
from grader.report.json import ResultRecord
from grader.store import Attempt, Enrolled, HandIn, Status, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One student: who it is, the attempt that counts, and the score that it gives."""

    person: Enrolled
    status: str
    """``graded``, ``ungraded``, ``grader error``, ``needs review``, ``pending`` or ``missing``."""
    score: Score
    attempt: Attempt | None = None
    """The one that counts; the newest where none does."""
    result: ResultRecord | None = None
    """What the attempt says of each check."""
    attempts: int = 0
    """How often it was graded."""
    submitted_at: datetime | None = None
    late: bool = False
    """Handed in after the deadline, or called late by the platform."""

    @property
    def student(self) -> StudentId:
        """Whose it is."""
        return self.person.student

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that the student is called by a platform, the own id first."""
        named = (self.person.student, *self.person.ids, self.person.email)
        return tuple(each for each in named if each)


def records(store: Store, assignment: Assignment, policy: Policy) -> Iterator[Record]:
    """A record for everyone in the class of *assignment*, ordered by student.

    One is in memory at a time. Where a check ended in an error of the grader there is no score,
    unless the instructor set one: nobody is charged for it.
    """
    set_by_hand = store.overrides(assignment.id)
    possible = sum(each.points for each in assignment.exercises if each.id not in policy.extra)
    for person in store.each_enrolled(assignment.id):
        made = set_by_hand.get(person.student)
        submissions = _submissions(store, policy, person.student, assignment.id)
        times = {each.digest: each for each in store.hand_ins(person.student, assignment.id)}
        results = [result_record(attempt) for attempt in submissions]
        found = score(
            policy,
            [_work(each, times) for each in zip(submissions, results, strict=True)],
            student=person.student,
            possible=possible,
            override=(made.points, made.reason) if made and made.points is not None else None,
        )
        chosen = len(submissions) - 1 if found.work is None else found.work
        attempt = submissions[chosen] if submissions else None
        handed = times.get(attempt.digest or "") if attempt else None
        yield Record(
            person=person,
            status=_status(person, attempt, results[chosen] if results else None),
            score=found,
            attempt=attempt,
            result=results[chosen] if results else None,
            attempts=store.attempts(person.student, assignment.id),
            submitted_at=handed.submitted_at if handed else None,
            late=handed is not None
            and is_late(policy, person.student, handed.submitted_at, called_late=handed.late),
        )


def with_zero(record: Record) -> Record:
    """*record* with 0 points where work is missing or cannot be graded."""
    if record.score.points is not None or record.status not in {"missing", "ungraded"}:
        return record
    return replace(record, score=replace(record.score, points=Decimal("0.00")))


def named(record: Record, name: str) -> bool:
    """Whether *name* is one of the student's ids."""
    return folded(name) in map(folded, record.ids)


def _submissions(store: Store, policy: Policy, student: StudentId, name: str) -> Sequence[Attempt]:
    """The newest grading of each different submission, the one that was handed in last at the end.

    Only that one where the policy looks at no other.
    """
    if policy.counts == "newest" and policy.attempts is None:
        newest = store.newest(student, name)
        return [] if newest is None else [newest]
    by_digest: dict[str | None, Attempt] = {}
    for attempt in store.history(student, name):
        by_digest.pop(attempt.digest, None)
        by_digest[attempt.digest] = attempt
    return list(by_digest.values())


def _work(graded: tuple[Attempt, ResultRecord | None], times: dict[str, HandIn]) -> Work | None:
    attempt, result = graded
    if result is None or _needs_review(result):
        return None
    handed = times.get(attempt.digest or "", HandIn(digest=""))
    return Work(
        exercises={
            ExerciseId(exercise.id): (exercise.earned, exercise.possible)
            for exercise in result.exercises
        },
        submitted_at=handed.submitted_at,
        late=handed.late,
    )


def result_record(attempt: Attempt) -> ResultRecord | None:
    """What *attempt* says of each check; None where nothing was run."""
    return msgspec.json.decode(attempt.result, type=ResultRecord) if attempt.result else None


def _needs_review(result: ResultRecord) -> bool:
    return any(
        check.verdict is Verdict.GRADER_ERROR
        for exercise in result.exercises
        for check in exercise.checks
    )


def _status(person: Enrolled, attempt: Attempt | None, result: ResultRecord | None) -> str:
    if attempt is None:
        return "pending" if person.handed_in else "missing"
    if attempt.status is Status.GRADED and result is not None and _needs_review(result):
        return "needs review"
    return attempt.status.value
