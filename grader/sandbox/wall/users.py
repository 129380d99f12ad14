"""Whom the processes of a sandbox run as: never root, and nobody who owns anything."""

from __future__ import annotations

import ctypes
import os
import signal
from errno import EPERM
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.sandbox.wall import syscalls

if TYPE_CHECKING:
    from collections.abc import Iterable

INSIDE: Final = 1000
"""The user that student code sees itself as at level ``full``: "student" in its /etc/passwd."""
_FIRST_OWN: Final = 1_000_000_000
"""Users from here on exist on no machine; the process id is added, so that each is used once."""
_NOBODY: Final = 65534
_NAMESPACES: Final = (
    syscalls.CLONE_NEWUSER
    | syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUTS
    | syscalls.CLONE_NEWCGROUP
)
_outside = (0, 0)


def fork_into_namespaces() -> int:
    """Fork a child that is PID 1 of new user, mount, pid, network, ipc, uts and cgroup namespaces.

    As os.fork() otherwise. One system call, where unshare() would cost one more process and one
    more copy of the page tables. Raises OSError where namespaces are refused.
    """
    global _outside  # noqa: PLW0603 - inside, the child cannot see who it was
    _outside = os.geteuid(), os.getegid()
    if _outside[0] == 0:
        raise PermissionError(EPERM, "root has to drop to another user: it is exempt from limits")
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = syscalls.clone(_NAMESPACES | signal.SIGCHLD)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(-pid, os.strerror(-pid))
    return pid


def name_self() -> None:
    """In the child of :func:`fork_into_namespaces`: become user 1000, with every capability there.

    Raises OSError: also if the caller is in no namespaces of its own.
    """
    if os.getpid() != 1:
        syscalls.unshare(_NAMESPACES)
        raise PermissionError(EPERM, "a process cannot be made in new namespaces")
    user, group = _outside
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{INSIDE} {user} 1")
    _write("/proc/self/gid_map", f"{INSIDE} {group} 1")


def unprivileged_id() -> int:
    """Return a user that no account has, for root to become: one for each process that asks."""
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    ranges = [tuple(map(int, line.split())) for line in lines]
    own = _FIRST_OWN + os.getpid()
    mapped = any(first <= own < first + count for first, _, count in ranges)
    return own if mapped else _NOBODY


def become(user: int) -> None:
    """Change, as root, to *user* and the group of the same number. Raises OSError."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def is_exclusive() -> bool:
    """Whether the caller's user is this submission's alone, whose processes can be counted."""
    return os.getuid() >= _FIRST_OWN


def drop(scratch: str, readable: Iterable[str]) -> None:
    """If the caller is root, become a user of this submission's own, who owns *scratch*.

    Of root's capabilities only reading is kept, and that only where something in *readable*, such
    as a virtual environment under /root, could not be read without it. Raises OSError.
    """
    if os.geteuid() != 0:
        return
    user = unprivileged_id()
    kept = 0 if _could_read(user, readable) else 1 << syscalls.CAP_DAC_READ_SEARCH
    held = _own_capabilities()
    if kept & ~held:
        raise PermissionError(EPERM, "Python is readable for root only")
    if not held & 1 << syscalls.CAP_KILL:
        raise PermissionError(EPERM, "this root may not end another user's processes")
    os.chown(scratch, user, user)
    syscalls.drop_bounding_capabilities()
    syscalls.prctl(syscalls.PR_SET_KEEPCAPS, 1)
    become(user)
    syscalls.set_capabilities(kept)


def _could_read(user: int, paths: Iterable[str]) -> bool:
    """Whether *user* may read every one of *paths* that exists; the caller stays root."""
    existing = [path for path in paths if Path(path).exists()]
    groups = os.getgroups()
    os.setgroups([])
    os.setresgid(user, -1, -1)
    os.setresuid(user, -1, -1)
    try:
        return all(os.access(path, os.R_OK) for path in existing)  # asks for the real user
    finally:
        os.setresuid(0, -1, -1)
        os.setresgid(0, -1, -1)
        os.setgroups(groups)


def _own_capabilities() -> int:
    status = Path("/proc/self/status").read_bytes()
    return int(status.partition(b"CapEff:")[2].split()[0], 16)


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, "ascii")
