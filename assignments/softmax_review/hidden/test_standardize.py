"""standardize: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, expect_close, expect_equal

from .tables import numbers, several

CALL = "standardize(X_train, X_test)"
SCALES = np.array([1.0, 50.0, 0.2, 300.0])
CENTRES = np.array([0.0, 200.0, -3.0, 1200.0])


def tables(rng, n_train=11, n_test=5):
    """Two tables of features on different scales; the test part lies elsewhere."""
    X_train = CENTRES + SCALES * rng.normal(size=(n_train, 4))
    return X_train, CENTRES + SCALES * (1.5 + 2 * rng.normal(size=(n_test, 4)))


def expect_part(reference, value, index, X_train, X_test):
    """The part of that number, with the standard deviation over N or over N - 1."""
    expected = reference.standardize(X_train, X_test)[index]
    n = len(X_train)
    expect_close(
        several(value, 2, CALL)[index],
        expected,
        what=f"{CALL}[{index}]",
        atol=1e-6,
        conventions={"sample-std": expected * np.sqrt((n - 1) / n)},
    )


@pytest.mark.check(points=2, topics=["values"])
def test_train_values(student, reference, rng):
    """vi: trong tập train, mỗi đặc trưng có trung bình 0 và độ lệch chuẩn 1
    en: in the training part each feature has mean 0 and standard deviation 1
    """
    X_train, X_test = tables(rng)
    expect_part(reference, student.standardize(X_train, X_test), 0, X_train, X_test)


@pytest.mark.check(points=2, topics=["values", "leakage"])
def test_test_values(student, reference, rng):
    """vi: tập test được chuẩn hoá bằng trung bình và độ lệch chuẩn của tập train
    en: the test part is standardised with mean and standard deviation of the training part
    """
    X_train, X_test = tables(rng)
    expect_part(reference, student.standardize(X_train, X_test), 1, X_train, X_test)


@pytest.mark.check(points=1, topics=["leakage"])
def test_single_test_row(student, reference, rng):
    """vi: tập test chỉ có một mẫu vẫn được chuẩn hoá đúng
    en: a test part of a single sample is standardised right, too
    """
    X_train, X_test = tables(rng, 9, 1)
    expect_part(reference, student.standardize(X_train, X_test), 1, X_train, X_test)


@pytest.mark.check(points=1, topics=["constant features"])
def test_constant_feature(student, reference, rng):
    """vi: một đặc trưng không bao giờ đổi thành 0 ở cả hai tập, không thành nan
    en: a feature that never changes becomes 0 in both parts, not nan
    """
    X_train, X_test = tables(rng)
    X_train[:, 2] = X_test[:, 2] = 4.0
    found = several(student.standardize(X_train, X_test), 2, CALL)
    for index, part in enumerate((X_train, X_test)):
        zeros = np.zeros(len(part))
        expect_close(_column(found[index], 2), zeros, what=f"{CALL}[{index}][:, 2]", atol=1e-6)
    expect_part(reference, found, 0, X_train, X_test)


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: X_train và X_test của người gọi không bị thay đổi
    en: the caller's X_train and X_test stay as they are
    """
    X_train, X_test = tables(rng)
    returned = ask(student.standardize, X_train, X_test)
    given = {"X_train": X_train, "X_test": X_test}
    for found, part in zip(several(returned.value, 2, CALL), given.values(), strict=True):
        expect_close(found, np.zeros_like(part), what=CALL, atol=1e300)
    for (name, before), after in zip(given.items(), returned.args, strict=True):
        expect_equal(after, before, what=f"{name} after {CALL}")


def _column(value, index):
    array = numbers(value)
    return array[:, index] if array.ndim == 2 and array.shape[1] > index else value
