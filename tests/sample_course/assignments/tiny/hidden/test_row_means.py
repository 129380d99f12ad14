import pytest

from grader.suite.api import ask, expect_close


@pytest.mark.check(points=3, topics=["mean"])
def test_values(student, reference, rng):
    """vi: trung bình từng dòng
    en: the mean of each row
    """
    x = rng.exponential(size=(7, 5))
    expect_close(
        student.row_means(x),
        reference.row_means(x),
        what="row_means(x)",
        conventions={"median": __import__("numpy").median(x, axis=1)},
    )


@pytest.mark.check(points=1, disclosure="sealed", needs=["row_means.values"])
def test_leaves_input(student, rng):
    """vi: không sửa đầu vào
    en: leaves its input alone
    """
    x = rng.normal(size=(4, 3))
    expect_close(ask(student.row_means, x).args[0], x, what="x")
