"""label_smoothing: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_sums_to_one(answers):
    """vi: các phần tử của `smooth_target` có tổng bằng 1
    en: the elements of `smooth_target` sum to 1
    """
    total = answers["smooth_target"].sum()
    expect(
        abs(total - 1) < 0.005,
        vi=f"Tổng bằng {total:.4f}, phải bằng 1.",
        en=f"The sum is {total:.4f}; it should be 1.",
    )
