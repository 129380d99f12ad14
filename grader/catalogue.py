"""The course's assignments in a table: ``python -m grader.catalogue`` writes it into docs."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.assignment import find_course, load_assignment
from grader.atomic import write_atomic
from grader.model import Assignment, Course
from grader.suite.run import declare_checks
from grader.verify import handed_in

PAGE = Path("docs") / "assignments.md"
_INTRODUCTION = """# Assignments

Made from the repository by `python -m grader.catalogue`. A mutant is a known mistake that the suite
catches and names; an accepted variant is right work in an unusual form that earns full points.
`grader verify` proves both.

"""
_COLUMNS = (
    *("assignment", "title", "exercises", "public checks", "hidden checks"),
    *("points", "mutants", "mistakes", "accepted variants"),
)


def to_catalogue(course: Course) -> str:
    """The page: a row for each assignment of *course*, and their sums.

    Raises:
        AssignmentError: an assignment cannot be read, or its suites not collected.
    """
    rows = [_row(course, load_assignment(course, name)) for name in course.assignments]
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    rule = ("---", "---", *["---:"] * len(sums))
    lines = [_COLUMNS, rule, *rows, ("**all**", "", *sums)]
    return _INTRODUCTION + "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def _row(course: Course, assignment: Assignment) -> tuple[str | int, ...]:
    checks = declare_checks(assignment)
    hidden = sum(check.hidden for check in checks)
    accepted = handed_in(course.folder.parent / "tests" / "accepted" / assignment.id)
    return (
        f"`{assignment.id}`",
        assignment.title.en,
        len(assignment.exercises),
        len(checks) - hidden,
        hidden,
        assignment.points,
        len(assignment.mutants),
        len({mutant.misconception for mutant in assignment.mutants}),
        len(accepted),
    )


def main() -> None:
    """Write the page of the course around the working folder."""
    course = find_course(Path())
    path = course.folder.parent / PAGE
    write_atomic(path, to_catalogue(course).encode())
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
