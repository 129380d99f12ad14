"""train_torch: public checks on a small table of three groups."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_equal, probe

X = np.array(
    [
        [2.0, 0.1], [-1.0, 1.9], [-1.1, -2.0], [2.2, -0.2], [-0.9, 2.1],
        [-1.0, -1.8], [1.9, 0.0], [-1.2, 2.0], [-0.8, -2.1], [2.1, 0.2],
    ]
)  # fmt: skip
Y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
CURVES = ("train_accuracy", "train_loss", "val_accuracy", "val_loss")


def trained(_module, train, X, y, names, epochs):
    """The lengths of the curves of these names, and the classes that the model gives to X."""
    import torch

    x, labels = torch.tensor(X, dtype=torch.float32), torch.tensor(y)
    found = train(x, labels, x[:4], labels[:4], 3, 0.5, epochs)
    if not isinstance(found, (tuple, list)) or len(found) != 2 or not isinstance(found[1], dict):
        return type(found).__name__
    model, history = found
    lengths = {name: len(history[name]) if name in history else None for name in names}
    return [lengths, model(x).argmax(dim=1).numpy()]


def observe(student, epochs):
    """What ``trained`` says, once it is known that a model and a dict came back."""
    found = probe(student, trained, student.train_torch, X, Y, CURVES, epochs)
    expect(
        isinstance(found, list),
        vi="`train_torch` phải trả về hai giá trị: model và một dict.",
        en="`train_torch` has to return two values: the model and a dict.",
    )
    return found


@pytest.mark.check(points=1, topics=["curves"])
def test_four_curves(student):
    """vi: bốn đường cong, mỗi đường có một giá trị cho mỗi epoch
    en: four curves, each with one value for each epoch
    """
    lengths, _ = observe(student, 7)
    expect_equal(
        repr(lengths), repr(dict.fromkeys(CURVES, 7)), what="the lengths of the curves in history"
    )


@pytest.mark.check(points=1, topics=["three classes"])
def test_learns_three_groups(student):
    """vi: sau 100 epoch, cả mười mẫu của ba nhóm tách rời được đoán đúng
    en: after 100 epochs all ten samples of three separate groups are predicted right
    """
    _, found = observe(student, 100)
    expect_equal(found, Y, what="model(X).argmax(dim=1)", inputs={"X": X, "y": Y})
