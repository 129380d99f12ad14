"""kl_divergence: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: KL(p‖q) trung bình của hai mẫu
    en: mean KL(p‖q) of two samples
    """
    p = torch.tensor([[0.5, 0.5], [0.25, 0.75]])
    q = torch.tensor([[0.9, 0.1], [0.5, 0.5]])
    expect_close(
        student.kl_divergence(p, q),
        0.32081883,  # (0.5108256 + 0.1308119) / 2
        what="kl_divergence(p, q)",
        inputs={"p": p, "q": q},
    )
