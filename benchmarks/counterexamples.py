"""How many mutants a small fresh input gives away, and what looking for it costs.

    python -m benchmarks.counterexamples [ASSIGNMENT...] [--show]

A mutant counts where a hidden check fails on values. It is graded as a student's file, behind the
wall, within the budget that students get.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from benchmarks.measure import table, write
from grader.assignment import find_course, load_assignment
from grader.model import Assignment, Evidence, Grade, Mutant, StudentId, Submission, SubmittedFile
from grader.pipeline import Grader, open_grader
from grader.suite.counterexample import searchable
from grader.suite.plugin import mutant_source
from grader.worksheet import as_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one mutant's report shows."""

    mutant: str
    sought: bool
    """Whether a hidden check failed on values."""
    found: Evidence | None
    seconds: float
    """What the search added to the grading."""
    again: float
    """The same for the next one who answers alike."""


def outcomes(assignment: Assignment) -> Iterator[Outcome]:
    """Every mutant of *assignment*, graded without a search, with one, and once more."""
    with open_grader(assignment) as grader:
        plain = [graded(grader, mutant).seconds for mutant in assignment.mutants]
    with open_grader(assignment, counterexamples=True) as grader:
        for mutant, without in zip(assignment.mutants, plain, strict=True):
            grade, second = graded(grader, mutant), graded(grader, mutant)
            shown = [each.counterexample for each in grade.results if each.counterexample]
            yield Outcome(
                mutant=mutant.id,
                sought=any(map(searchable, grade.results)),
                found=shown[0] if shown else None,
                seconds=grade.seconds - without,
                again=second.seconds - without,
            )


def graded(grader: Grader, mutant: Mutant) -> Grade:
    """*mutant*, graded as a student's file."""
    student = StudentId("mutant")
    sheet = grader.sheet(student)
    if sheet is None:
        source, path = mutant_source(grader.assignment, mutant), grader.assignment.entry
    else:
        source = as_toml(grader.wrong(mutant).answers(sheet))
        path = PurePosixPath("answers.toml")
    file = SubmittedFile(path=path, data=source.encode())
    return grader.grade(Submission(student=student, files=(file,), digest=""))


def main(arguments: list[str]) -> None:
    """Measure, print, and write the section of the page; with ``--show`` also what is shown."""
    course = find_course(Path(__file__))
    named = [each for each in arguments if not each.startswith("-")]
    rows = []
    for name in named or course.assignments:
        assignment = load_assignment(course, name)
        all_ = []
        for each in outcomes(assignment):
            all_.append(each)
            if "--show" in arguments:
                print(f"{each.mutant}: {_told(each)}  ({each.seconds:.2f} s)", flush=True)
        sought = [each for each in all_ if each.sought]
        found = [each for each in sought if each.found]
        if not sought:
            rows.append([name, str(len(all_)), "0", "", "", ""])
            continue
        share = f"{len(found)} ({len(found) / len(sought):.0%})"
        spent = [statistics.median(each.seconds for each in sought)]
        spent.append(statistics.median(each.again for each in sought))
        times = [f"{1000 * each:.0f}" for each in spent]
        rows.append([name, str(len(all_)), str(len(sought)), share, *times])
    header = ["assignment", "mutants", "fail on values", "shown by an example", "ms", "ms, again"]
    (print if named else partial(write, "counterexamples"))(table(header, rows))


def _told(outcome: Outcome) -> str:
    if outcome.found is None:
        return "not found" if outcome.sought else "no failure on values"
    one = outcome.found
    given = "".join(f" {name}={value}" for name, value in one.inputs.items())
    return f"{one.what}{given}: yours {one.actual}, right {one.expected}".replace("\n", "")


if __name__ == "__main__":
    main(sys.argv[1:])
