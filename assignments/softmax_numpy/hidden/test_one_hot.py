"""one_hot: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import expect_close


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: mỗi dòng có đúng một số 1, ở cột của nhãn
    en: each row has a single 1, in the label's column
    """
    for n_samples, n_classes in [(7, 3), (11, 6)]:
        y = labels(rng, n_samples, n_classes)
        expect_close(
            student.one_hot(y, n_classes), reference.one_hot(y, n_classes), what="one_hot(y, C)"
        )


@pytest.mark.check(points=2, topics=["values", "absent classes"])
def test_missing_classes(student, reference, rng):
    """vi: đủ số cột cả khi một lớp ở giữa hoặc lớp cuối không có trong y
    en: there are columns for all classes even if y lacks one in the middle, or the last
    """
    for absent in (5, 2):
        y = rng.permutation([k for k in range(6) if k != absent] * 2 + [0])
        expect_close(student.one_hot(y, 6), reference.one_hot(y, 6), what="one_hot(y, 6)")


@pytest.mark.check(points=1, topics=["state"])
def test_second_call(student, reference, rng):
    """vi: gọi lần thứ hai với nhãn khác không bị ảnh hưởng bởi lần gọi đầu
    en: a second call with other labels is not affected by the first
    """
    first = labels(rng, 7, 3)
    second = (first + 1) % 3
    student.one_hot(first, 3)
    expect_close(
        student.one_hot(second, 3), reference.one_hot(second, 3), what="the second one_hot(y, 3)"
    )
