"""split: public check."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close


@pytest.mark.check(points=1, topics=["sizes"])
def test_shapes(student):
    """vi: 12 mẫu với test_share mặc định: 9 để huấn luyện, 3 để kiểm tra
    en: 12 samples with the default test_share: 9 for training, 3 for the test
    """
    X = np.arange(24.0).reshape(12, 2)
    y = np.array([0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1])  # each class has a whole fourth
    parts = student.split(X, y)
    expect(
        isinstance(parts, (tuple, list)) and len(parts) == 4,
        vi="`split` phải trả về bốn giá trị: X_train, X_test, y_train, y_test.",
        en="`split` has to return four values: X_train, X_test, y_train, y_test.",
    )
    shapes = {"X_train": (9, 2), "X_test": (3, 2), "y_train": (9,), "y_test": (3,)}
    for part, (name, shape) in zip(parts, shapes.items(), strict=True):
        expect_close(part, np.zeros(shape), what=name, atol=1e300)
