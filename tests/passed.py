"""Cases that passed and of which nothing has changed since, so a second run is quick.

For files of cases that take minutes: attacks, and hand-ins that end by a time-out. What counts is
everything that a case depends on: the program and the libraries, the level of isolation and the
kernel, the course, what the tests share, and the case itself. A clean clone remembers nothing;
``make test FRESH=1`` forgets.
"""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from pathlib import Path
from typing import Final

from grader.model import Assignment
from grader.verify import Memory

ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = ("tests/*.py", "tests/sample_course/**/*", "assignments/*.toml")


class Passed:
    """The cases of one assignment in one file of tests."""

    def __init__(self, tests: str, assignment: Assignment) -> None:
        self._memory = Memory(ROOT / ".grader" / tests, assignment)
        self.known = 0
        """How many were asked for that need not be run again."""

    def knows(self, name: str, path: Path) -> bool:
        """Whether the case *name*, which is what lies at *path*, passed as it is."""
        known = self._memory.knows(_piece(name, path))
        self.known += known
        return known

    def add(self, name: str, path: Path) -> None:
        """Remember that it passed."""
        self._memory.add(_piece(name, path))

    def save(self) -> None:
        """Keep what was asked for or added."""
        self._memory.save()


def _piece(name: str, path: Path) -> str:
    return f"{name} {_content(path)} {_surroundings()}"


@cache
def _surroundings() -> str:
    paths = (path for pattern in _SHARED for path in ROOT.glob(pattern))
    return f"{platform.version()} {[_content(path) for path in sorted(paths)]}"


@cache
def _content(path: Path) -> str:
    code = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and file.suffix != ".pyc":
            code.update(f"{file.relative_to(path.parent)}\0".encode() + file.read_bytes())
    return code.hexdigest()
