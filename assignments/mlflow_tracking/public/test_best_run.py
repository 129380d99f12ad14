"""best_run: a public check on two runs."""

import pytest

from grader.suite.api import expect_equal, probe

from .scenes import searching


@pytest.mark.check(points=1, topics=["search"])
def test_better_of_two(student):
    """vi: trong hai run có val_loss 0,4 và 0,9, best_run trả về id của run đầu
    en: of two runs with val_loss 0.4 and 0.9, best_run returns the id of the first
    """
    found = probe(student, searching, student.best_run)
    expect_equal(found, 0, what="the place of best_run(…) among the two runs")
