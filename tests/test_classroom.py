"""The numbers of a class against NumPy and against examples worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Level, StudentId, Verdict
from grader.report.classroom import (
    Records,
    Standing,
    check_statistics,
    correlation,
    cronbach,
    doubts,
    exercise_statistics,
    gather,
    lowest,
    misconceptions,
    points_of,
    slowest,
    spread,
    unknown_mistakes,
)
from grader.store import Attempt, Basis, Enrolled, Status, Unexplained

BASIS = Basis(assignment="tiny", assignment_digest="d1", seed="7", environment="{}", language="en")
POINTS = {"a.one": 1, "a.two": 2, "b.one": 3, "b.two": 1}
P, F, C, T, G, S = "passed", "failed", "crashed", "timed out", "grader error", "skipped"


def an_attempt(
    student: str,
    verdicts: Sequence[str] | None,
    *,
    misconceptions: tuple[str, ...] = (),
    unexplained: Mapping[str, str] | None = None,
    seconds: float = 0.5,
    status: Status = Status.GRADED,
    reason: str = "",
    points: Mapping[str, int] = POINTS,
) -> Attempt:
    """One student's newest attempt; *verdicts* in the order of *points*, None if ungraded."""
    if verdicts is None:
        return Attempt(
            student=StudentId(student),
            basis=BASIS,
            graded_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
            status=Status.UNGRADED if status is Status.GRADED else status,
            reason=reason,
        )
    checks: dict[str, list[dict[str, object]]] = {}
    for (name, worth), verdict in zip(points.items(), verdicts, strict=True):
        found = {"id": name, "title": f"title of {name}", "points": worth, "verdict": verdict}
        checks.setdefault(name.partition(".")[0], []).append(found)
    exercises = [
        {
            "id": name,
            "title": name.upper(),
            "possible": sum(worth for check, worth in points.items() if check[0] == name),
            "checks": own,
        }
        for name, own in checks.items()
    ]
    return Attempt(
        student=StudentId(student),
        basis=BASIS,
        graded_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
        status=Status.GRADED,
        digest=student,
        isolation=Level.PROCESS,
        earned=sum(w for w, v in zip(points.values(), verdicts, strict=True) if v == P),
        possible=sum(points.values()),
        misconceptions=misconceptions,
        result=json.dumps({"exercises": exercises}),
        seconds=seconds,
        unexplained=tuple(
            Unexplained(
                exercise=exercise,
                behaviour=behaviour,
                checks=(f"{exercise}.one",),
                source=f"def {exercise}(x):\n    return {student!r}\n",
            )
            for exercise, behaviour in (unexplained or {}).items()
        ),
    )


def a_class(*attempts: Attempt, enrolled: Sequence[Enrolled] = ()) -> Records:
    return gather(attempts, enrolled)


FOUR = a_class(
    an_attempt("an", [P, P, P, P]),
    an_attempt("binh", [P, P, F, F]),
    an_attempt("chi", [P, F, F, C]),
    an_attempt("dung", [F, F, F, S]),
)
"""Totals 7, 3, 1, 0."""


def test_difficulty_is_the_share_of_the_points() -> None:
    assert [found.share for found in check_statistics(FOUR)] == [0.75, 0.5, 0.25, 0.25]
    assert [found.share for found in exercise_statistics(FOUR)] == pytest.approx(
        [(3 + 3 + 1 + 0) / (4 * 3), 4 / (4 * 4)]
    )


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    totals = np.array([7, 3, 1, 0])
    second = np.array([2, 2, 0, 0])
    by_hand = np.corrcoef(second, totals - second)[0, 1]

    assert check_statistics(FOUR)[1].discrimination == pytest.approx(by_hand)
    first = np.array([3, 3, 1, 0])
    assert exercise_statistics(FOUR)[0].discrimination == pytest.approx(
        np.corrcoef(first, totals - first)[0, 1]
    )


def test_a_check_that_everybody_passes_has_no_discrimination() -> None:
    found = check_statistics(a_class(*(an_attempt(name, [P, F, F, F]) for name in "abc")))

    assert [each.discrimination for each in found] == [None] * 4


