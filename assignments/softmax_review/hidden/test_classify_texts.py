"""classify_texts: hidden checks on the sentences of public/sentiment.py."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, expect_equal

from .sentences import SENTENCES

CALL = "classify_texts(train_texts, train_labels, test_texts, num_classes)"
TOP = 0.25
"""How far the largest logit lies above the next where a class counts as clear."""


def dealt(rng, share):
    """Training texts with labels, and the other texts."""
    order = rng.permutation(len(SENTENCES))
    texts, y = [SENTENCES[i][1] for i in order], np.array([SENTENCES[i][0] for i in order])
    n_test = round(len(texts) * share)
    return texts[n_test:], y[n_test:], texts[:n_test]


def clear_classes(reference, texts, y, others):
    """The model solution's class of each other text, and whether it is clear."""
    vocabulary = sorted({word for text in texts for word in text.lower().split()})
    X, X_test = (
        reference.add_intercept(reference.bag_of_words(part, vocabulary))
        for part in (texts, others)
    )
    theta, _ = reference.train_numpy(X, y, X, y, 3, 0.5, 150)
    logits = X_test @ theta
    first, second = np.sort(logits, axis=1)[:, :-3:-1].T
    return np.argmax(logits, axis=1), first - second > TOP


def expect_classes(student, reference, texts, y, others):
    """The model solution's classes, where they are clear."""
    wanted, clear = clear_classes(reference, texts, y, others)
    found = student.classify_texts(texts, y, others, 3, 0.5, 150)
    expect_close(found, np.zeros(len(others)), what=CALL, atol=1e300)
    classes = np.asarray(found).reshape(-1)
    wrong = int((classes[clear] != wanted[clear]).sum())
    total = int(clear.sum())
    expect(
        wrong == 0,
        vi=f"{wrong} trên {total} câu rõ ràng được xếp vào lớp khác.",
        en=f"{wrong} of {total} clear sentences are put into another class.",
    )


@pytest.mark.check(points=2, topics=["Vietnamese and English"])
def test_new_sentences(student, reference, rng):
    """vi: các câu mới, tiếng Việt và tiếng Anh, được xếp đúng lớp
    en: new sentences, Vietnamese and English, are put into the right class
    """
    expect_classes(student, reference, *dealt(rng, 0.25))


@pytest.mark.check(points=1, topics=["Vietnamese and English"])
def test_learns_its_texts(student, rng):
    """vi: các câu huấn luyện được xếp vào đúng lớp của chúng, dù học từ câu viết hoa
    en: the training sentences are put into their own classes, learnt in capitals or not
    """
    texts, y, _ = dealt(rng, 0.3)
    found = student.classify_texts(texts, y, texts, 3, 0.5, 200)
    expect_equal(found, y, what="classify_texts(texts, y, texts, 3)")
    capitals = [text.upper() for text in texts]
    found = student.classify_texts(capitals, y, texts, 3, 0.5, 200)
    expect_equal(found, y, what="classify_texts(texts in capitals, y, texts, 3)")


@pytest.mark.check(points=1, topics=["unknown words"])
def test_unknown_words(student, reference, rng):
    """vi: câu test có từ chưa từng gặp, và câu test không có từ nào quen
    en: test sentences with words never met, and one without any known word
    """
    texts, y, others = dealt(rng, 0.25)
    more = [f"{text} zzz qqq" for text in others[:6]]
    expect_classes(student, reference, texts, y, [*more, "zzz"])
