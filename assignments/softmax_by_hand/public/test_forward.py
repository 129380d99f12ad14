"""forward: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_probabilities_sum_to_one(answers):
    """vi: `p` gồm 3 số có tổng bằng 1
    en: `p` is three numbers whose sum is 1
    """
    p = expect_form(answers, "p", (3,))
    expect(
        abs(p.sum() - 1) < 0.03,
        vi=f"`p` có tổng bằng {p.sum():.4f}, phải bằng 1.",
        en=f"`p` sums to {p.sum():.4f}; it should be 1.",
    )
