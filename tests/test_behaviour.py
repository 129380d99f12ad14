"""Equal mistakes have equal fingerprints, whatever the words; other mistakes have others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from engine import a_submission, the_assignment
from hypothesis import given
from hypothesis import strategies as st

from grader.model import CheckId
from grader.pipeline import open_grader
from grader.sandbox.wire import Handle
from grader.sandbox.worker import RemoteError, RemoteFailure, WorkerTimeout
from grader.suite.api import Exchange
from grader.suite.behaviour import fingerprint


def of(*values: Any, seed: int = 7) -> str:
    return fingerprint([Exchange("call", "f", (), {"value": value}) for value in values], seed)


def raising(kind: str, message: str) -> str:
    error = RemoteError(RemoteFailure(kind, message))
    return fingerprint([Exchange("call", "f", (), None, error)], 7)


@given(st.integers(0, 10_000))
def test_rounding_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Round numbers too: a mistake's answers are often such.
    values = rng.integers(-64, 64, size=(4, 3)) / 64 + rng.integers(0, 2) * rng.normal(size=(4, 3))

    assert of(values) == of(values * (1 + 4e-16) + 0.0)
    assert of(values) == of(values.tolist())


@pytest.mark.parametrize(
    "other",
    [
        np.array([[1.0, 2.0], [3.0, 4.001]]),
        np.array([[1.0, 2.0, 3.0, 4.0]]),
        np.array([[1.0, 2.0], [4.0, 3.0]]),
        np.array([[1.0, 2.0], [3.0, np.nan]]),
        np.array([[1.0, 2.0], [3.0, np.inf]]),
        -np.array([[1.0, 2.0], [3.0, 4.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0 + 1j]]),
        2 * np.array([[1.0, 2.0], [3.0, 4.0]]),
        "[[1, 2], [3, 4]]",
        None,
        Handle(1, "Table"),
        {"value": 1.0},
        [np.ones(2), np.ones(3)],
    ],
)
def test_another_answer_is_another_behaviour(other: Any) -> None:
    assert of(np.array([[1.0, 2.0], [3.0, 4.0]])) != of(other)


def test_scalars_are_arrays_with_one_element() -> None:
    assert len({of(3), of(3.0), of(np.float64(3)), of([3.0]), of(np.array([[3]]))}) == 1


def test_single_precision_is_rounded_more() -> None:
    values = np.random.default_rng(0).normal(size=50).astype(np.float32)

    assert of(values) == of(values * np.float32(1 + 1e-7))
    assert of(values) != of(values * np.float32(1.01))


def test_objects_are_alike_and_nothing_overflows() -> None:
    assert of(Handle(1, "A")) == of(Handle(2, "B"))
    assert of(np.array([1e308, 1e308])) == of(np.array([1e308, 1e308]))
    assert of(np.array([])) != of(np.array([0.0]))
    assert of({"a": 1, "b": 2}) == of({"b": 2, "a": 1})
    assert of({3, 1}) == of({1, 3})


def test_errors_count_by_kind_and_words_but_not_by_address() -> None:
    assert raising("TypeError", "<f at 0x7f01>") == raising("TypeError", "<f at 0x7f02>")
    assert raising("TypeError", "a") != raising("ValueError", "a")
    timeout = fingerprint([Exchange("call", "f", (), None, WorkerTimeout(5))], 7)
    assert timeout != raising("TypeError", "a")


def test_nobody_without_the_seed_can_tell_which_answer_it_was() -> None:
    assert of(1.0, seed=1) != of(1.0, seed=2)


def test_only_wrong_answers_without_a_name_have_a_fingerprint() -> None:
    unknown = "def row_means(x):\n    return x.max(axis=1)\n"
    same = "def row_means(x):\n    return [max(row) for row in x]\n"
    known = "def row_means(x):\n    return x.sum(axis=1)\n"
    with open_grader(the_assignment()) as grader:
        found = {
            name: {r.check.id: r.behaviour for r in grader.grade(a_submission(source)).results}
            for name, source in {"unknown": unknown, "same": same, "known": known}.items()
        }

    with_one = {check for check, behaviour in found["unknown"].items() if behaviour}
    assert with_one == {CheckId("row_means.example"), CheckId("row_means.values")}
    assert found["unknown"] == found["same"]
    assert not any(found["known"].values())
