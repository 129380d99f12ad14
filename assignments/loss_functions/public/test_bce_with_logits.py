"""bce_with_logits: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: BCE từ logits của ba mẫu
    en: BCE from logits of three samples
    """
    logits, y = torch.tensor([0.0, 2.0, -1.0]), torch.tensor([1.0, 1.0, 1.0])
    expect_close(
        student.bce_with_logits(logits, y),
        0.71111229,  # (ln 2 + ln(1 + e^-2) + ln(1 + e)) / 3
        what="bce_with_logits(logits, y)",
        inputs={"logits": logits, "y": y},
    )
