"""The numbers of a class: pure functions over what the store recorded.

:func:`gather` reads one attempt at a time and keeps a small record of each; everything else is
arithmetic over those records. Students count in the statistics of the checks where they were
graded; a check that ended in an error of the grader is not held against anyone.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from grader.model import StudentId, Verdict
from grader.store import Attempt, Enrolled, Status, Unexplained

Numbers = npt.NDArray[np.float64]

FEWEST: Final = 10
"""Students below which a correlation says nothing."""
NEGATIVE: Final = -0.1
"""A discrimination below this is no accident of rounding."""
MANY: Final = 0.05
"""Share of the class from which timeouts point to the check, not to the students."""


class Standing(StrEnum):
    """What became of one student."""

    GRADED = "graded"
    UNGRADED = "ungraded"
    OUR_FAULT = "grader error"
    PENDING = "pending"
    """Handed in, and not reached yet."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One check, or one exercise."""

    id: str
    exercise: str
    title: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One student. *verdicts* is in the order of the items; None where a check was not run."""

    student: StudentId
    name: str
    standing: Standing
    earned: int = 0
    possible: int = 0
    seconds: float = 0.0
    reason: str = ""
    verdicts: tuple[Verdict | None, ...] = ()
    misconceptions: tuple[str, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()

    @property
    def share(self) -> float:
        """Points earned, of 1."""
        return self.earned / self.possible if self.possible else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A class, small enough to keep."""

    items: tuple[Item, ...]
    exercises: tuple[Item, ...]
    rows: tuple[Row, ...]
    isolation: Mapping[str, int]
    """Level to number of students."""
    environments: Mapping[str, int]
    """The same for the versions, as JSON."""
    seeds: Mapping[str, int]
    suites: Mapping[str, int]
    """The same for the assignment's digest: more than one where it was changed in between."""
    sources: Mapping[tuple[str, str], str]
    """The shortest definition with an unexplained (exercise, behaviour); empty: none was read."""
    last: datetime | None
    """When the last of them was graded."""

    @property
    def graded(self) -> tuple[Row, ...]:
        """Who has points."""
        return tuple(row for row in self.rows if row.standing is Standing.GRADED)


class _Check(msgspec.Struct, frozen=True):
    id: str
    title: str
    points: int
    verdict: Verdict


class _Exercise(msgspec.Struct, frozen=True):
    id: str
    title: str
    possible: int
    checks: list[_Check]


class _Result(msgspec.Struct, frozen=True):
    exercises: list[_Exercise]


def gather(attempts: Iterable[Attempt], enrolled: Iterable[Enrolled]) -> Records:
    """The newest *attempts*, and who else is in the class; ordered by student."""
    decoder = msgspec.json.Decoder(_Result)
    items: dict[str, Item] = {}
    exercises: dict[str, Item] = {}
    # Each student's verdicts, in the order in which the checks were first met: ten thousand
    # students share one text for each check's name, and most of them their verdicts.
    order: dict[str, int] = {}
    rows: dict[StudentId, Row] = {person.student: _not_graded(person) for person in enrolled}
    alike: dict[tuple[Verdict | None, ...], tuple[Verdict | None, ...]] = {}
    sources: dict[tuple[str, str], str] = {}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    last: datetime | None = None
    for attempt in attempts:
        verdicts: list[Verdict | None] = [None] * len(order)
        if attempt.result is not None:
            for exercise in decoder.decode(attempt.result).exercises:
                _note(exercises, exercise.id, exercise, exercise.possible)
                for check in exercise.checks:
                    _note(items, exercise.id, check, check.points)
                    if order.setdefault(check.id, len(order)) == len(verdicts):
                        verdicts.append(None)
                    verdicts[order[check.id]] = check.verdict
            basis = attempt.basis
            counted["isolation"][attempt.isolation or ""] += 1
            counted["environment"][basis.environment] += 1
            counted["seed"][basis.seed] += 1
            counted["suite"][basis.assignment_digest] += 1
        for each in attempt.unexplained:
            key = (each.exercise, each.behaviour)
            sources[key] = min(filter(None, (sources.get(key), each.source)), key=_size, default="")
        last = max(filter(None, (last, attempt.graded_at)))
        person, told = rows.get(attempt.student), tuple(verdicts)
        name = person.name if person else ""
        rows[attempt.student] = _row(attempt, name, alike.setdefault(told, told))
    checks = len(order)
    return Records(
        items=tuple(items.values()),
        exercises=tuple(exercises.values()),
        rows=tuple(_padded(rows[student], checks) for student in sorted(rows)),
        sources=sources,
        isolation=counted["isolation"],
        environments=counted["environment"],
        seeds=counted["seed"],
        suites=counted["suite"],
        last=last,
    )


