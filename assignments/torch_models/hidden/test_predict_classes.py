"""predict_classes: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_equal, probe

# ------------------------------------------------------------------ what runs beside the student


def classes(_module, function, logits):
    """``predict_classes`` of a tensor."""
    import torch

    found = function(torch.tensor(logits, dtype=torch.get_default_dtype()))
    if isinstance(found, tuple):  # torch.max with its values
        found = list(found)
    return found.detach().numpy() if isinstance(found, torch.Tensor) else found


# ------------------------------------------------------------------ on our side


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: lớp có logit lớn nhất của từng mẫu, với hai shape khác nhau
    en: the class with the greatest logit of each sample, for two shapes
    """
    for n, c in [(17, 3), (7, 11)]:
        logits = rng.normal(size=(n, c))
        expect_equal(
            probe(student, classes, student.predict_classes, logits),
            classes(None, reference.predict_classes, logits),
            what="predict_classes(logits)",
        )


@pytest.mark.check(points=1, topics=["values"])
def test_negative_logits(student, reference, rng):
    """vi: đúng cả khi mọi logits đều âm
    en: right also where all logits are negative
    """
    logits = -5 - 3 * rng.uniform(size=(13, 4))
    expect_equal(
        probe(student, classes, student.predict_classes, logits),
        classes(None, reference.predict_classes, logits),
        what="predict_classes(logits)",
    )


@pytest.mark.check(points=1, topics=["shapes"], needs=["predict_classes.values"])
def test_single_sample(student):
    """vi: một mẫu duy nhất cho kết quả shape (1,)
    en: a single sample gives shape (1,)
    """
    logits = np.array([[0.5, -1.0, 2.5, 1.0]])
    expect_equal(
        probe(student, classes, student.predict_classes, logits),
        np.array([2]),
        what="predict_classes(logits)",
    )
