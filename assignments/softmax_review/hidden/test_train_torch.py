"""train_torch: hidden checks.

The layer starts at zero and every step uses all data, so the curves are those of train_numpy.
"""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, expect_equal, probe

from .tables import CURVES, departed, expect_start_at_zero, groups, measured, named, runs, shuffled

TOLERANCE = {"rtol": 2e-4, "atol": 2e-5}
"""Of float32 over all steps."""
LR, EPOCHS = 0.3, 12
LONG = 100
"""Epochs in which a loop that stops early would stop."""
FEATURES = 4
"""The layer has a bias: there is no column of ones."""


def trained(_module, train, X, y, X_val, y_val, n_classes, lr, epochs):
    """What train returned, as data.

    Returns:
        "kind" of what came back, "history", "attached" (a curve hangs on the graph), "logits" of
        the model for X_val, and "data" as it is after training.
    """
    import torch

    def plain(curve):
        if isinstance(curve, torch.Tensor):
            return curve.detach().numpy()
        if isinstance(curve, (list, tuple)):
            return [v.detach().numpy() if isinstance(v, torch.Tensor) else v for v in curve]
        return curve

    def attached(curve):
        values = curve if isinstance(curve, (list, tuple)) else [curve]
        return any(bool(getattr(value, "requires_grad", False)) for value in values)

    data = [torch.tensor(X, dtype=torch.float32), torch.tensor(y)]
    data += [torch.tensor(X_val, dtype=torch.float32), torch.tensor(y_val)]
    found = train(*data, n_classes, lr, epochs)
    record = {"kind": type(found).__name__, "data": [value.numpy() for value in data]}
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        return record
    model, history = found
    record["kind"] = "pair"
    if isinstance(history, dict):
        record["attached"] = any(attached(curve) for curve in history.values())
        history = {name: plain(curve) for name, curve in history.items()}
    record["history"] = history
    if isinstance(model, torch.nn.Module):
        model.eval()
    with torch.no_grad():
        logits = model(torch.tensor(X_val, dtype=torch.float32))
    record["logits"] = logits.numpy() if isinstance(logits, torch.Tensor) else logits
    return record


def observe(student, data, n_classes=3, lr=LR, epochs=EPOCHS):
    """The record of training, once it is known that a model and a dict came back."""
    X, y, X_val, y_val = data
    task = (X[:, 1:], y, X_val[:, 1:], y_val, n_classes, lr, epochs)
    found = probe(student, trained, student.train_torch, *task)
    expect(
        found["kind"] == "pair",
        vi=f"`train_torch` phải trả về hai giá trị: model và history; đã nhận {found['kind']}.",
        en=f"`train_torch` has to return two values, model and history; it returned a "
        f"{found['kind']}.",
    )
    return found


def expect_logits(student, reference, rng, n_classes, n_samples=23):
    """The logits of the trained model for the validation part."""
    data = groups(rng, n_classes, FEATURES + 1, counts=(n_samples, 13))
    found = observe(student, data, n_classes)
    theta, _ = reference.train_numpy(*data, n_classes, LR, EPOCHS)
    expect_close(found["logits"], data[2] @ theta, what="model(X_val)", rtol=1e-3, atol=1e-4)


def expect_curves(student, reference, rng, names, *, first=0):
    """The curves of that name, from their element *first* on; before or after each step."""
    _expect_curves(student, reference, groups(rng, 3, FEATURES + 1), EPOCHS, names, first)


def expect_all_epochs(student, reference, rng, name):
    """That curve over many epochs, in which the loss nearly settles."""
    _expect_curves(student, reference, shuffled(rng, FEATURES + 1), LONG, [name], 0)


def _expect_curves(student, reference, data, epochs, names, first):
    found = observe(student, data, epochs=epochs)
    history = named(found["history"], CURVES, "history")
    _, _, before, after = next(runs(reference, data, 3, LR, epochs))
    for name in names:
        # Accuracies in float32 are off by up to 1e-7; a sample on the border counts either way.
        near = TOLERANCE if "loss" in name else {"rtol": 0, "atol": 1.01 / len(data[2])}
        curve, what = history[name], f'history["{name}"]'
        wanted = measured(curve, before[name], after[name], **near)
        mistake = departed(curve, wanted, **near) if "loss" in name else None
        nothing = np.zeros(epochs)
        expect_close(curve, nothing, what=what, atol=1e300, misconception=mistake)
        got = np.asarray(curve, dtype=float).reshape(-1)
        expect_close(got[first:], wanted[first:], what=what, misconception=mistake, **near)


