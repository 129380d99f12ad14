"""hinge_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: hinge loss trung bình của bốn mẫu
    en: mean hinge loss of four samples
    """
    scores, y = torch.tensor([2.0, 0.5, -1.0, 0.25]), torch.tensor([1.0, 1.0, 1.0, -1.0])
    expect_close(
        student.hinge_loss(scores, y),
        0.9375,  # (0 + 0.5 + 2 + 1.25) / 4
        what="hinge_loss(scores, y)",
        inputs={"scores": scores, "y": y},
    )
