"""gradients: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_dz(answers):
    """vi: `dz`: gradient theo logits
    en: `dz`: the gradient by the logits
    """
    expect_step(answers, "dz")


@pytest.mark.check(points=1, topics=["precision"], needs=["gradients.dz"])
def test_dz_precise(answers):
    """vi: `dz` đúng đến 4 chữ số thập phân
    en: `dz` is right to 4 decimals
    """
    expect_precise(answers, "dz")


@pytest.mark.check(points=2, topics=["values"])
def test_dW(answers):
    """vi: `dW`: gradient theo W
    en: `dW`: the gradient by W
    """
    expect_step(answers, "dW")


@pytest.mark.check(points=1, topics=["precision"], needs=["gradients.dW"])
def test_dW_precise(answers):
    """vi: `dW` đúng đến 4 chữ số thập phân
    en: `dW` is right to 4 decimals
    """
    expect_precise(answers, "dW")


@pytest.mark.check(points=1, topics=["bias"])
def test_db(answers):
    """vi: `db`: gradient theo b
    en: `db`: the gradient by b
    """
    expect_step(answers, "db")
