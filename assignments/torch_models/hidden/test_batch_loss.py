"""batch_loss: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, numbers_like, probe

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32

# ------------------------------------------------------------------ what runs beside the student


def loss(_module, function, logits, y):
    """``batch_loss`` of tensors, as a number where it is one."""
    import torch

    labels = torch.tensor(y)
    if labels.is_floating_point():
        labels = labels.to(torch.get_default_dtype())
    found = function(torch.tensor(logits, dtype=torch.get_default_dtype()), labels)
    return found.detach().numpy() if isinstance(found, torch.Tensor) else found


def keeps_graph(_module, function, logits, y):
    """Whether the answer still hangs on the graph of the logits."""
    import torch

    z = torch.tensor(logits, dtype=torch.get_default_dtype(), requires_grad=True)
    found = function(z, torch.tensor(y))
    return bool(getattr(found, "requires_grad", False))


# ------------------------------------------------------------------ on our side


def a_batch(rng, n_samples, n_classes):
    """Logits, and labels in no order, all classes among them."""
    y = rng.permutation(np.arange(n_samples) % n_classes)
    return rng.normal(size=(n_samples, n_classes)), y


@pytest.mark.check(points=2, topics=["values"])
def test_index_labels(student, reference, rng):
    """vi: loss trung bình đúng với nhãn dạng chỉ số, với hai shape khác nhau
    en: the mean loss is right for index labels, for two shapes
    """
    for n, c in [(7, 3), (11, 6)]:
        batch = a_batch(rng, n, c)
        expect_close(
            probe(student, loss, student.batch_loss, *batch),
            loss(None, reference.batch_loss, *batch),
            what="batch_loss(logits, y)",
            **TOLERANCE,
        )


@pytest.mark.check(points=2, topics=["one-hot labels"])
def test_one_hot_labels(student, reference, rng):
    """vi: loss đúng với nhãn one-hot kiểu float
    en: the loss is right for one-hot labels of a float dtype
    """
    for n, c in [(7, 3), (11, 6)]:
        logits, y = a_batch(rng, n, c)
        expect_close(
            probe(student, loss, student.batch_loss, logits, np.eye(c)[y]),
            loss(None, reference.batch_loss, logits, np.eye(c)[y]),
            what="batch_loss(logits, one_hot)",
            **TOLERANCE,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["batch_loss.index_labels"])
def test_single_sample(student, reference, rng):
    """vi: loss đúng với một mẫu duy nhất, không thuộc lớp cuối
    en: the loss is right for a single sample that is not of the last class
    """
    logits, y = rng.normal(size=(1, 5)), np.array([2])
    expect_close(
        probe(student, loss, student.batch_loss, logits, y),
        loss(None, reference.batch_loss, logits, y),
        what="batch_loss(logits, y)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["stability"], needs=["batch_loss.index_labels"])
def test_stable_large(student, reference, rng):
    """vi: loss hữu hạn và đúng khi logits cỡ ±1000
    en: the loss is finite and right for logits near ±1000
    """
    logits, y = a_batch(rng, 7, 3)
    expect_close(  # exp overflows, and no probability is small
        probe(student, loss, student.batch_loss, logits + 1000, y),
        loss(None, reference.batch_loss, logits + 1000, y),
        what="batch_loss(logits, y)",
        rtol=1e-3,
    )
    logits = np.round(logits) + rng.permutation([1000, 1000, 0, 0, 0, -1000, -1000])[:, None]
    logits[2] = [1000, 0, -1000]
    y[2] = 1  # probability 0 in float32, loss 1000
    answer = probe(student, loss, student.batch_loss, logits, y)
    expected = loss(None, reference.batch_loss, logits, y)
    found = float(numbers_like(answer, np.zeros(()), "batch_loss(logits, y)"))
    expect(
        not 0 <= found < 0.2 * float(expected),
        vi=f"batch_loss(logits, y) là {found:.3f}, trong khi loss cỡ {float(expected):.0f}: một "
        "xác suất đã bị làm tròn về 0 trước khi lấy log.".replace(".", ",", 1),
        en=f"batch_loss(logits, y) is {found:.3f}, where the loss is about {float(expected):.0f}: "
        "a probability was rounded to 0 before its logarithm was taken.",
        misconception="log-of-softmax",
    )
    expect_close(answer, expected, what="batch_loss(logits, y)", rtol=1e-3)


@pytest.mark.check(points=1, topics=["graph"], needs=["batch_loss.index_labels"])
def test_plain_number(student, rng):
    """vi: kết quả là một số, không còn gắn với đồ thị tính toán
    en: the answer is a number that no longer hangs on the graph
    """
    attached = probe(student, keeps_graph, student.batch_loss, *a_batch(rng, 7, 3))
    expect(
        not attached,
        vi="batch_loss trả về tensor còn requires_grad=True: cả đồ thị được giữ lại trong bộ nhớ.",
        en="batch_loss returns a tensor with requires_grad=True: the whole graph is kept with it.",
    )
