"""train_numpy: hidden checks.

Parameters start at zero and every step uses all data, so each number of it is known.
"""

import numpy as np
import pytest

from grader.suite.api import ask, expect, expect_close, expect_equal

from .tables import (
    CURVES,
    LIKE_FLOAT32,
    departed,
    expect_start_at_zero,
    fitting,
    groups,
    measured,
    named,
    runs,
    several,
    shuffled,
)

CALL = "train_numpy(X_train, y_train, X_val, y_val, num_classes)"
LR, EPOCHS = 0.3, 12
LONG = 100
"""Epochs in which a loop that stops early would stop."""
COLUMNS = 5


def outcome(value):
    """theta and the history."""
    theta, history = several(value, 2, CALL)
    return theta, named(history, CURVES, "history")


def expect_theta(student, reference, rng, n_classes, n_samples=23):
    """The parameters after some steps with a learning rate that is not the default."""
    data = groups(rng, n_classes, COLUMNS, counts=(n_samples, 13))
    theta, _ = several(student.train_numpy(*data, n_classes, LR, EPOCHS), 2, CALL)
    wanted = fitting(theta, runs(reference, data, n_classes, LR, EPOCHS))[1]
    expect_close(theta, wanted, what=f"theta, epochs={EPOCHS}", **LIKE_FLOAT32)


def expect_curves(student, reference, rng, names, *, first=0):
    """The curves of that name, from their element *first* on; before or after each step."""
    _expect_curves(student, reference, groups(rng, 3, COLUMNS), EPOCHS, names, first)


def expect_all_epochs(student, reference, rng, name):
    """That curve over many epochs, in which the loss nearly settles."""
    _expect_curves(student, reference, shuffled(rng, COLUMNS), LONG, [name], 0)


def _expect_curves(student, reference, data, epochs, names, first):
    theta, history = outcome(student.train_numpy(*data, 3, LR, epochs))
    _, _, before, after = fitting(theta, runs(reference, data, 3, LR, epochs))
    for name in names:
        curve, what = history[name], f'history["{name}"]'
        wanted = measured(curve, before[name], after[name], **LIKE_FLOAT32)
        mistake = departed(curve, wanted, **LIKE_FLOAT32) if "loss" in name else None
        nothing = np.zeros(epochs)
        expect_close(curve, nothing, what=what, atol=1e300, misconception=mistake)
        got = np.asarray(curve, dtype=float).reshape(-1)
        expect_close(got[first:], wanted[first:], what=what, misconception=mistake, **LIKE_FLOAT32)


@pytest.mark.check(points=1, topics=["two classes"])
def test_two_classes(student, reference, rng):
    """vi: theta đúng sau 12 epoch với hai lớp
    en: theta is right after 12 epochs with two classes
    """
    expect_theta(student, reference, rng, 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_three_classes(student, reference, rng):
    """vi: theta đúng sau 12 epoch với ba lớp và 300 mẫu
    en: theta is right after 12 epochs with three classes and 300 samples
    """
    expect_theta(student, reference, rng, 3, 300)


@pytest.mark.check(points=1, topics=["curves"])
def test_starts_at_zero(student, rng):
    """vi: theta bắt đầu từ 0: với lr=0, loss là ln K
    en: theta starts at zero: with lr=0 the loss is ln K
    """
    data = groups(rng, 3, COLUMNS)
    _, history = outcome(student.train_numpy(*data, 3, 0.0, 2))
    expect_close(history["train_loss"], np.zeros(2), what='history["train_loss"]', atol=1e300)
    expect_start_at_zero(history["train_loss"], len(data[0]), 3)


@pytest.mark.check(points=1, topics=["curves"])
def test_train_loss(student, reference, rng):
    """vi: train_loss là loss của từng epoch trên tập train
    en: train_loss is each epoch's loss on the training part
    """
    expect_curves(student, reference, rng, ["train_loss"])
    expect_all_epochs(student, reference, rng, "train_loss")


@pytest.mark.check(points=1, topics=["curves"])
def test_train_accuracy(student, reference, rng):
    """vi: train_accuracy là accuracy của từng epoch trên tập train, từ 0 đến 1
    en: train_accuracy is each epoch's accuracy on the training part, from 0 to 1
    """
    # With zero parameters all classes are equally probable: any prediction is right.
    expect_curves(student, reference, rng, ["train_accuracy"], first=1)


@pytest.mark.check(points=2, topics=["curves", "validation"])
def test_validation_curves(student, reference, rng):
    """vi: val_loss và val_accuracy được đo trên tập validation
    en: val_loss and val_accuracy are measured on the validation part
    """
    expect_curves(student, reference, rng, ["val_loss"])
    expect_curves(student, reference, rng, ["val_accuracy"], first=1)
    expect_all_epochs(student, reference, rng, "val_loss")


@pytest.mark.check(points=1, topics=["validation"])
def test_ignores_validation(student, rng):
    """vi: tập validation không ảnh hưởng đến theta
    en: the validation part has no influence on theta
    """
    X, y, X_val, y_val = groups(rng, 3, COLUMNS)
    first, _ = several(student.train_numpy(X, y, X_val, y_val, 3, 0.3, 5), 2, CALL)
    other = several(student.train_numpy(X, y, 3 * X_val[::-1], y_val, 3, 0.3, 5), 2, CALL)[0]
    expect_close(first, np.zeros((X.shape[1], 3)), what="theta", atol=1e300)
    moved = float(np.abs(np.asarray(first, float)).max())
    expect(
        moved > 1e-6,
        vi="Sau 5 epoch, theta vẫn bằng 0.",
        en="After 5 epochs theta is still zero.",
    )
    expect_close(other, first, what="theta with another validation part")


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_data(student, rng):
    """vi: dữ liệu của người gọi không bị thay đổi
    en: the caller's data stays as it is
    """
    X_train, y_train, X_val, y_val = groups(rng, 3, COLUMNS)
    returned = ask(student.train_numpy, X_train, y_train, X_val, y_val, 3, 0.1, 3)
    theta, _ = outcome(returned.value)
    expect_close(theta, np.zeros((X_train.shape[1], 3)), what="theta", atol=1e300)
    given = {"X_train": X_train, "y_train": y_train, "X_val": X_val, "y_val": y_val}
    for (name, before), after in zip(given.items(), returned.args, strict=False):
        expect_equal(after, before, what=f"{name} after train_numpy")
