"""LogisticRegression: a public check with numbers that can be worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

from .models import filled

X = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, -4.0]])
EXPECTED = np.array([[0.970688], [0.119203]])  # σ(3.5), σ(-2)


@pytest.mark.check(points=1, topics=["values"])
def test_all_parameters_one_half(student):
    """vi: khi mọi tham số bằng 0,5, LogisticRegression(3) cho σ(3,5) và σ(-2)
    en: with every parameter at 0.5, LogisticRegression(3) gives σ(3.5) and σ(-2)
    """
    expect_close(
        probe(student, filled, student.LogisticRegression, (3,), X),
        EXPECTED,
        what="model(x)",
        rtol=1e-4,
        inputs={"x": X},
    )
