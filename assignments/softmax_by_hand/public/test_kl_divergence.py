"""kl_divergence: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_never_negative(answers):
    """vi: `kl` là một số không âm
    en: `kl` is one number, not negative
    """
    kl = expect_form(answers, "kl")
    expect(
        kl >= 0,
        vi=f"`kl` bằng {kl:.4f}; KL divergence không bao giờ âm.",
        en=f"`kl` is {kl:.4f}; a KL divergence is never negative.",
    )
