"""softmax: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, expect_close, expect_equal


def eighths(rng, shape):
    """Logits that float32 holds exactly even after a shift by 1000."""
    return np.round(8 * rng.normal(size=shape)) / 8


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: softmax đúng từng dòng, với hai và với ba lớp
    en: softmax is right in every row, for two and for three classes
    """
    for shape in ((7, 3), (5, 2)):
        z = rng.normal(size=shape)
        expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")


@pytest.mark.check(points=2, topics=["stability"], needs=["softmax.values"])
def test_stable_large(student, reference, rng):
    """vi: softmax đúng khi mọi logits cỡ +1000
    en: softmax is right when all logits are near +1000
    """
    z = eighths(rng, (7, 3)) + 1000
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z + 1000)")


@pytest.mark.check(points=1, topics=["stability"], needs=["softmax.values"])
def test_stable_mixed_rows(student, reference, rng):
    """vi: softmax đúng khi trong một batch có dòng cỡ +1000, cỡ 0, cỡ -1000, và dòng có cả ba
    en: softmax is right when one batch has rows near +1000, near 0, near -1000, and with all three
    """
    z = eighths(rng, (10, 3))
    z[:7] += np.array([1000, 1000, 0, 0, 0, -1000, -1000])[:, None]
    # From the mean of such a row, its least or its first element, the largest is still too far.
    z[7:] += [[1000, 0, -1000], [-1000, 0, 1000], [0, 1000, -1000]]
    z = rng.permutation(z)
    expect_close(student.softmax(z), reference.softmax(z), what="softmax(z)")


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: softmax không làm thay đổi mảng z của người gọi
    en: softmax leaves the caller's z as it is
    """
    z = rng.normal(size=(7, 3))
    returned = ask(student.softmax, z)
    expect_close(returned.value, np.zeros_like(z), what="softmax(z)", atol=1e300)
    expect_equal(returned.args[0], z, what="z after softmax(z)")
