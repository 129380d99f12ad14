"""A mistake in an earlier exercise is not charged again in a later one that calls it.

The small course of these tests has a third exercise, ``centred``, which takes ``row_means``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from engine import a_course, a_submission, said, the_assignment

from grader.errors import AssignmentError
from grader.impact import reach
from grader.model import CheckId, CheckResult, ExerciseId, Grade, Limits, Verdict
from grader.pipeline import Grader, open_grader
from grader.report.html import to_html
from grader.report.json import to_json
from grader.report.markdown import to_markdown
from grader.report.terminal import to_terminal
from grader.supply import MAX_CALLS
from grader.verify import _one_mutant

MANIFEST = """
[[exercises]]
id = "centred"
title = { vi = "Trừ trung bình dòng", en = "Rows without their means" }
points = 3
takes = ["row_means"]
"""
REFERENCE = '''

def centred(x):
    """x (N, D) without the mean of each row."""
    return x - row_means(x)[:, None]
'''
SUITE = '''
import pytest

from grader.suite.api import expect_close


@pytest.mark.check(points={points})
def test_{name}(student{fixtures}):
    """vi: mọi dòng có trung bình 0
    en: every row has mean 0
    """
    {x}
    expect_close(student.centred(x), {expected}, what="centred(x)")
'''
MUTANT = '''"""Adds the means.

caught by: centred.example centred.values
"""


def centred(x):
    return x + row_means(x)[:, None]
'''
OVER_ROWS = '''"""Takes the means of the columns.

caught by: row_means.example row_means.values row_means.leaves_input

