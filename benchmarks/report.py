"""What a student's report costs, and how large it gets.

python -m benchmarks.report

Every mutant of an assignment is graded once, with its counterexample; then its page and its
``result.json`` are made several times, as a batch makes them. CPU time of one process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.counterexamples import graded
from benchmarks.measure import table, write
from grader.assignment import find_course, load_assignment
from grader.model import Assignment, Grade
from grader.pipeline import open_grader
from grader.report.html import to_html
from grader.report.json import to_json

ASSIGNMENTS = ("softmax_numpy", "loss_functions", "torch_models")
RUNS = 5


def main() -> None:
    """Measure, print, and write the section of the page."""
    course = find_course(Path(__file__))
    rows = [_row(load_assignment(course, name)) for name in ASSIGNMENTS]
    header = ["a report of", "mutants", "ms, median", "ms, slowest", "kB, median", "kB, largest"]
    write("report", table(header, rows))


def _row(assignment: Assignment) -> Sequence[str]:
    with open_grader(assignment, counterexamples=True) as grader:
        grades = [graded(grader, mutant) for mutant in assignment.mutants]
    for grade in grades[:3]:
        _render(grade)  # templates and catalogues are read once
    spent = [statistics.median(_render(grade) for _ in range(RUNS)) for grade in grades]
    sizes = [len(to_html(grade, "vi").encode()) / 1000 for grade in grades]
    return [
        assignment.id,
        str(len(grades)),
        f"{1000 * statistics.median(spent):.0f}",
        f"{1000 * max(spent):.0f}",
        f"{statistics.median(sizes):.0f}",
        f"{max(sizes):.0f}",
    ]


def _render(grade: Grade) -> float:
    start = time.process_time()
    to_html(grade, "vi")
    to_json(grade, "vi")
    return time.process_time() - start


if __name__ == "__main__":
    main()
