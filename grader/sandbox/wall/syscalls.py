"""The few system calls that Python 3.11 has no name for. Each raises OSError with its errno."""

from __future__ import annotations

import ctypes
import os
from errno import EINVAL, ENOSYS
from typing import Final

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWCGROUP: Final = 0x02000000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000

MS_NOSUID: Final = 0x2
MS_NODEV: Final = 0x4
MS_NOEXEC: Final = 0x8
MS_BIND: Final = 0x1000
MS_REC: Final = 0x4000
MS_PRIVATE: Final = 0x40000

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_KEEPCAPS: Final = 8
PR_SET_SECCOMP: Final = 22
PR_CAPBSET_DROP: Final = 24
PR_SET_CHILD_SUBREAPER: Final = 36
PR_SET_NO_NEW_PRIVS: Final = 38

CAP_DAC_READ_SEARCH: Final = 2
CAP_KILL: Final = 5
_CAPABILITIES: Final = 64
_CAPABILITY_VERSION_3: Final = 0x20080522
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_libc = ctypes.CDLL(None, use_errno=True)
_libc_with_lock = ctypes.PyDLL(None, use_errno=True)
"""Keeps Python's lock during the call, as a fork has to."""


def prctl(option: int, argument: object = 0, second: object = 0) -> None:
    """Set a property of the calling process; a plain int is passed as unsigned long."""
    words = [ctypes.c_ulong(w) if isinstance(w, int) else w for w in (argument, second)]
    _checked(_libc.prctl(option, *words, ctypes.c_ulong(0), ctypes.c_ulong(0)))


def unshare(namespaces: int) -> None:
    """Move the calling process (for pids: its children) into new *namespaces*."""
    _checked(_libc.unshare(namespaces))


def clone(flags: int) -> int:
    """Fork with *flags*; returns 0 in the child, its number in the caller, or an errno below 0.

    To be called between PyOS_BeforeFork and PyOS_AfterFork, as os.fork() does. The C library does
    not know of it: the child may fork on and wait, but start no thread.
    """
    number = _CLONE.get(os.uname().machine)
    if number is None:
        return -ENOSYS
    words = [ctypes.c_long(word) for word in (number, flags, 0, 0, 0, 0)]
    pid: int = _libc_with_lock.syscall(*words)
    return -ctypes.get_errno() if pid == -1 else pid


def bare_fork() -> int:
    """Fork as os.fork(), but without what Python and its libraries do after one.

    For a process of one thread, of which nothing has to be told that it is another now: locks are
    free, and threads that are gone were never there. That bookkeeping is half of what a fork costs.
    """
    pid: int = _libc_with_lock.fork()
    return _checked(pid)


def default_action(number: int) -> None:
    """Have the signal *number* do what it does by default; Python's table is left as it is."""
    _libc.signal(number, None)


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount, bind or change the propagation of *target*, as mount(2)."""
    type_ = kind.encode() if kind else None
    words = (os.fsencode(source), os.fsencode(target), type_)
    _checked(_libc.mount(*words, ctypes.c_ulong(flags), options.encode()), target)


def sethostname(name: bytes) -> None:
    """Name the machine, in the caller's UTS namespace."""
    _checked(_libc.sethostname(name, len(name)))


def drop_bounding_capabilities() -> None:
    """Make sure that no program gives the caller a capability that it does not have."""
    for capability in range(_CAPABILITIES):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == EINVAL:  # the kernel knows no more
                return
            raise


def set_capabilities(mask: int) -> None:
    """Have the capabilities in *mask*, which the caller holds, and never again another one."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)(low, low, 0, high, high, 0)))


def syscall(number: int, *arguments: object) -> int:
    """Make the system call *number*; plain ints are passed as longs."""
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *words))


def _checked(result: int, name: str | None = None) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result
