"""nll_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: NLL trung bình của hai mẫu có p đúng là 1/2 và 1/4
    en: mean NLL of two samples whose true classes have p = 1/2 and 1/4
    """
    log_probs = torch.tensor([[0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]).log()
    y = torch.tensor([1, 0])
    expect_close(
        student.nll_loss(log_probs, y),
        1.03972077,  # (ln 2 + ln 4) / 2
        what="nll_loss(log_probs, y)",
        inputs={"log_probs": log_probs, "y": y},
    )
