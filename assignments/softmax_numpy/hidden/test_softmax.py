"""softmax: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, expect_close, expect_equal

from .differences import numbers

SHAPES = [(7, 3), (11, 6)]


def eighths(rng, shape):
    """Logits that float32 holds exactly even after a shift by 1000."""
    return np.round(8 * rng.normal(size=shape)) / 8


@pytest.mark.check(points=3, topics=["values", "batch"])
def test_batch_values(student, reference, rng):
    """vi: softmax của batch đúng từng dòng, với hai shape khác nhau
    en: softmax of a batch is right in every row, for two shapes
    """
    for shape in SHAPES:
        z = rng.normal(size=shape)
        expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")


@pytest.mark.check(points=1, topics=["values", "1-D"])
def test_vector_values(student, reference, rng):
    """vi: softmax của một vector (C,) cho lại một vector (C,)
    en: softmax of a vector (C,) returns a vector (C,)
    """
    z = rng.normal(size=6)
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")


@pytest.mark.check(points=1, topics=["dtype"])
def test_integer_input(student, reference, rng):
    """vi: logits là số nguyên vẫn cho xác suất có phần thập phân
    en: integer logits give probabilities with decimals
    """
    z = rng.integers(-3, 4, size=(7, 3))
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: softmax không làm thay đổi mảng z của người gọi
    en: softmax leaves the caller's z as it is
    """
    z = rng.normal(size=(7, 3))
    returned = ask(student.softmax, z)
    numbers(returned.value, "softmax(z)")
    expect_equal(returned.args[0], z, what="z after softmax(z)", misconception="mutates-input")


@pytest.mark.check(points=2, topics=["stability"], needs=["softmax.batch_values"])
def test_stable_large(student, reference, rng):
    """vi: softmax đúng khi mọi logits cỡ +1000
    en: softmax is right when all logits are near +1000
    """
    z = eighths(rng, (7, 3)) + 1000
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z + 1000)")


@pytest.mark.check(points=1, topics=["stability"], needs=["softmax.batch_values"])
def test_stable_small(student, reference, rng):
    """vi: softmax đúng khi mọi logits cỡ -1000
    en: softmax is right when all logits are near -1000
    """
    z = eighths(rng, (7, 3)) - 1000
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z - 1000)")


@pytest.mark.check(points=2, topics=["stability", "batch"], needs=["softmax.batch_values"])
def test_stable_mixed_rows(student, reference, rng):
    """vi: softmax đúng khi trong một batch có dòng cỡ +1000, cỡ 0, cỡ -1000, và dòng có cả ba
    en: softmax is right when one batch has rows near +1000, near 0, near -1000, and with all three
    """
    offsets = rng.permutation([1000, 1000, 0, 0, 0, -1000, -1000])
    z = eighths(rng, (9, 3))
    z[:7] += offsets[:, None]
    # From the mean of such a row, its least or its first element, the largest is still too far.
    z[7:] += [[-1000, 0, 1000], [0, 1000, -1000]]
    z = rng.permutation(z)
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")
