"""train: public checks on a small table of three groups."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_equal, probe

X = np.array(
    [
        [2.0, 0.1], [-1.0, 1.9], [-1.1, -2.0], [2.2, -0.2], [-0.9, 2.1], [-1.0, -1.8],
        [1.9, 0.0], [-1.2, 2.0], [-0.8, -2.1], [2.1, 0.2], [-1.0, -2.2],
    ]
)  # fmt: skip
Y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2])


def trained(_module, train, X, y, lr, epochs):
    """Train a linear layer that starts at zero: how many losses came back, and its classes.

    Where what came back is no list of numbers, its type in place of their number.
    """
    from collections.abc import Sequence

    import torch

    model, x = torch.nn.Linear(2, 3), torch.tensor(X, dtype=torch.get_default_dtype())
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    losses = train(model, x, torch.tensor(y), torch.nn.CrossEntropyLoss(), lr, epochs)
    plain = isinstance(losses, (Sequence, np.ndarray, torch.Tensor)) and type(losses) is not str
    if plain and all(
        np.ndim(loss.detach() if hasattr(loss, "detach") else loss) == 0 for loss in losses
    ):
        count = len(losses)
    else:
        count = losses if losses is None else type(losses).__name__
    if hasattr(losses, "__next__"):
        list(losses)  # a generator does nothing by itself: its steps are judged all the same
    return [count, model(x).argmax(dim=1).numpy()]


@pytest.mark.check(points=1, topics=["history"])
def test_one_loss_per_epoch(student):
    """vi: train trả về một giá trị loss cho mỗi epoch
    en: train returns one loss for each epoch
    """
    found, _ = probe(student, trained, student.train, X, Y, 0.1, 12)
    expect(
        not isinstance(found, str),
        vi=f"train trả về một {found}, không phải một list các số.",
        en=f"train returns a {found}, not a list of numbers.",
    )
    expect(
        found is None or found == 12,
        vi=f"train(…, epochs=12) trả về {found} giá trị loss; đề yêu cầu 12.",
        en=f"train(…, epochs=12) returned {found} losses; 12 are asked for.",
    )
    expect_equal(found, np.array(12), what="len(train(…, epochs=12))")


@pytest.mark.check(points=1, topics=["training"])
def test_learns_three_groups(student):
    """vi: sau 100 epoch, nn.Linear(2, 3) đoán đúng cả 11 mẫu của ba nhóm tách rời nhau
    en: after 100 epochs nn.Linear(2, 3) gets all 11 samples of three separate groups right
    """
    _, found = probe(student, trained, student.train, X, Y, 0.5, 100)
    expect_equal(found, Y, what="model(X).argmax(dim=1)", inputs={"X": X, "y": Y})
