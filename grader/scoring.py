"""Results to points. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from grader.model import Assignment, CheckResult, ExerciseGrade


def by_exercise(
    assignment: Assignment, results: Iterable[CheckResult]
) -> tuple[ExerciseGrade, ...]:
    """The exercises that have results, in the assignment's order, each with its own."""
    gathered = list(results)
    grades = (
        ExerciseGrade(
            exercise=exercise,
            results=tuple(r for r in gathered if r.check.exercise == exercise.id),
        )
        for exercise in assignment.exercises
    )
    return tuple(grade for grade in grades if grade.results)
