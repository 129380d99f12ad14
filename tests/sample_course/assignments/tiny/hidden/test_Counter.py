import pytest

from grader.suite.api import expect_equal, fetch


@pytest.mark.check(points=1)
def test_counts(student):
    """vi: đếm số lần gọi
    en: counts its calls
    """
    counter = student.Counter()
    counter.add(2)
    counter.add(3)
    expect_equal(fetch(counter.total), 5, what="total")


@pytest.mark.check(points=1)
def test_starts_at_zero(student):
    """vi: mỗi bộ đếm bắt đầu từ 0
    en: every counter starts at 0
    """
    student.Counter().add(2)
    expect_equal(fetch(student.Counter().total), 0, what="total")
