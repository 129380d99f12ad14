"""What is on record becomes one record for each student, with the attempt that counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment import find_course, load_assignment
from grader.export.record import Record, records
from grader.model import Assignment, ExerciseId, StudentId
from grader.policy import Policy, Step
from grader.store import Attempt, Basis, Enrolled, HandIn, Override, Status, Store, open_store

COURSE = Path(__file__).with_name("sample_course")
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
AN = StudentId("an")
BASIS = Basis(assignment="tiny", assignment_digest="", seed="1", environment="{}", language="en")
LATE = Policy(due=NOW, late=(Step(within=timedelta(days=1), keep=Fraction(1, 2)),))


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return load_assignment(find_course(COURSE), "tiny")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "results.sqlite") as opened:
        opened.enrol("tiny", [Enrolled(student=AN, name="An", handed_in=True)])
        yield opened


def graded(digest: str, points: int, *, verdict: str = "passed") -> Attempt:
    """An attempt with one check in ``row_means``, which is worth 5 points."""
    check = {"id": "row_means.a", "title": "a", "points": 5, "earned": points, "verdict": verdict}
    check |= {"disclosure": "diagnosis", "misconception": None, "convention": None}
    check |= {"message": "", "seconds": 0.0}
    exercise = {"id": "row_means", "title": "", "earned": points, "possible": 5, "checks": [check]}
    result = {
        "schema": "grader/result/v1",
        "assignment": "tiny",
        "student": "an",
        "digest": digest,
        "graded_at": NOW.isoformat(),
        "isolation": "full",
        "environment": {},
        "earned": points,
        "possible": 5,
        "exercises": [exercise],
    }
    return Attempt(
        student=AN,
        basis=BASIS,
        graded_at=NOW,
        status=Status.GRADED,
        digest=digest,
        earned=points,
        possible=5,
        result=json.dumps(result),
    )


def only(store: Store, tiny: Assignment, policy: Policy) -> Record:
    (record,) = records(store, tiny, policy)
    return record


def test_the_newest_counts_with_its_own_time(store: Store, tiny: Assignment) -> None:
    store.record(graded("early", 4))
    store.hand_in(AN, "tiny", HandIn(digest="early", submitted_at=NOW))
    store.record(graded("late", 5))
    store.hand_in(AN, "tiny", HandIn(digest="late", submitted_at=NOW + timedelta(hours=1)))
    record = only(store, tiny, LATE)

    assert (record.score.points, record.late) == (Decimal("2.50"), True)
    assert record.submitted_at == NOW + timedelta(hours=1)
    assert record.attempts == 2


def test_the_best_counts_after_lateness(store: Store, tiny: Assignment) -> None:
    for digest, points, hours in (("a", 3, 0), ("b", 5, 1), ("c", 1, 0)):
        store.record(graded(digest, points))
        when = NOW + timedelta(hours=hours)
        store.hand_in(AN, "tiny", HandIn(digest=digest, submitted_at=when))
    record = only(store, tiny, replace(LATE, counts="best"))

    assert record.attempt is not None
    assert (record.score.points, record.attempt.digest, record.late) == (*(Decimal(3), "a", False),)


def test_grading_again_is_no_other_submission(store: Store, tiny: Assignment) -> None:
    for digest, points in (("a", 5), ("b", 3), ("a", 4)):
        store.record(graded(digest, points))

    assert only(store, tiny, Policy(attempts=1)).score.points == 3
    assert only(store, tiny, Policy(counts="best")).score.points == 4


def test_nobody_is_charged_for_an_error_of_the_grader(store: Store, tiny: Assignment) -> None:
    store.record(graded("a", 0, verdict="grader error"))
    record = only(store, tiny, Policy())

    assert (record.status, record.score.points) == ("needs review", None)
    store.override("tiny", Override(student=AN, points=Decimal("5.00"), reason="tay", made_at=NOW))
    assert only(store, tiny, Policy()).score.points == 5


def test_work_that_cannot_be_graded_or_is_missing_has_no_score(
    store: Store, tiny: Assignment
) -> None:
    broken = Attempt(student=AN, basis=BASIS, graded_at=NOW, status=Status.UNGRADED, digest="x")
    store.record(graded("a", 5))
    store.record(broken)
    store.enrol(
        "tiny",
        [
            Enrolled(student=AN, name="An", handed_in=True),
            Enrolled(student=StudentId("binh"), name="Bình", handed_in=False),
            Enrolled(student=StudentId("chi"), name="Chi", handed_in=True),
        ],
    )
    extra = Policy(extra=frozenset({ExerciseId("Counter")}))
    found = {str(each.student): each for each in records(store, tiny, extra)}

    assert {name: each.status for name, each in found.items()} == {
        "an": "ungraded",
        "binh": "missing",
        "chi": "pending",
    }
    assert {each.score.points for each in found.values()} == {None}
    assert found["binh"].score.possible == 7 - tiny.exercises[1].points
    assert tiny.exercises[1].id == "Counter"


def test_a_student_is_remembered_to_the_letter(store: Store) -> None:
    an = Enrolled(
        student=AN,
        name="Trần Văn Ấn",
        handed_in=True,
        email="an@x",
        listed=True,
        ids=("30071", 'a "b"'),
        layout="Moodle download, folders",
        shown="Trâ\u0300n Ấn_1_assignsubmission_file\udcff",
        notes="Not on the roster.",
    )
    store.enrol("tiny", [an])

    assert store.enrolled("tiny") == [an]
