"""The language of the two processes: plain data in frames, and nothing else.

A value is a scalar, str, bytes, list, tuple, dict, set, array or tensor of a numeric dtype, or a
``Handle`` for anything that stays where it is. There is no pickle, no code and no verdict.

A frame is ``structure length, number of buffers, buffer lengths`` in network order, then the
structure (msgpack) and the raw buffers. In the structure every container is an array that starts
with a tag, so nothing a student returns can be mistaken for something else.

Every size is checked before anything of that size is allocated. The reader is written for an
enemy at the other end: it raises ``ProtocolError`` or ``DeadlineError``, and nothing else.
"""

from __future__ import annotations

import math
import select
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import msgpack
import numpy as np

MAX_STRUCTURE: Final = 8 << 20  # bytes
MAX_BUFFERS: Final = 4096
MAX_TOTAL: Final = 256 << 20  # bytes of one frame
MAX_ANSWER: Final = 32 << 20
"""Bytes of the buffers that student code answers with. Numbers of one byte become eight bytes when
they are compared, and several answers are held at a time."""
MAX_DEPTH: Final = 48
MAX_ITEMS: Final = 1 << 18
"""Elements of all containers of one frame together."""
MAX_KEYS: Final = 4096
"""Members of a set, or keys of a dict: a student chooses them, and may choose them to collide."""
MAX_ALIKE: Final = 16
"""Keys of one container with one hash: each is compared with all the others."""
MAX_INT_BITS: Final = 4096

_MAX_TEXT: Final = 1 << 26
"""Elements of a list times the characters of the longest text in it: NumPy would make so many."""
_SMALL: Final = 8 << 10
"""Bytes of a structure that cannot hold so much."""
_MAX_CONTAINERS: Final = 1 << 21
"""Bytes that may begin a container: an empty one takes a hundred times as much when it is built."""
_BEGINNINGS: Final = bytes((*range(0x90, 0xA0), 0xDC, 0xDD))
_MAX_PARTS: Final = 64
"""Buffers given to one system call; the kernel takes 1024."""
_LATE_SECONDS: Final = 1.0
_AHEAD: Final = 16 << 10
"""Bytes that are read at once, where more may be there than was asked for."""
_HEADER: Final = struct.Struct("!II")
_ARRAY_KINDS: Final = "biufc"
_TORCH_DTYPES: Final = frozenset(
    {"bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"}
)

type_of: Final = type
Wire = Any
"""A value as described above. Recursive; the codec is what checks it."""


class ProtocolError(Exception):
    """The other side sent something that is not the protocol."""


class DeadlineError(Exception):
    """The deadline passed before a whole frame had come or gone."""


class EndOfStreamError(Exception):
    """The other side is gone."""


class UnencodableError(Exception):
    """A value is too large or too deeply nested to be sent."""


@dataclass(frozen=True, slots=True)
class Handle:
    """Something that stays in the worker: its number there, and its class's name as plain text."""

    number: int
    type_name: str


@dataclass(slots=True)
class Frame:
    """A message on its way: the packed structure and the raw buffers that it refers to."""

    structure: bytes
    buffers: list[Any] = field(default_factory=list)


# ------------------------------------------------------------------ encoding


