"""batch_predictions: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_step


@pytest.mark.check(points=2, topics=["batch"])
def test_classes(answers):
    """vi: `classes`: lớp dự đoán của từng mẫu
    en: `classes`: the predicted class of each sample
    """
    expect_step(answers, "classes")


@pytest.mark.check(points=2, topics=["values"])
def test_accuracy(answers):
    """vi: `accuracy`: accuracy của batch
    en: `accuracy`: the accuracy of the batch
    """
    expect_step(answers, "accuracy")
