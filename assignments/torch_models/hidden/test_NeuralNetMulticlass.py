"""NeuralNetMulticlass: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, probe

from .models import (
    TOLERANCE,
    answers,
    expect_registered,
    expect_relu,
    gradients,
    observe,
    some_layers,
    taught,
    with_comma,
)

SHAPES = [(7, 5, 8, 3), (11, 4, 7, 6)]
NAMES = ("W1", "b1", "W2", "b2")


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


@pytest.mark.check(points=3, topics=["values", "hidden layer"])
def test_values(student, reference, rng):
    """vi: forward cho logits ReLU(XW₁ + b₁)W₂ + b₂, với hai shape khác nhau, cả sau eval()
    en: forward gives the logits ReLU(XW₁ + b₁)W₂ + b₂, for two shapes, after eval() too
    """
    for n, d, h, c in SHAPES:
        task = ((d, h, c), some_layers(rng, d, h, c), rng.normal(size=(n, d)))
        found = answers(student, student.NeuralNetMulticlass, *task)
        expected = observe(None, reference.NeuralNetMulticlass, *task)["outputs"]
        expect_close(found["outputs"], expected, what="model(x)", **TOLERANCE)
        expect_close(found["evaluated"], expected, what="model.eval()(x)", **TOLERANCE)


@pytest.mark.check(points=1, topics=["hidden layer"])
def test_hidden_relu(student, reference, rng):
    """vi: lớp ẩn biến giá trị âm thành 0 (chỉ còn bias của lớp ra) và giữ nguyên giá trị lớn
    en: the hidden layer turns negative values into 0 (the output's bias is left), large ones stay
    """
    (W1, _), (W2, _) = some_layers(rng, 5, 8, 3)
    layers = [(0.1 * W1, np.full(8, -3.0)), (W2, rng.permutation([-1.2, 0.4, 0.9]))]
    X = rng.uniform(-1, 1, size=(7, 5))
    expect_relu(
        student, student.NeuralNetMulticlass, reference.NeuralNetMulticlass, (5, 8, 3), layers, X
    )


@pytest.mark.check(points=1, topics=["values"])
def test_negative_logits(student, reference, rng):
    """vi: logits có thể âm: bias lớp ra rất âm cho logits âm
    en: logits may be negative: a very negative output bias gives negative logits
    """
    hidden, (W2, b2) = some_layers(rng, 5, 8, 3)
    task = ((5, 8, 3), [hidden, (W2, b2 - 20)], rng.normal(size=(7, 5)))
    expect_close(
        answers(student, student.NeuralNetMulticlass, *task)["outputs"],
        observe(None, reference.NeuralNetMulticlass, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["shapes"], needs=["NeuralNetMulticlass.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất vẫn cho kết quả shape (1, C)
    en: a single sample still gives shape (1, C)
    """
    task = ((5, 8, 3), some_layers(rng, 5, 8, 3), rng.normal(size=(1, 5)))
    expect_close(
        answers(student, student.NeuralNetMulticlass, *task)["outputs"],
        observe(None, reference.NeuralNetMulticlass, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["parameters"])
def test_parameters(student, reference):
    """vi: parameters() liệt kê đủ tham số của cả hai lớp, và tất cả đều huấn luyện được
    en: parameters() lists the parameters of both layers, and all can be trained
    """
    for _, *sizes in SHAPES:
        expect_registered(
            student, student.NeuralNetMulticlass, reference.NeuralNetMulticlass, sizes
        )


@pytest.mark.check(points=2, topics=["gradients"])
def test_gradients(student, reference, rng):
    """vi: gradient của cross-entropy đi tới tham số của cả hai lớp với giá trị đúng
    en: the gradient of the cross-entropy reaches both layers, with the right values
    """
    for n, d, h, c in SHAPES:
        X, y = rng.normal(size=(n, d)), labels(rng, n, c)
        task = ((d, h, c), some_layers(rng, d, h, c), X, y, "cross_entropy")
        expected = observe(None, reference.NeuralNetMulticlass, *task)["gradients"]
        for name, got, want in zip(
            NAMES, gradients(student, student.NeuralNetMulticlass, *task), expected, strict=True
        ):
            expect_close(got, want, what=f"dL/d{name}", **TOLERANCE)


@pytest.mark.check(points=2, topics=["loss"])
def test_cross_entropy_loss(student, reference, rng):
    """vi: CrossEntropyLoss của kết quả có giá trị đúng
    en: CrossEntropyLoss of the output has the right value
    """
    for n, d, h, c in SHAPES:
        X, y = rng.normal(size=(n, d)), labels(rng, n, c)
        task = ((d, h, c), some_layers(rng, d, h, c), X, y, "cross_entropy")
        expect_close(
            answers(student, student.NeuralNetMulticlass, *task)["loss"],
            np.asarray(observe(None, reference.NeuralNetMulticlass, *task)["loss"]),
            what="CrossEntropyLoss()(model(x), y)",
            **TOLERANCE,
        )


@pytest.mark.check(
    points=2, topics=["training", "hidden layer"], needs=["NeuralNetMulticlass.gradients"]
)
def test_learns_rings(student, rng):
    """vi: mạng học được ba vòng tròn lồng nhau, điều mà mô hình tuyến tính không làm được: accuracy
    ít nhất 0,9 với ba seed
    en: the network learns three rings inside each other, which no linear model can: accuracy at
    least 0.9 for three seeds
    """
    y, angle = labels(rng, 60, 3), rng.uniform(0, 2 * np.pi, 60)
    radius = 1.5 * y + 0.3 * rng.uniform(size=60)
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    task = ((2, 24, 3), X, y, "cross_entropy", (0, 1, 2))
    outcomes = probe(student, taught, student.NeuralNetMulticlass, *task)
    expect(
        outcomes is not None,
        vi="Mô hình không có tham số nào huấn luyện được.",
        en="The model has no parameter that can be trained.",
    )
    for logits in outcomes:
        expect_close(logits, np.zeros((60, 3)), what="model(x)", atol=1e300)
        accuracy = float(np.mean(np.argmax(logits, axis=1) == y))
        expect(
            accuracy >= 0.9,
            vi=f"Sau 60 bước, accuracy là {with_comma(accuracy)}.",
            en=f"After 60 steps the accuracy is {accuracy:.2f}.",
        )
