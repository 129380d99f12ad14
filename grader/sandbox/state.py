"""What a program keeps between two calls, to tell whether one of them left anything behind.

A fork serves another check only where this is known and has not changed. So what is not understood
has no state that could be compared: an iterator, a generator of random numbers, a table of pandas.
Runs beside student code, which could have it say anything: a fork that lies about its past only
answers later checks from it.
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import fractions
import functools
import itertools
import os
import pathlib
import re
import sys
import threading
import types
import typing
import warnings
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

_MOST: Final = 4000
"""Parts that are looked at; a program with more costs more than the fork that is saved."""
_MOST_BYTES: Final = 256 << 10
"""Of all arrays together."""
WITH_STATE_OF_THEIR_OWN: Final = frozenset(["mlflow", "prometheus_client"])
"""Libraries that keep what they are told, out of the program's sight."""

_BY_VALUE: Final = frozenset({bool, int, float, complex, str, bytes})
_CONSTANT: Final = (
    type(None),
    type(...),
    type(NotImplemented),
    range,
    slice,
    types.ModuleType,
    types.BuiltinFunctionType,
    types.CodeType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
    types.MethodWrapperType,
    types.GenericAlias,
    types.UnionType,
    np.generic,
    np.dtype,
    np.ufunc,
    enum.Enum,
    dt.date,
    dt.timedelta,
    decimal.Decimal,
    fractions.Fraction,
    pathlib.PurePath,
    re.Pattern,
    type(sys.flags),
    type(typing.Any),
)
_CONTAINERS: Final = frozenset(
    {list, tuple, set, frozenset, deque, dict, OrderedDict, defaultdict, Counter}
)
_CONSTANT_IN: Final = frozenset(["typing", "__future__", "_abc"])
"""Modules whose objects do not change."""
_CONSTANT_OF_TORCH: Final = frozenset(["dtype", "device", "layout", "memory_format", "Size"])
_PLAIN_BASES: Final = ("torch.nn.modules.", "torch.optim.", "typing", "abc")
"""Where classes come from whose objects are no more than their attributes."""

State = list[Any]


class _UnknownError(Exception):
    """There is something whose state cannot be seen."""


def state_of(namespace: Mapping[str, Any]) -> State | None:
    """Everything that a program's functions could find changed; None where that cannot be known."""
    if not WITH_STATE_OF_THEIR_OWN.isdisjoint(sys.modules):
        return None
    try:
        return [*_around(), *_Walk(namespace).parts]
    except Exception:  # attributes of a student's objects may raise anything
        return None


def same(before: State | None, after: State | None) -> bool:
    """Whether two states are known, and are one; what is in them stays alive, so no object can
    have taken another's place in memory."""
    return (
        before is not None
        and after is not None
        and len(before) == len(after)
        and all(
            a is b or (type(a) is type(b) and type(a) in _BY_VALUE and a == b)
            for a, b in zip(before, after, strict=True)
        )
    )


def _around() -> Iterator[Any]:
    """Of the process: settings that change what the same call gives."""
    yield len(sys.modules)
    yield threading.active_count()
    yield from np.geterr().values()
    yield from warnings.filters
    yield os.getcwd()  # noqa: PTH109 - a text, to compare
    yield sys.getrecursionlimit()
    yield sys.stdout
    torch = sys.modules.get("torch")
    if torch is not None:
        yield torch.get_default_dtype()
        yield torch.is_grad_enabled()


class _Walk:
    """Goes through all that the program's own functions, classes and variables hold."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.parts: State = []
        self._program = namespace
        self._name = namespace.get("__name__")
        self._seen: set[int] = set()
        self._bytes = _MOST_BYTES
        self._torch: Any = sys.modules.get("torch")
        self._waiting: list[Any] = []
        self._enter(namespace)
        while self._waiting:
            self._look_at(self._waiting.pop())

    def _enter(self, names: Mapping[str, Any]) -> None:
        # Names with two underscores are Python's: warnings that were given, caches of classes.
        known = {
            key: value
            for key, value in names.items()
            if not (key.startswith("__") and key.endswith("__")) or callable(value)
        }
        self.parts += [len(known), *known]
        self._waiting += known.values()
        if len(self.parts) + len(self._waiting) > _MOST:
            raise _UnknownError

    def _look_at(self, value: Any) -> None:
        kind = type(value)
        self.parts.append(value)
        if kind in _BY_VALUE or issubclass(kind, _CONSTANT) or kind.__module__ in _CONSTANT_IN:
            return
        if id(value) in self._seen:
            return
        self._seen.add(id(value))
        if kind in _CONTAINERS:
            self._look_into(value)
        elif issubclass(kind, type):
            if value.__module__ == self._name:
                self._enter(vars(value))
        elif kind is types.FunctionType:
            if value.__globals__ is self._program:
                cells = [_inside(cell) for cell in value.__closure__ or ()]
                self._look_into([value.__code__, value.__defaults__, value.__kwdefaults__, *cells])
                self._enter(vars(value))
        elif kind is np.ndarray:
            self._look_at_array(value)
        elif self._torch is not None and isinstance(value, self._torch.Tensor):
            self.parts += [value.requires_grad, *value.shape]
            self._look_at_array(value.detach().numpy())
            self._waiting.append(value.grad if value.is_leaf else None)
        elif kind.__module__ != "torch" or kind.__name__ not in _CONSTANT_OF_TORCH:
            self._look_into(self._held_by(value))

    def _look_into(self, items: Any) -> None:
        if len(items) > _MOST:
            raise _UnknownError
        if isinstance(items, dict):
            items = [*itertools.chain.from_iterable(items.items())]
        self.parts.append(len(items))
        self._waiting += items
        if len(self.parts) + len(self._waiting) > _MOST:
            raise _UnknownError

    def _look_at_array(self, array: np.ndarray[Any, Any]) -> None:
        self._bytes -= array.nbytes
        if self._bytes < 0 or array.dtype.hasobject:
            raise _UnknownError
        self.parts += [array.tobytes(), *array.shape]

    def _held_by(self, value: Any) -> Sequence[Any]:
        match value:
            case staticmethod() | classmethod():
                return [value.__func__]
            case property():
                return [value.fget, value.fset, value.fdel]
            case functools.cached_property():
                return [value.func]
            case functools.partial():
                return [value.func, value.args, value.keywords]
            case types.MethodType():
                return [value.__func__, value.__self__]
            case _:
                pass
        kind = type(value)
        if not all(map(self._is_plain, kind.__mro__)):
            raise _UnknownError
        if any("__slots__" in vars(each) for each in kind.__mro__[:-1]):
            raise _UnknownError
        return [kind, vars(value)]

    def _is_plain(self, kind: type) -> bool:
        module = kind.__module__
        return kind is object or module == self._name or module.startswith(_PLAIN_BASES)


def _inside(cell: types.CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not bound yet
        return None
