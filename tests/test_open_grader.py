"""What a grader can be opened with."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine import COURSE, a_course, a_submission, the_assignment

from grader.errors import GraderError
from grader.model import ExerciseId
from grader.pipeline import open_grader

REFERENCE = a_submission((COURSE / "reference/tiny/tiny.py").read_text(encoding="utf-8"))


def test_the_seed_is_recorded_and_reproduces_the_inputs() -> None:
    source = a_submission("def row_means(x): return x")
    shown = []
    for seed in (5, 5, 6):
        with open_grader(the_assignment(), seed=seed) as grader:
            grade = grader.grade(source)
            assert grade.environment["seed"] == str(seed)
            evidence = grade.results[1].evidence
            assert evidence is not None
            shown.append(evidence.actual)

    assert shown[0] == shown[1] != shown[2]


def test_one_exercise_can_be_graded_alone() -> None:
    with open_grader(the_assignment(), exercises=[ExerciseId("Counter")]) as grader:
        grade = grader.grade(REFERENCE)

    assert (grade.earned, grade.possible) == (2, 2)


def test_two_at_once_in_one_process_are_refused() -> None:
    with open_grader(the_assignment()), pytest.raises(GraderError, match="at a time"):
        open_grader(the_assignment()).__enter__()


def test_one_after_the_other_each_has_its_own_suites(tmp_path: Path) -> None:
    changed = a_course(tmp_path)
    path = changed / "assignments/tiny/hidden/test_Counter.py"
    path.write_text(path.read_text(encoding="utf-8").replace("total), 5,", "total), 6,"))
    earned = []
    for course in (COURSE, changed, COURSE):
        with open_grader(the_assignment(course)) as grader:
            earned.append(grader.grade(REFERENCE).earned)

    assert earned == [7, 6, 7]