carried to: centred.example centred.values
"""


def row_means(x):
    return np.resize(x.mean(axis=0), len(x))
'''
IN_ITS_OWN_CODE = """import numpy as np
def row_means(x): return x.mean(axis=1)
def centred(x): return x - np.resize(x.mean(axis=0), len(x))[:, None]
"""
WRONG = "import numpy as np\ndef row_means(x): return x.mean(axis=0)[:1].repeat(len(x))\n"
CENTRED = "def centred(x): return x - row_means(x)[:, None]\n"
ROW_MEANS = ExerciseId("row_means")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = a_course(tmp_path_factory.mktemp("carried"))
    tiny = course / "assignments" / "tiny"
    with (tiny / "assignment.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(MANIFEST)
    with (course / "reference/tiny/tiny.py").open("a", encoding="utf-8") as reference:
        reference.write(REFERENCE)
    (tiny / "mutants" / "wrong-sign.py").write_text(MUTANT, encoding="utf-8")
    (tiny / "mutants" / "over-rows.py").write_text(OVER_ROWS, encoding="utf-8")
    literal = "x = [[1.0, 3.0], [4.0, 8.0]]\n    x = __import__('numpy').array(x)"
    for folder, *parts in (
        ("public", "example", 1, "", literal, "[[-1.0, 1.0], [-2.0, 2.0]]"),
        (
            "hidden",
            "values",
            2,
            ", reference, rng",
            "x = rng.normal(size=(7, 5))",
            "reference.centred(x)",
        ),
    ):
        name, points, fixtures, x, expected = parts
        text = SUITE.format(name=name, points=points, fixtures=fixtures, x=x, expected=expected)
        (tiny / folder / "test_centred.py").write_text(text, encoding="utf-8")
    return course


@pytest.fixture(scope="module")
def grader(course: Path) -> Iterator[Grader]:
    with open_grader(the_assignment(course)) as grader:
        yield grader


def centred(grade: Grade) -> tuple[CheckResult, ...]:
    return next(e.results for e in grade.exercises if e.exercise.id == "centred")


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param(WRONG, id="wrong"),
        pytest.param("", id="missing"),
        pytest.param("def row_means(x): raise NotImplementedError\n", id="not-written"),
        pytest.param("def row_means(x): return x.no_such_thing\n", id="raises"),
        pytest.param("def mean_of_rows(x): return 0 * x\nrow_means = mean_of_rows\n", id="alias"),
        pytest.param("import os\ndef row_means(x): os._exit(0)\n", id="ends-the-process"),
    ],
)
def test_what_was_taken_is_supplied_where_the_own_one_failed(grader: Grader, earlier: str) -> None:
    grade = grader.grade(a_submission(earlier + CENTRED))

    assert [r.verdict for r in centred(grade)] == [Verdict.PASSED] * 2
    assert [r.supplied for r in centred(grade)] == [(ROW_MEANS,)] * 2
    assert all(r.verdict is not Verdict.PASSED for r in grade.exercises[0].results)


def test_what_is_known_by_another_name_is_supplied_under_it(grader: Grader) -> None:
    source = (
        "def mean_of_rows(x): return 0 * x\ndef centred(x): return x - mean_of_rows(x)[:, None]"
    )

    assert [r.earned for r in centred(grader.grade(a_submission(source)))] == [1, 2]


def test_nothing_is_supplied_where_the_own_one_is_right(grader: Grader) -> None:
    source = "def row_means(x): return x.mean(axis=1)\n"
    right, wrong = (
        centred(grader.grade(a_submission(source + own)))
        for own in (CENTRED, "def centred(x): return x + row_means(x)[:, None]")
    )

    assert [(r.verdict, r.supplied) for r in right] == [(Verdict.PASSED, ())] * 2
    assert [(r.earned, r.supplied, r.misconception) for r in wrong] == [(0, (), "wrong-sign")] * 2


def test_a_second_mistake_is_charged_and_named(grader: Grader) -> None:
    source = WRONG + "def centred(x): return x + row_means(x)[:, None]"

    found = centred(grader.grade(a_submission(source)))

    assert [(r.earned, r.supplied, r.misconception) for r in found] == [
        (0, (ROW_MEANS,), "wrong-sign")
    ] * 2


def test_an_exercise_that_is_not_there_earns_nothing(grader: Grader) -> None:
    for source in (WRONG, WRONG + "def centred(x): raise NotImplementedError"):
        found = centred(grader.grade(a_submission(source)))
        assert [(r.verdict, r.supplied) for r in found] == [(Verdict.MISSING, ())] * 2


def test_every_report_says_so(grader: Grader) -> None:
    grade = grader.grade(a_submission(WRONG + CENTRED))
    sentence = "It is not charged again."

    for text in (to_terminal(grade, "en", 300), to_markdown(grade, "en"), to_html(grade, "en")):
        assert sentence in text
    assert "lời giải mẫu" in to_html(grade, "vi")
    checks = json.loads(to_json(grade, "en"))["exercises"][2]["checks"]
    assert [check["supplied"] for check in checks] == [["row_means"]] * 2
    assert all(sentence in check["message"] for check in checks)


def test_a_kept_result_still_says_so(grader: Grader) -> None:
    submission = a_submission(WRONG + CENTRED)
    grade = grader.grade(submission)
    again = grader.grade(submission, grader.keep(grade))

    assert [r.supplied for r in centred(again)] == [(ROW_MEANS,)] * 2


def test_a_mutant_of_the_earlier_exercise_loses_nothing_in_the_later_one(grader: Grader) -> None:
    reached = reach(grader.assignment)
    for mutant in grader.assignment.mutants:
        assert [*_one_mutant(grader, mutant, reached)] == []


def test_the_same_mistake_in_a_later_exercises_own_code_is_known(grader: Grader) -> None:
    grade = grader.grade(a_submission(IN_ITS_OWN_CODE))

    assert [(r.verdict, r.misconception) for r in centred(grade)] == [
        (Verdict.FAILED, "over-rows")
    ] * 2
    assert all(r.verdict is Verdict.PASSED for r in grade.exercises[0].results)


def test_verify_says_where_a_mistake_is_not_carried_to(grader: Grader) -> None:
    mutant = next(mutant for mutant in grader.assignment.mutants if mutant.id == "over-rows")
    listed = frozenset({CheckId("centred.example"), CheckId("Counter.counts")})
    wrong = replace(mutant, carried_to=listed)

    assert [f.message for f in _one_mutant(grader, wrong, reach(grader.assignment))] == [
        "is also carried to centred.values",
        "is not carried to Counter.counts",
    ]


@pytest.mark.parametrize("name", ["centred", "no_such", "Counter2"])
def test_only_an_earlier_exercise_can_be_taken(tmp_path: Path, name: str) -> None:
    course = a_course(tmp_path)
    with (course / "assignments/tiny/assignment.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(MANIFEST.replace('"row_means"', f'"{name}"'))

    with pytest.raises(AssignmentError, match=f"centred: takes: {name} is no earlier exercise"):
        the_assignment(course)


# ------------------------------------------------------------------ whoever abuses it

ABUSES = {
    "a million calls": f"""
        def centred(x):
            for _ in range({MAX_CALLS}):
                try:
                    row_means(x)
                except RuntimeError:
                    break
            return x - row_means(x)[:, None]
    """,
    "huge arguments": """
        def centred(x):
            for size in (10, 1000, 100_000):
                row_means(np.zeros((size, size)))
            return x - row_means(x)[:, None]
    """,
    "nested arguments": """
        def centred(x):
            deep = []
            for _ in range(1000):
                deep = [deep]
            row_means(deep)
    """,
    "objects": "def centred(x): return x - row_means(lambda: x)",
    "an endless call": "def centred(x): return row_means([10] * 200_000)",
    "another function": """
        def centred(x):
            ask = row_means.__closure__
            channel = next(c.cell_contents for c in ask if hasattr(c.cell_contents, "receive"))
            from grader.sandbox.wire import Decoder, Encoder
            for name in ("centred", "Counter", "__import__", 7, ["row_means"], None, "row_means "):
                channel.send(Encoder().frame({"call": name, "args": [x], "kwargs": {}}))
                answer = Decoder().value(channel.receive())
                if "value" in answer:
                    return answer["value"]
            return x
    """,
    "forged calls": """
        def centred(x):
            ask = row_means.__closure__
            channel = next(c.cell_contents for c in ask if hasattr(c.cell_contents, "receive"))
            from grader.sandbox.wire import Decoder, Encoder, Handle
            for args, kwargs in ((x, {}), (None, None), ([Handle(0, "x")], {}), ([x], {"": 1})):
                channel.send(Encoder().frame({"call": "row_means", "args": args, "kwargs": kwargs}))
                channel.receive()
            return x
    """,
    "calls without waiting": """
        def centred(x):
            ask = row_means.__closure__
            channel = next(c.cell_contents for c in ask if hasattr(c.cell_contents, "receive"))
            from grader.sandbox.wire import Encoder
            while True:
                channel.send(Encoder().frame({"call": "row_means", "args": [x], "kwargs": {}}))
    """,
}
LIMITS = Limits(call_seconds=0.5, cell_seconds=0.5, submission_seconds=8.0, memory_bytes=256 << 20)


@pytest.mark.parametrize("abuse", [pytest.param(code, id=name) for name, code in ABUSES.items()])
def test_abuse_earns_nothing_and_harms_nobody(grader: Grader, abuse: str) -> None:
    whole = grader.assignment
    grader.assignment = replace(whole, limits=LIMITS)
    try:
        found = centred(grader.grade(a_submission(WRONG + dedent(abuse))))
    finally:
        grader.assignment = whole
    honest = grader.grade(a_submission(WRONG + CENTRED))

    assert [r.earned for r in found] == [0, 0], [said(r.notes) for r in found]
    assert all(r.verdict is not Verdict.GRADER_ERROR for r in found)
    assert sum(r.earned for r in centred(honest)) == 3


def test_the_model_solution_is_nowhere_in_the_students_process(grader: Grader) -> None:
    source = WRONG + dedent("""
        def centred(x):
            import gc, inspect
            row_means(x)
            texts = [t for t in gc.get_objects() if isinstance(t, str)]
            found = [t for t in texts if "The mean of" + " each" in t]
            for place in (row_means.__code__.co_consts, vars(row_means), row_means.__globals__):
                found += [1 for text in map(repr, [place]) if "The mean of" + " each row" in text]
            raise ValueError(f"{len(found)} traces")
    """)

    assert "0 traces" in centred(grader.grade(a_submission(source)))[0].error


def test_an_error_of_a_supplied_function_is_the_callers_error(grader: Grader) -> None:
    source = WRONG + dedent("""
        def centred(x):
            try:
                row_means("no numbers", 1, 2)
            except TypeError:
                return x - row_means(x)[:, None]
    """)

    assert [r.earned for r in centred(grader.grade(a_submission(source)))] == [1, 2]
