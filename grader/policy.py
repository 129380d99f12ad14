"""From points to a score: lateness, attempts, extra credit, and what the instructor overrode.

Checks give whole points. A policy, the table ``[policy]`` of ``course.toml``, turns them into a
score with exact fractions and rounds once, at the end: to two decimals, halves up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from grader.assignment import COURSE_FILE
from grader.errors import AssignmentError
from grader.model import Assignment, Course, ExerciseId, Phrase, StudentId, phrase

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of the table of lateness: late by at most *within*, *keep* of the points are kept."""

    within: timedelta
    keep: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the points of one assignment become a score. As it stands here, it changes nothing."""

    due: datetime | None = None
    """With a zone."""
    extensions: Mapping[StudentId, datetime] = field(default_factory=dict)
    """Another deadline for some."""
    zone: tzinfo | None = None
    """Of times that come without one; None: of the deadline."""
    grace: timedelta = timedelta()
    """So long after the deadline nothing is lost; then lateness counts from the deadline."""
    late: tuple[Step, ...] = ()
    """Ascending; without rows lateness is told and costs nothing."""
    later: Fraction = Fraction(0)
    """What is kept after the last row."""
    counts: Literal["newest", "best"] = "newest"
    attempts: int | None = None
    """Only so many of the first submissions count."""
    extra: frozenset[ExerciseId] = frozenset()
    """Exercises whose points are on top: earned, but not asked for."""
    at_most: Fraction | None = None
    """The highest score, as a part of the points that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One graded submission: points earned and possible by exercise, and when it came."""

    exercises: Mapping[ExerciseId, tuple[int, int]]
    submitted_at: datetime | None = None
    late: bool = False
    """Whether the platform called it late."""

    @property
    def earned(self) -> int:
        """Points of all checks that passed."""
        return sum(earned for earned, _ in self.exercises.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a student gets, and how it came about."""

    points: Decimal | None
    """With two decimals; None where there is nothing to count."""
    possible: int
    """What full marks are worth; extra credit is on top."""
    work: int | None = None
    """Which submission counts, from 0; None where none does."""
    late_by: timedelta = timedelta()
    reasons: tuple[Phrase, ...] = ()
    """Nothing where the score is the newest submission's points."""


