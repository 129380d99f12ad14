"""kl_divergence: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_kl_terms(answers):
    """vi: `kl_terms`: từng số hạng của KL(P‖Q)
    en: `kl_terms`: each term of KL(P‖Q)
    """
    expect_step(answers, "kl_terms")


@pytest.mark.check(points=1, topics=["precision"], needs=["kl_divergence.kl_terms"])
def test_kl_terms_precise(answers):
    """vi: `kl_terms` đúng đến 4 chữ số thập phân
    en: `kl_terms` is right to 4 decimals
    """
    expect_precise(answers, "kl_terms")


@pytest.mark.check(points=1, topics=["values"])
def test_kl(answers):
    """vi: `kl`: KL(P‖Q)
    en: `kl`: KL(P‖Q)
    """
    expect_step(answers, "kl")
