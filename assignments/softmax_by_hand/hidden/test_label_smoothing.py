"""label_smoothing: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_step


@pytest.mark.check(points=3, topics=["convention"])
def test_smooth_target(answers):
    """vi: `smooth_target`: nhãn sau khi làm mượt
    en: `smooth_target`: the smoothed target
    """
    expect_step(answers, "smooth_target")