def load_policy(course: Course, assignment: Assignment) -> Policy:
    """The policy of *assignment*: ``[policy]``, and what ``[policy.assignments.<id>]`` changes.

    Raises:
        AssignmentError: a table is wrong; one line with the place.
    """
    path = course.folder / COURSE_FILE
    try:
        tables = msgspec.toml.decode(path.read_bytes(), type=_CourseTables).policy
    except OSError as error:
        raise AssignmentError(f"{path}: {error.strerror or error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what, _, where = str(error).partition(" - at `$.")
        raise AssignmentError(f"{path}: {where.rstrip('`') or 'not TOML'}: {what}") from None
    unknown = sorted(tables.assignments.keys() - set(course.assignments))
    if unknown:
        raise AssignmentError(f"{path}: policy.assignments: no assignment {unknown[0]!r}")
    own = tables.assignments.get(assignment.id, _Table())
    try:
        return _policy(_merged(tables, own), assignment)
    except ValueError as error:
        raise AssignmentError(f"{path}: policy: {error}") from None


def score(
    policy: Policy,
    works: Sequence[Work | None],
    *,
    student: StudentId,
    possible: int,
    override: tuple[Decimal, str] | None = None,
) -> Score:
    """What *student* gets for *works*, in the order of handing in; None could not be graded.

    *possible* are the points of the whole assignment, for where there is no work to say so. An
    *override* (points, reason) is the score as it stands, whatever the rest says.
    """
    counted = works if policy.attempts is None else works[: policy.attempts]
    weighed = [
        Score(points=None, possible=possible) if work is None else _weigh(policy, work, student)
        for work in counted
    ]
    chosen = _chosen(policy, weighed)
    if chosen is None:
        found = Score(points=None, possible=possible)
    else:
        which = _which(policy, len(works), chosen)
        found = replace(weighed[chosen], work=chosen, reasons=(*which, *weighed[chosen].reasons))
    return found if override is None else _overridden(found, *override)


def late_by(policy: Policy, student: StudentId, submitted_at: datetime | None) -> timedelta | None:
    """How long after the student's deadline; None where the deadline or the time is not known."""
    due = policy.extensions.get(student, policy.due)
    if due is None or submitted_at is None:
        return None
    when = submitted_at
    if when.tzinfo is None:
        when = when.replace(tzinfo=policy.zone or due.tzinfo)
    return max(when - due, timedelta())


def is_late(
    policy: Policy, student: StudentId, submitted_at: datetime | None, *, called_late: bool
) -> bool:
    """Whether work came after the deadline; where that is not known, whether it is called so."""
    known = late_by(policy, student, submitted_at)
    return called_late if known is None else bool(known)


def rounded(points: Fraction, places: int = 2) -> Decimal:
    """*points*, at least 0, to so many decimals, halves up; exact before that."""
    exact = points * 10**places
    units = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return Decimal(units).scaleb(-places)


def shown(points: Decimal) -> str:
    """*points* as a person writes them: ``8.1``, ``10``."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ------------------------------------------------------------------ weighing


def _chosen(policy: Policy, weighed: Sequence[Score]) -> int | None:
    """Which of *weighed* counts; of equally good ones the newest."""
    if policy.counts == "newest":
        return len(weighed) - 1 if weighed else None
    graded = [(each.points, n) for n, each in enumerate(weighed) if each.points is not None]
    return max(graded)[1] if graded else None


def _which(policy: Policy, count: int, chosen: int) -> tuple[Phrase, ...]:
    if chosen == count - 1:
        return ()
    if policy.counts == "best":
        return (
            phrase(
                "Submission {number} of {count} counts: the best.", number=chosen + 1, count=count
            ),
        )
    return (
        phrase(
            "Submission {number} of {count} counts: only the first {most} do.",
            number=chosen + 1,
            count=count,
            most=policy.attempts or count,
        ),
    )


def _weigh(policy: Policy, work: Work, student: StudentId) -> Score:
    possible = sum(most for name, (_, most) in work.exercises.items() if name not in policy.extra)
    on_top = sum(earned for name, (earned, _) in work.exercises.items() if name in policy.extra)
    after = late_by(policy, student, work.submitted_at)
    keep, reasons = _kept(policy, work, after)
    points = work.earned * keep
    if on_top:
        reasons = (phrase("{points} points are extra credit.", points=on_top), *reasons)
    if policy.at_most is not None and points > policy.at_most * possible:
        points = policy.at_most * possible
        most = float(rounded(points))
        reasons = (*reasons, phrase("The score is at most {points} points.", points=most))
    return Score(
        points=rounded(points),
        possible=possible,
        late_by=after or timedelta(),
        reasons=reasons,
    )


def _kept(
    policy: Policy, work: Work, after: timedelta | None
) -> tuple[Fraction, tuple[Phrase, ...]]:
    """Which part of the points lateness leaves, and the sentence about it."""
    if after is None:
        if not work.late:
            return Fraction(1), ()
        keep = policy.late[0].keep if policy.late else Fraction(1)
        return keep, (
            phrase(
                "Handed in late, nobody said how late: {percent} % of {points} points are kept.",
                percent=_percent(keep),
                points=work.earned,
            ),
        )
    if not after:
        return Fraction(1), ()
    keep = Fraction(1)
    if policy.late and after > policy.grace:
        keep = next((row.keep for row in policy.late if after <= row.within), policy.later)
    hours, minutes = divmod(-(-after // timedelta(minutes=1)), 60)
    return keep, (
        phrase(
            "Handed in {hours} h {minutes} min after the deadline: {percent} % of {points} points "
            "are kept.",
            hours=hours,
            minutes=minutes,
            percent=_percent(keep),
            points=work.earned,
        ),
    )


def _percent(part: Fraction) -> float:
    return float(rounded(part * 100))


def _overridden(found: Score, points: Decimal, reason: str) -> Score:
    if found.points is None:
        told = phrase(
            "The teacher set {points} points: {reason}", points=float(points), reason=reason
        )
    else:
        told = phrase(
            "The teacher set {points} points in place of {before}: {reason}",
            points=float(points),
            before=float(found.points),
            reason=reason,
        )
    return replace(found, points=points.quantize(_CENT), reasons=(*found.reasons, told))


# ------------------------------------------------------------------ the tables


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A typo is an error with a path, not a silent default."""


class _Row(_Strict, frozen=True):
    hours: int | float
    keep: int | float


class _Table(_Strict, frozen=True):
    """What may stand in ``[policy]`` and in ``[policy.assignments.<id>]``; None: not said."""

    due: datetime | None = None
    extensions: dict[str, datetime] | None = None
    timezone: str | None = None
    grace_minutes: int | float | None = None
    late: tuple[_Row, ...] | None = None
    later: int | float | None = None
    counts: Literal["newest", "best"] | None = None
    attempts: int | None = None
    extra: tuple[str, ...] | None = None
    at_most: int | float | None = None


class _PolicyTable(_Table, frozen=True):
    assignments: dict[str, _Table] = {}


class _CourseTables(msgspec.Struct, frozen=True):
    policy: _PolicyTable = _PolicyTable()


def _merged(common: _Table, own: _Table) -> _Table:
    names = _Table.__struct_fields__
    said = {name: getattr(own, name) for name in names if getattr(own, name) is not None}
    return _Table(**{name: getattr(common, name) for name in names} | said)


def _policy(table: _Table, assignment: Assignment) -> Policy:
    zone = _zone(table.timezone)
    extra = frozenset(ExerciseId(name) for name in table.extra or ())
    unknown = sorted(extra - {exercise.id for exercise in assignment.exercises})
    if unknown:
        raise ValueError(f"extra: {assignment.id} has no exercise {unknown[0]!r}")
    rows = tuple(
        Step(within=_span("late.hours", row.hours, 3600), keep=_part("late.keep", row.keep))
        for row in table.late or ()
    )
    if list(rows) != sorted(rows, key=lambda row: row.within):
        raise ValueError("late: the rows must go from few hours to many")
    if table.attempts is not None and table.attempts < 1:
        raise ValueError("attempts: expected at least 1")
    return Policy(
        due=_instant("due", table.due, zone) if table.due else None,
        extensions={
            StudentId(student): _instant(f"extensions.{student}", due, zone)
            for student, due in (table.extensions or {}).items()
        },
        zone=zone,
        grace=_span("grace_minutes", table.grace_minutes or 0, 60),
        late=rows,
        later=_part("later", table.later or 0),
        counts=table.counts or "newest",
        attempts=table.attempts,
        extra=extra,
        at_most=None if table.at_most is None else _part("at_most", table.at_most, 1000),
    )


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"timezone: there is no {name!r}; try Asia/Ho_Chi_Minh") from None


def _instant(where: str, when: datetime, zone: tzinfo | None) -> datetime:
    if when.tzinfo is None and zone is None:
        raise ValueError(f"{where}: which clock? Write +07:00 behind it, or set timezone")
    return when if when.tzinfo else when.replace(tzinfo=zone)


def _part(where: str, percent: int | float, most: int = 100) -> Fraction:
    """*percent* as it was written, without the error of binary fractions."""
    if not 0 <= percent <= most:
        raise ValueError(f"{where}: expected a percentage from 0 to {most}")
    return Fraction(str(percent)) / 100


def _span(where: str, number: int | float, seconds: int) -> timedelta:
    if not 0 <= number <= 1e6:
        raise ValueError(f"{where}: expected a number from 0 to 1000000")
    return timedelta(seconds=float(number) * seconds)
