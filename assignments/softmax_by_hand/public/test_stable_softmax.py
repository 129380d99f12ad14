"""stable_softmax: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_probabilities_sum_to_one(answers):
    """vi: `softmax_z` gồm 4 số có tổng bằng 1
    en: `softmax_z` is four numbers whose sum is 1
    """
    p = expect_form(answers, "softmax_z", (4,))
    expect(
        abs(p.sum() - 1) < 0.03,
        vi=f"`softmax_z` có tổng bằng {p.sum():.4f}, phải bằng 1.",
        en=f"`softmax_z` sums to {p.sum():.4f}; it should be 1.",
    )