def _note(items: dict[str, Item], exercise: str, record: _Check | _Exercise, points: int) -> None:
    """Put what *record* says of itself into *items*; hardly ever is it something new."""
    known = items.get(record.id)
    if known is None or (known.title, known.points, known.exercise) != (
        record.title,
        points,
        exercise,
    ):
        items[record.id] = Item(id=record.id, exercise=exercise, title=record.title, points=points)


def _not_graded(person: Enrolled) -> Row:
    standing = Standing.PENDING if person.handed_in else Standing.MISSING
    return Row(student=person.student, name=person.name, standing=standing)


def _row(attempt: Attempt, name: str, verdicts: tuple[Verdict | None, ...]) -> Row:
    return Row(
        student=attempt.student,
        name=name,
        standing=_STANDINGS[attempt.status],
        earned=attempt.earned or 0,
        possible=attempt.possible or 0,
        seconds=attempt.seconds,
        reason=attempt.reason,
        verdicts=verdicts,
        misconceptions=tuple(map(sys.intern, attempt.misconceptions)),
        unexplained=tuple(replace(each, source="") for each in attempt.unexplained),
    )


def _padded(row: Row, checks: int) -> Row:
    """*row* with no verdict for the checks that were first met after it."""
    lacking = checks - len(row.verdicts)
    return replace(row, verdicts=(*row.verdicts, *[None] * lacking)) if lacking else row


_STANDINGS: Final = {
    Status.GRADED: Standing.GRADED,
    Status.UNGRADED: Standing.UNGRADED,
    Status.GRADER_ERROR: Standing.OUR_FAULT,
}


# ------------------------------------------------------------------ distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How marks are spread; on the scale of ten."""

    count: int
    mean: float
    deviation: float | None
    """Of the sample; None for one student."""
    least: float
    lower: float
    """The first quartile."""
    median: float
    upper: float
    most: float
    bars: tuple[int, ...]
    """Students from 0 to under 1, …, from 9 to 10: full marks are in the last."""


def spread(shares: Sequence[float]) -> Spread | None:
    """The distribution of *shares* of 1; None for nobody.

    >>> found = spread([0.0, 0.5, 1.0])
    >>> found.mean, found.deviation, found.bars
    (5.0, 5.0, (1, 0, 0, 0, 0, 1, 0, 0, 0, 1))
    """
    if not shares:
        return None
    marks = 10 * np.asarray(shares)
    least, lower, median, upper, most = np.quantile(marks, [0, 0.25, 0.5, 0.75, 1])
    # 0.7 * 10 is a little more or less than 7.
    places = np.minimum(np.floor(marks + 1e-9), 9).astype(int)
    return Spread(
        count=len(shares),
        mean=float(marks.mean()),
        deviation=float(marks.std(ddof=1)) if len(shares) > 1 else None,
        least=float(least),
        lower=float(lower),
        median=float(median),
        upper=float(upper),
        most=float(most),
        bars=tuple(int(count) for count in np.bincount(places, minlength=10)),
    )


# ------------------------------------------------------------------ items


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    """What the class made of one check, or of one exercise."""

    item: Item
    judged: int
    """Students whose result here is not an error of the grader."""
    share: float | None
    """Mean share of the points: the difficulty, where 1 is easiest. None if nobody was judged."""
    discrimination: float | None
    """Corrected item-total correlation; None where it is not defined."""
    verdicts: Mapping[Verdict, int]


def points_of(records: Records) -> Numbers:
    """Points (n_students, n_checks); NaN where a check was not run or ended in an error of ours."""
    worth = [item.points for item in records.items]
    lost = (None, Verdict.GRADER_ERROR)
    rows = records.graded
    found = np.empty((len(rows), len(worth)))
    for place, row in enumerate(rows):
        found[place] = [
            np.nan if verdict in lost else points * (verdict is Verdict.PASSED)
            for verdict, points in zip(row.verdicts, worth, strict=True)
        ]
    return found


def check_statistics(records: Records, points: Numbers | None = None) -> tuple[ItemStatistics, ...]:
    """One for each check, in the order of the suite; *points* if :func:`points_of` was asked."""
    points = points_of(records) if points is None else points
    totals = np.nansum(points, axis=1)
    rows = records.graded
    return tuple(
        _statistics(
            item,
            points[:, number],
            totals,
            Counter(v for row in rows if (v := row.verdicts[number]) is not None),
        )
        for number, item in enumerate(records.items)
    )


def exercise_statistics(
    records: Records, points: Numbers | None = None
) -> tuple[ItemStatistics, ...]:
    """The same for each exercise; its verdicts are left out."""
    points = points_of(records) if points is None else points
    totals = np.nansum(points, axis=1)
    found = []
    for exercise in records.exercises:
        own = points[:, [item.exercise == exercise.id for item in records.items]]
        judged = ~np.isnan(own).all(axis=1)
        score = np.where(judged, np.nansum(own, axis=1), np.nan)
        found.append(_statistics(exercise, score, totals, {}))
    return tuple(found)


