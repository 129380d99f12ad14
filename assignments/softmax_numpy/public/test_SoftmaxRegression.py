"""SoftmaxRegression: public checks on a small table of three groups."""

import numpy as np
import pytest

from grader.suite.api import expect_equal, probe

X = np.array(
    [
        [2.0, 0.1], [-1.0, 1.9], [-1.1, -2.0], [2.2, -0.2], [-0.9, 2.1], [-1.0, -1.8],
        [1.9, 0.0], [-1.2, 2.0], [-0.8, -2.1], [2.1, 0.2], [-1.0, -2.2],
    ]
)  # fmt: skip
Y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2])


def history_length(_module, model):
    """How many entries the model's loss history has; it may have another name."""
    names = ["history", "losses", "loss_history", "train_losses", "costs"]
    names += [
        name
        for name, value in getattr(model, "__dict__", {}).items()
        if isinstance(value, list) and value and all(np.size(each) == 1 for each in value)
    ]
    names += [
        name
        for name, value in getattr(model, "__dict__", {}).items()
        if isinstance(value, dict) and value and isinstance(next(iter(value.values())), list)
    ]
    history = getattr(model, next((name for name in names if hasattr(model, name)), "history"))
    return len(next(iter(history.values())) if isinstance(history, dict) else history)


@pytest.mark.check(points=1, topics=["training"])
def test_learns_three_groups(student):
    """vi: sau 300 epoch, mô hình đoán đúng cả 11 mẫu của ba nhóm tách rời nhau
    en: after 300 epochs the model gets all 11 samples of three separate groups right
    """
    model = student.SoftmaxRegression(2, 3, lr=0.5)
    model.fit(X, Y, epochs=300)
    expect_equal(model.predict(X), Y, what="model.predict(X)", inputs={"X": X, "y": Y})


@pytest.mark.check(points=1, topics=["history"])
def test_one_loss_per_epoch(student):
    """vi: history có một giá trị loss cho mỗi epoch
    en: the history has one loss for each epoch
    """
    model = student.SoftmaxRegression(2, 3)
    model.fit(X, Y, epochs=6)
    expect_equal(probe(student, history_length, model), 6, what="len(model.history)")
