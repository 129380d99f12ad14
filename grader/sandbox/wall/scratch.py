"""The folder that a submission wrote into, where it is on a disk. Trusted side.

Student code makes folders so deep that a recursive walk fails, or a path to them cannot be said.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = "submission-"
_OLD_SECONDS: Final = 60.0
"""A folder is locked long before it is this old, if somebody uses it."""
DEEPEST: Final = 64
"""Below this many levels nobody looks: a submission that goes there has used more than it may."""


def make() -> tuple[str, int]:
    """Make a folder; returns it with a descriptor that, while open, keeps it from :func:`sweep`."""
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    if sys.platform == "win32":
        return folder, os.open(os.devnull, os.O_RDONLY)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return folder, lock


def sweep() -> None:
    """Remove the folders of graders that were killed before they could do it themselves."""
    if sys.platform == "win32":
        return
    before = time.time() - _OLD_SECONDS
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(lock).st_ctime < before:
                    remove(str(path))
            finally:
                os.close(lock)


def sizes(folder: str) -> Iterator[int | None]:
    """Yield what each file below *folder* takes on the disk; None for one that is too deep.

    Follows no link; what is gone by now is left out.
    """
    waiting = [(folder, 0)]
    while waiting:
        above, depth = waiting.pop()
        with suppress(OSError), os.scandir(above) as entries:
            for entry in entries:
                with suppress(OSError):
                    yield entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    if depth == DEEPEST:
                        yield None
                    else:
                        waiting.append((entry.path, depth + 1))


def remove(folder: str) -> None:
    """Remove *folder*, once nothing runs in it any more, however deep it is; follows no link.

    What belongs to somebody else is left, silently.
    """
    with suppress(OSError):
        while inside := list(_folders(folder)):
            for path in inside:
                _flatten(path, folder)
        for entry in os.scandir(folder):
            Path(entry.path).unlink()
        Path(folder).rmdir()


def _flatten(path: str, top: str) -> None:
    """Remove *path*; the folders in it become folders of *top*."""
    Path(path).chmod(0o700)
    for entry in os.scandir(path):
        if entry.is_dir(follow_symlinks=False):
            Path(entry.path).chmod(0o700)
            Path(entry.path).rename(Path(top, uuid.uuid4().hex))
        else:
            Path(entry.path).unlink()
    Path(path).rmdir()


def _folders(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (entry.path for entry in entries if entry.is_dir(follow_symlinks=False))
