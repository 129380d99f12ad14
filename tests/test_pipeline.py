"""A submission goes in, a grade comes out: every verdict, and what is said about it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from engine import COURSE, a_submission, said, the_assignment, verdicts

from grader.model import Level, Verdict
from grader.pipeline import Grader, open_grader
from grader.sandbox.worker import Sandbox

REFERENCE = (COURSE / "reference" / "tiny" / "tiny.py").read_text(encoding="utf-8")
COUNTER = """
class Counter:
    def __init__(self): self.total = 0
    def add(self, n): self.total += n
"""


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with open_grader(the_assignment()) as opened:
        yield opened


def test_the_reference_earns_everything(grader: Grader) -> None:
    grade = grader.grade(a_submission(REFERENCE))

    assert (grade.earned, grade.possible) == (7, 7)
    assert set(verdicts(grade).values()) == {"passed"}


def test_a_mistake_is_named_by_its_own_answers(grader: Grader) -> None:
    grade = grader.grade(a_submission("def row_means(x): return x.sum(axis=1)" + COUNTER))

    assert verdicts(grade) == {
        "row_means.example": "failed sum-not-mean",
        "row_means.values": "failed sum-not-mean",
        "row_means.leaves_input": "skipped",
        "Counter.counts": "passed",
        "Counter.starts_at_zero": "passed",
    }
    assert grade.earned == 2


def test_a_mistake_in_a_class_is_named_from_the_whole_conversation(grader: Grader) -> None:
    source = "class Counter:\n    total = 0\n    def add(self, n): Counter.total += n"

    named = verdicts(grader.grade(a_submission(source)))

    assert named["Counter.starts_at_zero"] == "failed keeps-state"


def test_an_unknown_mistake_is_described(grader: Grader) -> None:
    grade = grader.grade(a_submission("def row_means(x): return -x.mean(axis=1)"))

    result = grade.results[1]
    assert result.misconception is None
    assert "wrong sign" in said(result.notes)


def test_a_named_convention_earns_full_points_and_is_told(grader: Grader) -> None:
    source = "import numpy as np\ndef row_means(x): return np.median(x, axis=1)"

    result = grader.grade(a_submission(source)).results[1]

    assert (result.verdict, result.convention) == (Verdict.PASSED, "median")


def test_an_alias_is_graded_and_told(grader: Grader) -> None:
    grade = grader.grade(a_submission("def mean_of_rows(x): return x.mean(axis=1)"))

    assert grade.earned == 5
    assert "mean_of_rows was graded as row_means." in said(grade.notes)


def test_a_misspelt_name_is_missing_and_the_closest_is_told(grader: Grader) -> None:
    result = grader.grade(a_submission("def row_mean(x): return x.mean(axis=1)")).results[0]

    assert result.verdict is Verdict.MISSING
    assert "row_mean:" in said(result.notes)


def test_a_stub_is_missing(grader: Grader) -> None:
    source = "def row_means(x): raise NotImplementedError('row_means')"

    assert grader.grade(a_submission(source)).results[0].verdict is Verdict.MISSING


@pytest.mark.parametrize(
    "body, verdict, words",
    [
        pytest.param("return x[100]", "crashed", "IndexError", id="raises"),
        pytest.param("raise SystemExit(0)", "crashed", "SystemExit", id="exits"),
        pytest.param("import os; os._exit(0)", "crashed", "process", id="dies"),
        pytest.param("raise MemoryError", "out of memory", "memory", id="memory"),
        pytest.param("while True: pass", "timed out", "loop", id="hangs"),
        pytest.param("print(x.mean(axis=1))", "failed", "None", id="prints"),
        pytest.param("return 'x'", "failed", "numbers are expected", id="string"),
        pytest.param("return lambda: 1", "failed", "object", id="function"),
        pytest.param("return x.mean(axis=1) * float('nan')", "failed", "nan", id="nan"),
        pytest.param("return x[:0, 0]", "failed", "shape (0,)", id="empty"),
        pytest.param("return x.mean(axis=1)[:, None]", "failed", "only the shape", id="column"),
        pytest.param("return 'x' * 10**8", "crashed", "too large", id="huge-answer"),
    ],
)
def test_verdicts(grader: Grader, body: str, verdict: str, words: str) -> None:
    result = grader.grade(a_submission(f"def row_means(x):\n    {body}\n")).results[0]

    assert result.verdict == verdict
    assert words in said(result.notes)
    assert result.earned == 0


def test_only_the_students_frames_are_told(grader: Grader) -> None:
    source = "def row_means(x):\n    return helper(x)\n\ndef helper(x):\n    return 1 / 0\n"

    result = grader.grade(a_submission(source)).results[0]

    assert [(f.line, f.function, f.code) for f in result.traceback] == [
        (2, "row_means", "return helper(x)"),
        (5, "helper", "return 1 / 0"),
    ]


def test_a_file_that_cannot_be_read_by_this_python_says_so(grader: Grader) -> None:
    grade = grader.grade(a_submission(REFERENCE + "\nx = (1\n"))

    crashed = [result for result in grade.results if result.verdict is Verdict.CRASHED]
    assert grade.earned == 0
    assert len(crashed) == 4
    assert all("SyntaxError" in said(result.notes) for result in crashed)


def notebook(*cells: str) -> str:
    made = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_the_failing_cell_is_told_where_a_check_needed_it(grader: Grader) -> None:
    cells = notebook(
        "import nothing_like_it\n",
        "from nothing_like_it import deco\n@deco\ndef row_means(x): return 1",
    )

    result = grader.grade(a_submission(cells, "tiny.ipynb")).results[0]

    assert result.verdict is Verdict.CRASHED
    assert "cell 2, line 2" in said(result.notes)


def test_the_failing_cell_is_told_where_a_global_is_missing(grader: Grader) -> None:
    cells = notebook(
        "import pandas_is_not_here\nscale = pandas_is_not_here.read_csv('data.csv')",
        "def row_means(x): return x.mean(axis=1) * scale",
    )

    result = grader.grade(a_submission(cells, "tiny.ipynb")).results[0]

    assert "scale could not be defined: cell 1, line 2" in said(result.notes)


def test_after_a_timeout_the_exercise_gets_a_short_budget_and_others_their_own(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float | None] = []
    fork = Sandbox.fork

    def spy(self: Sandbox, seed: int, call_seconds: float | None = None) -> object:
        asked.append(call_seconds)
        return fork(self, seed, call_seconds)

    monkeypatch.setattr(Sandbox, "fork", spy)
    grade = grader.grade(a_submission("def row_means(x):\n    while True: pass\n" + COUNTER))

    assert grade.earned == 2
    assert asked == [None, 1.0, None]  # what counts right shares a fork


def test_the_level_of_isolation_is_that_of_the_process_that_ran_the_code(grader: Grader) -> None:
    assert grader.grade(a_submission(REFERENCE)).isolation in set(Level)
