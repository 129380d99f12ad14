"""binary_cross_entropy: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["values"])
def test_never_negative(answers):
    """vi: `bce_terms` gồm 4 số, không số nào âm
    en: `bce_terms` is four numbers, none of them negative
    """
    lowest = expect_form(answers, "bce_terms", (4,)).min()
    expect(
        lowest >= 0,
        vi=f"Có giá trị âm ({lowest:.4f}); BCE không bao giờ âm.",
        en=f"There is a negative value ({lowest:.4f}); a BCE is never negative.",
    )
