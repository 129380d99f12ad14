"""bce_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: BCE trung bình của ba mẫu
    en: mean BCE of three samples
    """
    p, y = torch.tensor([0.9, 0.45, 0.1]), torch.tensor([1.0, 0.0, 1.0])
    expect_close(
        student.bce_loss(p, y),
        1.00192754,  # -(ln 0.9 + ln 0.55 + ln 0.1) / 3
        what="bce_loss(p, y)",
        inputs={"p": p, "y": y},
    )
