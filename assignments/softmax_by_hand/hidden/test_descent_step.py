"""descent_step: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_W_new(answers):
    """vi: `W_new`: W sau một bước
    en: `W_new`: W after one step
    """
    expect_step(answers, "W_new")


@pytest.mark.check(points=1, topics=["precision"], needs=["descent_step.W_new"])
def test_W_new_precise(answers):
    """vi: `W_new` đúng đến 4 chữ số thập phân
    en: `W_new` is right to 4 decimals
    """
    expect_precise(answers, "W_new")


@pytest.mark.check(points=1, topics=["bias"])
def test_b_new(answers):
    """vi: `b_new`: b sau một bước
    en: `b_new`: b after one step
    """
    expect_step(answers, "b_new")


@pytest.mark.check(points=1, topics=["values"])
def test_new_logits(answers):
    """vi: `new_logits`: logits của mẫu sau một bước
    en: `new_logits`: the logits of the sample after the step
    """
    expect_step(answers, "new_logits")


@pytest.mark.check(points=1, topics=["values"])
def test_new_p(answers):
    """vi: `new_p`: xác suất sau một bước
    en: `new_p`: the probabilities after the step
    """
    expect_step(answers, "new_p")


@pytest.mark.check(points=2, topics=["values"])
def test_new_loss(answers):
    """vi: `new_loss`: loss sau một bước
    en: `new_loss`: the loss after the step
    """
    expect_step(answers, "new_loss")


@pytest.mark.check(points=1, topics=["precision"], needs=["descent_step.new_loss"])
def test_new_loss_precise(answers):
    """vi: `new_loss` đúng đến 4 chữ số thập phân
    en: `new_loss` is right to 4 decimals
    """
    expect_precise(answers, "new_loss")
