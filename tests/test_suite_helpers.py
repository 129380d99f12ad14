"""Suites of a folder may share a module beside them: ``from .shapes import …``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import a_course, a_submission, the_assignment, verdicts

from grader.model import Phrase
from grader.pipeline import open_grader
from grader.suite.api import Conversation, show, weight
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


# ------------------------------------------------------------------ values in words


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "it's",
        b"x",
        [],
        (),
        {},
        set(),
        frozenset(),
        [1, [2, (3,)], {"a": (1, 2), 3: [None]}],
        {1},
        frozenset([1]),
        (1.5, float("nan"), 1 + 2j),
        [np.zeros(3), np.float64(1)],
    ],
)
def test_a_value_is_shown_as_it_would_be_typed(value: Any) -> None:
    assert show(value) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(np.zeros((2,) * 27, dtype=np.int8), id="many-short-axes"),
        pytest.param([np.zeros((2,) * 27, dtype=np.int8)], id="in-a-list"),
        pytest.param([[["x" * 100_000] * 1000] * 1000], id="long-texts"),
        pytest.param({n: [n] * 10_000 for n in range(20)}, id="long-lists"),
    ],
)
def test_no_more_is_written_out_than_is_shown(value: Any) -> None:
    assert 80 < len(show(value, limit=100)) <= 101


def test_of_large_answers_only_the_first_are_kept() -> None:
    class Large:
        def request(self, *_args: object) -> dict[str, Any]:
            return {"value": np.ones(1 << 18)}

    conversation = Conversation(Large(), lambda name: name)
    answers = [conversation.ask("call", None, "f")["value"] for _ in range(9)]
    kept = [exchange.answer["value"] for exchange in conversation.exchanges]

    assert all(answer.size == 1 << 18 for answer in answers)
    assert weight(kept) < 5 << 20
    assert isinstance(kept[0], np.ndarray)


METHODS = '''
import pytest


@pytest.mark.check(points=1)
def test_adds(student):
    """vi: cộng
    en: adds
    """
    student.Counter().add(2)
'''


def test_plain_data_in_place_of_an_object_is_the_students_mistake(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    (course / "assignments" / "tiny" / "hidden" / "test_Counter.py").write_text(METHODS)
    with open_grader(the_assignment(course)) as grader:
        grade = grader.grade(a_submission("def Counter():\n    return 3\n"))

    assert verdicts(grade)["Counter.adds"] == "failed"
    (note,) = next(r for r in grade.results if r.check.id == "Counter.adds").notes
    assert isinstance(note, Phrase)
    assert note.english() == "What came back is of type int, which has no add."
