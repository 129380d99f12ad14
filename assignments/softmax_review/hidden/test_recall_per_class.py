"""recall_per_class: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close

from .tables import labels

CALL = "recall_per_class(y_true, y_pred, num_classes)"


def expect_recall(student, reference, y_true, y_pred, n_classes):
    """As the model solution has it, by index labels in no order."""
    expect_close(
        student.recall_per_class(y_true, y_pred, n_classes),
        reference.recall_per_class(y_true, y_pred, n_classes),
        what=CALL,
        atol=1e-6,
    )


def mistaken(y_true, n_classes):
    """Every third sample of each class is taken for one of the next class."""
    y_pred = y_true.copy()
    wrong = np.argsort(y_true, kind="stable")[::3]
    y_pred[wrong] = (y_true[wrong] + 1) % n_classes
    return y_pred


@pytest.mark.check(points=1, topics=["two classes"])
def test_two_classes(student, reference, rng):
    """vi: hai lớp, lớp 1 rất hiếm
    en: two classes, class 1 is rare
    """
    y_true = labels(rng, 21, 2, ratio=0.2)
    expect_recall(student, reference, y_true, mistaken(y_true, 2), 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_three_classes(student, reference, rng):
    """vi: ba lớp nhầm lẫn với nhau không đối xứng
    en: three classes that are mistaken for each other in no symmetric way
    """
    y_true = labels(rng, 14, 3)
    expect_recall(student, reference, y_true, mistaken(y_true, 3), 3)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_class_never_predicted(student, reference, rng):
    """vi: một lớp không bao giờ được đoán có recall 0
    en: a class that is never predicted has recall 0
    """
    y_true = labels(rng, 11, 3)
    y_pred = mistaken(y_true, 3)
    y_pred[y_pred == y_true.max()] = 0
    expect_recall(student, reference, y_true, y_pred, 3)


@pytest.mark.check(points=1, topics=["absent classes"])
def test_class_without_samples(student, reference, rng):
    """vi: lớp không có mẫu nào có recall 0, không phải nan
    en: a class without any sample has recall 0, not nan
    """
    y_true = labels(rng, 9, 2)
    expect_recall(student, reference, y_true, mistaken(y_true, 4), 4)
