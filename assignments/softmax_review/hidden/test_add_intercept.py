"""add_intercept: hidden checks."""

import pytest

from grader.suite.api import ask, expect_close, expect_equal


@pytest.mark.check(points=2, topics=["values", "shapes"])
def test_values(student, reference, rng):
    """vi: cột đầu toàn số 1, các cột sau là X, với hai shape; X được giữ nguyên
    en: the first column is ones, the rest is X, for two shapes; X is left as it is
    """
    for shape in ((7, 4), (1, 2)):
        X = rng.normal(size=shape)
        returned = ask(student.add_intercept, X)
        expect_close(returned.value, reference.add_intercept(X), what="add_intercept(X)")
        expect_equal(returned.args[0], X, what="X after add_intercept(X)")
