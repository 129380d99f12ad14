"""train_imbalanced: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, fetch, probe

from .data import tensor
from .imbalance import N_FEATURES, expect_better, plain_recalls, problem, recalls


def train_both(_module, train, X, y):
    """The logits of a model trained on the labels, and of one whose loss wants the other ones."""
    import torch

    def usual(logits, labels):
        return torch.nn.functional.cross_entropy(logits, labels)

    def contrary(logits, labels):
        return torch.nn.functional.cross_entropy(logits, 1 - labels)

    models = [train(X, y, loss) for loss in (usual, contrary)]
    if not all(map(callable, models)):
        return None
    return [torch.as_tensor(model(X)).detach() for model in models]


@pytest.mark.check(points=2, topics=["training"])
def test_follows_the_loss(student, rng):
    """vi: mô hình làm đúng điều mà loss được truyền vào đòi hỏi
    en: the model does what the loss that is passed asks for
    """
    y = torch.tensor(rng.permutation(np.arange(120) % 2))
    X = tensor(rng.normal(size=(120, N_FEATURES)) + np.where(y[:, None] == 1, 1.2, -1.2))
    function = fetch(student.train_imbalanced)
    answer = probe(student, train_both, function, X, y)
    wanted = [y, 1 - y]
    words = ["cross_entropy(logits, y)", "cross_entropy(logits, 1 - y)"]
    expect(
        isinstance(answer, list) and len(answer) == 2,
        vi="train_imbalanced không trả về một mô hình gọi được: model(X).",
        en="train_imbalanced does not return a model that can be called: model(X).",
    )
    both = [min(recalls(logits, y)) for logits in answer]
    expect(
        min(both) < 0.9,
        vi=f"{both[1]:.0%} mẫu được phân loại như loss thông thường đòi hỏi, dù loss được truyền "
        f"vào là {words[1]}: mô hình không học theo loss được truyền vào.",
        en=f"{both[1]:.0%} of the samples are classified as the usual loss wants them, though the "
        f"loss that is passed is {words[1]}: the model does not follow it.",
        misconception="loss-ignored",
    )
    for logits, labels, loss in zip(answer, wanted, words, strict=True):
        share = min(recalls(logits, labels))
        expect(
            share >= 0.9,
            vi=f"Chỉ {share:.0%} mẫu được phân loại như loss ({loss}) đòi hỏi; cần 90%.",
            en=f"Only {share:.0%} of the samples are as the loss ({loss}) wants them, not 90%.",
        )


@pytest.mark.check(points=2, topics=["imbalance", "training"])
def test_raises_recall(student, reference, rng):
    """vi: train_imbalanced với choose_loss của em tìm được lớp thiểu số tốt hơn hẳn cross-entropy
    en: train_imbalanced with your choose_loss finds the minority far better than cross-entropy
    """
    chosen, plain = [], []
    for _ in range(3):
        X, y, X_test, y_test = data = problem(rng)
        model = student.train_imbalanced(X, y, student.choose_loss(y))
        expect(
            callable(model),
            vi="train_imbalanced không trả về một mô hình gọi được: model(X).",
            en="train_imbalanced does not return a model that can be called: model(X).",
        )
        chosen.append(recalls(model(X_test), y_test))
        plain.append(plain_recalls(reference, *data))
    expect_better(chosen, plain)
