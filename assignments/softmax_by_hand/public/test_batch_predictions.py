"""batch_predictions: public checks: the form of the answers, whatever the numbers are."""

import pytest

from grader.suite.answers import expect_form
from grader.suite.api import expect


@pytest.mark.check(points=1, topics=["batch"])
def test_one_class_each(answers):
    """vi: `classes` gồm 5 lớp, mỗi lớp là 0, 1 hoặc 2
    en: `classes` is five classes, each of them 0, 1 or 2
    """
    classes = expect_form(answers, "classes", (5,))
    expect(
        set(classes) <= {0, 1, 2},
        vi="Có số không phải là lớp: các lớp là 0, 1 và 2.",
        en="There is a number that is no class: the classes are 0, 1 and 2.",
    )
