"""Grading again runs only the exercises that something changed for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from engine import a_course, a_submission, the_assignment

from grader.model import Grade, Verdict
from grader.pipeline import open_grader
from grader.report.html import to_html
from grader.report.json import to_json
from grader.suite.kept import Kept

TINY = "assignments/tiny"
REFERENCE = "reference/tiny/tiny.py"
WORK = """
import numpy as np

def mean_of_rows(x):
    return np.asarray(x).mean(axis=0)

class Counter:
    def __init__(self):
        self.total = 0
    def add(self, n):
        self.total += n
        return self.total / 0
"""


def graded(course: Path, earlier: tuple[Kept, ...] = ()) -> tuple[Grade, tuple[Kept, ...]]:
    with open_grader(the_assignment(course), counterexamples=True) as grader:
        grade = grader.grade(a_submission(WORK), earlier)
        return grade, grader.keep(grade)


def seconds(grade: Grade) -> dict[str, list[float]]:
    """How long each exercise's checks took: equal to the last digit only where nothing was run."""
    return {
        graded.exercise.id: [result.seconds for result in graded.results]
        for graded in grade.exercises
    }


def test_what_was_kept_is_the_same_result(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    first, kept = graded(course)
    second, _ = graded(course, kept)

    assert {r.verdict for r in first.results} >= {Verdict.FAILED, Verdict.CRASHED}
    assert any(r.misconception for r in first.results)
    assert seconds(second) == seconds(first)
    same = replace(second, graded_at=first.graded_at, seconds=first.seconds)
    for lang in ("vi", "en"):
        assert to_html(same, lang) == to_html(first, lang)
        assert to_json(same, lang) == to_json(first, lang)


@pytest.mark.parametrize(
    "file, again",
    [
        (f"{TINY}/hidden/test_row_means.py", {"row_means"}),
        (f"{TINY}/public/test_row_means.py", {"row_means"}),
        (f"{TINY}/hidden/test_Counter.py", {"Counter"}),
        (f"{TINY}/mutants/keeps-state.py", {"Counter"}),
        (f"{TINY}/hidden/shared.py", {"row_means", "Counter"}),
        (REFERENCE, {"row_means", "Counter"}),
    ],
)
def test_only_what_a_change_touches_is_run(tmp_path: Path, file: str, again: set[str]) -> None:
    course = a_course(tmp_path)
    first, kept = graded(course)
    with (course / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")
    second, _ = graded(course, kept)

    before, after = seconds(first), seconds(second)
    assert {name for name in before if before[name] != after[name]} == again


def test_what_cannot_be_read_is_run(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    first, kept = graded(course)
    second, _ = graded(course, tuple(replace(each, data=b"\x78\x9c?") for each in kept))

    assert seconds(second)["Counter"] != seconds(first)["Counter"]
    assert [r.verdict for r in second.results] == [r.verdict for r in first.results]


def test_another_submission_has_no_part_in_it(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    first, kept = graded(course)
    other = replace(a_submission(WORK + "\n# more\n"), digest="e" * 64)
    with open_grader(the_assignment(course), counterexamples=True) as grader:
        second = grader.grade(other, kept)
    before, after = seconds(first), seconds(second)
    assert all(before[name] != after[name] for name in before)
