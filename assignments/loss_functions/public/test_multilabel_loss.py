"""multilabel_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_close


@pytest.mark.check(points=1, topics=["values"])
def test_known_batch(student):
    """vi: loss của hai mẫu với ba nhãn mỗi mẫu
    en: loss of two samples with three labels each
    """
    logits = torch.tensor([[0.0, 2.0, -1.0], [1.0, -2.0, 0.0]])
    Y = torch.tensor([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    expect_close(
        student.multilabel_loss(logits, Y),
        0.54444563,  # (0.69315 + 0.12693 + 0.31326 + 1.31326 + 0.12693 + 0.69315) / 6
        what="multilabel_loss(logits, Y)",
        inputs={"logits": logits, "Y": Y},
    )
