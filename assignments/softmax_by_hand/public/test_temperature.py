"""temperature: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form


@pytest.mark.check(points=1, topics=["values"])
def test_four_numbers(answers):
    """vi: `scaled` và `softmax_T` là 4 số mỗi bên
    en: `scaled` and `softmax_T` are four numbers each
    """
    expect_form(answers, "scaled", (4,))
    expect_form(answers, "softmax_T", (4,))
