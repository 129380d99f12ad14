"""Right work in unusual forms earns everything; a new case is a file in accepted/<assignment>/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import HANDED_IN, an_example, said

from grader.assignment import find_course, load_assignment
from grader.model import Grade, Verdict
from grader.pipeline import Grader, open_grader

HERE = Path(__file__).parent / "accepted"
FILES = {
    folder.name: sorted(path for path in folder.iterdir() if path.suffix in HANDED_IN)
    for folder in sorted(HERE.iterdir())
    if folder.is_dir()
}


@pytest.fixture(scope="module")
def grader(request: pytest.FixtureRequest, root: Path) -> Iterator[Grader]:
    """A grader for the assignment whose id is the parameter: one for all of its files."""
    with open_grader(load_assignment(find_course(root), request.param)) as grader:
        yield grader


@pytest.mark.parametrize(
    "grader, path",
    [
        pytest.param(assignment, path, id=f"{assignment}/{path.name}")
        for assignment, paths in FILES.items()
        for path in paths
    ],
    indirect=["grader"],
)
def test_earns_everything(grader: Grader, path: Path) -> None:
    grade = grader.grade(an_example(grader, path))

    assert grade.earned == grade.possible == grader.assignment.points, _lost(grade)


def _lost(grade: Grade) -> str:
    """Which checks did not pass and why, then what was noticed while running the file."""
    lines = [
        f"{result.check.id}: {result.verdict}"
        f" {result.misconception or ''} {result.error} {said(result.notes)} {result.evidence or ''}"
        for result in grade.results
        if result.verdict is not Verdict.PASSED
    ]
    return "\n".join([f"{grade.earned} of {grade.possible}", *lines, said(grade.notes)])
