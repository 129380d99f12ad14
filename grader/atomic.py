"""Write a file so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from grader.errors import StoreError


def write_atomic(path: Path, data: bytes) -> None:
    """Put *data* at *path*; parents are made. What was there stays until the new file is complete.

    Raises:
        StoreError: the place cannot be written (permissions, a full disk, a folder of that name).
    """
    with write_atomic_with(path) as file:
        file.write(data)


@contextmanager
def write_atomic_with(path: Path) -> Iterator[BinaryIO]:
    """The same for what is written piece by piece: the block fills the file that it gets.

    Raises:
        StoreError: as above; an error of the block itself leaves what was there, too.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
            # mkstemp makes files that only the owner reads; reports and gradebooks are for sharing.
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
