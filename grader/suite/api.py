"""What the author of a suite imports.

``student.softmax(z)`` asks the worker and returns plain data. What is not data comes back as a
``RemoteObject``, which answers to its methods and to nothing else. The ``expect`` functions say
what has to hold; they raise ``Unmet`` where it does not, and the runner turns that into feedback.

>>> import numpy as np
>>> expect_close([0.25, 0.75], np.array([0.25, 0.75]), what="softmax([0, ln 3])")
>>> expect_close(np.zeros((0, 2)), np.array([[0.25, 0.75]]), what="softmax(z)")
Traceback (most recent call last):
grader.suite.api.Unmet: softmax(z) has shape (0, 2); expected (1, 2).
"""

from __future__ import annotations

import inspect
import math
import textwrap
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NoReturn, Protocol

import numpy as np
import numpy.typing as npt

from grader import diagnosis
from grader.model import Evidence, Phrase, Slug, Text, phrase
from grader.sandbox.child import Session
from grader.sandbox.wire import Decoder, Encoder, Frame, Handle
from grader.sandbox.worker import CallError, NameMissing, RemoteError, read_answer

_MAX_CELLS: Final = 400
"""Elements up to which a comparison is kept element by element, for the picture in a report."""
_SHOWN: Final = 1200
"""Characters of a value in a report."""
_KEPT_BYTES: Final = 4 << 20
"""Of the answers to one check, for a diagnosis: each may be larger, and there are many checks."""
_TOO_LARGE: Final = "(too large to be kept)"
_ANYTHING: Final = 1e100
"""An absolute tolerance from which on no value is expected."""


class Unmet(Exception):
    """What a check expects does not hold."""

    def __init__(
        self,
        notes: Sequence[Phrase | Text],
        evidence: Evidence | None = None,
        *,
        misconception: Slug | None = None,
    ) -> None:
        super().__init__(notes[0].english() if isinstance(notes[0], Phrase) else notes[0].en)
        self.notes = tuple(notes)
        self.evidence = evidence
        self.misconception = misconception
        """Where the comparison itself tells the mistake."""


# ------------------------------------------------------------------ asking


class Asks(Protocol):
    """Whatever answers requests: a worker, or on our side a mutant."""

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = ...,
        kwargs: dict[str, Any] | None = ...,
    ) -> dict[str, Any]:
        """See ``grader.sandbox.worker.Worker.request``."""


class Serves(Asks, Protocol):
    """One that may serve several checks, one after the other."""

    @property
    def stale(self) -> bool:
        """See ``grader.sandbox.worker.Worker.stale``."""

    def renew(self, seed: int) -> bool:
        """See ``grader.sandbox.worker.Worker.renew``."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came back: the answer, or how it failed."""

    operation: str
    name: str
    args: tuple[Any, ...]
    answer: Any
    error: CallError | None = None
    target: Handle | None = None
    """The object that was asked; None for the module."""


