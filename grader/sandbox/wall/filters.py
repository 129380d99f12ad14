"""Load the system call filters that ``build_seccomp.py`` wrote.

Filters are BPF programs, one set for each machine; they stack, and nothing can be taken back.
"""

from __future__ import annotations

import ctypes
import os
import sys
from errno import ENOSYS
from pathlib import Path
from typing import Final

from grader.sandbox.wall import syscalls

FOLDER: Final = Path(__file__).with_name("seccomp")
_MODE_FILTER: Final = 2
_INSTRUCTION_BYTES: Final = 8


def blob(name: str, machine: str) -> Path:
    """Return where the filter *name* for *machine* (``x86_64``, ``aarch64``) is kept."""
    return FOLDER / f"{name}.{machine}.bpf"


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _read_all() -> dict[str, _Program]:
    """Read this machine's filters before any fork; none where there are none for it."""
    machine = os.uname().machine if sys.maxsize > 1 << 32 else ""
    codes = {p.name.partition(".")[0]: p.read_bytes() for p in FOLDER.glob(f"*.{machine}.bpf")}
    return {n: _Program(len(code) // _INSTRUCTION_BYTES, code) for n, code in codes.items()}


_FILTERS: Final = _read_all()


def load(name: str) -> None:
    """Put the filter *name* on the calling process and its descendants, for good.

    Raises OSError, with ENOSYS where this machine's processor has no filter.
    """
    program = _FILTERS.get(name)
    if program is None:
        raise OSError(ENOSYS, f"no system call filter for {os.uname().machine}")
    syscalls.prctl(syscalls.PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program))
