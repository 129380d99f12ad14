"""Points become a score exactly, as the course's table says, and the reasons are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import find_course, load_assignment
from grader.errors import AssignmentError
from grader.model import Assignment, Course, ExerciseId, StudentId
from grader.policy import Policy, Score, Step, Work, is_late, load_policy, rounded, score, shown
from grader.report.policy import with_policy
from grader.store import HandIn, Override, open_store

COURSE = Path(__file__).with_name("sample_course")
AN, SOFTMAX, BONUS = StudentId("an"), ExerciseId("softmax"), ExerciseId("bonus")
DUE = datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LATE = Policy(
    due=DUE,
    grace=timedelta(minutes=15),
    late=(
        Step(within=timedelta(hours=24), keep=Fraction(90, 100)),
        Step(within=timedelta(hours=72), keep=Fraction(1, 2)),
    ),
)


def work(
    earned: int, after: timedelta | None = None, *, bonus: int = 0, late: bool = False
) -> Work:
    return Work(
        exercises={SOFTMAX: (earned, 9), BONUS: (bonus, 2)},
        submitted_at=None if after is None else DUE + after,
        late=late,
    )


def scored(policy: Policy, *works: Work | None, override: str | None = None) -> Score:
    made = None if override is None else (Decimal(override), "thi lại")
    return score(policy, works, student=AN, possible=11, override=made)


@pytest.mark.parametrize(
    "after, points",
    [
        pytest.param(timedelta(hours=-1), "7.00", id="in-time"),
        pytest.param(timedelta(), "7.00", id="on-time"),
        pytest.param(timedelta(minutes=15), "7.00", id="grace"),
        pytest.param(timedelta(minutes=15, microseconds=1), "6.30", id="first-row"),
        pytest.param(timedelta(hours=24), "6.30", id="to-the-second"),
        pytest.param(timedelta(hours=24, seconds=1), "3.50", id="second-row"),
        pytest.param(timedelta(days=30), "0.00", id="later"),
        pytest.param(None, "7.00", id="nobody-knows-when"),
    ],
)
def test_lateness_costs_what_the_table_says(after: timedelta | None, points: str) -> None:
    found = scored(LATE, work(7, after))

    assert str(found.points) == points
    assert bool(found.reasons) == bool(found.late_by) == (after is not None and after > timedelta())


def test_the_reason_names_the_time_and_what_is_kept() -> None:
    (told,) = scored(LATE, work(7, timedelta(hours=30, minutes=4, seconds=1))).reasons

    assert told.english() == (
        "Handed in 30 h 5 min after the deadline: 50.0 % of 7 points are kept."
    )


def test_called_late_without_a_time_costs_the_first_row() -> None:
    found = scored(LATE, work(7, late=True))

    assert (found.points, found.late_by) == (Decimal("6.30"), timedelta())
    assert "nobody said how late" in found.reasons[0].english()


def test_an_extension_is_a_deadline_of_ones_own() -> None:
    policy = replace(LATE, extensions={AN: DUE + timedelta(days=7)})

    assert scored(policy, work(7, timedelta(days=6))).points == 7


@pytest.mark.parametrize(
    "hours, called_late, late",
    [(1, False, True), (0, True, False), (None, True, True), (None, False, False)],
)
def test_the_clock_says_more_than_the_platform(
    hours: int | None, called_late: bool, late: bool
) -> None:
    when = None if hours is None else DUE + timedelta(hours=hours)

    assert is_late(LATE, AN, when, called_late=called_late) == late
    assert is_late(Policy(), AN, when, called_late=called_late) == called_late


def test_a_time_without_zone_is_by_the_courses_clock() -> None:
    naive = replace(work(7), submitted_at=datetime(2026, 11, 21, 0, 20))  # noqa: DTZ001 - it is meant

    assert scored(LATE, naive).late_by == timedelta(minutes=21)
    assert scored(replace(LATE, zone=UTC), naive).late_by == timedelta(hours=7, minutes=21)


def test_which_submission_counts() -> None:
    works = (work(5), work(9, timedelta(hours=1)), work(4), None)

    assert scored(LATE, *works).points is None
    assert scored(LATE, *works[:3]).points == 4
    best = scored(replace(LATE, counts="best"), *works)
    assert (best.points, best.work) == (Decimal("8.10"), 1)
    assert best.reasons[0].english() == "Submission 2 of 4 counts: the best."
    first = scored(replace(LATE, attempts=1), *works)
    assert (first.points, first.work) == (Decimal(5), 0)
    assert first.reasons[0].english() == "Submission 1 of 4 counts: only the first 1 do."


def test_extra_credit_is_on_top_and_may_be_capped() -> None:
    policy = Policy(extra=frozenset({BONUS}))
    found = scored(policy, work(9, bonus=2))

    assert (found.points, found.possible) == (Decimal(11), 9)
    capped = scored(replace(policy, at_most=Fraction(11, 10)), work(9, bonus=2))
    assert (capped.points, len(capped.reasons)) == (Decimal("9.90"), 2)
    assert scored(policy, work(9)).reasons == ()


def test_an_override_is_the_score_and_gives_the_reason() -> None:
    found = scored(LATE, work(7, timedelta(hours=1)), override="8.5")

    assert found.points == Decimal("8.50")
    assert found.reasons[-1].english() == ("The teacher set 8.5 points in place of 6.3: thi lại")
    assert scored(LATE, override="0").points == 0


def test_without_a_policy_the_points_are_the_score() -> None:
    assert scored(Policy(), work(7, timedelta(days=9))) == Score(
        points=Decimal("7.00"), possible=11, work=0
    )
    assert scored(Policy()) == Score(points=None, possible=11)


@given(st.fractions(min_value=0, max_value=1000))
def test_rounding_is_to_the_nearest_hundredth_halves_up(points: Fraction) -> None:
    found = rounded(points)

    assert -Fraction(1, 200) < Fraction(found) - points <= Fraction(1, 200)
    assert found.as_tuple().exponent == -2
    assert Decimal(shown(found)) == found


def test_numbers_as_people_write_them() -> None:
    assert [shown(Decimal(text)) for text in ("8.10", "10.00", "0.00", "100", "0.05")] == [
        *("8.1", "10", "0", "100", "0.05")
    ]
    assert [rounded(Fraction(text), 0) for text in ("8.49", "8.50", "9.50")] == [8, 9, 10]


# ------------------------------------------------------------------ course.toml


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return load_assignment(find_course(COURSE), "tiny")


def course_with(tmp_path: Path, text: str) -> Course:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    return replace(find_course(COURSE), folder=tmp_path)


def test_the_table_of_a_course(tmp_path: Path, tiny: Assignment) -> None:
    course = course_with(
        tmp_path,
        """
        [policy]
        timezone = "Asia/Ho_Chi_Minh"
        grace_minutes = 15
        late = [{ hours = 24, keep = 90 }, { hours = 72, keep = 33.3 }]
        counts = "best"
        at_most = 110
        [policy.assignments.tiny]
        due = 2026-11-20T23:59:00
        extensions = { sv1 = 2026-11-27T23:59:00Z }
        extra = ["row_means"]
        attempts = 3
        """,
    )
    found = load_policy(course, tiny)

    assert found == Policy(
        due=DUE,
        extensions={StudentId("sv1"): datetime(2026, 11, 27, 23, 59, tzinfo=UTC)},
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        grace=timedelta(minutes=15),
        late=(
            Step(within=timedelta(hours=24), keep=Fraction(9, 10)),
            Step(within=timedelta(hours=72), keep=Fraction(333, 1000)),
        ),
        counts="best",
        attempts=3,
        extra=frozenset({ExerciseId("row_means")}),
        at_most=Fraction(11, 10),
    )
    assert load_policy(course, replace(tiny, id="other")).due is None
    assert load_policy(course_with(tmp_path, "title = 1"), tiny) == Policy()


@pytest.mark.parametrize("page", ["gradebooks.md", "instructor.md"])
def test_the_table_that_the_pages_show(tmp_path: Path, root: Path, page: str) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    table = text[text.index("\n[policy]\n") :].partition("```")[0]
    course = find_course(root)
    (tmp_path / "course.toml").write_text(table, encoding="utf-8")
    assignment = load_assignment(course, "softmax_numpy")
    found = load_policy(replace(course, folder=tmp_path), assignment)

    assert found.due is not None
    assert [(row.within, row.keep) for row in found.late] == [
        (timedelta(hours=24), Fraction(9, 10)),
        (timedelta(hours=72), Fraction(1, 2)),
    ]


@pytest.mark.parametrize(
    "table, words",
    [
        pytest.param("due = 2026-11-20T23:59:00", "due: which clock", id="clock"),
        pytest.param('timezone = "Hanoi"', "timezone: there is no 'Hanoi'", id="zone"),
        pytest.param("late = [{ hours = 1, keep = 101 }]", "late.keep: expected", id="keep"),
        pytest.param("late = [{ hours = nan, keep = 1 }]", "late.hours: expected", id="hours"),
        pytest.param(
            "late = [{ hours = 2, keep = 1 }, { hours = 1, keep = 1 }]", "must go", id="order"
        ),
        pytest.param('counts = "worst"', "policy.counts: Invalid enum", id="counts"),
        pytest.param("attempts = 0", "attempts: expected at least 1", id="attempts"),
        pytest.param('extra = ["x"]', "no exercise 'x'", id="exercise"),
        pytest.param("penalty = 3", "policy: Object contains unknown field", id="unknown"),
        pytest.param("assignments.hw9.attempts = 1", "no assignment 'hw9'", id="assignment"),
        pytest.param("due = ", "not TOML", id="broken"),
    ],
)
def test_a_wrong_table_is_one_line(
    tmp_path: Path, tiny: Assignment, table: str, words: str
) -> None:
    course = course_with(tmp_path, f"[policy]\n{table}\n")

    with pytest.raises(AssignmentError) as raised:
        load_policy(course, tiny)
    assert words in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path / "course.toml"))
    assert "\n" not in str(raised.value)


# ------------------------------------------------------------------ where it is told


def test_a_report_says_how_the_score_came_about_once() -> None:
    page = '<main id="main">\n<p>&lt;main&gt; hết bài</p></main>'.encode()
    late = scored(LATE, work(7, timedelta(hours=1)))
    told = with_policy(page, late, "vi")

    assert b"6,3" in told
    assert told.index(b"policy") < told.index(b"<p>")
    assert with_policy(told, late, "vi") == told
    assert with_policy(told, scored(LATE, work(7)), "vi") == page
    hostile = score(LATE, [], student=AN, possible=9, override=(Decimal(1), "<b>x</b>"))
    assert b"<b>" not in with_policy(page, hostile, "en")


def test_the_store_keeps_times_and_overrides(tmp_path: Path) -> None:
    made = Override(student=AN, points=Decimal("8.50"), reason="thi lại", made_at=DUE)
    early, late = (HandIn(digest="d", submitted_at=DUE, late=late) for late in (False, True))
    with open_store(tmp_path / "results.sqlite") as store:
        store.hand_in(AN, "tiny", early)
        store.hand_in(AN, "tiny", late)
        store.override("tiny", made)
        store.override("tiny", replace(made, points=Decimal(9)))

        assert store.hand_ins(AN, "tiny") == [late]
        store.hand_in(AN, "tiny", HandIn(digest="d"))
        assert store.hand_ins(AN, "tiny") == [early]
        assert store.overrides("tiny")[AN].points == 9
        assert store.overrides("other") == {}
        store.override("tiny", replace(made, points=None))
        assert store.overrides("tiny") == {}
