"""loss_and_gradient: public checks, worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close

X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5], [2.0, -1.0]])
THETA = np.array([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]])
Y = np.array([2, 0, 1, 0])
INPUTS = {"theta": THETA, "X": X, "y": Y, "reg": 0.0}


def both(answer):
    """The two parts of an answer; anything else is the student's mistake."""
    expect(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        vi="loss_and_gradient phải trả về hai giá trị: loss, rồi gradient.",
        en="loss_and_gradient must return two values: the loss, then the gradient.",
    )
    return answer


@pytest.mark.check(points=1, topics=["values", "index labels"])
def test_known_loss(student):
    """vi: loss của bốn mẫu khi reg = 0
    en: the loss of four samples for reg = 0
    """
    loss, _ = both(student.loss_and_gradient(THETA, X, Y, 0.0))
    expect_close(
        loss,
        1.42048777,
        what="loss",
        rtol=1e-4,
        conventions={"divide-by-size": 0.47349592},
        inputs=INPUTS,
    )


@pytest.mark.check(points=1, topics=["values", "index labels"])
def test_known_gradient(student):
    """vi: gradient của bốn mẫu khi reg = 0
    en: the gradient for four samples for reg = 0
    """
    _, gradient = both(student.loss_and_gradient(THETA, X, Y, 0.0))
    expected = [[-0.19444025, 0.10790792, 0.08653233], [0.54146542, 0.07469203, -0.61615744]]
    by_size = [[-0.06481342, 0.03596931, 0.02884411], [0.18048847, 0.02489734, -0.20538581]]
    expect_close(
        gradient,
        expected,
        what="gradient",
        atol=1e-5,
        conventions={"divide-by-size": by_size},
        inputs=INPUTS,
    )
