"""The warm process that submissions are forked from.

Started clean (own environment, arguments and descriptors), it imports the libraries once, then
forks a process per submission. It runs no student code and never sees a suite.

Over its control socket come requests, each a length, a JSON object and, for "spawn", two
descriptors: the submission's socket and the end of the pipe that its output goes to.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import platform
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.sandbox import child, eager
from grader.sandbox.wall import inner
from grader.sandbox.wall.spec import LevelName, WallError, WallSpec
from grader.sandbox.wire import Channel, Encoder

_ONLY_A_FEW: Final = 3
"""Submissions for whose forks it does not pay to put the heap on huge pages: 0.3 s with torch."""
_HUGE_PAGE: Final = 2 << 20
_MADV_COLLAPSE: Final = 25
LENGTH: Final = struct.Struct("!I")
ANSWER: Final = struct.Struct("!i")


def main(control_fd: int, runtime: list[str]) -> None:
    """Warm up, say which versions are here, then serve until the control socket closes."""
    _warm(runtime)
    control = socket.socket(fileno=control_fd)
    _send(control, _versions(runtime))
    children: dict[int, LevelName] = {}
    try:
        _serve(control, children)
    finally:
        for pid, level in children.items():
            inner.end(pid, level)
    os._exit(0)  # to take all libraries apart first takes 0.1 s, for which somebody waits


def read_message(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """One request or answer with its descriptors; None at the end of the stream."""
    header, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 2)
    if len(header) < LENGTH.size:
        return None, []
    wanted = LENGTH.unpack(header)[0]
    data = b""
    while len(data) < wanted:
        part = control.recv(wanted - len(data))
        if not part:
            return None, []
        data += part
    message: dict[str, Any] = json.loads(data)
    return message, descriptors


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode()
    control.sendall(LENGTH.pack(len(data)) + data)


def _serve(control: socket.socket, children: dict[int, LevelName]) -> None:
    spawned = 0
    while True:
        request, descriptors = read_message(control)
        if request is None:
            return
        if request["op"] == "spawn":
            if spawned == _ONLY_A_FEW and sys.platform == "linux":
                _collapse_pages()
            spawned += 1
            spec = WallSpec.from_dict(request["spec"])
            pid = inner.fork(spec.level)
            if pid == 0:
                control.close()
                _run_submission(spec, *descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            children[pid] = spec.level
            control.sendall(ANSWER.pack(pid))
        elif request["op"] == "kill":
            level = children.pop(request["pid"])
            control.sendall(ANSWER.pack(inner.end(request["pid"], level)))


def _run_submission(spec: WallSpec, template_fd: int, output_fd: int) -> None:
    """In the forked process: go behind the wall, then run the student's program. Never returns."""
    os.dup2(output_fd, 1)
    os.dup2(output_fd, 2)
    os.close(output_fd)
    sock = socket.socket(fileno=template_fd)
    try:
        inner.enter(spec, [template_fd])
    except WallError as error:
        with suppress(Exception):
            Channel(sock).send(Encoder().frame({"wall": str(error)}))
        os._exit(1)
    with suppress(BaseException):
        child.run_template(sock)
    os._exit(1)


def _warm(runtime: list[str]) -> None:
    gc.disable()  # what is imported stays: looking through it again and again costs a tenth
    tracking: Any = None
    if "mlflow" in runtime:
        tracking = importlib.import_module("grader.sandbox.tracking")
        os.environ.update(tracking.ENVIRONMENT)
    for name in runtime:
        importlib.import_module(name)
    # NumPy imports numpy.random at its first use: 12 ms that every fork would pay again.
    child.seed_generators(0)
    child.rehearse()
    if "torch" in runtime:
        _warm_torch()
    if tracking is not None:
        tracking.warm()
    gc.collect()
    gc.freeze()
    gc.enable()


