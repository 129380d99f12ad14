"""train_imbalanced: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect, expect_close, expect_equal, fetch, probe


def train_and_apply(_module, train, X, y):
    """The logits of a model that is trained with PyTorch's cross-entropy; the type of no model."""
    import torch

    model = train(X, y, torch.nn.functional.cross_entropy)
    if not callable(model):
        return type(model).__name__
    return torch.as_tensor(model(X)).detach()


@pytest.mark.check(points=1, topics=["training"])
def test_learns(student):
    """vi: với cross-entropy của PyTorch, mô hình phân loại đúng sáu mẫu tách được
    en: with PyTorch's cross-entropy the model classifies six separable samples
    """
    X = torch.tensor([[-2.0, 1.0], [3.0, 0.5], [-3.0, 0.0], [2.0, -1.0], [-1.5, 2.0], [1.5, 0.0]])
    y = torch.tensor([1, 0, 1, 0, 1, 0])
    logits = probe(student, train_and_apply, fetch(student.train_imbalanced), X, y)
    expect(
        not isinstance(logits, str),
        vi=f"train_imbalanced trả về {logits}, không phải một mô hình gọi được: model(X).",
        en=f"train_imbalanced returns {logits}, not a model that can be called: model(X).",
    )
    expect_close(logits, torch.zeros(6, 2), what="model(X)", atol=1e300)
    expect_equal(
        torch.as_tensor(logits).argmax(dim=1),
        y,
        what="model(X).argmax(dim=1)",
        inputs={"X": X, "y": y},
    )
