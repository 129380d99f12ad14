"""The file systems of one submission, inside its own mount namespace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from grader.sandbox.wall import syscalls
from grader.sandbox.wall.syscalls import MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_REC

TMP: Final = "/tmp"  # noqa: S108 - a mount of its own
SHM: Final = "/dev/shm"  # noqa: S108
_QUIET: Final = MS_NOSUID | MS_NODEV | MS_NOEXEC


def cover(scratch: str, disk_bytes: int, max_files: int) -> None:
    """Put one private file system, limited in size and files, at *scratch*, /tmp and /dev/shm.

    Put a /proc there that shows the caller's own processes and nothing of the system. What the
    outer wall mounted below /tmp, such as a virtual environment, stays. Raises OSError.
    """
    syscalls.mount("none", "/", None, MS_REC | MS_PRIVATE)
    kept = _mounted_below(TMP)
    options = f"size={disk_bytes},nr_inodes={max_files},mode=0700"
    syscalls.mount("tmpfs", scratch, "tmpfs", _QUIET, options)
    for name, target in (("tmp", TMP), ("shm", SHM), ("work", scratch)):
        source = Path(scratch, name)
        source.mkdir(0o700)
        syscalls.mount(str(source), target, None, MS_BIND)
    for path, fd in kept.items():
        Path(path).mkdir(0o755, parents=True)
        syscalls.mount(f"/proc/self/fd/{fd}", path, None, MS_BIND | MS_REC)
        os.close(fd)
    syscalls.mount("proc", "/proc", "proc", _QUIET, "hidepid=invisible,subset=pid")


def _mounted_below(folder: str) -> dict[str, int]:
    """Return the topmost mount points below *folder*, each with a descriptor that holds it."""
    lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    points = sorted(_unescaped(os.fsdecode(line.split(b" ", 5)[4])) for line in lines)
    kept: dict[str, int] = {}
    for path in points:
        inside = path.startswith(folder + "/")
        if inside and not any(path.startswith(above + "/") for above in kept):
            kept[path] = os.open(path, os.O_PATH | os.O_CLOEXEC)
    return kept


def _unescaped(path: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        path = path.replace(code, character)
    return path
