"""A mutant is held against the exercises that it can change, and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from engine import COURSE, the_assignment

from grader.assignment import find_course, load_assignment
from grader.impact import reach, touched
from grader.model import Assignment, Mutant, Slug
from grader.suite.run import declare_checks

ROOT = Path(__file__).resolve().parents[1]


def about(assignment: Assignment, source: str) -> set[str]:
    mutant = Mutant(id="m", misconception=Slug("m"), source=source, caught_by=frozenset())
    return {*touched(reach(assignment), declare_checks(assignment), mutant)}


@pytest.mark.parametrize(
    "source, exercises",
    [
        ("def row_means(x): ...", {"row_means"}),
        ("class Counter: ...", {"Counter"}),
        ("def helper(): ...", set()),
        ("TOTAL = 3\n\ndef row_means(x): ...", {"row_means"}),
        ("import numpy as np", {"row_means", "Counter"}),
        ("row_means.__defaults__ = (1,)", {"row_means", "Counter"}),
        ("for _ in range(2): pass", {"row_means", "Counter"}),
    ],
)
def test_what_mentions_a_name_is_touched(source: str, exercises: set[str]) -> None:
    assignment = the_assignment(COURSE)
    reference = (assignment.reference or "").replace("self.total = 0", "self.total = np.int64(0)")
    assert about(replace(assignment, reference=reference), source) == exercises


@pytest.mark.parametrize("name", find_course(ROOT).assignments)
def test_nothing_that_a_mutant_loses_is_left_out(name: str) -> None:
    assignment = load_assignment(find_course(ROOT), name)
    checks, reached = declare_checks(assignment), reach(assignment)
    for mutant in assignment.mutants:
        lost = {check.partition(".")[0] for check in mutant.caught_by}
        assert lost <= touched(reached, checks, mutant), mutant.id
