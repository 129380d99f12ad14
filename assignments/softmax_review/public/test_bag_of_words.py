"""bag_of_words: public check."""

import numpy as np
import pytest

from grader.suite.api import expect_equal


@pytest.mark.check(points=1, topics=["values"])
def test_two_sentences(student):
    """vi: hai câu và bốn từ
    en: two sentences and four words
    """
    texts = ["Phim rất hay và rất vui", "I love this film"]
    vocabulary = ["film", "hay", "love", "rất"]
    wanted = np.array([[0, 1, 0, 2], [1, 0, 1, 0]])
    found = student.bag_of_words(texts, vocabulary)
    inputs = {"texts": texts, "vocabulary": vocabulary}
    expect_equal(found, wanted, what="bag_of_words(texts, vocabulary)", inputs=inputs)
