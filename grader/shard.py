"""A class in parts, for machines that share nothing but files: graded apart, then merged."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.errors import StoreError, UsageError
from grader.model import StudentId
from grader.store import Store


@dataclass(frozen=True, slots=True)
class Shard:
    """Part *number* of *count*. Who is in which depends on the student's id alone."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2/5``: the second of five.

        Raises:
            UsageError: it is not written so.
        """
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise UsageError(
                f"--shard {text}: expected I/N, for example 2/5 for the second of five"
            )
        return cls(int(found[1]), int(found[2]))

    def __contains__(self, student: StudentId) -> bool:
        code = hashlib.sha256(student.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(code[:8]) % self.count == self.number - 1


def merge_stores(into: Store, parts: Iterable[Store]) -> int:
    """Add to *into* all that is in *parts* and not in it yet; returns how many attempts came.

    Raises:
        StoreError: one cannot be read, or *into* cannot be written.
    """
    came = 0
    for part in parts:
        for assignment in part.assignments():
            into.join_class(assignment, part.enrolled(assignment))
            for student in part.students(assignment):
                there = {_mark(attempt) for attempt in into.history(student, assignment)}
                for attempt in part.history(student, assignment):
                    if _mark(attempt) not in there:
                        into.record(attempt)
                        came += 1
                for work in part.hand_ins(student, assignment):
                    into.hand_in(student, assignment, work)
            there_too = {(o.student, o.made_at) for o in into.overrides(assignment).values()}
            for made in part.overrides(assignment).values():
                if (made.student, made.made_at) not in there_too:
                    into.override(assignment, made)
    return came


def merge_folders(into: Path, parts: Iterable[Path]) -> None:
    """Copy the students' folders of *parts*; where one is in several, the newest report stays.

    Raises:
        StoreError: a folder cannot be read or written.
    """
    for part in parts:
        for folder in sorted(part.glob("students/*")):
            goal = into / "students" / folder.name
            if _changed(goal) < _changed(folder):
                try:
                    shutil.copytree(folder, goal, dirs_exist_ok=True)
                except (OSError, shutil.Error) as error:
                    raise StoreError(f"{goal}: {error}") from error


def _mark(attempt: object) -> tuple[object, ...]:
    fields = ("graded_at", "status", "digest", "earned")
    return tuple(getattr(attempt, name) for name in fields)


def _changed(folder: Path) -> float:
    times = [0.0]
    for path in folder.glob("*"):
        with suppress(OSError):
            times.append(path.stat().st_mtime)
    return max(times)
