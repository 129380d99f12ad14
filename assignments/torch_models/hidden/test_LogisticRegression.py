"""LogisticRegression: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

from .models import TOLERANCE, answers, expect_registered, gradients, observe, some_layers

SHAPES = [(7, 5), (11, 4)]


@pytest.mark.check(points=2, topics=["values", "shapes"])
def test_values(student, reference, rng):
    """vi: forward cho xác suất σ(XW + b) dạng cột (N, 1), với hai shape khác nhau
    en: forward gives the probabilities σ(XW + b) as a column (N, 1), for two shapes
    """
    for n, d in SHAPES:
        task = ((d,), some_layers(rng, d, 1), rng.normal(size=(n, d)))
        expect_close(
            answers(student, student.LogisticRegression, *task)["outputs"],
            observe(None, reference.LogisticRegression, *task)["outputs"],
            what="model(x)",
            **TOLERANCE,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["LogisticRegression.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất vẫn cho kết quả shape (1, 1)
    en: a single sample still gives shape (1, 1)
    """
    task = ((5,), some_layers(rng, 5, 1), rng.normal(size=(1, 5)))
    expect_close(
        answers(student, student.LogisticRegression, *task)["outputs"],
        observe(None, reference.LogisticRegression, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["parameters"])
def test_parameters(student, reference):
    """vi: parameters() liệt kê đủ trọng số và bias, và tất cả đều huấn luyện được
    en: parameters() lists all weights and the bias, and all can be trained
    """
    for _, d in SHAPES:
        expect_registered(student, student.LogisticRegression, reference.LogisticRegression, (d,))


@pytest.mark.check(points=2, topics=["gradients"])
def test_gradients(student, reference, rng):
    """vi: gradient của binary cross-entropy đi tới trọng số và bias với giá trị đúng
    en: the gradient of the binary cross-entropy reaches weights and bias, with the right values
    """
    task = (
        (5,),
        some_layers(rng, 5, 1),
        rng.normal(size=(7, 5)),
        rng.permutation([[0.0], [1.0]] * 3 + [[1.0]]),
        "binary_cross_entropy",
    )
    expected = observe(None, reference.LogisticRegression, *task)["gradients"]
    for name, got, want in zip(
        ("W", "b"), gradients(student, student.LogisticRegression, *task), expected, strict=True
    ):
        expect_close(got, want, what=f"dL/d{name}", **TOLERANCE)


@pytest.mark.check(points=1, topics=["loss", "shapes"])
def test_loss_with_column_labels(student, reference, rng):
    """vi: BCELoss của kết quả với nhãn dạng cột (N, 1) có giá trị đúng
    en: BCELoss of the output with labels as a column (N, 1) has the right value
    """
    X, y = rng.normal(size=(7, 5)), rng.permutation([[0.0], [1.0]] * 3 + [[1.0]])
    task = ((5,), some_layers(rng, 5, 1), X, y, "binary_cross_entropy", False)
    expect_close(
        answers(student, student.LogisticRegression, *task)["loss"],
        np.asarray(observe(None, reference.LogisticRegression, *task)["loss"]),
        what="BCELoss()(model(x), y)",
        **TOLERANCE,
    )
