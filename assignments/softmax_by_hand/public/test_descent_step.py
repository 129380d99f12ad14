"""descent_step: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form


@pytest.mark.check(points=1, topics=["values"])
def test_shapes(answers):
    """vi: `W_new` có 2 dòng 3 cột, `b_new` là 3 số
    en: `W_new` has 2 rows of 3, `b_new` is three numbers
    """
    expect_form(answers, "W_new", (2, 3))
    expect_form(answers, "b_new", (3,))
