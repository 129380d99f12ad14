"""What a submission said is not asked again; what is new finds the worker where it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from grader.sandbox.wire import Handle
from grader.sandbox.worker import RemoteError, RemoteFailure
from grader.suite.api import Asks
from grader.suite.remembered import Answers, Remembered


class Counter:
    """A student's counter: the answer depends on what was asked before."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def request(
        self,
        _operation: str,
        _target: Handle | None,
        name: str,
        _args: Sequence[Any] = (),
        _kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        self.asked.append(name)
        if name == "broken":
            raise RemoteError(RemoteFailure("ValueError", ""))
        return {"value": len(self.asked)}


class Forks:
    """Opens counters, each from the start."""

    def __init__(self) -> None:
        self.opened: list[Counter] = []

    @contextmanager
    def __call__(self) -> Iterator[Asks]:
        self.opened.append(Counter())
        yield self.opened[-1]


def ask(answers: Answers, forks: Forks, *names: str, x: float = 0.0) -> list[Any]:
    with Remembered(answers, forks) as worker:
        return [worker.request("call", None, name, [np.array(x)])["value"] for name in names]


def test_the_same_questions_are_answered_without_a_fork() -> None:
    answers: Answers = {}
    forks = Forks()

    assert ask(answers, forks, "a", "b") == [1, 2]
    assert ask(answers, forks, "a", "b") == [1, 2]
    assert len(forks.opened) == 1


def test_a_new_question_finds_the_state_that_the_others_left() -> None:
    answers: Answers = {}
    forks = Forks()
    ask(answers, forks, "a", "b")

    assert ask(answers, forks, "a", "c", "b") == [1, 2, 3]
    assert forks.opened[1].asked == ["a", "c", "b"]


def test_other_arguments_or_another_order_are_other_questions() -> None:
    answers: Answers = {}
    forks = Forks()
    ask(answers, forks, "a", "b")
    ask(answers, forks, "b", "a")
    ask(answers, forks, "a", x=1.0)

    assert [fork.asked for fork in forks.opened] == [["a", "b"], ["b", "a"], ["a"]]


def test_an_exception_is_no_answer_to_remember() -> None:
    answers: Answers = {}
    forks = Forks()
    for _ in range(2):
        with pytest.raises(RemoteError):
            ask(answers, forks, "broken")

    assert len(forks.opened) == 2
