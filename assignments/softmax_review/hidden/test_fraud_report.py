"""fraud_report: hidden checks on generated tables of transactions, few of them fraudulent."""

import numpy as np
import pytest

from grader.suite.api import accept, expect_close

from .tables import CURVES, agrees, fraud_table, measured, named

CALL = "fraud_report(X_train, y_train, X_test, y_test, num_classes)"
NEAR = {"rtol": 1e-3, "atol": 1e-4}
LR, EPOCHS = 0.4, 40


def tables(rng, n_classes):
    """X_train, y_train, X_test, y_test."""
    return *fraud_table(rng, 107, n_classes), *fraud_table(rng, 58, n_classes)


def report(reference, data, n_classes, *, sample_std, divided):
    """The model solution's report under the named conventions; curves before and after."""
    X_train, y_train, X_test, y_test = data
    n, factor = len(X_train), n_classes if divided else 1
    scale = np.sqrt((n - 1) / n) if sample_std else 1.0
    Z_train, Z_test = (
        reference.add_intercept(scale * part) for part in reference.standardize(X_train, X_test)
    )
    given = (Z_train, y_train, Z_test, y_test, n_classes, LR / factor)
    theta, _ = reference.train_numpy(*given, EPOCHS)
    _, history = reference.train_numpy(*given, EPOCHS + 1)
    curves = {k: v / factor if "loss" in k else v for k, v in history.items()}
    y_pred = reference.predict(Z_test, theta)
    return {
        "theta": theta,
        "before": {k: curve[:-1] for k, curve in curves.items()},
        "after": {k: curve[1:] for k, curve in curves.items()},
        "accuracy": float(np.mean(y_pred == y_test)),
        "recall": reference.recall_per_class(y_test, y_pred, n_classes),
    }


def observed(student, reference, rng, n_classes):
    """The student's report, and the one that it is held against."""
    data = tables(rng, n_classes)
    found = named(
        student.fraud_report(*data, n_classes, LR, EPOCHS),
        ("theta", "history", "accuracy", "recall"),
        CALL,
    )
    plain = report(reference, data, n_classes, sample_std=False, divided=False)
    if agrees(found["theta"], plain["theta"], **NEAR):
        return found, plain
    for sample_std, divided in ((True, False), (False, True), (True, True)):
        other = report(reference, data, n_classes, sample_std=sample_std, divided=divided)
        if agrees(found["theta"], other["theta"], **NEAR):
            accept("sample-std" if sample_std else "divide-by-size")
            return found, other
    return found, plain


@pytest.mark.check(points=2, topics=["two classes"])
def test_two_classes(student, reference, rng):
    """vi: gian lận hay không: accuracy và recall của từng lớp trên tập test
    en: fraud or not: accuracy and the recall of each class on the test part
    """
    found, wanted = observed(student, reference, rng, 2)
    expect_close(found["recall"], wanted["recall"], what='report["recall"]', atol=1e-6)
    expect_close(found["accuracy"], wanted["accuracy"], what='report["accuracy"]', atol=1e-6)


@pytest.mark.check(points=3, topics=["three classes"])
def test_three_classes(student, reference, rng):
    """vi: thường, đáng ngờ, gian lận: accuracy và recall của từng lớp trên tập test
    en: usual, suspicious, fraudulent: accuracy and the recall of each class on the test part
    """
    found, wanted = observed(student, reference, rng, 3)
    expect_close(found["recall"], wanted["recall"], what='report["recall"]', atol=1e-6)
    expect_close(found["accuracy"], wanted["accuracy"], what='report["accuracy"]', atol=1e-6)


@pytest.mark.check(points=1, topics=["three classes", "leakage"])
def test_theta(student, reference, rng):
    """vi: theta đến từ dữ liệu đã chuẩn hoá theo tập train, có cột intercept đứng đầu
    en: theta comes from data standardised with the training part, with the intercept first
    """
    found, wanted = observed(student, reference, rng, 3)
    expect_close(found["theta"], wanted["theta"], what='report["theta"]', **NEAR)


@pytest.mark.check(points=1, topics=["curves"])
def test_history(student, reference, rng):
    """vi: các đường loss của tập train và của tập test (thay cho validation)
    en: the loss curves of the training part and of the test part (in place of validation)
    """
    found, wanted = observed(student, reference, rng, 3)
    history = named(found["history"], CURVES, 'report["history"]')
    for name in ("train_loss", "val_loss"):
        before, after = wanted["before"][name], wanted["after"][name]
        curve = history[name]
        right = measured(curve, before, after, **NEAR)
        expect_close(curve, right, what=f'report["history"]["{name}"]', **NEAR)
