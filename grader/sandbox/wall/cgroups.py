"""Control groups (version 2): where the system lets us, the kernel itself sets a sandbox's bounds.

For example under ``systemd-run --user --scope -p Delegate=yes grader batch ...``. A group that has
children with limits may hold no process itself, so the grader moves into a child of its own first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOUNTED: Final = Path("/sys/fs/cgroup")
_ENTRY: Final = Path("/proc/self/cgroup")
_OURS: Final = "grader"
_WANTED: Final = {"memory", "pids"}


@dataclass(frozen=True, slots=True)
class Group:
    """The control group of one submission."""

    folder: Path

    def was_over(self) -> bool:
        """Whether the kernel has ended the group for using more memory than it may."""
        try:
            events = (self.folder / "memory.events").read_text("ascii")
        except OSError:
            return False
        return any(line.startswith("oom_kill ") and line[9:] != "0" for line in events.splitlines())

    def remove(self) -> None:
        """Remove the group, which has to be empty."""
        with suppress(OSError):
            self.folder.rmdir()


def enclose(
    pids: Iterable[int],
    memory_bytes: int,
    max_processes: int,
    mounted: Path = MOUNTED,
    entry: Path = _ENTRY,
) -> Group | None:
    """Move processes into a new group with these limits; None where groups are not delegated."""
    above = delegated(mounted, entry)
    if above is None:
        return None
    first, *rest = pids
    group = Group(above / f"submission-{os.getpid()}-{first}")
    try:
        _prepare(above)
        group.folder.mkdir()
        _write(group.folder / "memory.max", memory_bytes)
        _write(group.folder / "memory.swap.max", 0)
        _write(group.folder / "memory.oom.group", 1)
        _write(group.folder / "pids.max", max_processes)
        for pid in (first, *rest):
            _write(group.folder / "cgroup.procs", pid)
    except OSError:
        group.remove()
        return None
    return group


def delegated(mounted: Path = MOUNTED, entry: Path = _ENTRY) -> Path | None:
    """Return the group below which we may make others with limits; None where there is none."""
    try:
        lines = entry.read_text("utf-8").splitlines()
        name = next(line[3:] for line in lines if line.startswith("0::"))
        above = mounted / name.strip("/")
        above = above.parent if above.name == _OURS else above
        controllers = set((above / "cgroup.controllers").read_text("ascii").split())
    except (OSError, StopIteration):
        return None
    return above if controllers >= _WANTED and _is_marked(above) else None


def _is_marked(folder: Path) -> bool:
    """Whether systemd says that the group is whole its owner's to divide.

    That it can be written is not enough: root can write every group, and a desktop user the one
    that the terminal runs in.
    """
    for name in ("user.delegate", "trusted.delegate"):
        with suppress(OSError):
            if os.getxattr(folder, name) == b"1" and os.access(folder, os.W_OK):
                return True
    return False


def _prepare(above: Path) -> None:
    """Move every process of *above* into a child, and let its children have limits."""
    if set((above / "cgroup.subtree_control").read_text("ascii").split()) >= _WANTED:
        return
    ours = above / _OURS
    ours.mkdir(exist_ok=True)
    for pid in (above / "cgroup.procs").read_text("ascii").split():
        _write(ours / "cgroup.procs", int(pid))
    _write(above / "cgroup.subtree_control", " ".join(f"+{name}" for name in sorted(_WANTED)))


def _write(file: Path, value: int | str) -> None:
    file.write_text(f"{value}\n", "ascii")
