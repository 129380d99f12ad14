"""hinge_loss: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_hinge_terms(answers):
    """vi: `hinge_terms`: hinge loss của từng mẫu
    en: `hinge_terms`: the hinge loss of each sample
    """
    expect_step(answers, "hinge_terms")


@pytest.mark.check(points=1, topics=["batch"])
def test_hinge(answers):
    """vi: `hinge`: hinge loss trung bình
    en: `hinge`: the mean hinge loss
    """
    expect_step(answers, "hinge")
