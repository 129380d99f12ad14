"""answers: public check. It tells whether the answers can be read, not whether they are right."""

import pytest

from grader.suite.api import expect

from .questions import NAMES, answer_to


@pytest.mark.check(points=1, topics=["answers"])
def test_readable(student):
    """vi: cả mười câu đều đã có câu trả lời đọc được
    en: all ten questions have an answer that can be read
    """
    empty = ", ".join(name for name in NAMES if answer_to(student, name) is None)
    expect(
        not empty,
        vi=f"Chưa được trả lời: {empty}.",
        en=f"Not answered yet: {empty}.",
    )
