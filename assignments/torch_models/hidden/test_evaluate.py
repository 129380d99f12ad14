"""evaluate: hidden checks.

The models are ours, so nothing here depends on the student's classes.
"""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, probe

D, C = 5, 3
ROUNDED = 6e-4
"""An accuracy may be rounded to 3 decimals: one sample more or less is 0.003 or above."""
MANY = 307
"""A prime: whatever the size of the batches, the last one is smaller."""

# ------------------------------------------------------------------ what runs beside the student


def evaluated(_module, evaluate, kind, wanted, W, X, y):
    """Let *evaluate* judge a linear layer without bias behind a layer of some *kind*.

    Reports what is *wanted*: ``accuracy``; ``recorded``, whether a graph was recorded while the
    model ran; ``mean``, the running mean of a batch norm after that; ``trainable``, whether
    gradients reach all parameters in a training step after that.
    """
    import torch

    class Watched(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.before = {
                "plain": torch.nn.Identity,
                "dropout": lambda: torch.nn.Dropout(0.8),
                "batch norm": lambda: torch.nn.BatchNorm1d(X.shape[1]),
            }[kind]()
            self.linear = torch.nn.Linear(*W.shape, bias=False)
            self.watching = True

        def forward(self, x):
            logits = self.linear(self.before(x))
            record["recorded"] |= self.watching and logits.requires_grad
            return logits

    record = {"recorded": False}
    torch.manual_seed(0)
    model = Watched()
    with torch.no_grad():
        model.linear.weight.copy_(torch.tensor(W.T))
    x, labels = torch.tensor(X, dtype=torch.get_default_dtype()), torch.tensor(y)
    try:
        accuracy = evaluate(model, x, labels)
        model.watching = False
        if isinstance(accuracy, torch.Tensor):
            accuracy = accuracy.detach().numpy()
        record["accuracy"] = accuracy
        if kind == "batch norm":
            record["mean"] = model.before.running_mean.numpy().copy()
        loss = torch.nn.functional.cross_entropy(model.train()(x), labels)
        if loss.requires_grad:
            loss.backward()
        record["trainable"] = all(p.grad is not None for p in model.parameters())
    finally:
        torch.set_grad_enabled(True)  # a mutant that is replayed is not to switch it off for us
    return {name: record.get(name) for name in wanted}


# ------------------------------------------------------------------ on our side


def a_task(rng, n_samples, n_classes=C, spread=1.0, centre=0.0):
    """Weights, features, and labels of which about two thirds are what the model says."""
    W = rng.normal(size=(D, n_classes))
    X = centre + spread * rng.normal(size=(n_samples, D))
    wrong = rng.permutation(np.arange(n_samples) % 3) == 0
    return W, X, (np.argmax(X @ W, axis=1) + wrong) % n_classes


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: accuracy đúng, với hai cỡ dữ liệu và số lớp khác nhau
    en: the accuracy is right, for two sizes and numbers of classes
    """
    for n, c in [(7, 3), (19, 6)]:
        task = ("plain", ["accuracy"], *a_task(rng, n, c))
        expect_close(
            probe(student, evaluated, student.evaluate, *task)["accuracy"],
            evaluated(None, reference.evaluate, *task)["accuracy"],
            what="evaluate(model, X, y)",
            atol=ROUNDED,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["evaluate.values"])
def test_single_sample(student, rng):
    """vi: đúng với một mẫu duy nhất, và với nhiều mẫu
    en: right for a single sample, and for many
    """
    W, X, _ = a_task(rng, 1)
    best = np.argmax(X @ W, axis=1)
    for y, expected in ((best, 1.0), ((best + 1) % C, 0.0)):
        task = ("plain", ["accuracy"], W, X, y)
        expect_close(
            probe(student, evaluated, student.evaluate, *task)["accuracy"],
            expected,
            what="evaluate(model, X, y)",
        )
    W, X, y = a_task(rng, MANY, 4)
    order = np.argsort(np.argmax(X @ W, axis=1) != y, kind="stable")  # the last are all wrong
    X, y = X[order], y[order]
    right = np.argmax(X @ W, axis=1) == y
    task = ("plain", ["accuracy"], W, X, y)
    found = probe(student, evaluated, student.evaluate, *task)["accuracy"]
    for size in (4, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256):
        batches = [right[start : start + size].mean() for start in range(0, MANY, size)]
        expect(
            not (isinstance(found, float) and abs(found - np.mean(batches)) < 1e-6),
            vi=f"Với {MANY} mẫu, kết quả là trung bình accuracy của các batch: batch cuối nhỏ hơn "
            "mà có cùng trọng số. Accuracy là số mẫu đúng chia cho số mẫu.",
            en=f"With {MANY} samples the result is the mean of the batches' accuracies: the last, "
            "smaller batch counts as much as the others. The accuracy is the number of right "
            "samples by the number of samples.",
        )
    expect_close(found, right.mean(), what="evaluate(model, X, y)", atol=ROUNDED)


@pytest.mark.check(points=2, topics=["evaluation mode"])
def test_dropout_is_off(student, reference, rng):
    """vi: dropout không hoạt động khi đánh giá
    en: dropout is off during evaluation
    """
    task = ("dropout", ["accuracy"], *a_task(rng, 47))
    expect_close(
        probe(student, evaluated, student.evaluate, *task)["accuracy"],
        evaluated(None, reference.evaluate, *task)["accuracy"],
        what="evaluate(model, X, y)",
        atol=ROUNDED,
    )


@pytest.mark.check(points=1, topics=["evaluation mode"])
def test_batch_norm_is_kept(student, reference, rng):
    """vi: batch norm dùng thống kê đã học và không cập nhật chúng khi đánh giá
    en: batch norm uses the statistics it has learned, and does not change them in evaluation
    """
    task = ("batch norm", ["accuracy", "mean"], *a_task(rng, 31, spread=3.0, centre=1.0))
    found = probe(student, evaluated, student.evaluate, *task)
    expected = evaluated(None, reference.evaluate, *task)
    expect_close(found["mean"], expected["mean"], what="running_mean", atol=1e-6)
    expect_close(
        found["accuracy"],
        expected["accuracy"],
        what="evaluate(model, X, y)",
        atol=ROUNDED,
    )


@pytest.mark.check(points=2, topics=["graph"], needs=["evaluate.values"])
def test_no_graph(student, rng):
    """vi: không ghi đồ thị tính toán khi mô hình chạy
    en: no graph is recorded while the model runs
    """
    recorded = probe(student, evaluated, student.evaluate, "plain", ["recorded"], *a_task(rng, 7))[
        "recorded"
    ]
    expect(
        not recorded,
        vi="Khi mô hình chạy trong evaluate, logits có requires_grad=True: đồ thị được ghi lại dù "
        "không dùng đến.",
        en="While the model runs in evaluate, its logits have requires_grad=True: a graph is "
        "recorded that nobody uses.",
    )


@pytest.mark.check(points=1, topics=["state"], needs=["evaluate.values"])
def test_leaves_model_trainable(student, rng):
    """vi: sau evaluate vẫn huấn luyện tiếp được: gradient tới mọi tham số
    en: training can go on after evaluate: gradients reach every parameter
    """
    trainable = probe(
        student, evaluated, student.evaluate, "plain", ["trainable"], *a_task(rng, 7)
    )["trainable"]
    expect(
        trainable,
        vi="Sau khi gọi evaluate, backward() không còn đưa gradient tới tham số: gradient vẫn bị "
        "tắt, hoặc tham số bị đóng băng.",
        en="After evaluate, backward() no longer brings gradients to the parameters: gradients are "
        "still switched off, or parameters are frozen.",
    )
