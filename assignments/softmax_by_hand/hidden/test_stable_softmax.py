"""stable_softmax: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=1, topics=["stability"])
def test_max_z(answers):
    """vi: `max_z`: logit lớn nhất của z
    en: `max_z`: the largest logit of z
    """
    expect_step(answers, "max_z")


@pytest.mark.check(points=1, topics=["stability"])
def test_shifted(answers):
    """vi: `shifted`: logits sau khi trừ max
    en: `shifted`: the logits after the shift
    """
    expect_step(answers, "shifted")


@pytest.mark.check(points=2, topics=["values"])
def test_exps(answers):
    """vi: `exps`: các giá trị exp của logits đã trừ max
    en: `exps`: the exponentials of the shifted logits
    """
    expect_step(answers, "exps")


@pytest.mark.check(points=1, topics=["precision"], needs=["stable_softmax.exps"])
def test_exps_precise(answers):
    """vi: `exps` đúng đến 4 chữ số thập phân
    en: `exps` is right to 4 decimals
    """
    expect_precise(answers, "exps")


@pytest.mark.check(points=1, topics=["values"])
def test_exp_sum(answers):
    """vi: `exp_sum`: tổng các exp
    en: `exp_sum`: the sum of the exponentials
    """
    expect_step(answers, "exp_sum")


@pytest.mark.check(points=2, topics=["values"])
def test_softmax_z(answers):
    """vi: `softmax_z`: softmax của z
    en: `softmax_z`: softmax of z
    """
    expect_step(answers, "softmax_z")


@pytest.mark.check(points=1, topics=["precision"], needs=["stable_softmax.softmax_z"])
def test_softmax_z_precise(answers):
    """vi: `softmax_z` đúng đến 4 chữ số thập phân
    en: `softmax_z` is right to 4 decimals
    """
    expect_precise(answers, "softmax_z")
