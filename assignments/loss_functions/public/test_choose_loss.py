"""choose_loss: public checks, worked out by hand."""

import pytest
import torch

from grader.suite.api import expect, expect_close, fetch, probe


def is_class(_module, choose, y):
    """Whether what is chosen is a class, such as nn.CrossEntropyLoss without brackets."""
    return isinstance(choose(y), type)


@pytest.mark.check(points=1, topics=["imbalance"])
def test_minority_costs_more(student):
    """vi: với 19 mẫu lớp 0 và 1 mẫu lớp 1: sai mẫu lớp 1 đắt hơn sai một mẫu lớp 0
    en: with 19 samples of class 0 and 1 of class 1: losing class 1 costs more than losing one of 0
    """
    y = torch.tensor([0] * 19 + [1])
    right = torch.tensor([[2.0, 0.0]] * 19 + [[0.0, 2.0]])
    minority_wrong, majority_wrong = right.clone(), right.clone()
    minority_wrong[19] = torch.tensor([2.0, 0.0])
    majority_wrong[0] = torch.tensor([0.0, 2.0])
    expect(
        not probe(student, is_class, fetch(student.choose_loss), y),
        vi="choose_loss trả về một lớp, không phải một đối tượng: thiếu cặp ngoặc (…) sau tên lớp.",
        en="choose_loss returns a class, not an object of it: brackets (…) behind its name are "
        "missing.",
    )
    loss = student.choose_loss(y)
    expect(
        callable(loss),
        vi="choose_loss không trả về một hàm.",
        en="choose_loss does not return a function.",
    )
    values = []
    for logits in (minority_wrong, majority_wrong):
        value = loss(logits, y)
        expect_close(value, 0.0, what="loss(logits, y)", atol=1e300)
        values.append(float(torch.as_tensor(value)))
    first, second = (f"{value:.3g}".replace(".", ",") for value in values)
    expect(
        values[0] > 1.05 * values[1],
        vi=f"Sai mẫu lớp 1: loss {first}; sai một mẫu lớp 0: loss {second}.",
        en=f"Class 1 lost: loss {values[0]:.3g}; one of class 0 lost: loss {values[1]:.3g}.",
    )
