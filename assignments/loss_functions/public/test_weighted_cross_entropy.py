"""weighted_cross_entropy: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: trung bình có trọng số của bốn mẫu, trọng số [1, 2, 5]
    en: weighted mean of four samples, weights [1, 2, 5]
    """
    logits = torch.tensor([[0.1, 0.2, 3.9], [1.2, 0.1, 0.3], [0.3, 2.2, 0.2], [0.5, 2.0, 0.3]])
    y, weights = torch.tensor([2, 0, 1, 0]), torch.tensor([1.0, 2.0, 5.0])
    expect_close(
        student.weighted_cross_entropy(logits, y, weights),
        0.34729364,  # (5 · 0.04602 + 1 · 0.55356 + 2 · 0.25068 + 1 · 1.84062) / (5 + 1 + 2 + 1)
        what="weighted_cross_entropy(logits, y, weights)",
        inputs={"logits": logits, "y": y, "weights": weights},
    )
