"""What a grader can be opened with, and what needs one of its own."""

from __future__ import annotations

import gc
import textwrap
from pathlib import Path

import pytest
from engine import COURSE, a_course, a_submission, said, the_assignment, verdicts

from grader.errors import GraderError
from grader.model import ExerciseId, Verdict
from grader.pipeline import open_grader
from grader.suite.api import Unmet

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


def test_after_timeouts_an_exercise_gets_less_time_until_it_answers(tmp_path: Path) -> None:
    naps = {"a": 60, "b": 60, "c": 60, "d": 0.6, "e": 0, "f": 0.6, "g": 0}
    checks = (
        f"""
        @pytest.mark.check(points=1)
        def test_{name}(student):
            \"\"\"vi: ngủ
            en: sleeps
            \"\"\"
            expect_equal(student.row_means({seconds}), 1, what="row_means(x)")
        """
        for name, seconds in naps.items()
    )
    head = "import pytest\nfrom grader.suite.api import expect_equal\n"
    course = a_course(tmp_path)
    suite = course / "assignments/tiny/hidden/test_row_means.py"
    suite.write_text(head + "".join(map(textwrap.dedent, checks)), encoding="utf-8")
    source = "import time\ndef row_means(x):\n    time.sleep(x)\n    return 1"
    with open_grader(the_assignment(course), exercises={ExerciseId("row_means")}) as grader:
        first, *results = grader.grade(a_submission(source)).results

    assert first.verdict is Verdict.CRASHED  # of the public suite: an array is no time to sleep
    assert [each.verdict == Verdict.PASSED for each in results] == [*4 * [False], *3 * [True]]
    limits = [said(each.notes).partition(":")[0] for each in results[:4]]
    assert limits == [f"No answer within {limit} s" for limit in ("1", "1", "1", "0.25")]


def test_a_mistake_is_named_after_work_that_differed_from_it_sooner() -> None:
    mutant = (COURSE / "assignments/tiny/mutants/keeps-state.py").read_text(encoding="utf-8")
    source = """
class Counter:
    def __init__(self): self.total = 1
    def add(self, n): return 5
"""
    named = []
    with open_grader(the_assignment()) as grader:
        for own in (source, mutant, source, mutant):
            grade = grader.grade(a_submission(own))
            named.append(verdicts(grade)["Counter.starts_at_zero"])

    assert named == 2 * ["failed", "failed keeps-state"]


def test_what_was_compared_is_let_go_of() -> None:
    wrong = a_submission("def row_means(x):\n    return x.max(axis=1)")
    with open_grader(the_assignment()) as grader:
        gc.collect()
        gc.disable()
        try:
            grade = grader.grade(wrong)
            kept = [each for each in gc.get_objects() if type(each) is Unmet]
        finally:
            gc.enable()

    assert Verdict.FAILED in {each.verdict for each in grade.results}
    assert kept == []
