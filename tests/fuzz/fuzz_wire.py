"""Whatever a worker sends is a value of the protocol, or a ProtocolError."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

from fuzzing import fuzz, instrumented

with instrumented():
    import numpy as np

    from grader.sandbox.wire import (
        Channel,
        DeadlineError,
        Decoder,
        Encoder,
        EndOfStreamError,
        Frame,
        Handle,
        ProtocolError,
        UnencodableError,
    )
    from grader.sandbox.worker import CallError, _import_report, read_answer


def one(data: bytes) -> None:
    """The first byte says if the rest is a stream, or the structure of a frame with buffers."""
    with suppress(ProtocolError, EndOfStreamError, DeadlineError):
        frame = _received(data[1:]) if data[:1] < b"\x80" else _assembled(data[1:])
        value = Decoder().value(frame)
        with suppress(UnencodableError):
            Decoder().value(Encoder(lambda other: Handle(0, type(other).__name__)).frame(value))
        with suppress(CallError):
            read_answer(value)
        _import_report(value)


def _received(data: bytes) -> Frame:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        return Channel(ours).receive(time.monotonic() + 5)


def _assembled(data: bytes) -> Frame:
    return Frame(data, [bytearray(size) for size in (0, 1, 8, 8, 24, 64)])


def seeds() -> Iterator[bytes]:
    """Frames that a worker really sends."""
    failure: dict[str, object] = {"index": 0, "cell": None, "line": 3, "type": "ValueError"}
    failure |= {"bases": ["Exception"], "message": "x", "frames": [("a.py", 3, "f")], "name": ""}
    values: list[object] = [
        "ready",
        (3, 4),
        {"failures": [failure], "names": {"softmax": "callable"}},
        {"value": np.arange(6.0).reshape(2, 3)},
        {"value": [np.float32(1), 1 << 80, 1j, {"a": (1, None)}, {1, 2}, frozenset("ab"), b"x"]},
        {"error": failure},
        {"value": Handle(0, "Model"), "args": [np.zeros(0, dtype=bool)], "kwargs": {}},
    ]
    for value in values:
        frame = Encoder().frame(value)
        lengths = [len(buffer) for buffer in frame.buffers]
        head = struct.pack(f"!II{len(lengths)}Q", len(frame.structure), len(lengths), *lengths)
        yield b"\0" + head + frame.structure + b"".join(map(bytes, frame.buffers))
        yield b"\xff" + frame.structure


if __name__ == "__main__":
    fuzz(one, seeds())
