"""one_hot: hidden checks."""

import pytest

from grader.suite.api import expect_equal


@pytest.mark.check(points=1, topics=["values"])
def test_values(student, reference, rng):
    """vi: mỗi nhãn thành một dòng có đúng một số 1, nhãn không theo thứ tự
    en: each label becomes a row with a single 1, labels in no order
    """
    y = rng.permutation([0, 3, 1, 2, 3, 0, 2])
    expect_equal(student.one_hot(y, 4), reference.one_hot(y, 4), what="one_hot(y, 4)")


@pytest.mark.check(points=2, topics=["absent classes"])
def test_absent_classes(student, reference, rng):
    """vi: num_classes quyết định số cột, kể cả khi y thiếu vài lớp
    en: num_classes decides the number of columns, even if y lacks some classes
    """
    y = rng.permutation([1, 2, 1, 1, 2])
    expect_equal(student.one_hot(y, 5), reference.one_hot(y, 5), what="one_hot(y, 5)")