def _statistics(
    item: Item, score: Numbers, totals: Numbers, verdicts: Mapping[Verdict, int]
) -> ItemStatistics:
    judged = ~np.isnan(score)
    own, rest = score[judged], totals[judged] - score[judged]
    return ItemStatistics(
        item=item,
        judged=int(judged.sum()),
        share=float(own.mean() / item.points) if own.size and item.points else None,
        discrimination=correlation(own, rest),
        verdicts=verdicts,
    )


def correlation(first: Numbers, second: Numbers) -> float | None:
    """Pearson's correlation; None where one of them does not vary."""
    if first.size < 2:
        return None
    one, two = first - first.mean(), second - second.mean()
    scale: float = np.sqrt(float(np.dot(one, one)) * float(np.dot(two, two)))
    return float(np.dot(one, two)) / scale if scale > 1e-12 else None


def cronbach(points: Numbers) -> float | None:
    """Cronbach's alpha of *points* (n_students, n_items), with variances of the sample.

    None for fewer than two items or students, or where totals do not vary. Items that nobody was
    judged on are left out; other gaps count as no points.
    """
    scores = np.nan_to_num(points[:, ~np.isnan(points).all(axis=0)])
    students, items = scores.shape
    if students < 2 or items < 2:
        return None
    total = float(scores.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return None
    parts = float(scores.var(axis=0, ddof=1).sum())
    alpha: float = items / (items - 1) * (1 - parts / total)
    return alpha


# ------------------------------------------------------------------ checks that look bad

Doubt = Literal["nobody", "negative", "errors", "timeouts"]


def doubts(check: ItemStatistics) -> tuple[Doubt, ...]:
    """Why a check itself may be at fault, worst first."""
    found: list[Doubt] = []
    if check.verdicts.get(Verdict.GRADER_ERROR):
        found.append("errors")
    if check.judged >= 3 and check.share == 0:
        found.append("nobody")
    if check.judged >= FEWEST and (check.discrimination or 0) < NEGATIVE:
        found.append("negative")
    late = check.verdicts.get(Verdict.TIMED_OUT, 0)
    if late >= 2 and late >= MANY * check.judged:
        found.append("timeouts")
    return tuple(found)


# ------------------------------------------------------------------ students


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A misconception and who holds it."""

    slug: str
    rows: tuple[Row, ...]


def misconceptions(records: Records) -> tuple[Held, ...]:
    """What the class did not understand, most widespread first."""
    holders: dict[str, list[Row]] = {}
    for row in records.graded:
        for slug in row.misconceptions:
            holders.setdefault(slug, []).append(row)
    ranked = sorted(holders.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple(Held(slug=slug, rows=tuple(rows)) for slug, rows in ranked)


def lowest(records: Records) -> tuple[Row, ...]:
    """The lowest tenth of those graded, 3 to 20 students, as far as they are below one half."""
    ranked = sorted(records.graded, key=lambda row: (row.share, row.student))
    most = min(max(3, len(ranked) // 10), 20)
    return tuple(row for row in ranked[:most] if row.share < 0.5)


def slowest(records: Records, most: int = 10) -> tuple[Row, ...]:
    """Whose work took the grader longest."""
    return tuple(sorted(records.graded, key=lambda row: (-row.seconds, row.student))[:most])


# ------------------------------------------------------------------ unknown mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Students whose wrong answers in one exercise are alike, and that no mutant explains."""

    exercise: str
    behaviour: str
    checks: tuple[str, ...]
    source: str
    """The shortest of their definitions; empty where none could be read."""
    rows: tuple[Row, ...]
    follows: str = ""
    """The name of the group of an earlier exercise that has the same students."""

    @property
    def name(self) -> str:
        """What it is called on the command line: the same in every run of the same class."""
        return self.behaviour[:6]


def unknown_mistakes(records: Records) -> tuple[Unknown, ...]:
    """Groups of two or more, the largest first."""
    found: dict[tuple[str, str], list[tuple[Row, Unexplained]]] = {}
    for row in records.graded:
        for each in row.unexplained:
            found.setdefault((each.exercise, each.behaviour), []).append((row, each))
    order = [exercise.id for exercise in records.exercises]
    groups: list[Unknown] = []
    for (exercise, behaviour), members in sorted(
        found.items(), key=lambda each: (order.index(each[0][0]), each[0][1])
    ):
        if len(members) < 2:
            continue
        students = tuple(row for row, _ in members)
        earlier = (g for g in groups if _students(g.rows) == _students(students))
        groups.append(
            Unknown(
                exercise=exercise,
                behaviour=behaviour,
                checks=members[0][1].checks,
                source=records.sources[exercise, behaviour],
                rows=students,
                follows=next((group.name for group in earlier), ""),
            )
        )
    return tuple(sorted(groups, key=lambda group: -len(group.rows)))


def _students(rows: Iterable[Row]) -> tuple[StudentId, ...]:
    return tuple(row.student for row in rows)


def _size(source: str) -> tuple[int, str]:
    return len(source), source
