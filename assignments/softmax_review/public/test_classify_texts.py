"""classify_texts: public check on six sentences of sentiment.py."""

import numpy as np
import pytest

from grader.suite.api import expect_equal

TEXTS = [
    "Phim này rất hay và cảm động", "I love this film and its music",
    "Phim quá dở và rất chán", "I hate this boring film",
    "Phim dài hai giờ", "The film is two hours long",
]  # fmt: skip
LABELS = np.array([2, 2, 0, 0, 1, 1])


@pytest.mark.check(points=1, topics=["Vietnamese and English"])
def test_six_sentences(student):
    """vi: hai câu mới dùng lại từ của sáu câu đã học
    en: two new sentences made of words of the six that were learnt
    """
    tests = ["cảm động rất hay", "boring I hate"]
    found = student.classify_texts(TEXTS, LABELS, tests, 3)
    expect_equal(found, np.array([2, 0]), what="classify_texts(…)", inputs={"texts": tests})
