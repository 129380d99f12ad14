"""A gradient beside finite differences of a loss: what several suites ask."""

import math
from contextlib import suppress

import numpy as np

from grader.suite.api import expect, expect_close

LARGEST = np.finfo(float).max
"""np.nan_to_num makes this of an infinity, and it is finite."""
FLAT = 1e-6
"""A loss whose slopes are less than this everywhere is a constant."""


def array(value, shape, what, misconception=None):
    """Finite numbers of that shape, whatever they are; anything else is the student's mistake."""
    expect_close(value, np.zeros(shape), what=what, atol=LARGEST, misconception=misconception)
    return np.array(value, dtype=float).reshape(shape)


def numbers(value, what):
    """Numbers of any shape, right or wrong: code that does nothing leaves its arguments alone."""
    kind = ""
    if isinstance(value, (list, tuple, float, int, np.ndarray, np.generic)):
        with suppress(ValueError, TypeError, OverflowError):  # several arrays of different shapes
            kind = np.asarray(value).dtype.kind
    expect(
        kind and kind in "biuf",
        vi=f"`{what}` phải trả về số.",
        en=f"`{what}` must return numbers.",
    )


def number(value, what, misconception=None):
    """A finite number, whatever its size."""
    return float(array(value, (), what, misconception))


def all_numbers(values):
    """The finite numbers that *values* are; None where they are anything else, or nothing."""
    with suppress(ValueError, TypeError, OverflowError):
        found = [float(np.reshape(value, ())) for value in values or ()]
        return found if found and all(map(math.isfinite, found)) else None
    return None


def around(theta, step=1e-2):
    """Every point that :func:`slopes` needs the loss of: one step ahead and behind, by element."""
    points = []
    for place in np.ndindex(theta.shape):
        for sign in (1, -1):
            point = theta.copy()
            point[place] += sign * step
            points.append(point)
    return points


def slopes(losses, theta, step=1e-2):
    """The gradient by central differences, from the losses at the points of :func:`around`."""
    ahead, behind = np.array(losses[::2]), np.array(losses[1::2])
    return ((ahead - behind) / (2 * step)).reshape(theta.shape)


def agreeing(gradient, own, right, n_classes, *, loss, right_loss):
    """What *gradient* has to be: the slope *own* of the student's loss, if that is accepted.

    A loss that is wrong in itself has cost its points where it was judged: then the right gradient
    is as good. It is all there is where *own* is None, because the loss answered with no number, or
    where the loss depends on nothing.
    """
    if own is None or np.abs(own).max() < FLAT:
        return min((right, right / n_classes), key=lambda value: np.abs(gradient - value).max())
    if any(abs(loss - value) < 1e-3 * value for value in (right_loss, right_loss / n_classes)):
        return own
    return min((own, right, right / n_classes), key=lambda value: np.abs(gradient - value).max())
