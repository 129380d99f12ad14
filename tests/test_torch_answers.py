"""Tensors among a student's answers, where torch is loaded on our side too."""

from __future__ import annotations

import pytest
import torch
from engine import a_submission, the_assignment, verdicts

from grader import diagnosis
from grader.pipeline import open_grader
from grader.suite.api import Unmet, expect_close


def test_losses_that_still_hang_on_their_graph_are_numbers() -> None:
    weight = torch.ones((), requires_grad=True)
    losses = [weight * 0.5, weight * 0.25]

    expect_close(losses, [0.5, 0.25], what="train(model, X, y)")
    with pytest.raises(Unmet, match="1 of 2 elements"):
        expect_close(losses, [0.5, 0.5], what="train(model, X, y)")


def test_a_mutant_is_recognised_by_them() -> None:
    losses = [torch.tensor(0.5, requires_grad=True), torch.tensor(0.25)]

    assert diagnosis.same_answers(losses, [0.5, 0.25])
    assert not diagnosis.same_answers(losses, [0.5, 0.5])


def test_an_operation_that_torch_lacks_is_not_an_unwritten_function() -> None:
    with open_grader(the_assignment()) as grader:
        crashed, missing = (
            verdicts(grader.grade(a_submission(f"def row_means(X):\n    {statement}")))
            for statement in (
                """raise NotImplementedError("\\"softmax\\" not implemented for 'Long'")""",
                """raise NotImplementedError("row_means")""",
            )
        )

    assert set(crashed.values()) - {"missing", "skipped"} == {"crashed"}
    assert set(missing.values()) <= {"missing", "skipped"}
