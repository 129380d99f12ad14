"""LinearRegression: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

from .models import TOLERANCE, answers, expect_registered, gradients, observe, some_layers

SHAPES = [(7, 5), (11, 4)]


@pytest.mark.check(points=2, topics=["values", "shapes"])
def test_values(student, reference, rng):
    """vi: forward cho XW + b dạng cột (N, 1), với hai shape khác nhau
    en: forward gives XW + b as a column (N, 1), for two shapes
    """
    for n, d in SHAPES:
        task = ((d,), some_layers(rng, d, 1), rng.normal(size=(n, d)))
        expect_close(
            answers(student, student.LinearRegression, *task)["outputs"],
            observe(None, reference.LinearRegression, *task)["outputs"],
            what="model(x)",
            **TOLERANCE,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["LinearRegression.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất vẫn cho kết quả shape (1, 1)
    en: a single sample still gives shape (1, 1)
    """
    task = ((5,), some_layers(rng, 5, 1), rng.normal(size=(1, 5)))
    expect_close(
        answers(student, student.LinearRegression, *task)["outputs"],
        observe(None, reference.LinearRegression, *task)["outputs"],
        what="model(x)",
        **TOLERANCE,
    )


@pytest.mark.check(points=1, topics=["parameters"])
def test_parameters(student, reference):
    """vi: parameters() liệt kê đủ trọng số và bias, và tất cả đều huấn luyện được
    en: parameters() lists all weights and the bias, and all can be trained
    """
    for _, d in SHAPES:
        expect_registered(student, student.LinearRegression, reference.LinearRegression, (d,))


@pytest.mark.check(points=2, topics=["gradients"])
def test_gradients(student, reference, rng):
    """vi: gradient của MSE đi tới trọng số và bias với giá trị đúng
    en: the gradient of the MSE reaches weights and bias, with the right values
    """
    task = (
        (5,),
        some_layers(rng, 5, 1),
        rng.normal(size=(7, 5)),
        rng.normal(size=(7, 1)),
        "mse_loss",
    )
    expected = observe(None, reference.LinearRegression, *task)["gradients"]
    for name, got, want in zip(
        ("W", "b"), gradients(student, student.LinearRegression, *task), expected, strict=True
    ):
        expect_close(got, want, what=f"dL/d{name}", **TOLERANCE)


@pytest.mark.check(points=1, topics=["loss", "shapes"])
def test_loss_with_column_labels(student, reference, rng):
    """vi: MSELoss của kết quả với nhãn dạng cột (N, 1) có giá trị đúng
    en: MSELoss of the output with labels as a column (N, 1) has the right value
    """
    X, y = rng.normal(size=(7, 5)), rng.normal(size=(7, 1))
    task = ((5,), some_layers(rng, 5, 1), X, y, "mse_loss", False)
    expect_close(
        answers(student, student.LinearRegression, *task)["loss"],
        np.asarray(observe(None, reference.LinearRegression, *task)["loss"]),
        what="MSELoss()(model(x), y)",
        **TOLERANCE,
    )