def test_an_error_of_the_grader_is_held_against_nobody() -> None:
    records = a_class(an_attempt("an", [G, P, P, P]), an_attempt("binh", [P, P, P, P]))
    (first, *_) = check_statistics(records)

    assert (first.judged, first.share) == (1, 1.0)
    assert first.verdicts == {Verdict.GRADER_ERROR: 1, Verdict.PASSED: 1}


def test_alpha_of_an_example_worked_out_by_hand() -> None:
    # Variances of the sample 1/3, 1/3, 1/3; totals 3, 2, 1, 0 with variance 5/3.
    scores = np.array([[1.0, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
    items = [0.25, 1 / 3, 0.25]

    assert cronbach(scores) == pytest.approx(3 / 2 * (1 - sum(items) / (5 / 3)))


@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(2, 8))
def test_alpha_is_its_definition_by_covariances(seed: int, students: int, items: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(students, items))
    covariance = np.cov(scores, rowvar=False)
    expected = items / (items - 1) * (1 - np.trace(covariance) / covariance.sum())

    assert cronbach(scores) == pytest.approx(expected)


@given(st.integers(0, 10_000), st.integers(2, 50))
def test_correlation_is_that_of_numpy(seed: int, students: int) -> None:
    first, second = np.random.default_rng(seed).normal(size=(2, students))

    assert correlation(first, second) == pytest.approx(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize(
    "scores", [np.ones((5, 3)), np.zeros((1, 3)), np.zeros((5, 1)), np.zeros((0, 3))]
)
def test_alpha_is_not_defined_without_variance(scores: np.ndarray) -> None:
    assert cronbach(scores) is None


def test_a_check_that_nobody_was_judged_on_does_not_count_for_alpha() -> None:
    with_gap = a_class(an_attempt("an", [P, P, P, G]), an_attempt("binh", [P, F, F, G]))

    assert cronbach(points_of(with_gap)) == pytest.approx(
        cronbach(np.array([[1.0, 2, 3], [1, 0, 0]]))
    )


@pytest.mark.parametrize(
    "share, bar", [(0.0, 0), (0.099, 0), (0.1, 1), (0.7, 7), (0.3, 3), (0.999, 9), (1.0, 9)]
)
def test_marks_go_into_the_bar_that_begins_with_them(share: float, bar: int) -> None:
    found = spread([share])

    assert found is not None
    assert found.bars.index(1) == bar
    assert (found.count, found.deviation) == (1, None)


def test_the_spread_of_nobody() -> None:
    assert spread([]) is None
    assert check_statistics(a_class()) == ()
    assert cronbach(points_of(a_class())) is None


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_the_spread_is_that_of_numpy(shares: list[float]) -> None:
    found = spread(shares)
    marks = 10 * np.array(shares)

    assert found is not None
    assert found.mean == pytest.approx(marks.mean())
    assert found.deviation == pytest.approx(np.std(marks, ddof=1))
    quartiles = np.percentile(marks, [25, 50, 75])
    assert [found.lower, found.median, found.upper] == pytest.approx(quartiles)
    assert sum(found.bars) == len(shares)


# ------------------------------------------------------------------ doubts


def test_a_check_that_nobody_passes_is_doubted() -> None:
    records = a_class(*(an_attempt(name, [F, P, P, P]) for name in "abc"))

    assert [doubts(found) for found in check_statistics(records)] == [("nobody",), (), (), ()]


def test_a_check_that_only_the_strong_fail_is_doubted() -> None:
    strong = [an_attempt(f"strong {n}", [F, P, P, P]) for n in range(5)]
    weak = [an_attempt(f"weak {n}", [P, P, F, F]) for n in range(5)]

    found = check_statistics(a_class(*strong, *weak))
    assert found[0].discrimination == pytest.approx(-1)
    assert doubts(found[0]) == ("negative",)
    # With fewer students it may be chance.
    assert doubts(check_statistics(a_class(*strong[:4], *weak[:4]))[0]) == ()


def test_errors_of_the_grader_and_timeouts_are_doubted() -> None:
    verdicts = [[G, T, P, T], [P, T, P, P], [P, P, P, P]]
    records = a_class(*(an_attempt(f"s{n}", each) for n, each in enumerate(verdicts)))

    assert [doubts(found) for found in check_statistics(records)] == [
        ("errors",),
        ("timeouts",),
        (),
        (),
    ]


# ------------------------------------------------------------------ students


def test_everyone_has_a_standing() -> None:
    enrolled = [
        Enrolled(student=StudentId(name), name=f"Name {name}", handed_in=handed_in)
        for name, handed_in in (("an", True), ("binh", True), ("missing", False), ("new", True))
    ]
    records = a_class(
        an_attempt("an", [P, P, P, P]),
        an_attempt("binh", None, reason="not a notebook"),
        an_attempt("ours", None, status=Status.GRADER_ERROR, reason="a bug"),
        enrolled=enrolled,
    )

    assert {row.student: (row.name, row.standing) for row in records.rows} == {
        "an": ("Name an", Standing.GRADED),
        "binh": ("Name binh", Standing.UNGRADED),
        "missing": ("Name missing", Standing.MISSING),
        "new": ("Name new", Standing.PENDING),
        "ours": ("", Standing.OUR_FAULT),
    }


def test_misconceptions_are_ranked_by_how_many_hold_them() -> None:
    records = a_class(
        an_attempt("an", [F, P, P, P], misconceptions=("wrong-axis",)),
        an_attempt("binh", [F, P, P, F], misconceptions=("sum-not-mean", "wrong-axis")),
        an_attempt("chi", [P, P, P, P]),
    )

    assert [
        (held.slug, [row.student for row in held.rows]) for held in misconceptions(records)
    ] == [
        ("wrong-axis", ["an", "binh"]),
        ("sum-not-mean", ["binh"]),
    ]


def test_the_lowest_are_below_one_half_and_few() -> None:
    assert [row.student for row in lowest(FOUR)] == ["dung", "chi", "binh"]
    assert lowest(a_class(an_attempt("an", [P, P, P, P]))) == ()
    crowd = a_class(*(an_attempt(f"s{n:03}", [F, F, F, F]) for n in range(500)))
    assert len(lowest(crowd)) == 20


def test_the_slowest_come_first() -> None:
    records = a_class(*(an_attempt(f"s{n:02}", [P, P, P, P], seconds=n) for n in range(15)))

    assert [row.student for row in slowest(records, 2)] == ["s14", "s13"]


def test_attempts_at_a_changed_suite_are_gaps_and_no_failures() -> None:
    new = {**POINTS, "b.three": 2}
    records = a_class(an_attempt("an", [P, P, P, P]), an_attempt("bo", [P] * 5, points=new))

    assert [(found.judged, found.share) for found in check_statistics(records)][-1] == (1, 1.0)


# ------------------------------------------------------------------ unknown mistakes


def test_equal_behaviour_makes_a_group_of_two_or_more() -> None:
    records = a_class(
        an_attempt("an", [F, P, P, P], unexplained={"a": "same"}),
        an_attempt("binh ", [F, P, P, P], unexplained={"a": "same"}),
        an_attempt("chi", [F, P, P, P], unexplained={"a": "other"}),
    )
    (group,) = unknown_mistakes(records)

    assert (group.exercise, group.name, group.checks) == ("a", "same", ("a.one",))
    assert [row.student for row in group.rows] == ["an", "binh "]
    assert group.source == "def a(x):\n    return 'an'\n"


def test_a_group_of_the_same_students_in_a_later_exercise_may_only_follow() -> None:
    both = {"a": "aaaaaaaa", "b": "bbbbbbbb"}
    records = a_class(
        an_attempt("an", [F, P, F, P], unexplained=both),
        an_attempt("binh", [F, P, F, P], unexplained=both),
    )

    assert [(group.exercise, group.follows) for group in unknown_mistakes(records)] == [
        ("a", ""),
        ("b", "aaaaaa"),
    ]
