"""log_softmax: hidden checks."""

from contextlib import suppress

import numpy as np
import pytest

from grader.suite.api import expect_close

SHAPES = [(7, 3), (11, 6)]


def eighths(rng, shape):
    """Logits that float32 holds exactly even after a shift by 1000."""
    return np.round(8 * rng.normal(size=shape)) / 8


def same_everywhere(answer, places):
    """Whether one finite number is at all *places*: log of the epsilon that a 0 was raised to."""
    with suppress(ValueError, TypeError, IndexError):  # judged by shape and kind later
        values = np.asarray(answer, dtype=float)[places]
        return bool(np.isfinite(values).all() and np.ptp(values) < 1e-6)
    return False


@pytest.mark.check(points=2, topics=["values", "batch"])
def test_batch_values(student, reference, rng):
    """vi: log_softmax của batch đúng từng dòng, với hai shape khác nhau
    en: log_softmax of a batch is right in every row, for two shapes
    """
    for shape in SHAPES:
        z = rng.normal(size=shape)
        expect_close(
            student.log_softmax(z), reference.log_softmax(z), what="log_softmax(z)", atol=1e-6
        )


@pytest.mark.check(points=1, topics=["values", "1-D"])
def test_vector_values(student, reference, rng):
    """vi: log_softmax của một vector (C,) cho lại một vector (C,)
    en: log_softmax of a vector (C,) returns a vector (C,)
    """
    z = rng.normal(size=6)
    expect_close(student.log_softmax(z), reference.log_softmax(z), what="log_softmax(z)", atol=1e-6)


# In float32, z - max - log(sum) is off by 1e-7 and z - (max + log(sum)) by 1e-4 near 1000. What
# these checks are after is inf or nan.
@pytest.mark.check(points=1, topics=["stability"], needs=["log_softmax.batch_values"])
def test_stable_large(student, reference, rng):
    """vi: log_softmax đúng khi mọi logits cỡ +1000
    en: log_softmax is right when all logits are near +1000
    """
    z = eighths(rng, (7, 3)) + 1000
    expect_close(
        student.log_softmax(z), reference.log_softmax(z), what="log_softmax(z + 1000)", atol=1e-3
    )


@pytest.mark.check(points=1, topics=["stability", "batch"], needs=["log_softmax.batch_values"])
def test_stable_mixed_rows(student, reference, rng):
    """vi: log_softmax đúng khi trong một batch có dòng cỡ +1000, dòng cỡ 0 và dòng cỡ -1000
    en: log_softmax is right when one batch has rows near +1000, near 0 and near -1000
    """
    offsets = rng.permutation([1000, 1000, 0, 0, 0, -1000, -1000])
    z = eighths(rng, (7, 3)) + offsets[:, None]
    expect_close(student.log_softmax(z), reference.log_softmax(z), what="log_softmax(z)", atol=1e-3)


@pytest.mark.check(points=2, topics=["stability"], needs=["log_softmax.batch_values"])
def test_stable_far_apart(student, reference, rng):
    """vi: log_softmax hữu hạn và đúng khi logits trong một dòng cách nhau cỡ 1000
    en: log_softmax is finite and right when the logits of a row are about 1000 apart
    """
    z = eighths(rng, (7, 3))
    far = np.arange(7), rng.permutation(np.arange(7) % 3)
    z[far] -= 1000
    answer = student.log_softmax(z)
    # Not judged here: it tells log(softmax(z)) from a softmax that overflows as well.
    student.log_softmax(z + 1000)
    expect_close(
        answer,
        reference.log_softmax(z),
        what="log_softmax(z)",
        atol=1e-3,
        misconception="log-of-softmax" if same_everywhere(answer, far) else None,
    )
