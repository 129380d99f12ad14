"""binary_focal_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values", "alpha"])
def test_known_batch(student):
    """vi: focal loss nhị phân của ba mẫu, gamma = 2, alpha = 0,25
    en: binary focal loss of three samples, gamma = 2, alpha = 0.25
    """
    logits, y = torch.tensor([0.0, 1.0, 2.0]), torch.tensor([1.0, 1.0, 0.0])
    expect_close(
        student.binary_focal_loss(logits, y, gamma=2.0, alpha=0.25),
        0.42884828,  # (.25 · .5² · .6931 + .25 · .2689² · .3133 + .75 · .8808² · 2.1269) / 3
        what="binary_focal_loss(logits, y, gamma=2.0, alpha=0.25)",
        inputs={"logits": logits, "y": y},
    )
