"""A score as parts that add up to it exactly, for systems that add up for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from grader.export.record import Record


def by_exercise(record: Record) -> dict[str, Decimal]:
    """The score of *record* as points of its exercises, which add up to it.

    As they were earned, where lateness or an override changed nothing; else in that proportion,
    to hundredths, the largest remainders rounded up.
    """
    if record.result is None or record.score.points is None:
        return {}
    exercises = record.result.exercises
    earned = [exercise.earned for exercise in exercises]
    weights = earned if any(earned) else [exercise.possible for exercise in exercises]
    parts = _split(int(record.score.points * 100), weights)
    return {
        exercise.id: Decimal(part).scaleb(-2)
        for exercise, part in zip(exercises, parts, strict=True)
    }


def _split(total: int, weights: Sequence[int]) -> list[int]:
    """*total* in the proportion of *weights*, whole, by the largest remainders."""
    if not sum(weights):
        return [total, *[0] * (len(weights) - 1)] if weights else []
    parts = [divmod(total * weight, sum(weights)) for weight in weights]
    left = total - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda n: -parts[n][1])[:left]
    return [part + (n in first) for n, (part, _) in enumerate(parts)]
