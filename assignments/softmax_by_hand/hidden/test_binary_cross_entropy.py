"""binary_cross_entropy: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_bce_terms(answers):
    """vi: `bce_terms`: BCE của từng mẫu
    en: `bce_terms`: the BCE of each sample
    """
    expect_step(answers, "bce_terms")


@pytest.mark.check(points=1, topics=["precision"], needs=["binary_cross_entropy.bce_terms"])
def test_bce_terms_precise(answers):
    """vi: `bce_terms` đúng đến 4 chữ số thập phân
    en: `bce_terms` is right to 4 decimals
    """
    expect_precise(answers, "bce_terms")


@pytest.mark.check(points=1, topics=["batch"])
def test_bce(answers):
    """vi: `bce`: BCE trung bình
    en: `bce`: the mean BCE
    """
    expect_step(answers, "bce")
