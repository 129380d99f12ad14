"""predict_with_metrics: public checks with numbers that can be counted by hand."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_equal, probe

from .monitoring import two_requests

PROBABILITIES = np.array([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.2, 0.5, 0.3]])


@pytest.mark.check(points=1, topics=["values"])
def test_known_classes(student):
    """vi: với ba dòng xác suất đã cho, các lớp là 1, 0 và 1
    en: for three given rows of probabilities the classes are 1, 0 and 1
    """
    classes, _ = probe(student, two_requests, student.predict_with_metrics)
    expect_equal(
        classes,
        np.array([1, 0, 1]),
        what="predict_with_metrics(model, X)",
        inputs={"model.predict_proba(X)": PROBABILITIES},
    )


@pytest.mark.check(points=1, topics=["requests", "errors"])
def test_known_counts(student):
    """vi: sau một yêu cầu tốt và một yêu cầu lỗi, model_requests_total tăng 1 ở mỗi status
    en: after a good request and one that fails, model_requests_total has grown by 1 at each status
    """
    _, grown = probe(student, two_requests, student.predict_with_metrics)
    expect(
        grown == {"success": 1.0, "error": 1.0},
        vi=f"model_requests_total tăng {grown}; cần success: 1 và error: 1.",
        en=f"model_requests_total has grown by {grown}; expected success: 1 and error: 1.",
    )
