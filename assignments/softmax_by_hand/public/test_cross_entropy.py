"""cross_entropy: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_never_negative(answers):
    """vi: `loss` là một số, `batch_losses` là 5 số, không số nào âm
    en: `loss` is one number, `batch_losses` are five, and none is negative
    """
    lowest = min(expect_form(answers, "loss"), expect_form(answers, "batch_losses", (5,)).min())
    expect(
        lowest >= 0,
        vi=f"Có giá trị âm ({lowest:.4f}); cross-entropy không bao giờ âm.",
        en=f"There is a negative value ({lowest:.4f}); a cross-entropy is never negative.",
    )
