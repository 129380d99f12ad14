"""kl_divergence: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: KL(p‖q) trung bình của ba mẫu
    en: mean KL(p‖q) of three samples
    """
    p = torch.tensor([[0.5, 0.5], [0.25, 0.75], [0.9, 0.1]])
    q = torch.tensor([[0.9, 0.1], [0.5, 0.5], [0.6, 0.4]])
    expect_close(
        student.kl_divergence(p, q),
        0.28930894,  # (0.5108256 + 0.1308119 + 0.2262892) / 3
        what="kl_divergence(p, q)",
        inputs={"p": p, "q": q},
    )
