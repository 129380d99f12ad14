"""Plain data crosses unchanged; everything else is refused or stays behind."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Any

import hypothesis.extra.numpy as hnp
import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import wire
from grader.sandbox.wire import Channel, Decoder, Encoder, Frame, Handle, ProtocolError

DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.floating_dtypes()
    | hnp.complex_number_dtypes()
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(max_size=20)
    | st.complex_numbers(allow_nan=False)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        | st.frozensets(st.integers(), max_size=4)
    ),
    max_leaves=12,
)


def there_and_back(value: Any) -> Any:
    return Decoder().value(Encoder().frame(value))


@given(VALUES)
def test_plain_data_survives(value: Any) -> None:
    assert there_and_back(value) == value
    assert type(there_and_back(value)) is type(value)


@given(hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0)))
def test_arrays_survive(array: np.ndarray[Any, Any]) -> None:
    returned = there_and_back(array)

    assert returned.shape == array.shape
    np.testing.assert_array_equal(returned, array)


@pytest.mark.parametrize(
    "value, plain",
    [
        pytest.param(np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]]), id="matrix"),
        pytest.param(np.ma.masked_array([1.0, 2.0]), np.array([1.0, 2.0]), id="masked"),
        pytest.param(np.array([1, 2.5], dtype=object), np.array([1.0, 2.5]), id="objects"),
        pytest.param(range(3), [0, 1, 2], id="range"),
        pytest.param(np.arange(4.0).reshape(2, 2).T[::-1], np.array([[1.0, 3], [0, 2]]), id="view"),
        pytest.param(np.float32(0.5), np.float32(0.5), id="scalar"),
        pytest.param(np.arange(3, dtype=">f8"), np.arange(3.0), id="big-endian"),
    ],
)
def test_data_in_an_unusual_form_is_sent_as_plain_data(value: Any, plain: Any) -> None:
    returned = there_and_back(value)

    assert type(returned) is type(plain)
    np.testing.assert_array_equal(returned, plain)


def test_a_subclass_is_sent_as_what_it_extends() -> None:
    class Liar(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    assert type(there_and_back(Liar(0.5))) is float


def test_what_is_not_data_stays_behind_a_handle() -> None:
    kept: list[object] = []

    def keep(value: object) -> Handle:
        kept.append(value)
        return Handle(len(kept) - 1, type(value).__name__)

    stranger = object()
    frame = Encoder(keep).frame([1, stranger])

    assert Decoder().value(frame) == [1, Handle(0, "object")]
    assert Decoder(lambda handle: kept[handle.number]).value(frame)[1] is stranger


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(np.broadcast_to(np.float64(0), (1 << 20, 1 << 20)), id="8-terabytes"),
        pytest.param("x" * (wire.MAX_STRUCTURE + 1), id="long-string"),
        pytest.param(1 << 100_000, id="huge-integer"),
        pytest.param([0] * (wire.MAX_ITEMS + 1), id="many-elements"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_copied(value: Any) -> None:
    with pytest.raises(wire.UnencodableError):
        Encoder().frame(value)


def test_a_value_that_contains_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)

    with pytest.raises(wire.UnencodableError):
        Encoder().frame(loop)


PRIME = (1 << 61) - 1
"""Numbers that differ by it have one hash."""


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = ["l", value]
    return value


def test_a_dictionary_and_a_set_of_ordinary_keys_survive() -> None:
    for keys in (
        range(4000),
        [n * 1024 for n in range(4000)],
        [(i, j) for i in range(60) for j in range(60)],
    ):
        value = [dict.fromkeys(keys, 1), {float(n) for n in range(4000)}]
        assert Decoder().value(Encoder().frame(value)) == value


def test_millions_of_empty_containers_are_refused_before_they_are_built() -> None:
    part = b"\xdd" + (262_000).to_bytes(4, "big") + b"\x90" * 262_000
    frame = Frame(b"\xdd" + (31).to_bytes(4, "big") + part * 31, [])

    with pytest.raises(ProtocolError, match="too many elements"):
        Decoder().value(frame)


@pytest.mark.parametrize(
    "structure",
    [
        pytest.param(["a", "O", [1], 0], id="object-dtype"),
        pytest.param(["a", "f8", [3], 0], id="shape-lie"),
        pytest.param(["a", "f8", [-1], 0], id="negative-shape"),
        pytest.param(["a", "f8", [1 << 62, 1 << 62], 0], id="overflowing-shape"),
        pytest.param(["a", "f8", [1], 7], id="no-such-buffer"),
        pytest.param(["l", ["a", "f8", [1], 0], ["a", "f8", [1], 0]], id="buffer-twice"),
        pytest.param(["d", 1], id="odd-dict"),
        pytest.param(["d", ["l"], 1], id="unhashable-key"),
        pytest.param(["s", *range(wire.MAX_KEYS + 1)], id="many-keys"),
        pytest.param(["s", *(["i", hex(PRIME * n)] for n in range(1, 99))], id="colliding-keys"),
        pytest.param(
            ["d", *(["u", "a", ["i", hex(PRIME * (n // 2))]] for n in range(2, 99))],
            id="colliding-tuples",
        ),
        pytest.param({}, id="map"),
        pytest.param(["l", {}, {}], id="maps-inside"),
        pytest.param(["a", "b1", [8], 1], id="truth-values"),
        pytest.param(["n", "b1", b"\x02"], id="truth-value"),
        pytest.param(["l", "x" * (1 << 20), *range(65)], id="long-text-among-numbers"),
        pytest.param(
            ["l", ["l", "x" * (1 << 20)], *(["l", n] for n in range(65))], id="long-text-in-a-row"
        ),
        pytest.param(["i", "f" * 10_000], id="huge-integer"),
        pytest.param(["i", "1" + "f" * (wire.MAX_INT_BITS // 4)], id="integer-one-digit-too-long"),
        pytest.param(["n", "f8", b"123"], id="short-scalar"),
        pytest.param(["nonsense"], id="unknown-tag"),
        pytest.param([], id="no-tag"),
        pytest.param([["l"]], id="tag-is-a-list"),
        pytest.param(nested(wire.MAX_DEPTH + 2), id="deep"),
    ],
)
def test_malformed_values_are_protocol_errors(structure: Any) -> None:
    frame = Frame(msgpack.packb(structure), [bytearray(8), bytearray(b"\x01" * 7 + b"\x02")])

    with pytest.raises(ProtocolError):
        Decoder().value(frame)


@given(st.binary(max_size=200), st.lists(st.binary(max_size=16), max_size=3))
def test_arbitrary_bytes_decode_or_are_protocol_errors(
    structure: bytes, buffers: list[bytes]
) -> None:
    with suppress(ProtocolError):
        Decoder().value(Frame(structure, [bytearray(b) for b in buffers]))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3) | st.sampled_from("lusziacnthd"),
        lambda inner: st.lists(inner, max_size=5),
        max_leaves=20,
    )
)
def test_arbitrary_structures_decode_or_are_protocol_errors(structure: Any) -> None:
    try:
        packed = msgpack.packb(structure)
    except OverflowError:
        return
    with suppress(ProtocolError):
        Decoder().value(Frame(packed, [bytearray(8)]))


# ------------------------------------------------------------------ the stream


@pytest.fixture
def ends() -> Any:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


def test_a_frame_crosses_the_socket(ends: tuple[Channel, socket.socket]) -> None:
    channel, theirs = ends
    value = {"p": np.arange(1e5).reshape(-1, 10), "n": 3}
    sender = threading.Thread(target=lambda: Channel(theirs).send(Encoder().frame(value)))
    sender.start()
    returned = Decoder().value(channel.receive(time.monotonic() + 10))
    sender.join()

    np.testing.assert_array_equal(returned["p"], value["p"])


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(struct.pack("!II", 1 << 31, 0), id="structure"),
        pytest.param(struct.pack("!II", 1, 1 << 31), id="buffers"),
        pytest.param(struct.pack("!IIQ", 1, 1, 1 << 63), id="length"),
        pytest.param(struct.pack("!II4Q", 1, 4, *[1 << 40] * 4), id="total"),
    ],
)
def test_announced_sizes_are_refused_before_they_are_allocated(
    ends: tuple[Channel, socket.socket], header: bytes
) -> None:
    channel, theirs = ends
    theirs.sendall(header)

    with pytest.raises(ProtocolError):
        channel.receive(time.monotonic() + 10)


def test_a_drip_of_bytes_does_not_stretch_the_deadline(ends: tuple[Channel, socket.socket]) -> None:
    channel, theirs = ends
    stop = threading.Event()

    def drip() -> None:
        for byte in struct.pack("!II", 1000, 0) + bytes(1000):
            if stop.wait(0.02):
                return
            theirs.sendall(bytes([byte]))

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(wire.DeadlineError):
        channel.receive(time.monotonic() + 0.2)
    stop.set()
    thread.join()


def test_the_end_of_the_stream_is_told(ends: tuple[Channel, socket.socket]) -> None:
    channel, theirs = ends
    theirs.sendall(b"\0")
    theirs.close()

    with pytest.raises(wire.EndOfStreamError):
        channel.receive(time.monotonic() + 10)
