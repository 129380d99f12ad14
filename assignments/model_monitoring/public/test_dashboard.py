"""The dashboard: a public check of its form."""

import pytest

from grader.suite.api import expect

from .monitoring import the_dashboard


@pytest.mark.check(points=1, topics=["structure"])
def test_is_json(student):
    """vi: dashboard là JSON có title, panel và truy vấn
    en: the dashboard is JSON with a title, panels and queries
    """
    text = str(the_dashboard(student))
    for key in ("'title'", "'expr'"):
        expect(
            key in text,
            vi=f"Không có khoá {key} nào trong dashboard.",
            en=f"There is no key {key} in the dashboard.",
        )
