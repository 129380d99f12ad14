"""predict_multilabel: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect_equal


@pytest.mark.check(points=1, topics=["values", "threshold"])
def test_known_labels(student):
    """vi: nhãn của ba mẫu: hai nhãn, không nhãn nào, cả ba nhãn
    en: labels of three samples: two of them, none, all three
    """
    logits = torch.tensor([[2.0, -1.0, 0.3], [-2.0, -0.1, -3.0], [3.0, 3.0, 3.0]])
    expect_equal(
        student.predict_multilabel(logits),
        [[1, 0, 1], [0, 0, 0], [1, 1, 1]],
        what="predict_multilabel(logits)",
        inputs={"logits": logits},
    )
