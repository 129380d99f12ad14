"""main: a public check on what the whole experiment left."""

import pytest

from grader.suite.api import expect, probe

from .scenes import begun, finished, started


@pytest.mark.check(points=1, topics=["runs"])
def test_leaves_runs(student):
    """vi: sau khi chạy, mlflow.db có ít nhất ba run đã kết thúc
    en: afterwards mlflow.db has at least three finished runs
    """
    if not probe(student, started):
        probe(student, begun, student.main)
    count = probe(student, finished)
    expect(
        not isinstance(count, str) and count >= 3,
        vi=f"mlflow.db có {count} run đã kết thúc.",
        en=f"mlflow.db has {count} finished runs.",
    )