def _collapse_pages() -> None:
    """Put the heap on huge pages: a fork copies page tables, so it gets three times faster.

    A kernel that knows nothing of MADV_COLLAPSE (before 6.1) refuses, and nothing is lost.
    """
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = (ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int)
    for line in Path("/proc/self/maps").read_text("ascii", errors="replace").splitlines():
        place, rights, _, _, inode, *name = line.split()
        if rights == "rw-p" and inode == "0" and name != ["[stack]"]:
            start, end = (int(address, 16) for address in place.split("-"))
            first, last = -(-start // _HUGE_PAGE) * _HUGE_PAGE, end // _HUGE_PAGE * _HUGE_PAGE
            if first < last:
                libc.madvise(first, last - first, _MADV_COLLAPSE)


def _uncompiled(model: Any = None, **_options: object) -> Any:
    """In place of ``torch.compile``: the model, or a decorator that gives it back.

    The results are the same. Behind the wall there is no compiler, and what only looks for one
    takes seconds to import.
    """
    return (lambda one: one) if model is None else model


def _stay_in_this_process(torch: Any) -> None:
    """Let every DataLoader read in its own process: behind the wall workers share no memory."""
    loader_class = torch.utils.data.DataLoader
    read = loader_class.__iter__

    def without_workers(loader: Any) -> Any:
        loader.num_workers = loader.timeout = 0
        return read(loader)

    loader_class.__iter__ = without_workers


def _warm_torch() -> None:
    """Use what most students use: the first use of anything would be paid for in every fork.

    After some repetitions the interpreter has rewritten the code of torch's own Python, too.
    """
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    eager.stay_eager()
    _stay_in_this_process(torch)
    vars(torch)["compile"] = _uncompiled
    torch.nn.Module.compile = lambda _model, *_args, **_options: None
    _without_accelerators(torch)
    for _ in range(child.REHEARSALS):
        _usual_work(torch)


def _without_accelerators(torch: Any) -> None:
    """Have ``torch.manual_seed`` pass over devices that are not here.

    For each kind it would note down who asked, with the lines of source of the whole stack, in case
    the device is used later: 2 ms, in every fork and for every seed.
    """
    for kind in ("cuda", "xpu", "mtia"):
        device: Any = getattr(torch, kind, None)
        if hasattr(device, "manual_seed_all") and not device.is_available():
            device.manual_seed_all = lambda _seed: None


def _usual_work(torch: Any) -> None:
    functional = torch.nn.functional
    torch.manual_seed(0)
    labels = torch.tensor([0, 1])
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
    for optimizer in (torch.optim.SGD, torch.optim.Adam):
        step = optimizer(model.parameters(), lr=0.1)
        logits = model(torch.ones(2, 2))
        probabilities = torch.sigmoid(logits[:, 0])
        loss = functional.cross_entropy(logits, labels)
        loss = loss + functional.binary_cross_entropy(probabilities, labels.float())
        loss = loss + functional.binary_cross_entropy_with_logits(logits[:, 0], labels.float())
        loss = loss - torch.log_softmax(logits, dim=1).gather(1, labels[:, None]).mean()
        loss = loss + (torch.softmax(logits, 1).clamp(min=1e-9).log() ** 2)[labels, labels].sum()
        loss = loss + torch.nn.CrossEntropyLoss()(logits, labels)
        loss = loss + torch.nn.BCELoss()(probabilities, labels.float())
        step.zero_grad()
        loss.backward()
        step.step()
    model.load_state_dict(model.state_dict())
    model.eval()
    with torch.no_grad():
        logits = model(torch.from_numpy(np.ones((2, 2))).float())
        _, classes = torch.max(logits, 1)
        (classes == labels).float().mean().item()
        functional.one_hot(labels, 2)
        torch.where(logits > 0, torch.exp(logits), logits).numpy()


def _versions(runtime: list[str]) -> dict[str, str]:
    names = dict.fromkeys(name.partition(".")[0] for name in runtime)
    modules = {name: sys.modules[name] for name in names}
    versions = {name: str(getattr(module, "__version__", "?")) for name, module in modules.items()}
    return {"python": platform.python_version(), **versions}
