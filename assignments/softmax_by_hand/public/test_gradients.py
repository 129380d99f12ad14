"""gradients: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form


@pytest.mark.check(points=1, topics=["shapes"])
def test_shapes(answers):
    """vi: `dz`, `db` là 3 số; `dW` có 2 dòng 3 cột, như W
    en: `dz` and `db` are three numbers; `dW` has 2 rows of 3, as W has
    """
    expect_form(answers, "dz", (3,))
    expect_form(answers, "dW", (2, 3))
    expect_form(answers, "db", (3,))
