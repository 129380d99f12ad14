"""predict_multilabel: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_equal

from .data import tensor


def logits_of(rng, shape):
    """Logits whose probabilities lie 0.05 or more from the thresholds 0.3, 0.5 and 0.7."""
    p = rng.permuted(np.resize([0.1, 0.2, 0.36, 0.45, 0.56, 0.64, 0.78, 0.9], shape))
    return tensor(np.log(p / (1 - p)))


@pytest.mark.check(points=1, topics=["values"])
def test_values(student, reference, rng):
    """vi: nhãn dự đoán đúng với ngưỡng mặc định 0,5, hai shape khác nhau
    en: the predicted labels are right for the default threshold 0.5, for two shapes
    """
    for shape in ((7, 3), (11, 6)):
        logits = logits_of(rng, shape)
        expect_equal(
            student.predict_multilabel(logits),
            reference.predict_multilabel(logits),
            what="predict_multilabel(logits)",
        )


@pytest.mark.check(points=2, topics=["threshold"])
def test_thresholds(student, reference, rng):
    """vi: nhãn dự đoán đúng với ngưỡng 0,3 và 0,7
    en: the predicted labels are right for the thresholds 0.3 and 0.7
    """
    for threshold in (0.3, 0.7):
        logits = logits_of(rng, (7, 5))
        expect_equal(
            student.predict_multilabel(logits, threshold=threshold),
            reference.predict_multilabel(logits, threshold=threshold),
            what=f"predict_multilabel(logits, threshold={threshold})",
        )
