"""Landlock: what may be opened, connected and signalled, decided once for all descendants.

The kernel's interface grows by version ("ABI"); all that the running kernel knows is used.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from typing import TYPE_CHECKING, Final

from grader.sandbox.wall import syscalls

if TYPE_CHECKING:
    from collections.abc import Iterable

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_VERSION_FLAG: Final = 1
_PATH_BENEATH: Final = 1

EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_MAKE_CHAR: Final = 1 << 6
_MAKE_BLOCK: Final = 1 << 11
_TRUNCATE: Final = 1 << 14
_IOCTL_DEV: Final = 1 << 15

READ: Final = _READ_FILE | _READ_DIR
DEVICE: Final = _READ_FILE | _WRITE_FILE | _TRUNCATE
OWN: Final = ((1 << 15) - 1) & ~(EXECUTE | _MAKE_CHAR | _MAKE_BLOCK)
"""Everything a program does in its own folder."""

_ON_FILES: Final = EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many of the rights an ABI knows; from 5 on it is 16."""
_TCP: Final = 0b11
_SCOPES: Final = 0b11


def version() -> int:
    """Return the kernel's Landlock ABI; 0 where it has none or it is switched off."""
    try:
        return syscalls.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def restrict(rules: Iterable[tuple[str, int]]) -> None:
    """Allow the calling process, for good, only the *rules*: paths with the rights beneath each.

    TCP, and signals and abstract sockets to processes outside, are refused as far as the ABI goes.
    A path that does not exist is left out. no_new_privs has to be set. Raises OSError.
    """
    abi = version()
    handled = (1 << _FILE_RIGHTS.get(abi, 16)) - 1
    fields = [handled, *([_TCP] if abi >= 4 else []), *([_SCOPES] if abi >= 6 else [])]
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = syscalls.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path, rights in rules:
            _allow(ruleset, path, rights & handled)
        syscalls.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= _ON_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, beneath), 12)
        syscalls.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(beneath)
