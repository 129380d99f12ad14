"""Suites of a folder may share a module beside them: ``from .shapes import …``."""

from __future__ import annotations

import sys
from pathlib import Path

from engine import a_course, a_submission, the_assignment, verdicts

from grader.pipeline import open_grader
from grader.suite.run import declare_checks

SUITE = '''
import pytest

from grader.suite.api import expect_equal

from .shapes import ROWS


@pytest.mark.check(points=1)
def test_rows(student):
    """vi: số dòng
    en: the number of rows
    """
    expect_equal(len(student.row_means([[1.0]] * 3)), ROWS, what="rows")
'''


def with_helper(folder: Path, rows: int) -> Path:
    """A copy of the sample course whose one suite imports from beside it."""
    course = a_course(folder)
    hidden = course / "assignments" / "tiny" / "hidden"
    (hidden / "test_row_means.py").write_text(SUITE)
    (hidden / "shapes.py").write_text(f"ROWS = {rows}\n")
    return course


def test_each_assignment_has_its_own(tmp_path: Path) -> None:
    outcomes = []
    for name, rows in (("first", 3), ("second", 4)):
        (tmp_path / name).mkdir()
        assignment = the_assignment(with_helper(tmp_path / name, rows))
        with open_grader(assignment) as grader:
            grade = grader.grade(a_submission("def row_means(X):\n    return [0.0] * len(X)"))
        outcomes.append(verdicts(grade)["row_means.rows"])

    assert outcomes == ["passed", "failed"]


def test_nothing_of_a_suite_stays_imported(tmp_path: Path) -> None:
    declare_checks(the_assignment(with_helper(tmp_path, 3)))

    assert not [name for name in sys.modules if name.partition(".")[0] in {"hidden", "public"}]


def test_a_helper_belongs_to_the_digest(tmp_path: Path) -> None:
    course = with_helper(tmp_path, 3)
    before = the_assignment(course).digest
    (course / "assignments" / "tiny" / "hidden" / "shapes.py").write_text("ROWS = 4\n")

    assert the_assignment(course).digest != before
