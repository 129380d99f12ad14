"""What a learning platform gave, as one entry for each student.

A layout is recognised by its content, never by what it is said to be. Each is one function in
``_LAYOUTS`` that either knows a folder and returns its entries, or returns None.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.model import Phrase, StudentId, phrase
from grader.report.text import clean

_JUNK = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "__pycache__"})
_NOT_WORK = frozenset({".csv"})
_MEMBERS = 200_000
_MEMBER_BYTES = 1 << 30
_ALL_BYTES = 8 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One student's submission, not read yet."""

    student: StudentId
    path: Path
    shown: str
    """How the platform named it, for people and for giving feedback files back."""
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of a roster."""

    student: StudentId
    name: str = ""
    email: str = ""


@contextmanager
def open_submissions(path: Path) -> Iterator[tuple[Entry, ...]]:
    """The students' entries in *path*, a folder or a zip of one, ordered by student.

    A single ``.py`` or ``.ipynb`` is a class of one. An archive is unpacked into a temporary folder
    that is gone afterwards; links, absolute names, ``..`` and bombs in it are refused. Where
    one student has several entries, the newest counts and says so.

    Raises:
        UsageError: *path* is not there, is not a folder or archive, or holds no submission.
    """
    if path.is_file() and path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory(prefix="grader-") as folder:
            _unpack(path, Path(folder))
            yield _entries(path, _only_folder(Path(folder)))
    elif path.is_file():
        yield (_entry(path),)
    else:
        yield _entries(path, path)


def read_roster(path: Path) -> tuple[Person, ...]:
    """The people of a course from CSV: a column ``key`` (else ``id``), and ``name`` and ``email``.

    Comma or semicolon, with or without a byte order mark. The key is what a submission is called.

    Raises:
        UsageError: not readable as that; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path}: {reason}; a roster is a CSV file in UTF-8") from error
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    try:
        rows = list(csv.DictReader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path}: is not CSV: {error}") from error
    return _people(path, rows)


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


# ------------------------------------------------------------------ layouts


def _one_each(folder: Path) -> list[Entry] | None:
    """One folder or file for each student, named after the student."""
    return [_entry(path) for path in _visible(folder) if path.suffix.lower() not in _NOT_WORK]


_LAYOUTS: tuple[Callable[[Path], list[Entry] | None], ...] = (_one_each,)


def _entry(path: Path) -> Entry:
    student = _student(path.name if path.is_dir() else path.stem)
    return Entry(student=student, path=path, shown=path.name)


def _student(name: str) -> StudentId:
    return StudentId(clean(name) or "-")


def _entries(given: Path, folder: Path) -> tuple[Entry, ...]:
    try:
        found = next(found for layout in _LAYOUTS if (found := layout(folder)) is not None)
        entries = tuple(_newest_of_each(found))
    except OSError as error:
        raise UsageError(f"{given}: {error.strerror}") from error
    if not entries:
        raise UsageError(f"{given}: holds no submission (a folder, .py, .ipynb or .zip each)")
    return entries


def _only_folder(folder: Path) -> Path:
    """Past the one outer folder that most archives have."""
    inside = _visible(folder)
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _visible(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.name not in _JUNK
    )


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _newest_of_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    by_student = defaultdict(list)
    for entry in entries:
        by_student[entry.student].append(entry)
    for _, several in sorted(by_student.items()):
        *older, newest = sorted(several, key=lambda entry: (_changed(entry.path), entry.shown))
        yield replace(newest, notes=_several(newest, older)) if older else newest


def _several(newest: Entry, older: list[Entry]) -> tuple[Phrase, ...]:
    return (
        phrase(
            "{newest} was graded, the newest of several entries; not graded: {older}.",
            newest=newest.shown,
            older=", ".join(entry.shown for entry in older),
        ),
    )


def _changed(path: Path) -> float:
    """When the entry, or the newest file in it, was last changed; links are not followed."""
    newest = path.lstat().st_mtime if not _is_folder(path) else 0.0
    for parent, _, names in os.walk(path):
        for name in names:
            newest = max(newest, (Path(parent) / name).lstat().st_mtime)
    return newest


# ------------------------------------------------------------------ archives


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not _is_junk(info.filename)]
            _refuse_hostile(archive, members)
            for info in members:
                _unpack_member(opened, info, folder)
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(f"{archive}: cannot be unpacked: {error}") from error


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _JUNK or part.startswith("._") or part == ".DS_Store" for part in parts)


def _refuse_hostile(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    for info in members:
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        if is_link or ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise UsageError(
                f"{archive}: {clean(info.filename)} is a link or leads out of the archive; "
                "unpack it by hand and look"
            )
        if info.file_size > _MEMBER_BYTES:
            raise UsageError(f"{archive}: {clean(info.filename)} is larger than 1 GiB unpacked")
    if len(members) > _MEMBERS or sum(info.file_size for info in members) > _ALL_BYTES:
        raise UsageError(f"{archive}: is larger than 8 GiB or 200,000 files unpacked")


def _unpack_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    # zipfile stops at the declared size, which was checked.
    target = Path(opened.extract(info, folder))
    if not info.is_dir():
        when = datetime(*info.date_time).timestamp()  # noqa: DTZ001 - zip files know no zone
        os.utime(target, (when, when))


# ------------------------------------------------------------------ rosters


def _people(path: Path, rows: list[dict[str | None, str]]) -> tuple[Person, ...]:
    people: dict[StudentId, Person] = {}
    for line, row in enumerate(rows, start=2):
        if None in row:
            raise UsageError(f"{path}:{line}: has more cells than the header; quote the comma")
        cells = {(name or "").strip().lower(): (text or "").strip() for name, text in row.items()}
        key = cells.get("key") or cells.get("id")
        if not key:
            raise UsageError(f"{path}:{line}: no key; a roster has the columns key, name, email")
        student = _student(key)
        if student in people:
            raise UsageError(f"{path}:{line}: {student} is there twice")
        people[student] = Person(
            student=student,
            name=cells.get("name", ""),
            email=cells.get("email", ""),
        )
    if not people:
        raise UsageError(f"{path}: is empty; a roster has the columns key, name, email")
    return tuple(people.values())
