"""cross_entropy: hidden checks.

All but the one on index labels use one-hot labels.
"""

from contextlib import suppress

import numpy as np
import pytest

from grader.suite.api import ask, expect, expect_close, expect_equal

from .differences import all_numbers, number, numbers

SHAPES = [(7, 3), (11, 6)]
# On ordinary probabilities log(p + 1e-5) is off by 3e-5, and log(p + 1e-3) by 3e-3. Whether an
# epsilon is small enough is a check of its own.
RTOL = 1e-4


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


def probabilities(reference, rng, shape):
    """Rows of probabilities, none of them below 0.02."""
    return reference.softmax(rng.uniform(-1, 1, size=shape))


def by_size(loss, n_classes):
    """The course template's convention: `y.size` of one-hot labels is N·K."""
    return {"divide-by-size": loss / n_classes}


def not_finite(answer):
    """log-of-zero where *answer* is inf or nan: of labels and probabilities nothing else is."""
    with suppress(ValueError, TypeError):  # judged by shape and kind later
        return None if np.isfinite(answer).all() else "log-of-zero"
    return None


def swapped_epsilon(answer, y_hat, y):
    """The epsilon that makes *answer* the sum over the samples of -ŷ·log(y + epsilon)."""
    return float(np.exp(-answer / y_hat[y == 0].sum()))


def swapped(answers, problems):
    """Whether one small epsilon explains all answers, be they sums or means of either kind."""
    answers = all_numbers(answers)
    for size in (lambda _: 1, len, np.size) if answers else ():
        found = [
            swapped_epsilon(answer * size(y), y_hat, y)
            for answer, (y_hat, y) in zip(answers, problems, strict=True)
        ]
        if 0 < min(found) <= max(found) < 1e-4 and np.ptp(np.log(found)) < 1e-2:
            return True
    return False


@pytest.mark.check(points=2, topics=["values", "one-hot labels"])
def test_one_hot_values(student, reference, rng):
    """vi: cross-entropy trung bình đúng với nhãn one-hot, hai shape khác nhau
    en: the mean cross-entropy is right for one-hot labels, for two shapes
    """
    problems = []
    for n_samples, n_classes in SHAPES:
        y_hat = probabilities(reference, rng, (n_samples, n_classes))
        problems.append((y_hat, reference.one_hot(labels(rng, n_samples, n_classes), n_classes)))
    answers = [student.cross_entropy(*given) for given in problems]
    for answer, (y_hat, y) in zip(answers, problems, strict=True):
        loss = reference.cross_entropy(y_hat, y)
        expect_close(
            answer,
            loss,
            what="cross_entropy(y_hat, y)",
            rtol=RTOL,
            conventions=by_size(loss, y.shape[1]),
            misconception="swapped-arguments" if swapped(answers, problems) else None,
        )


@pytest.mark.check(points=2, topics=["values", "index labels"])
def test_index_values(student, reference, rng):
    """vi: cross-entropy trung bình đúng với nhãn là chỉ số lớp, hai shape khác nhau
    en: the mean cross-entropy is right for labels as class indices, for two shapes
    """
    for n_samples, n_classes in SHAPES:
        y_hat = probabilities(reference, rng, (n_samples, n_classes))
        y = labels(rng, n_samples, n_classes)
        loss = reference.cross_entropy(y_hat, y)
        expect_close(
            student.cross_entropy(y_hat, y),
            loss,
            what="cross_entropy(y_hat, y)",
            rtol=RTOL,
            conventions=by_size(loss, n_classes),
        )


@pytest.mark.check(points=1, topics=["precision"], needs=["cross_entropy.one_hot_values"])
def test_small_probability(student, reference, rng):
    """vi: loss không bị epsilon làm lệch khi lớp đúng có xác suất 0,0001
    en: no epsilon biases the loss when the true class has probability 0.0001
    """
    y = reference.one_hot(labels(rng, 7, 3), 3)
    y_hat = np.where(y == 1, 1e-4, (1 - 1e-4) / 2)
    loss = reference.cross_entropy(y_hat, y)
    answer = number(student.cross_entropy(y_hat, y), "cross_entropy(y_hat, y)")
    expect_close(
        answer,
        loss,
        what="cross_entropy(y_hat, y)",
        rtol=2e-3,  # log(p + 1e-6) is off by 0.1 % here, log(p + 1e-5) by 1 %
        # Ordinary probabilities had the right loss: only an epsilon makes this one too small.
        misconception="eps-too-large" if answer < loss else None,
        conventions=by_size(loss, 3),
    )


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, reference, rng):
    """vi: cross_entropy không làm thay đổi y_hat và y của người gọi
    en: cross_entropy leaves the caller's y_hat and y as they are
    """
    y = reference.one_hot(labels(rng, 7, 3), 3)
    y_hat = np.where(y == 1, 1.0, 0.0)
    y_hat[0] = [0.5, 0.25, 0.25]
    returned = ask(student.cross_entropy, y_hat, y)
    numbers(returned.value, "cross_entropy(y_hat, y)")
    after = returned.args
    expect_equal(
        after[0], y_hat, what="y_hat after cross_entropy(y_hat, y)", misconception="mutates-input"
    )
    expect_equal(after[1], y, what="y after cross_entropy(y_hat, y)", misconception="mutates-input")


@pytest.mark.check(points=2, topics=["stability"], needs=["cross_entropy.one_hot_values"])
def test_stable_zero_elsewhere(student, reference, rng):
    """vi: loss đúng khi một lớp khác lớp đúng có xác suất bằng đúng 0
    en: the loss is right when a class other than the true one has probability exactly 0
    """
    y = labels(rng, 7, 3)
    y_hat = probabilities(reference, rng, (7, 3))
    y_hat[np.arange(7), (y + 1) % 3] = 0
    y_hat /= y_hat.sum(axis=1, keepdims=True)
    y = reference.one_hot(y, 3)
    loss = reference.cross_entropy(y_hat, y)
    answer = student.cross_entropy(y_hat, y)
    expect_close(
        answer,
        loss,
        what="cross_entropy(y_hat, y)",
        rtol=RTOL,
        conventions=by_size(loss, 3),
        misconception=not_finite(answer),
    )


@pytest.mark.check(points=1, topics=["stability"])
def test_stable_zero_true_class(student, reference, rng):
    """vi: loss hữu hạn, và lớn, khi lớp đúng có xác suất bằng đúng 0
    en: the loss is finite, and large, when the true class has probability exactly 0
    """
    y = reference.one_hot(labels(rng, 7, 3), 3)
    y_hat = probabilities(reference, rng, (7, 3))
    losses = []
    for p in (1e-3, 0.0):
        y_hat[0] = np.where(y[0] == 1, p, (1 - p) / 2)
        answer = student.cross_entropy(y_hat, y)
        mistake = None if p else not_finite(answer)
        losses.append(number(answer, "cross_entropy(y_hat, y)", mistake))
    expect(
        losses[1] > losses[0],
        vi="Xác suất của lớp đúng giảm từ 0,001 xuống 0 mà loss không tăng.",
        en="The true class's probability fell from 0.001 to 0, and the loss did not rise.",
    )
