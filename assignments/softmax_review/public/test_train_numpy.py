"""train_numpy: public checks on a small table of three groups."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, expect_equal

X = np.array(
    [
        [1, 2.0, 0.1], [1, -1.0, 1.9], [1, -1.1, -2.0], [1, 2.2, -0.2], [1, -0.9, 2.1],
        [1, -1.0, -1.8], [1, 1.9, 0.0], [1, -1.2, 2.0], [1, -0.8, -2.1], [1, 2.1, 0.2],
    ]
)  # fmt: skip
Y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
CURVES = ("train_accuracy", "train_loss", "val_accuracy", "val_loss")


def trained(student, epochs):
    """theta and history, or a sentence that says what came instead."""
    found = student.train_numpy(X, Y, X[:4], Y[:4], 3, 0.5, epochs)
    expect(
        isinstance(found, (tuple, list)) and len(found) == 2 and isinstance(found[1], dict),
        vi="`train_numpy` phải trả về hai giá trị: theta và một dict.",
        en="`train_numpy` has to return two values: theta and a dict.",
    )
    return found


@pytest.mark.check(points=1, topics=["curves"])
def test_four_curves(student):
    """vi: bốn đường cong, mỗi đường có một giá trị cho mỗi epoch
    en: four curves, each with one value for each epoch
    """
    _, history = trained(student, 7)
    for name in CURVES:
        expect_close(history.get(name), np.zeros(7), what=f'history["{name}"]', atol=1e300)


@pytest.mark.check(points=1, topics=["three classes"])
def test_learns_three_groups(student):
    """vi: sau 100 epoch, cả mười mẫu của ba nhóm tách rời được đoán đúng
    en: after 100 epochs all ten samples of three separate groups are predicted right
    """
    theta, _ = trained(student, 100)
    expect_close(theta, np.zeros((3, 3)), what="theta", atol=1e300)
    found = np.argmax(X @ np.asarray(theta, dtype=float), axis=1)
    expect_equal(found, Y, what="argmax of X @ theta", inputs={"X": X, "y": Y})
