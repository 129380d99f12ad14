"""SoftmaxRegression: a public check with numbers that can be worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

from .models import filled

X = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, -4.0]])
EXPECTED = np.array([[3.5, 3.5, 3.5, 3.5], [-2.0, -2.0, -2.0, -2.0]])


@pytest.mark.check(points=1, topics=["values"])
def test_all_parameters_one_half(student):
    """vi: khi mọi tham số bằng 0,5, mọi logit của SoftmaxRegression(3, 4) là 3,5 và -2
    en: with every parameter at 0.5, every logit of SoftmaxRegression(3, 4) is 3.5 and -2
    """
    expect_close(
        probe(student, filled, student.SoftmaxRegression, (3, 4), X),
        EXPECTED,
        what="model(x)",
        rtol=1e-4,
        inputs={"x": X},
    )
