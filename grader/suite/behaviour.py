"""What a wrong answer is like, as a short digest: equal for work that answers alike.

Two students who made the same mistake in different words get the same digest, because only their
answers count, up to rounding. It says nothing of the inputs, and without the seed, which is its
key, nobody can find out which answers lead to it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis import is_tensor
from grader.sandbox.wire import Handle
from grader.sandbox.worker import CallError, RemoteError
from grader.suite.api import Exchange

_DIGITS: Final = {4: 4, 2: 2}
"""Significant digits by size of a float's type; 6 for all others. Another order of summation
changes the digits after these."""
_SUMS: Final = 3
_LONGEST: Final = 100_000
"""Elements of one array that are looked at."""
_ADDRESS: Final = re.compile("0x[0-9a-fA-F]+")


def fingerprint(exchanges: Iterable[Exchange], seed: int) -> str:
    """32 hexadecimal digits for one check's questions and answers, in order.

    An array counts by its shape, by where it is not finite, and by weighted sums of its elements,
    rounded. Sums are rounded, not elements, because a mistake's elements are often round numbers
    that lie just between two roundings.
    """
    code = hashlib.blake2b(digest_size=16, key=seed.to_bytes(8, "little"))
    for exchange in exchanges:
        answer = _failure(exchange.error) if exchange.error else _words(exchange.answer)
        for word in (exchange.operation, exchange.name, *answer):
            code.update(word.encode("utf-8", "surrogatepass") + b"\0")
    return code.hexdigest()


def _failure(error: CallError) -> Iterator[str]:
    yield type(error).__name__
    if isinstance(error, RemoteError):
        yield _ADDRESS.sub("0x", str(error.failure))


def _words(value: Any) -> Iterator[str]:
    if is_tensor(value):
        value = value.detach().cpu().numpy()
    if isinstance(value, Handle):
        yield "object"
    elif isinstance(value, dict):
        for key in sorted(value, key=repr):
            yield f"key {key!r}"
            yield from _words(value[key])
    else:
        array = _as_numbers(value)
        if array is not None:
            yield from _about_array(array)
        elif isinstance(value, list | tuple):
            yield f"{len(value)} items"
            for item in value:
                yield from _words(item)
        elif isinstance(value, set | frozenset):
            yield repr(sorted(map(repr, value)))
        else:
            yield _ADDRESS.sub("0x", repr(value))


def _as_numbers(value: Any) -> npt.NDArray[Any] | None:
    if not isinstance(value, bool | int | float | complex | list | tuple | np.ndarray | np.generic):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "biufc" else None


def _about_array(array: npt.NDArray[Any]) -> Iterator[str]:
    # An array with one element stands for a scalar, as in every comparison.
    yield str(array.shape if array.size != 1 else ())
    if array.dtype.kind == "c":
        yield from _about_array(array.real)
        yield from _about_array(array.imag)
        return
    digits = _DIGITS.get(array.dtype.itemsize, 6) if array.dtype.kind == "f" else 6
    values = array.reshape(-1)[:_LONGEST].astype(np.float64)
    yield np.array2string(np.flatnonzero(~np.isfinite(values))[:100], threshold=101)
    yield f"{int(np.isnan(values).sum())} {int(np.isposinf(values).sum())}"
    values = np.where(np.isfinite(values), values, 0.0)
    scale = float(np.abs(values).max(initial=0.0))
    if scale == 0:
        return
    # Divided first, so that no sum overflows; weights are no round numbers, so no sum is one.
    weights = _weights()[:, : values.size]
    sums = weights @ (values / scale)
    whole = weights @ (np.abs(values) / scale)
    for found, possible in zip(sums, whole, strict=True):
        yield "0" if abs(found) < 1e-9 * possible else f"{found:.{digits - 1}e}"
    yield f"{scale * float(_weights()[0, 0]):.{digits - 1}e}"


@cache
def _weights() -> npt.NDArray[np.float64]:
    return np.random.default_rng(0).uniform(1, 2, size=(_SUMS, _LONGEST))