class Encoder:
    """Turns one value into one frame. ``keep`` files away what is not data, and names it."""

    def __init__(
        self, keep: Callable[[object], Handle] | None = None, *, limit: int = MAX_TOTAL
    ) -> None:
        self._keep = keep
        self._limit = limit
        self._buffers: list[Any] = []
        self._items = 0
        self._total = 0

    def frame(self, value: Wire) -> Frame:
        """Encode *value*.

        Raises:
            UnencodableError: larger or deeper than the limits of this module.
        """
        structure = msgpack.packb(
            self._encode(value, 0), use_bin_type=True, unicode_errors="surrogatepass"
        )
        if len(structure) > MAX_STRUCTURE:
            raise UnencodableError("too large")
        return Frame(structure, self._buffers)

    def _encode(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise UnencodableError("nested too deeply")
        kind = type_of(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str or kind is bytes:
            self._count(len(value), MAX_STRUCTURE)
            return value
        if kind is int:
            if -(1 << 63) <= value < 1 << 63:
                return value
            if value.bit_length() > MAX_INT_BITS:
                raise UnencodableError("an integer is too large")
            return ["i", hex(value)]
        if kind is np.ndarray:
            return self._array(value)
        if isinstance(value, np.generic):
            return self._scalar(value)
        if kind in (list, tuple, set, frozenset):
            return [_TAGS[kind], *self._members(value, depth)]
        if kind is dict:
            return ["d", *self._members([x for pair in value.items() for x in pair], depth)]
        if kind is Handle:
            return ["h", value.number, value.type_name]
        if kind is complex:
            return ["c", value.real, value.imag]
        return self._unusual(value, depth)

    def _members(self, values: Any, depth: int) -> list[Any]:
        self._items += len(values)
        if self._items > MAX_ITEMS:
            raise UnencodableError("too many elements")
        return [self._encode(value, depth + 1) for value in values]

    def _count(self, size: int, limit: int) -> None:
        self._total += size
        if size > limit or self._total > self._limit:
            raise UnencodableError("too large")

    def _buffer(self, array: np.ndarray[Any, Any]) -> int:
        self._count(array.nbytes, MAX_TOTAL)
        if len(self._buffers) >= MAX_BUFFERS:
            raise UnencodableError("too many arrays")
        # ascontiguousarray makes 0-d arrays 1-d: the shape is sent apart.
        flat = np.ascontiguousarray(array).reshape(-1)
        self._buffers.append(flat.view(np.uint8).data if flat.size else b"")
        return len(self._buffers) - 1

    def _array(self, array: np.ndarray[Any, Any]) -> Any:
        if array.dtype.kind == "O" and array.size <= MAX_ITEMS:
            array = _numbers(array)
        dtype = array.dtype
        if dtype.kind not in _ARRAY_KINDS:
            return self._opaque(array)
        if dtype.char in "gG":  # long double has no portable size
            array = array.astype("f8" if dtype.char == "g" else "c16")
        elif not dtype.isnative:
            array = array.astype(dtype.newbyteorder("="))
        return ["a", array.dtype.str[1:], list(array.shape), self._buffer(array)]

    def _scalar(self, value: np.generic) -> Any:
        if value.dtype.kind not in _ARRAY_KINDS:
            return self._opaque(value)
        if value.dtype.char in "gG":
            value = np.complex128(value) if value.dtype.char == "G" else np.float64(value)
        return ["n", value.dtype.str[1:], value.tobytes()]

    def _unusual(self, value: Any, depth: int) -> Any:
        """Correct work in an unusual form: what is data at heart is sent as plain data."""
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray):
            return self._array(np.array(value, copy=None, subok=False))
        for base in _BASES:
            if isinstance(value, base):
                return self._encode(base(value), depth)  # a subclass is sent as what it extends
        if isinstance(value, range):
            return self._encode(list(value[: MAX_ITEMS + 1]), depth)
        if (type_of(value).__module__ or "").partition(".")[0] == "pandas":
            return self._encode(np.asarray(value), depth)
        return self._opaque(value)

    def _tensor(self, tensor: Any) -> Any:
        name = str(tensor.dtype).removeprefix("torch.")
        if name not in _TORCH_DTYPES or tensor.layout is not sys.modules["torch"].strided:
            return self._opaque(tensor)
        self._count(tensor.numel() * tensor.element_size(), MAX_TOTAL)
        array = tensor.detach().cpu().resolve_conj().resolve_neg().numpy()
        return ["t", name, list(array.shape), self._buffer(array), bool(tensor.requires_grad)]

    def _opaque(self, value: object) -> Any:
        if self._keep is None:
            raise UnencodableError(f"{type_of(value).__name__} is not data")
        handle = self._keep(value)
        return ["h", handle.number, handle.type_name]


def _numbers(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """An object array of numbers as a float array; any other as it is."""
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        return array


_BASES: Final[tuple[type[Any], ...]] = (float, int, str, bytes, list, tuple, dict, set)
_TAGS: Final[dict[type, str]] = {list: "l", tuple: "u", set: "s", frozenset: "z"}


# ------------------------------------------------------------------ decoding


class Decoder:
    """Turns one frame into one value. ``resolve`` gives back what a handle stands for.

    Of what comes from the grader's own side, *ours*, nothing has to be bounded but the frame.
    """

    def __init__(
        self, resolve: Callable[[Handle], object] | None = None, *, ours: bool = False
    ) -> None:
        self._resolve = resolve
        self._ours = ours
        self._items = 0
        self._buffers: list[Any] = []

    def value(self, frame: Frame) -> Wire:
        """Decode *frame*.

        Raises:
            ProtocolError: the frame is not one that ``Encoder`` makes.
        """
        self._buffers = list(frame.buffers)
        rest = frame.structure.translate(None, delete=_BEGINNINGS)
        if len(frame.structure) - len(rest) > _MAX_CONTAINERS:
            raise ProtocolError("too many elements")
        try:
            structure = msgpack.unpackb(
                frame.structure,
                raw=False,
                use_list=True,
                unicode_errors="surrogatepass",
                max_array_len=MAX_ITEMS + 8,
                max_map_len=0,
                max_ext_len=0,
                object_hook=_no_map,  # an empty one has no length that is too large
            )
        except Exception as error:
            raise ProtocolError(f"not msgpack: {type_of(error).__name__}") from None
        value = self._decode(structure, 0)
        if len(frame.structure) > _SMALL and not self._ours:
            _require_short_text(value)
        return value

    def _decode(self, item: Any, depth: int) -> Any:
        if type_of(item) is not list:
            return item
        if depth > MAX_DEPTH:
            raise ProtocolError("nested too deeply")
        try:
            tag, *rest = item
            return self._TAGGED[tag](self, rest, depth)
        except ProtocolError:
            raise
        except Exception as error:
            raise ProtocolError(f"malformed value: {type_of(error).__name__}") from None

    def _members(self, rest: list[Any], depth: int) -> list[Any]:
        self._items += len(rest)
        if self._items > MAX_ITEMS:
            raise ProtocolError("too many elements")
        return [self._decode(item, depth + 1) for item in rest]

    def _keyed(self, rest: list[Any], depth: int, stride: int) -> list[Any]:
        if len(rest) > MAX_KEYS * stride:
            raise ProtocolError("too many keys")
        members = self._members(rest, depth)
        alike = Counter(map(hash, members[::stride]))
        if max(alike.values(), default=0) > MAX_ALIKE:
            raise ProtocolError("too many keys with one hash")
        return members

    def _dict(self, rest: list[Any], depth: int) -> dict[Any, Any]:
        members = self._keyed(rest, depth, 2)
        return dict(zip(members[::2], members[1::2], strict=True))

    def _integer(self, rest: list[Any], _depth: int) -> int:
        (text,) = rest
        if len(text) > MAX_INT_BITS // 4 + 3:
            raise ProtocolError("an integer is too large")
        number = int(text, 16)
        if number.bit_length() > MAX_INT_BITS:  # it could not be sent on
            raise ProtocolError("an integer is too large")
        return number

    def _array(self, rest: list[Any], _depth: int) -> np.ndarray[Any, Any]:
        name, shape, index = rest
        return self._take(_dtype(name), shape, index)

    def _take(self, dtype: np.dtype[Any], shape: list[Any], index: int) -> np.ndarray[Any, Any]:
        if type_of(index) is not int or not 0 <= index < len(self._buffers):
            raise ProtocolError("no such buffer")
        data, self._buffers[index] = self._buffers[index], None  # each buffer may be taken once
        if data is None:
            raise ProtocolError("a buffer is used twice")
        if len(shape) > 32 or any(type_of(n) is not int or n < 0 for n in shape):
            raise ProtocolError("not a shape")
        if math.prod(shape) * dtype.itemsize != len(data):
            raise ProtocolError("shape and data do not agree")
        return _checked(np.frombuffer(data, dtype=dtype)).reshape(shape)

    def _scalar(self, rest: list[Any], _depth: int) -> np.generic:
        name, data = rest
        dtype = _dtype(name)
        if len(data) != dtype.itemsize:
            raise ProtocolError("not a scalar")
        scalar: np.generic = _checked(np.frombuffer(data, dtype=dtype))[0]
        return scalar

    def _tensor(self, rest: list[Any], _depth: int) -> Any:
        name, shape, index, requires_grad = rest
        if name not in _TORCH_DTYPES:
            raise ProtocolError("no such dtype")
        array = self._take(np.dtype(name), shape, index)
        torch = sys.modules.get("torch")
        # Where torch is not loaded it stays so: a NumPy assignment reads a tensor as an array.
        if torch is None:
            return array
        tensor = torch.from_numpy(array)
        if array.dtype == np.float32 and torch.get_default_dtype() == torch.float64:
            tensor = tensor.double()  # a program of float64 throughout gets what it works with
        return tensor.requires_grad_(bool(requires_grad) and array.dtype.kind == "f")

    def _handle(self, rest: list[Any], _depth: int) -> Any:
        number, type_name = rest
        if type(number) is not int or not 0 <= number < 1 << 31:
            raise ProtocolError("a handle without a number")
        handle = Handle(number, str(type_name)[:200])
        return handle if self._resolve is None else self._resolve(handle)

    _TAGGED: Final[dict[str, Callable[[Any, list[Any], int], Any]]] = {
        "l": lambda self, rest, depth: self._members(rest, depth),
        "u": lambda self, rest, depth: tuple(self._members(rest, depth)),
        "s": lambda self, rest, depth: set(self._keyed(rest, depth, 1)),
        "z": lambda self, rest, depth: frozenset(self._keyed(rest, depth, 1)),
        "d": _dict,
        "i": _integer,
        "c": lambda _self, rest, _depth: complex(*map(float, rest)),
        "a": _array,
        "n": _scalar,
        "t": _tensor,
        "h": _handle,
    }


def _require_short_text(value: Any) -> tuple[int, int]:
    """How many elements a value is, and the length of its longest text; refuses a list of too much.

    An array of a list gives each element as much room as the longest text needs.
    """
    kind = type_of(value)
    if kind is str or kind is bytes:
        return 1, len(value)
    if kind is list or kind is tuple:
        count = longest = 0
        for each in value:
            more, length = _require_short_text(each)
            count, longest = count + more, max(longest, length)
        if count * longest > _MAX_TEXT:
            raise ProtocolError("a long text among many elements")
        return count, longest
    if kind is dict:
        for each in value.values():
            _require_short_text(each)
    return (value.size if kind is np.ndarray else 1), 0


def _no_map(_members: object) -> NoReturn:
    raise ProtocolError("a map")


def _checked(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """*numbers*, in which a truth value is 0 or 1: any other byte would be true, and unlike it."""
    if numbers.dtype.kind == "b" and (numbers.view(np.uint8) > 1).any():
        raise ProtocolError("not a truth value")
    return numbers


def _dtype(name: str) -> np.dtype[Any]:
    if name not in _DTYPES:
        raise ProtocolError("no such dtype")
    return _DTYPES[name]


_DTYPES: Final = {
    np.dtype(name).str[1:]: np.dtype(name)
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}


# ------------------------------------------------------------------ the stream


class Channel:
    """One end of a stream socket that carries frames.

    A deadline is a point on ``time.monotonic``'s axis for a whole frame, looked at again before
    every read and write, so a drip of bytes does not stretch it. ``while_waiting(timeout)`` is
    called instead of a bare wait: the trusted side drains the student's stdout there and looks at
    memory. It returns once the socket may be ready or *timeout* seconds have passed. A *patient*
    end knows no deadline and waits in the system call itself. ``excused()`` is asked once a
    deadline has passed: so many seconds the other side had no processor, and they do not count.

    What comes after a frame in the same read is kept for the next one: while one is expected, the
    other side must send nothing but frames.
    """

    def __init__(
        self,
        sock: socket.socket,
        *,
        while_waiting: Callable[[int, float | None], None] | None = None,
        on_bytes: Callable[[list[tuple[int, int, bytes]]], None] | None = None,
        excused: Callable[[], float] = float,
        patient: bool = False,
    ) -> None:
        self._sock = sock
        self._wait_hook = while_waiting
        self._on_bytes = on_bytes
        self._excused = excused
        self._ahead = bytearray()
        """Read, and not yet asked for."""
        sock.setblocking(patient)

    def close(self) -> None:
        """Close the socket; the other side sees the end of the stream."""
        self._sock.close()

    def send(self, frame: Frame, deadline: float | None = None) -> None:
        """Send a whole frame.

        Raises:
            DeadlineError, EndOfStreamError
        """
        buffers = frame.buffers
        head = _HEADER.pack(len(frame.structure), len(buffers))
        if not buffers:
            self._send_all([head + frame.structure], deadline)
            return
        head += struct.pack(f"!{len(buffers)}Q", *map(len, buffers))
        self._send_all([head + frame.structure, *filter(len, buffers)], deadline)

    def receive(self, deadline: float | None = None, *, limit: int = MAX_TOTAL) -> Frame:
        """Receive a whole frame, with at most *limit* bytes in its buffers.

        Raises:
            DeadlineError, EndOfStreamError, ProtocolError
        """
        size, count = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if size > MAX_STRUCTURE or count > MAX_BUFFERS:
            raise ProtocolError("frame too large")
        if not count:
            return Frame(bytes(self._read(size, deadline)))
        lengths = struct.unpack(f"!{count}Q", self._read(8 * count, deadline))
        if sum(lengths) > limit:
            raise ProtocolError("frame too large")
        structure = bytes(self._read(size, deadline))
        return Frame(structure, [self._read(length, deadline) for length in lengths])

    def _send_all(self, parts: Sequence[Any], deadline: float | None) -> None:
        left = sum(map(len, parts))
        while left:
            try:
                sent = self._sock.sendmsg(parts[:_MAX_PARTS])
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
                continue
            except OSError:
                raise EndOfStreamError from None
            left -= sent
            if left:  # a whole frame goes at once but where it is a large one
                parts = _rest(parts, sent)

    def _read(self, size: int, deadline: float | None) -> bytearray:
        """The next *size* bytes; a small frame comes with one system call."""
        ahead = self._ahead
        while len(ahead) < size <= _AHEAD:
            ahead += self._receive(deadline)
        if size <= len(ahead):
            data = ahead[:size]
            del ahead[:size]
            return data
        data = bytearray(size)
        data[: len(ahead)] = ahead
        view = memoryview(data)[len(ahead) :]
        ahead.clear()
        while view:
            view = view[self._receive(deadline, view) :]
        return data

    def _receive(self, deadline: float | None, view: memoryview | None = None) -> Any:
        """What is there: into *view*, and how many bytes, or else as bytes; at least one."""
        while True:
            # What has come is read even if it is we who are late, but a drip of bytes ends.
            if self._left(deadline) < -_LATE_SECONDS:
                raise DeadlineError
            try:
                if self._on_bytes is None:
                    part: Any = (
                        self._sock.recv(_AHEAD) if view is None else self._sock.recv_into(view)
                    )
                elif view is None:
                    part, ancillary, _, _ = self._sock.recvmsg(_AHEAD, 64)
                    self._on_bytes(ancillary)
                else:
                    part, ancillary, _, _ = self._sock.recvmsg_into([view], 64)
                    self._on_bytes(ancillary)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise EndOfStreamError from None
            if not part:
                raise EndOfStreamError
            return part

    def _wait(self, event: int, deadline: float | None) -> None:
        left = self._left(deadline)
        if left <= 0:
            raise DeadlineError
        timeout = None if deadline is None else left
        if self._wait_hook is not None:
            self._wait_hook(event, timeout)
            return
        poll = select.poll()
        poll.register(self._sock, event)
        poll.poll(None if timeout is None else math.ceil(timeout * 1000))

    def _left(self, deadline: float | None) -> float:
        if deadline is None:
            return math.inf
        left = deadline - time.monotonic()
        return left if left > 0 else left + self._excused()


def _rest(parts: Sequence[Any], sent: int) -> list[memoryview]:
    """What is left of *parts* once so many bytes of them have gone."""
    views = [memoryview(part) for part in parts]
    while sent:
        step = min(sent, len(views[0]))
        views[0], sent = views[0][step:], sent - step
        if not views[0]:
            del views[0]
    return views
