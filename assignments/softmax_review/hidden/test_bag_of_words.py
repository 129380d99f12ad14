"""bag_of_words: hidden checks on words in all forms, and on sentences of public/sentiment.py."""

import pytest

from grader.suite.api import expect_equal

from .sentences import SENTENCES

CALL = "bag_of_words(texts, vocabulary)"
WORDS = "hay Hay HAY hayhay the The Theatre a phim Phim dở DỞ"
KNOWN = ["hay", "the", "hayhay", "theatre", "a", "ha", "phim", "dở", "rất"]


def some_texts(rng, count):
    """Sentences in no order."""
    return [SENTENCES[i][1] for i in rng.permutation(len(SENTENCES))[:count]]


def expect_counts(student, reference, texts, vocabulary):
    """As the model solution counts."""
    wanted = reference.bag_of_words(texts, vocabulary)
    expect_equal(student.bag_of_words(texts, vocabulary), wanted, what=CALL)


@pytest.mark.check(points=2, topics=["values"])
def test_counts(student, reference, rng):
    """vi: số lần xuất hiện của từng từ, viết hoa hay thường như nhau, từ nằm trong từ khác không
    tính
    en: how often each word occurs, in capitals or not; a word inside another one does not count
    """
    texts = [" ".join(rng.choice(WORDS.split(), rng.integers(1, 8))) for _ in range(11)]
    vocabulary = [str(word) for word in rng.permutation(KNOWN)]
    expect_counts(student, reference, texts, vocabulary)


@pytest.mark.check(points=1, topics=["unknown words"])
def test_unknown_words(student, reference, rng):
    """vi: từ ngoài vocabulary bị bỏ qua; câu không có từ nào quen cho một dòng 0
    en: words outside of the vocabulary are left out; a text without a known word is a row of 0
    """
    texts = [*some_texts(rng, 5), "xyz"]
    vocabulary = sorted({word for text in texts[:3] for word in text.lower().split()})[::2]
    expect_counts(student, reference, texts, vocabulary)
