"""label_smoothing_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_sample(student):
    """vi: loss của một mẫu với logits [2, 1, 0.1], alpha = 0,3
    en: loss of one sample with logits [2, 1, 0.1], alpha = 0.3
    """
    logits, y = torch.tensor([[2.0, 1.0, 0.1]]), torch.tensor([0])
    expect_close(
        student.label_smoothing_loss(logits, y, 0.3),
        0.70703002,  # 0.8 · 0.41703 + 0.1 · 1.41703 + 0.1 · 2.31703
        what="label_smoothing_loss(logits, y, 0.3)",
        inputs={"logits": logits, "y": y},
    )
