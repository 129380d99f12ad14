"""Numbers that are known up to rounding: every operation gives the range of its possible results.

An array of ``Interval`` objects goes through ordinary NumPy code (``np.exp(z) / np.exp(z).sum()``,
``W.T @ x``), so a calculation is written once, for numbers and for what rounding may make of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Number = float | int
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """All numbers from *low* to *high*.

    >>> a = Interval(1.0, 2.0)
    >>> (a - a).low, (a - a).high, (1 / a).low
    (-1.0, 1.0, 0.5)
    """

    low: float
    high: float

    def __add__(self, other: Interval | Number) -> Interval:
        low, high = _ends(other)
        return Interval(self.low + low, self.high + high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval | Number) -> Interval:
        low, high = _ends(other)
        return Interval(self.low - high, self.high - low)

    def __rsub__(self, other: Number) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | Number) -> Interval:
        low, high = _ends(other)
        corners = self.low * low, self.low * high, self.high * low, self.high * high
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval | Number) -> Interval:
        low, high = _ends(other)
        if low <= 0 <= high:
            return _ANYTHING
        return self * Interval(1 / high, 1 / low)

    def __rtruediv__(self, other: Number) -> Interval:
        return Interval(other, other) / self

    def __pow__(self, power: Number) -> Interval:
        ends = self.low**power, self.high**power
        low = 0.0 if self.low < 0 < self.high else min(ends)
        return Interval(low, max(ends))

    def __abs__(self) -> Interval:
        ends = abs(self.low), abs(self.high)
        return Interval(0.0 if self.low < 0 < self.high else min(ends), max(ends))

    # np.maximum and np.max on an array of objects choose by these: the larger by its middle.
    def __lt__(self, other: Interval | Number) -> bool:
        return self.low + self.high < sum(_ends(other))

    def __gt__(self, other: Interval | Number) -> bool:
        return self.low + self.high > sum(_ends(other))

    def __le__(self, other: Interval | Number) -> bool:
        return not self > other

    def __ge__(self, other: Interval | Number) -> bool:
        return not self < other

    __radd__ = __add__
    __rmul__ = __mul__

    # What np.exp and its like call for each element of an array of objects.
    def exp(self) -> Interval:
        """The exponential."""
        return Interval(_exp(self.low), _exp(self.high))

    def log(self) -> Interval:
        """The natural logarithm; minus infinity where the interval reaches zero."""
        return self._logarithm(math.log)

    def log10(self) -> Interval:
        """The logarithm to base 10."""
        return self._logarithm(math.log10)

    def log2(self) -> Interval:
        """The logarithm to base 2."""
        return self._logarithm(math.log2)

    def _logarithm(self, log: Callable[[float], float]) -> Interval:
        return Interval(*(log(end) if end > 0 else -math.inf for end in (self.low, self.high)))

    def rint(self) -> Interval:
        """To whole numbers."""
        return Interval(float(round(self.low)), float(round(self.high)))


_ANYTHING = Interval(-math.inf, math.inf)


def widened(values: Array, by: float) -> Array:
    """*values*, numbers or intervals, each with *by* on both sides; whole numbers stay exact."""
    if values.dtype.kind in "biu":
        return values
    wider = np.empty(values.size, dtype=object)
    for place, value in enumerate(values.reshape(-1).tolist()):  # numbers of Python's own: faster
        low, high = _ends(value)
        wider[place] = Interval(low - by, high + by)
    return wider.reshape(values.shape)


def ends(values: Array) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The low and the high ends of an array of numbers or intervals."""
    if values.dtype.kind != "O":
        exact = values.astype(np.float64)
        return exact, exact
    both = np.array([_ends(value) for value in values.reshape(-1).tolist()], dtype=np.float64)
    low, high = both.reshape(-1, 2).T
    return low.reshape(values.shape), high.reshape(values.shape)


def _ends(value: Any) -> tuple[float, float]:
    """Of an interval, or of a number."""
    return (value.low, value.high) if isinstance(value, Interval) else (value, value)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf
