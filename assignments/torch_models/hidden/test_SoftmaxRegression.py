"""SoftmaxRegression: hidden checks."""

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, probe

from .models import (
    TOLERANCE,
    answers,
    expect_registered,
    gradients,
    observe,
    some_layers,
    taught,
    with_comma,
)

SHAPES = [(7, 5, 3), (11, 4, 6)]


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: forward cho logits XW + b, với hai shape khác nhau, cả sau eval()
    en: forward gives the logits XW + b, for two shapes, after eval() too
    """
    for n, d, c in SHAPES:
        task = ((d, c), some_layers(rng, d, c), rng.normal(size=(n, d)))
        found = answers(student, student.SoftmaxRegression, *task)
        expected = observe(None, reference.SoftmaxRegression, *task)["outputs"]
        expect_close(found["outputs"], expected, what="model(x)", **TOLERANCE)
        expect_close(found["evaluated"], expected, what="model.eval()(x)", **TOLERANCE)


@pytest.mark.check(points=1, topics=["shapes"], needs=["SoftmaxRegression.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất vẫn cho kết quả shape (1, C)
    en: a single sample still gives shape (1, C)
    """
    task = ((5, 3), some_layers(rng, 5, 3), rng.normal(size=(1, 5)))
    expect_close(
        answers(student, student.SoftmaxRegression, *task)["outputs"],
        observe(None, reference.SoftmaxRegression, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["parameters"])
def test_parameters(student, reference):
    """vi: parameters() liệt kê đủ trọng số và bias, và tất cả đều huấn luyện được
    en: parameters() lists all weights and biases, and all can be trained
    """
    for _, d, c in SHAPES:
        expect_registered(student, student.SoftmaxRegression, reference.SoftmaxRegression, (d, c))


@pytest.mark.check(points=2, topics=["gradients"])
def test_gradients(student, reference, rng):
    """vi: gradient của cross-entropy đi tới W và b với giá trị đúng
    en: the gradient of the cross-entropy reaches W and b, with the right values
    """
    for n, d, c in SHAPES:
        X, y = rng.normal(size=(n, d)), labels(rng, n, c)
        task = ((d, c), some_layers(rng, d, c), X, y, "cross_entropy")
        expected = observe(None, reference.SoftmaxRegression, *task)["gradients"]
        for name, got, want in zip(
            ("W", "b"), gradients(student, student.SoftmaxRegression, *task), expected, strict=True
        ):
            expect_close(got, want, what=f"dL/d{name}", **TOLERANCE)


@pytest.mark.check(points=2, topics=["loss"])
def test_cross_entropy_loss(student, reference, rng):
    """vi: CrossEntropyLoss của kết quả có giá trị đúng
    en: CrossEntropyLoss of the output has the right value
    """
    for n, d, c in SHAPES:
        X, y = rng.normal(size=(n, d)), labels(rng, n, c)
        task = ((d, c), some_layers(rng, d, c), X, y, "cross_entropy")
        expect_close(
            answers(student, student.SoftmaxRegression, *task)["loss"],
            np.asarray(observe(None, reference.SoftmaxRegression, *task)["loss"]),
            what="CrossEntropyLoss()(model(x), y)",
            **TOLERANCE,
        )


@pytest.mark.check(points=1, topics=["training"], needs=["SoftmaxRegression.gradients"])
def test_learns_three_groups(student, reference, rng):
    """vi: mô hình học được ba nhóm tách rời: accuracy ít nhất 0,95 và loss dưới 0,25, với ba seed
    en: it learns three separate groups: accuracy at least 0.95, loss below 0.25, for three seeds
    """
    y = labels(rng, 45, 3)
    X = 2 * np.eye(3, 5)[y] - 1 + 0.3 * rng.normal(size=(45, 5))
    outcomes = probe(
        student, taught, student.SoftmaxRegression, (5, 3), X, y, "cross_entropy", (0, 1, 2)
    )
    expect(
        outcomes is not None,
        vi="Mô hình không có tham số nào huấn luyện được.",
        en="The model has no parameter that can be trained.",
    )
    for logits in outcomes:
        expect_close(logits, np.zeros((45, 3)), what="model(x)", atol=1e300)
        accuracy = float(np.mean(np.argmax(logits, axis=1) == y))
        loss = reference.batch_loss(torch.tensor(logits), torch.tensor(y))
        expect(
            accuracy >= 0.95 and loss < 0.25,
            vi=f"Sau 60 bước, accuracy là {with_comma(accuracy)} và loss là {with_comma(loss)}.",
            en=f"After 60 steps the accuracy is {accuracy:.2f} and the loss {loss:.3g}.",
        )
