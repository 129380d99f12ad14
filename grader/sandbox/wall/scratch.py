"""The folder that a submission wrote into, where it is on a disk. Trusted side.

Student code makes folders so deep that a recursive walk fails, or a path to them cannot be said.
"""

from __future__ import annotations

import os
import shutil
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

_PREFIX: Final = "grader-sandbox-"
"""Of names that nobody else gives: what begins so, and nobody uses, is removed."""
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

    Not even one that takes a folder's place meanwhile: at level ``process`` something may still run
    there, and we may be root. What belongs to somebody else is left, silently.
    """
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return
    with suppress(OSError):
        top = os.open(folder, _FOLDER)
        try:
            while inside := _folders(top):
                for name in inside:
                    _flatten(name, top)
            _empty(top)
            Path(folder).rmdir()
        finally:
            os.close(top)


_FOLDER: Final = (
    os.O_RDONLY
    | getattr(os, "O_DIRECTORY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def _flatten(name: str, top: int) -> None:
    """Remove the folder *name* of the open folder *top*; the folders in it become folders of it."""
    opened = _opened(name, top)
    try:
        for inner in _folders(opened):
            os.close(_opened(inner, opened))  # so that it may be moved
            os.rename(inner, uuid.uuid4().hex, src_dir_fd=opened, dst_dir_fd=top)
        _empty(opened)
    finally:
        os.close(opened)
    os.rmdir(name, dir_fd=top)


def _opened(name: str, above: int) -> int:
    """A descriptor of a folder, whose owner gets all rights first; raises OSError for a link."""
    try:
        opened = os.open(name, _FOLDER, dir_fd=above)
    except PermissionError:
        if os.geteuid() == 0:
            raise
        # A link in its place would lead to nothing that student code has no right to itself.
        os.chmod(name, 0o700, dir_fd=above)
        opened = os.open(name, _FOLDER, dir_fd=above)
    try:
        os.fchmod(opened, 0o700)
    except OSError:
        os.close(opened)
        raise
    return opened


def _empty(opened: int) -> None:
    """Remove what is in an open folder and is none itself."""
    with os.scandir(opened) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.name, dir_fd=opened)


def _folders(opened: int) -> list[str]:
    with os.scandir(opened) as entries:
        return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
