"""forward: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["bias"])
def test_logits(answers):
    """vi: `logits`: logits z = Wᵀx + b
    en: `logits`: the logits z = Wᵀx + b
    """
    expect_step(answers, "logits")


@pytest.mark.check(points=1, topics=["values"])
def test_logits_exp(answers):
    """vi: `logits_exp`: exp của từng logit
    en: `logits_exp`: the exponential of each logit
    """
    expect_step(answers, "logits_exp")


@pytest.mark.check(points=1, topics=["precision"], needs=["forward.logits_exp"])
def test_logits_exp_precise(answers):
    """vi: `logits_exp` đúng đến 4 chữ số thập phân
    en: `logits_exp` is right to 4 decimals
    """
    expect_precise(answers, "logits_exp")


@pytest.mark.check(points=1, topics=["values"])
def test_logits_sum(answers):
    """vi: `logits_sum`: tổng các exp
    en: `logits_sum`: the sum of the exponentials
    """
    expect_step(answers, "logits_sum")


@pytest.mark.check(points=2, topics=["values"])
def test_p(answers):
    """vi: `p`: xác suất dự đoán p
    en: `p`: the predicted probabilities p
    """
    expect_step(answers, "p")


@pytest.mark.check(points=1, topics=["precision"], needs=["forward.p"])
def test_p_precise(answers):
    """vi: `p` đúng đến 4 chữ số thập phân
    en: `p` is right to 4 decimals
    """
    expect_precise(answers, "p")