@pytest.mark.check(points=1, topics=["two classes"])
def test_two_classes(student, reference, rng):
    """vi: sau 12 epoch với hai lớp, logits của mô hình đúng
    en: after 12 epochs with two classes the model's logits are right
    """
    expect_logits(student, reference, rng, 2)


@pytest.mark.check(points=2, topics=["three classes"])
def test_three_classes(student, reference, rng):
    """vi: sau 12 epoch với ba lớp và 300 mẫu, logits của mô hình đúng
    en: after 12 epochs with three classes and 300 samples the model's logits are right
    """
    expect_logits(student, reference, rng, 3, 300)


@pytest.mark.check(points=1, topics=["curves"])
def test_starts_at_zero(student, rng):
    """vi: trọng số và bias bắt đầu từ 0: với lr=0, loss là ln K
    en: weights and bias start at zero: with lr=0 the loss is ln K
    """
    data = groups(rng, 3, FEATURES + 1)
    found = observe(student, data, lr=0.0, epochs=2)
    curve = named(found["history"], CURVES, "history")["train_loss"]
    expect_close(curve, np.zeros(2), what='history["train_loss"]', atol=1e300)
    expect_start_at_zero(curve, len(data[0]), 3)


@pytest.mark.check(points=1, topics=["curves"])
def test_train_loss(student, reference, rng):
    """vi: train_loss giống như khi huấn luyện bằng NumPy
    en: train_loss is that of the training in NumPy
    """
    expect_curves(student, reference, rng, ["train_loss"])
    expect_all_epochs(student, reference, rng, "train_loss")


@pytest.mark.check(points=1, topics=["curves"])
def test_accuracies(student, reference, rng):
    """vi: train_accuracy và val_accuracy là các số từ 0 đến 1, đúng cho từng epoch
    en: train_accuracy and val_accuracy are numbers from 0 to 1, right for each epoch
    """
    expect_curves(student, reference, rng, ["train_accuracy", "val_accuracy"], first=1)


@pytest.mark.check(points=2, topics=["curves", "validation"])
def test_validation_loss(student, reference, rng):
    """vi: val_loss được đo trên tập validation
    en: val_loss is measured on the validation part
    """
    expect_curves(student, reference, rng, ["val_loss"])
    expect_all_epochs(student, reference, rng, "val_loss")


@pytest.mark.check(points=1, topics=["graph"], needs=["train_torch.four_curves"])
def test_plain_curves(student, rng):
    """vi: các đường cong là số, không còn gắn với đồ thị tính toán
    en: the curves are numbers that no longer hang on the graph
    """
    found = observe(student, groups(rng, 3, FEATURES + 1))
    named(found["history"], CURVES, "history")
    expect(
        found["attached"] is False,
        vi="history chứa tensor còn requires_grad=True: đồ thị của mọi epoch được giữ lại trong bộ "
        "nhớ.",
        en="history holds tensors with requires_grad=True: the graphs of all epochs are kept in "
        "memory.",
    )


@pytest.mark.check(points=1, topics=["side effects"], needs=["train_torch.four_curves"])
def test_keeps_data(student, rng):
    """vi: dữ liệu của người gọi không bị thay đổi
    en: the caller's data stays as it is
    """
    X, y, X_val, y_val = groups(rng, 3, FEATURES + 1)
    found = observe(student, (X, y, X_val, y_val))
    wanted = [X[:, 1:].astype(np.float32), y, X_val[:, 1:].astype(np.float32), y_val]
    names = ("X_train", "y_train", "X_val", "y_val")
    for name, before, after in zip(names, wanted, found["data"], strict=True):
        expect_equal(after, before, what=f"{name} after train_torch")