class Conversation:
    """Everything one check asks, in order. The record is what a diagnosis is made from."""

    def __init__(self, respondent: Asks, resolve: Callable[[str], str]) -> None:
        self._respondent = respondent
        self._resolve = resolve
        self._room = _KEPT_BYTES
        self.exchanges: list[Exchange] = []

    def ask(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Put one question and record it."""
        kept = tuple(args)
        try:
            found = self._resolve(name) if target is None and operation != "probe" else name
            answer = self._respondent.request(
                operation, target, found, _sendable(args), _sendable(dict(kwargs or {}))
            )
        except CallError as error:
            self.exchanges.append(Exchange(operation, name, kept, None, error, target))
            raise
        self.exchanges.append(Exchange(operation, name, kept, self._recorded(answer), None, target))
        return {key: self._received(value) for key, value in answer.items()}

    def _recorded(self, answer: dict[str, Any]) -> dict[str, Any]:
        """*answer* as it is kept until the submission is done: in full while there is room."""
        self._room -= weight(answer)
        return answer if self._room >= 0 else {"value": _TOO_LARGE}

    def _received(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return RemoteObject(self, value)
        if type(value) in (list, tuple):
            return type(value)(self._received(item) for item in value)
        if type(value) is dict:
            return {key: self._received(item) for key, item in value.items()}
        return value


def weight(value: Any) -> int:
    """About how many bytes *value* takes: plain data, as it came from a worker."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return 8 + sum(map(weight, value))
    if isinstance(value, dict):
        return 8 + sum(map(weight, value)) + sum(map(weight, value.values()))
    if isinstance(value, (str, bytes)):
        return 8 + len(value)
    if diagnosis.is_tensor(value):
        return 8 + int(value.nbytes)
    return 8 + (value.nbytes if isinstance(value, np.ndarray) else 0)


def _sendable(value: Any) -> Any:
    if isinstance(value, RemoteObject):
        return object.__getattribute__(value, "_handle")
    if isinstance(value, RemoteAttribute):
        return _sendable(fetch(value))
    if type(value) in (list, tuple):
        return type(value)(_sendable(item) for item in value)
    if type(value) is dict:
        return {key: _sendable(item) for key, item in value.items()}
    return value


class Student:
    """Stands for the student's module. It has no public attributes of its own."""

    __slots__ = ("_conversation",)

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def __getattr__(self, name: str) -> RemoteAttribute:
        return RemoteAttribute(self._conversation, None, name)


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise NotDataError


class NotDataError(Exception):
    """A suite used a student's object as if it were a value."""


class RemoteObject:
    """A student's object. It stays in the worker; its methods can be called."""

    __slots__ = ("_conversation", "_handle")

    def __init__(self, conversation: Conversation, handle: Handle) -> None:
        object.__setattr__(self, "_conversation", conversation)
        object.__setattr__(self, "_handle", handle)

    # Declared for the type checker, which would else take them for the student's attributes.
    _conversation: Conversation
    _handle: Handle

    def __getattr__(self, name: str) -> RemoteAttribute:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteAttribute(self._conversation, self._handle, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._conversation.ask("set", self._handle, name, [value])

    def __repr__(self) -> str:
        return f"<{self._handle.type_name} object>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._conversation.ask("call", self._handle, "__call__", args, kwargs)["value"]

    __bool__ = __len__ = __iter__ = __array__ = __float__ = __int__ = __index__ = _refuse
    __getitem__ = __contains__ = __neg__ = __abs__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __matmul__ = __rmatmul__ = __pow__ = __rpow__ = _refuse


class RemoteAttribute:
    """A name of the student's: call it, or ``fetch`` it."""

    __slots__ = ("_conversation", "_handle", "_name")

    def __init__(self, conversation: Conversation, handle: Handle | None, name: str) -> None:
        self._conversation = conversation
        self._handle = handle
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it and return the answer."""
        return self._conversation.ask("call", self._handle, self._name, args, kwargs)["value"]

    def __repr__(self) -> str:
        return f"<student's {self._name}>"

    __bool__ = __len__ = __iter__ = __array__ = __float__ = __int__ = __index__ = _refuse
    __getitem__ = __contains__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer, and the arguments as they are after the call."""

    value: Any
    args: list[Any]
    kwargs: dict[str, Any]


def ask(function: RemoteAttribute, *args: Any, **kwargs: Any) -> Returned:
    """Call *function*, and have its arguments sent back as well."""
    answer = function._conversation.ask("ask", function._handle, function._name, args, kwargs)
    returned, named = answer.get("args"), answer.get("kwargs")
    if not isinstance(returned, list) or not isinstance(named, dict) or len(returned) != len(args):
        raise Unmet([phrase("The arguments did not come back from the call.")])
    return Returned(answer.get("value"), returned, named)


def each(function: RemoteAttribute, calls: Sequence[Sequence[Any]]) -> list[Any]:
    """Call *function* with each of several argument lists; the answers, from one round trip."""
    answers = function._conversation.ask("each", function._handle, function._name, calls)["value"]
    if not isinstance(answers, list) or len(answers) != len(calls):
        raise Unmet([phrase("The answers did not come back from the calls.")])
    return answers


def each_or_none(function: RemoteAttribute, calls: Sequence[Sequence[Any]]) -> list[Any] | None:
    """:func:`each`, of a function that another check judges; None where it is missing or raises."""
    try:
        return each(function, calls)
    except (NameMissing, RemoteError):
        return None


def fetch(attribute: RemoteAttribute) -> Any:
    """The value of a student's attribute or variable, as data where it is data."""
    return attribute._conversation.ask("get", attribute._handle, attribute._name)["value"]


def probe(
    student: Student,
    function: Callable[..., Any],
    *args: Any,
    helpers: tuple[Callable[..., Any] | types.ModuleType, ...] = (),
) -> Any:
    """Run *function* ``(module, *args)`` in the worker, and return its answer.

    Its source is shipped, with ``np`` and what *helpers* define in scope and nothing else: no
    closures, no globals, no expected values. What it returns is still only the worker's word.
    """
    return student._conversation.ask("probe", None, _source(*helpers, function), args)["value"]


@cache
def _source(*parts: Callable[..., Any] | types.ModuleType) -> str:
    return "\n\n".join(textwrap.dedent(inspect.getsource(part)) for part in parts)


# ------------------------------------------------------------------ expecting

_convention: ContextVar[list[Slug] | None] = ContextVar("convention", default=None)


@contextmanager
def conventions_used() -> Iterator[list[Slug]]:
    """Collects the named conventions that comparisons inside accepted."""
    used: list[Slug] = []
    token = _convention.set(used)
    try:
        yield used
    finally:
        _convention.reset(token)


def expect_close(
    actual: Any,
    expected: npt.ArrayLike,
    *,
    what: str,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    conventions: Mapping[str, npt.ArrayLike] | None = None,
    inputs: Mapping[str, Any] | None = None,
    misconception: str | None = None,
) -> None:
    """*actual* has the shape of *expected*, is finite where it is, and agrees within the tolerance.

    A list of numbers is read as an array; an array with one element stands for a scalar.

    Args:
        actual: What the student's code returned.
        expected: Numbers, any shape.
        what: The quantity, as code: ``"softmax(z)"``.
        rtol: Relative tolerance, of *expected*.
        atol: Absolute tolerance.
        conventions: Accepted alternatives by slug; the report names the one that fits.
        inputs: Shown beside the values, where the check is public.
        misconception: The slug of the mistake that alone explains *actual*, if it is a wrong one.

    Raises:
        Unmet: with what was observed, most telling first.
    """
    wanted = np.asarray(expected)
    got = _numbers(actual, wanted, what, inputs)
    if diagnosis.agree(got, wanted, rtol, atol):
        return
    for slug, value in (conventions or {}).items():
        if diagnosis.agree(got, np.asarray(value), rtol, atol):
            accept(Slug(slug))
            return
    notes = diagnosis.observations(got, wanted, what, rtol, atol)
    evidence = _evidence(what, got, wanted, inputs, diagnosis.outside(got, wanted, rtol, atol))
    # Whoever tolerates everything asked for any finite numbers, and not for these.
    raise Unmet(
        notes,
        replace(evidence, expected="") if atol >= _ANYTHING else evidence,
        misconception=None if misconception is None else Slug(misconception),
    )


def accept(convention: Slug) -> None:
    """Have the report name *convention* if the check passes."""
    used = _convention.get()
    if used is not None:
        used.append(convention)


def compared(what: str, actual: Any, expected: Any, atol: float) -> Evidence:
    """The evidence of a comparison of two arrays of one shape that failed."""
    return _evidence(what, actual, expected, None, diagnosis.outside(actual, expected, 0.0, atol))


def numbers_like(
    actual: Any, wanted: npt.NDArray[Any], what: str, more: Sequence[Phrase] = ()
) -> npt.NDArray[Any]:
    """*actual* as an array of the shape of *wanted*; raises ``Unmet``, with *more* added."""
    try:
        return _numbers(actual, wanted, what, None)
    except Unmet as unmet:
        unmet.notes = (*unmet.notes, *more)
        raise


def expect_equal(
    actual: Any,
    expected: Any,
    *,
    what: str,
    inputs: Mapping[str, Any] | None = None,
    misconception: str | None = None,
) -> None:
    """*actual* equals *expected* exactly: class indices, counts, strings, or arrays of them.

    Whole numbers may come as floats. Where an unequal one can only come of one mistake,
    *misconception* is its slug. Raises ``Unmet``.
    """
    if isinstance(expected, (str, bytes, bool)) or expected is None:
        if type(actual) is not type(expected) or actual != expected:
            note = phrase("{what} is {got}; expected something else.", what=what, got=show(actual))
            slug = None if misconception is None else Slug(misconception)
            evidence = _evidence(what, actual, expected, inputs, None)
            raise Unmet([note], evidence, misconception=slug)
        return
    expect_close(
        actual, expected, what=what, rtol=0, atol=0, inputs=inputs, misconception=misconception
    )


def expect(condition: object, *, vi: str, en: str, misconception: str | None = None) -> None:
    """*condition* is true; the text says what was observed where it is not. Raises ``Unmet``.

    Where that can only come of one mistake, *misconception* is its slug.
    """
    if isinstance(condition, (RemoteObject, RemoteAttribute)):
        raise NotDataError
    if not condition:
        slug = None if misconception is None else Slug(misconception)
        raise Unmet([Text(vi=vi, en=en)], misconception=slug)


@contextmanager
def expect_raises(type_name: str) -> Iterator[None]:
    """The student's code inside raises an exception of that class or of a subclass."""
    try:
        yield
    except RemoteError as error:
        if type_name in error.failure.bases:
            return
        raise
    raise Unmet([phrase("No exception was raised; {expected} is expected.", expected=type_name)])


def _numbers(
    actual: Any, wanted: npt.NDArray[Any], what: str, inputs: Mapping[str, Any] | None
) -> npt.NDArray[Any]:
    """*actual* as a numeric array of the expected shape; raises ``Unmet`` where it is none."""
    if isinstance(actual, (RemoteObject, RemoteAttribute)):
        name = actual._handle.type_name if isinstance(actual, RemoteObject) else "function"
        raise Unmet(
            [phrase("{what} is a {type} object; numbers are expected.", what=what, type=name)]
        )
    if actual is None:
        raise Unmet([phrase("{what} returned None: is a `return` missing?", what=what)])
    array = as_array(actual)
    if array is None:
        note = phrase(
            "{what} is {got} ({type}); numbers are expected.",
            what=what,
            got=show(actual, 80),
            type=type(actual).__name__,
        )
        raise Unmet([note])
    if wanted.shape == () and array.size == 1:
        array = array.reshape(())
    if array.shape != wanted.shape:
        note = phrase(
            "{what} has shape {got}; expected {expected}.",
            what=what,
            got=str(array.shape),
            expected=str(wanted.shape),
        )
        more = diagnosis.about_shape(array, wanted)
        raise Unmet([note, *more], _evidence(what, array, wanted, inputs, None))
    return array


def as_array(value: Any) -> npt.NDArray[Any] | None:
    """*value* as an array of numbers, if it is one, a tensor or a list of numbers."""
    value = diagnosis.without_tensors(value)
    if isinstance(value, (set, frozenset, dict, str, bytes)):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, NotDataError, OverflowError):
        return None
    return array if array.dtype.kind in "biuf" else None


def _evidence(
    what: str,
    actual: Any,
    expected: Any,
    inputs: Mapping[str, Any] | None,
    wrong: npt.NDArray[np.bool_] | None,
) -> Evidence:
    difference = None
    if wrong is not None and 0 < wrong.size <= _MAX_CELLS:
        with np.errstate(all="ignore"):
            difference = np.asarray(actual, dtype=float) - np.asarray(expected, dtype=float)
    return Evidence(
        what=what,
        actual=show(actual),
        expected=show(expected),
        inputs={name: show(value) for name, value in (inputs or {}).items()},
        difference=difference,
        wrong=None if difference is None else wrong,
    )


def show(value: Any, limit: int = _SHOWN) -> str:
    """*value* as it would be typed, shortened.

    Whatever is in it, no more is written out than is shown: of an array with many short axes NumPy
    would leave out nothing, and that may be a hundred million numbers.
    """
    if isinstance(value, (np.ndarray, np.generic)) and value.ndim == 0:
        value = value.item()
    if isinstance(value, np.ndarray):
        text = _of_array(np.asarray(value))
    elif type(value) is float:
        text = f"{value:.6g}"
    else:
        pieces: list[str] = []
        with suppress(_EnoughError):
            _write(value, pieces, [limit])
        text = "".join(pieces)
    return text if len(text) <= limit else text[:limit] + "…"


def _of_array(array: npt.NDArray[Any]) -> str:
    if math.prod(min(n, _SHORT_AXIS) for n in array.shape) > _MOST_WRITTEN:
        return f"array of shape {array.shape}: [{array.flat[0]}, ...]"
    return np.array2string(_without_noise(array), precision=6, threshold=60, separator=", ")


class _EnoughError(Exception):
    """More has been written than will be shown."""


def _write(value: Any, pieces: list[str], room: list[int]) -> None:
    """``repr(value)`` in *pieces*, as far as there is *room*; then raises ``_EnoughError``."""

    def put(text: str) -> None:
        pieces.append(text)
        room[0] -= len(text)
        if room[0] < 0:
            raise _EnoughError

    kind = type(value)
    if kind in _BRACKETS and (value or kind in (list, tuple, dict)):
        begin, end = _BRACKETS[kind]
        put(begin)
        for number, item in enumerate(value):
            put(", " if number else "")
            _write(item, pieces, room)
            if kind is dict:
                put(": ")
                _write(value[item], pieces, room)
        put("," + end if kind is tuple and len(value) == 1 else end)
    elif kind in (str, bytes):
        put(repr(value[: 2 * _SHOWN]))
    elif diagnosis.is_tensor(value) or kind is np.ndarray:
        array = diagnosis.without_tensors(value)
        put(repr(value) if array.size <= _SHOWN else _of_array(array))
    else:
        put(repr(value))


_BRACKETS: Final[dict[type, tuple[str, str]]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}
_MOST_WRITTEN: Final = 20_000
"""Elements of an array that are written out at most, a tenth of a second's work."""
_SHORT_AXIS: Final = 7
"""Elements of an axis from which on NumPy leaves some out."""


def _without_noise(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """*array* with 0 for what is left of rounding: one such number makes all of them unreadable."""
    if array.dtype.kind != "f" or array.size == 0 or not np.isfinite(array).all():
        return array
    size = np.abs(array)
    return np.where(size <= np.finfo(np.float64).eps * size.max(), array.dtype.type(0), array)


@dataclass(slots=True)
class LocalRespondent:
    """A module on our side, asked as a worker is asked, over the same encoding.

    For mutants and the reference only: it runs in this process.
    """

    session: Session

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """See ``grader.sandbox.worker.Worker.request``."""
        asked = Encoder().frame((operation, target, name, list(args), kwargs or {}))
        request = self.session.decoder().value(_copied(asked))
        return read_answer(Decoder().value(_copied(self.session.frame(request))))


def _copied(frame: Frame) -> Frame:
    """The frame as it would arrive: what is changed in place later does not change it."""
    return Frame(frame.structure, [bytearray(buffer) for buffer in frame.buffers])
