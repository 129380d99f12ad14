"""NeuralNetBinary: a public check with numbers that can be worked out by hand."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

from .models import filled

X = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, -4.0]])
EXPECTED = np.array([[0.982014], [0.622459]])  # σ(4), σ(0.5)


@pytest.mark.check(points=1, topics=["values"])
def test_all_parameters_one_half(student):
    """vi: khi mọi tham số bằng 0,5, NeuralNetBinary(3, 2) cho σ(4) và σ(0,5)
    en: with every parameter at 0.5, NeuralNetBinary(3, 2) gives σ(4) and σ(0.5)
    """
    expect_close(
        probe(student, filled, student.NeuralNetBinary, (3, 2), X),
        EXPECTED,
        what="model(x)",
        rtol=1e-4,
        inputs={"x": X},
    )
