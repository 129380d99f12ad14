"""The values of a layout: entries and people, and what to call a student in a file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from grader.model import Phrase, StudentId
from grader.report.text import clean


class Layout(StrEnum):
    """The ways in which submissions come, by the name that a person is told."""

    GRADESCOPE = "Gradescope export"
    CLASSROOM50 = "Classroom 50 download"
    GITHUB = "GitHub Classroom clones"
    CANVAS = "Canvas download"
    MOODLE = "Moodle download, folders"
    MOODLE_FLAT = "Moodle download, files"
    NBGRADER = "nbgrader tree"
    BLACKBOARD = "Blackboard download"
    PLAIN = "a folder or file for each student"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One student's submission, not read yet."""

    student: StudentId
    path: Path
    shown: str
    """How the platform named it, to the letter: for giving feedback files back."""
    notes: tuple[Phrase, ...] = ()
    layout: Layout = Layout.PLAIN
    name: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()
    """What else the student is called: on the platform, and in the roster."""
    submitted_at: datetime | None = None
    """Without a zone where the platform names none."""
    late: bool = False
    """Whether the platform calls it late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of a roster."""

    student: StudentId
    name: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()
    """What else the student is called."""


def student_id(name: str) -> StudentId:
    """*name* as an id: NFC, on one line, never empty."""
    return StudentId(clean(name) or "-")


def safe_key(student: StudentId) -> str:
    """A folder name for *student*: ASCII letters, digits, ``-`` and ``_``, at most 53 characters.

    Different students get different names on every file system. A name that is not already such
    a key, reserved ones among them, gets a digest.
    """
    text = unicodedata.normalize("NFKD", student.replace("đ", "d").replace("Đ", "D")).lower()
    key = re.sub(r"[^a-z0-9_-]+", "-", re.sub(r"[\u0300-\u036f]", "", text)).strip("-")[:40]
    if key and key == student and key not in _RESERVED and not _LOOKS_DIGESTED.search(key):
        return key
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{key}-{digest}" if key else digest


_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
_LOOKS_DIGESTED = re.compile(r"(?:^|-)[0-9a-f]{12}$")
