"""batch_loss: public checks with the lecture's numbers."""

import numpy as np
import pytest

from grader.suite.api import expect_close, probe

GOOD = np.array([[0.1, 0.2, 3.9], [1.2, 0.1, 0.3], [0.3, 2.2, 0.2]])
BAD = np.array([[0.9, 0.2, 0.1], [0.1, 0.3, 1.5], [1.2, 0.2, 0.5]])
Y = np.array([2, 0, 1])


def loss(_module, function, logits, y):
    """``batch_loss`` of tensors."""
    import torch

    found = function(torch.tensor(logits, dtype=torch.get_default_dtype()), torch.tensor(y))
    return found.detach().numpy() if isinstance(found, torch.Tensor) else found


@pytest.mark.check(points=1, topics=["values"])
def test_one_sample(student):
    """vi: loss của [2, 1, 0.1] với lớp đúng 0 là 0,4170; của [0.5, 2, 0.3] là 1,8406
    en: the loss of [2, 1, 0.1] with true class 0 is 0.4170, that of [0.5, 2, 0.3] is 1.8406
    """
    for logits, expected in (([[2.0, 1.0, 0.1]], 0.4170), ([[0.5, 2.0, 0.3]], 1.8406)):
        expect_close(
            probe(student, loss, student.batch_loss, np.array(logits), np.array([0])),
            expected,
            what="batch_loss(logits, y)",
            rtol=0,
            atol=5e-5 + 1e-6,
            inputs={"logits": logits, "y": [0]},
        )


@pytest.mark.check(points=1, topics=["values"])
def test_lecture_batches(student):
    """vi: loss của hai batch trong bài giảng là 0,2834 và 1,6418
    en: the losses of the lecture's two batches are 0.2834 and 1.6418
    """
    for logits, expected in ((GOOD, 0.2834), (BAD, 1.6418)):
        expect_close(
            probe(student, loss, student.batch_loss, logits, Y),
            expected,
            what="batch_loss(logits, y)",
            rtol=0,
            atol=5e-5 + 1e-6,
            inputs={"logits": logits, "y": Y},
        )
