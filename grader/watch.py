"""Notices when a student saves.

Plain polling: a look at a few files costs less than a millisecond, and works on every system, on
network drives and in containers, where notifications of the kernel do not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

POLL_SECONDS: Final = 0.05
_WORK: Final = (".py", ".ipynb", ".toml", ".txt")
_MOST: Final = 500
"""Files that are looked at; a folder with more is not a student's work."""

Snapshot = dict[Path, tuple[int, int]]


def saves(
    path: Path, *, sleep: Callable[[float], None] = time.sleep, poll: float = POLL_SECONDS
) -> Iterator[None]:
    """Yield now, and each time that work at *path* (a file or a folder) was saved and is quiet.

    An editor may write in several steps, or put a new file in the place of the old one; that is one
    save. A file that is gone is waited for. What is saved while the caller is busy is not missed.
    """
    known = snapshot(path)
    yield
    while True:
        sleep(poll)
        seen = snapshot(path)
        if seen == known:
            continue
        while True:
            sleep(poll)
            later = snapshot(path)
            if later == seen and seen:
                break
            seen = later
        if seen != known:
            known = seen
            yield


def snapshot(path: Path) -> Snapshot:
    """When each file of the work was changed, and its size; nothing for what is not there."""
    found: Snapshot = {}
    for file in _files(path):
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = status.st_mtime_ns, status.st_size
        if len(found) == _MOST:
            break
    return found


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = [name for name in names if _is_work(Path(folder, name))]
        yield from (Path(folder, name) for name in files if name.endswith(_WORK))


def _is_work(folder: Path) -> bool:
    """Not what an editor, Python or a virtual environment keeps for itself."""
    return not (folder.name.startswith((".", "__")) or (folder / "pyvenv.cfg").exists())
