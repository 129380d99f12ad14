"""NeuralNetBinary: hidden checks."""

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

SHAPES = [(7, 5, 8), (11, 4, 7)]
NAMES = ("W1", "b1", "W2", "b2")


def labels(rng, n_samples):
    """A column of zeros and ones in no order."""
    return rng.permutation(np.arange(n_samples) % 2)[:, None].astype(float)


def low_layers(rng):
    """Layers whose logits are mostly, not all, negative: those that a ReLU would lose."""
    hidden, (W2, b2) = some_layers(rng, 5, 8, 1)
    return [hidden, (W2, -0.3 - 0.5 * np.abs(b2))]


@pytest.mark.check(points=3, topics=["values", "hidden layer"])
def test_values(student, reference, rng):
    """vi: forward cho xác suất σ(ReLU(XW₁ + b₁)W₂ + b₂) dạng cột (N, 1), với hai shape khác nhau
    en: forward gives the probabilities σ(ReLU(XW₁ + b₁)W₂ + b₂) as a column (N, 1), for two shapes
    """
    for n, d, h in SHAPES:
        task = ((d, h), some_layers(rng, d, h, 1), rng.normal(size=(n, d)))
        expect_close(
            answers(student, student.NeuralNetBinary, *task)["outputs"],
            observe(None, reference.NeuralNetBinary, *task)["outputs"],
            what="model(x)",
            **TOLERANCE,
        )


@pytest.mark.check(points=1, topics=["hidden layer"])
def test_hidden_relu(student, reference, rng):
    """vi: lớp ẩn biến giá trị âm thành 0 (chỉ còn bias của lớp ra) và giữ nguyên giá trị lớn
    en: the hidden layer turns negative values into 0 (the output's bias is left), large ones stay
    """
    (W1, _), (W2, _) = some_layers(rng, 5, 8, 1)
    layers = [(0.1 * W1, np.full(8, -3.0)), (W2, -rng.uniform(0.5, 1.5, 1))]
    X = rng.uniform(-1, 1, size=(7, 5))
    expect_relu(student, student.NeuralNetBinary, reference.NeuralNetBinary, (5, 8), layers, X)


@pytest.mark.check(points=1, topics=["shapes"], needs=["NeuralNetBinary.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất vẫn cho kết quả shape (1, 1)
    en: a single sample still gives shape (1, 1)
    """
    task = ((5, 8), some_layers(rng, 5, 8, 1), rng.normal(size=(1, 5)))
    expect_close(
        answers(student, student.NeuralNetBinary, *task)["outputs"],
        observe(None, reference.NeuralNetBinary, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["parameters"])
def test_parameters(student, reference):
    """vi: parameters() liệt kê đủ tham số của cả hai lớp, và tất cả đều huấn luyện được
    en: parameters() lists the parameters of both layers, and all can be trained
    """
    for _, d, h in SHAPES:
        expect_registered(student, student.NeuralNetBinary, reference.NeuralNetBinary, (d, h))


@pytest.mark.check(points=2, topics=["gradients"])
def test_gradients(student, reference, rng):
    """vi: gradient của binary cross-entropy đi tới tham số của cả hai lớp với giá trị đúng
    en: the gradient of the binary cross-entropy reaches both layers, with the right values
    """
    X, y = rng.normal(size=(7, 5)), labels(rng, 7)
    task = ((5, 8), low_layers(rng), X, y, "binary_cross_entropy")
    expected = observe(None, reference.NeuralNetBinary, *task)["gradients"]
    for name, got, want in zip(
        NAMES, gradients(student, student.NeuralNetBinary, *task), expected, strict=True
    ):
        expect_close(got, want, what=f"dL/d{name}", **TOLERANCE)


@pytest.mark.check(points=1, topics=["loss", "shapes"])
def test_loss_with_column_labels(student, reference, rng):
    """vi: BCELoss của kết quả với nhãn dạng cột (N, 1) có giá trị đúng
    en: BCELoss of the output with labels as a column (N, 1) has the right value
    """
    X, y = rng.normal(size=(7, 5)), labels(rng, 7)
    task = ((5, 8), low_layers(rng), X, y, "binary_cross_entropy", False)
    expect_close(
        answers(student, student.NeuralNetBinary, *task)["loss"],
        np.asarray(observe(None, reference.NeuralNetBinary, *task)["loss"]),
        what="BCELoss()(model(x), y)",
        **TOLERANCE,
    )


@pytest.mark.check(
    points=2, topics=["training", "hidden layer"], needs=["NeuralNetBinary.gradients"]
)
def test_learns_xor(student, rng):
    """vi: mạng học được XOR, điều mà mô hình tuyến tính không làm được: accuracy ít nhất 0,95
    với ba seed
    en: the network learns XOR, which no linear model can: accuracy at least 0.95 for three seeds
    """
    corners = rng.permutation(np.arange(48) % 4)
    X = np.stack([2 * (corners // 2) - 1, 2 * (corners % 2) - 1], axis=1)
    X = X + 0.2 * rng.normal(size=X.shape)
    y = (X[:, :1] * X[:, 1:] < 0).astype(float)
    task = ((2, 16), X, y, "binary_cross_entropy", (0, 1, 2))
    outcomes = probe(student, taught, student.NeuralNetBinary, *task)
    expect(
        outcomes is not None,
        vi="Mô hình không có tham số nào huấn luyện được.",
        en="The model has no parameter that can be trained.",
    )
    for p in outcomes:
        accuracy = float(np.mean((np.reshape(p, (-1, 1)) > 0.5) == (y > 0.5)))
        expect(
            accuracy >= 0.95,
            vi=f"Sau 60 bước, accuracy là {with_comma(accuracy)}.",
            en=f"After 60 steps the accuracy is {accuracy:.2f}.",
        )
