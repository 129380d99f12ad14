"""cross_entropy: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_sample(student):
    """vi: cross-entropy của một mẫu với logits [2, 1, 0.1]
    en: cross-entropy of one sample with logits [2, 1, 0.1]
    """
    logits, y = torch.tensor([[2.0, 1.0, 0.1]]), torch.tensor([0])
    expect_close(
        student.cross_entropy(logits, y),
        0.41703002,  # -2 + ln(e^2 + e^1 + e^0.1)
        what="cross_entropy(logits, y)",
        inputs={"logits": logits, "y": y},
    )


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: cross-entropy trung bình của ba mẫu
    en: mean cross-entropy of three samples
    """
    logits = torch.tensor([[0.1, 0.2, 3.9], [1.2, 0.1, 0.3], [0.3, 2.2, 0.2]])
    y = torch.tensor([2, 0, 1])
    expect_close(
        student.cross_entropy(logits, y),
        0.28342219,  # (0.04602 + 0.55356 + 0.25068) / 3
        what="cross_entropy(logits, y)",
        inputs={"logits": logits, "y": y},
    )
