"""focal_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close

LOGITS = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.0, 0.3]])
Y = torch.tensor([0, 2])


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: focal loss của một mẫu dễ và một mẫu khó, gamma = 2, không có alpha
    en: focal loss of an easy and a hard sample, gamma = 2, no alpha
    """
    expect_close(
        student.focal_loss(LOGITS, Y, gamma=2.0),
        0.79660865,  # (0.34100² · 0.41703 + 0.87011² · 2.04059) / 2
        what="focal_loss(logits, y, gamma=2.0)",
        inputs={"logits": LOGITS, "y": Y},
    )


@pytest.mark.check(points=1, topics=["alpha"])
def test_known_alpha(student):
    """vi: focal loss của cùng hai mẫu với alpha = [0.5, 1, 2]
    en: focal loss of the same two samples with alpha = [0.5, 1, 2]
    """
    expect_close(
        student.focal_loss(LOGITS, Y, gamma=2.0, alpha=[0.5, 1.0, 2.0]),
        1.55684804,  # (0.5 · 0.34100² · 0.41703 + 2 · 0.87011² · 2.04059) / 2
        what="focal_loss(logits, y, gamma=2.0, alpha=[0.5, 1, 2])",
        inputs={"logits": LOGITS, "y": Y},
    )
