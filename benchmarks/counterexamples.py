"""How many mutants a small fresh input gives away, and what looking for it costs.

    python -m benchmarks.counterexamples [ASSIGNMENT...] [--show]

A mutant counts where a hidden check fails on values. It is graded as a student's file, behind the
wall, within the budget that students get.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.assignment import find_course, load_assignment
from grader.model import Assignment, Evidence, Grade, Mutant, StudentId, Submission, SubmittedFile
from grader.pipeline import Grader, open_grader
from grader.suite.counterexample import searchable
from grader.suite.plugin import mutant_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one mutant's report shows."""

    mutant: str
    sought: bool
    """Whether a hidden check failed on values."""
    found: Evidence | None
    seconds: float
    """What the search added to the grading."""


def outcomes(assignment: Assignment) -> Iterator[Outcome]:
    """Every mutant of *assignment*, graded without a search and with one."""
    plain = {}
    with open_grader(assignment) as grader:
        for mutant in assignment.mutants:
            plain[mutant.id] = _graded(grader, mutant)
    for mutant in assignment.mutants:
        # A grader of its own: nothing is known from an earlier student.
        with open_grader(assignment, counterexamples=True) as grader:
            started = time.perf_counter()
            grade = _graded(grader, mutant)
            seconds = time.perf_counter() - started
        shown = [each.counterexample for each in grade.results if each.counterexample]
        yield Outcome(
            mutant=mutant.id,
            sought=any(map(searchable, grade.results)),
            found=shown[0] if shown else None,
            seconds=seconds - plain[mutant.id].seconds,
        )


def _graded(grader: Grader, mutant: Mutant) -> Grade:
    source = mutant_source(grader.assignment, mutant).encode()
    file = SubmittedFile(path=grader.assignment.entry, data=source)
    return grader.grade(Submission(student=StudentId("mutant"), files=(file,), digest=""))


def main(arguments: list[str]) -> None:
    """Print a table, and with ``--show`` what every report shows."""
    course = find_course(Path(__file__))
    names = [each for each in arguments if not each.startswith("-")] or course.assignments
    for name in names:
        assignment = load_assignment(course, name)
        if assignment.answers or not assignment.replay:
            continue
        all_ = []
        for each in outcomes(assignment):
            all_.append(each)
            if "--show" in arguments:
                print(f"{each.mutant}: {_told(each)}  ({each.seconds:.2f} s)", flush=True)
        sought = [each for each in all_ if each.sought]
        found = [each for each in sought if each.found]
        spent = statistics.median(each.seconds for each in sought)
        print(
            f"{name}: {len(all_)} mutants, {len(sought)} fail on values, {len(found)} "
            f"({len(found) / len(sought):.0%}) shown; median {spent:.2f} s",
            flush=True,
        )


def _told(outcome: Outcome) -> str:
    if outcome.found is None:
        return "not found" if outcome.sought else "no failure on values"
    one = outcome.found
    given = "".join(f" {name}={value}" for name, value in one.inputs.items())
    return f"{one.what}{given}: yours {one.actual}, right {one.expected}".replace("\n", "")


if __name__ == "__main__":
    main(sys.argv[1:])
