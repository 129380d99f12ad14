"""temperature: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=1, topics=["values"])
def test_scaled(answers):
    """vi: `scaled`: logits sau khi áp dụng T
    en: `scaled`: the logits after T
    """
    expect_step(answers, "scaled")


@pytest.mark.check(points=2, topics=["values"])
def test_softmax_T(answers):
    """vi: `softmax_T`: softmax với temperature T
    en: `softmax_T`: softmax with temperature T
    """
    expect_step(answers, "softmax_T")


@pytest.mark.check(points=1, topics=["precision"], needs=["temperature.softmax_T"])
def test_softmax_T_precise(answers):
    """vi: `softmax_T` đúng đến 4 chữ số thập phân
    en: `softmax_T` is right to 4 decimals
    """
    expect_precise(answers, "softmax_T")
