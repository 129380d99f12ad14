"""recall_per_class: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

CALL = "recall_per_class(y_true, y_pred, num_classes)"


def expect_recall(student, reference, y_true, y_pred, n_classes):
    """As the model solution has it, by index labels in no order."""
    expect_close(
        student.recall_per_class(y_true, y_pred, n_classes),
        reference.recall_per_class(y_true, y_pred, n_classes),
        what=CALL,
        atol=1e-6,
    )


def together(rng, y_true, y_pred):
    """Both label vectors in one new order."""
    order = rng.permutation(len(y_true))
    return np.array(y_true)[order], np.array(y_pred)[order]


@pytest.mark.check(points=1, topics=["two classes"])
def test_two_classes(student, reference, rng):
    """vi: hai lớp, lớp 1 rất hiếm
    en: two classes, class 1 is rare
    """
    y_true = [0] * 17 + [1] * 4
    y_pred = [0] * 15 + [1] * 2 + [1, 0, 0, 0]
    expect_recall(student, reference, *together(rng, y_true, y_pred), 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_three_classes(student, reference, rng):
    """vi: ba lớp nhầm lẫn với nhau không đối xứng
    en: three classes that are mistaken for each other in no symmetric way
    """
    y_true = [0] * 9 + [1] * 5 + [2] * 3
    y_pred = [0] * 6 + [1, 1, 2] + [1] * 2 + [0, 2, 2] + [2, 2, 0]
    expect_recall(student, reference, *together(rng, y_true, y_pred), 3)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_class_never_predicted(student, reference, rng):
    """vi: một lớp không bao giờ được đoán có recall 0
    en: a class that is never predicted has recall 0
    """
    y_true = [0] * 6 + [1] * 3 + [2] * 2
    y_pred = [0] * 5 + [1] + [1, 0, 1] + [0, 1]
    expect_recall(student, reference, *together(rng, y_true, y_pred), 3)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_class_without_samples(student, reference, rng):
    """vi: lớp không có mẫu nào có recall 0, không phải nan
    en: a class without any sample has recall 0, not nan
    """
    y_true = [0] * 6 + [1] * 3
    y_pred = [0] * 4 + [1, 2] + [1, 0, 1]
    expect_recall(student, reference, *together(rng, y_true, y_pred), 4)
