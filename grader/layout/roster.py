"""Who is in the course, and which of them an entry belongs to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from grader.errors import UsageError
from grader.layout.entry import Entry, Person, student_id
from grader.layout.names import Named, folded, pair
from grader.model import StudentId
from grader.report.text import clean

_KEYS = (
    *("key", "id", "student_id", "student id", "sid", "mssv", "mã sinh viên", "username"),
    *("sis login id", "identifier"),
)
"""Which column names a student, the first that is there."""
_IDS = re.compile(
    r"\b(?:id|sid|key|user ?name|login|e-?mail|github|mssv|identifier|number)\b|_id\b|username|mã"
)
"""What a column with further names of a student is called."""
_Row = dict[str, str]


def read_roster(path: Path) -> tuple[Person, ...]:
    """The people of a course from CSV: a column ``key`` (else ``id``), and ``name`` and ``email``.

    Comma or semicolon, with or without a byte order mark. The key is what a student is called
    here; what other columns call them (``github_username``, ``SIS Login ID`` …) is known, too. So
    a Canvas export, Classroom 50's and Gradescope's rosters do as they are.

    Raises:
        UsageError: not readable as that; the message names the line.
    """
    people: dict[StudentId, Person] = {}
    for line, row in _rows(path, "a roster is a CSV file in UTF-8"):
        if _is_nobody(row):
            continue
        student = student_id(_key(path, line, row, "a roster has the columns key, name, email"))
        if student in people:
            raise UsageError(f"{path}:{line}: {student} is there twice")
        people[student] = _person(student, row)
    if not people:
        raise UsageError(f"{path}: is empty; a roster has the columns key, name, email")
    return tuple(people.values())


def join(entries: Iterable[Entry], roster: Sequence[Person]) -> list[Entry]:
    """*entries*, each as the work of the one person of *roster* that it can only be.

    An id decides: the platform's, an email address, a user name. Else the name, if only one has it.
    """
    pending = list(entries)
    called = [Named(ids=_ids(entry), name=entry.name or entry.student) for entry in pending]
    listed = [
        Named(ids=(person.student, person.email, *person.ids), name=person.name)
        for person in roster
    ]
    return [
        entry if at is None else _as(entry, roster[at])
        for entry, at in zip(pending, pair(called, listed), strict=True)
    ]


def read_times(path: Path) -> dict[str, datetime]:
    """When work was handed in, from CSV: ``key`` (as in a roster) and ``submitted_at``.

    Times are ISO 8601; one without an offset is by the course's clock.

    Raises:
        UsageError: not readable as that; the message names the line.
    """
    times: dict[str, datetime] = {}
    for line, row in _rows(path, "times are a CSV file in UTF-8"):
        key = _key(path, line, row, "times have the columns key, submitted_at")
        told = _cell(row, "submitted_at")
        try:
            times[folded(key)] = datetime.fromisoformat(told)
        except ValueError:
            raise UsageError(
                f"{path}:{line}: submitted_at: {clean(told)!r} is no time; write "
                "2026-11-20T23:59:00+07:00"
            ) from None
    return times


def with_times(entries: Iterable[Entry], times: Mapping[str, datetime]) -> tuple[Entry, ...]:
    """*entries* with the time that *times* has for the student, by any id."""
    told = []
    for entry in entries:
        ids = map(folded, _ids(entry))
        when = next((times[key] for key in ids if key in times), None)
        told.append(entry if when is None else replace(entry, submitted_at=when))
    return tuple(told)


def nobodys(entries: Iterable[Entry], times: Mapping[str, datetime]) -> list[str]:
    """The keys of *times* that belong to no entry: misspelt, or nothing was handed in."""
    return sorted(times.keys() - {folded(each) for entry in entries for each in _ids(entry)})


# ------------------------------------------------------------------ reading


def _rows(path: Path, what: str) -> Iterator[tuple[int, _Row]]:
    """The rows of a CSV file with their lines; names of columns in small letters."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UsageError(f"{path}: {reason}; {what}") from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        # Not splitlines(): a student's name may hold one of the other characters that end a line.
        lines = io.StringIO(text, newline="")
        rows = list(csv.DictReader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path}: is not CSV: {error}") from error
    for line, row in enumerate(rows, start=2):
        if None in row:
            raise UsageError(f"{path}:{line}: has more cells than the header; quote the comma")
        yield line, {folded(name or ""): (text or "").strip() for name, text in row.items()}


def _is_nobody(row: _Row) -> bool:
    """Whether it is one of Canvas's rows that are no student: posting, points, the test student."""
    told = {"", "points possible", "student, test"}
    return "student" in row and row["student"].lower() in told


def _key(path: Path, line: int, row: _Row, what: str) -> str:
    column = next((name for name in _KEYS if row.get(name)), None)
    if column is None:
        raise UsageError(f"{path}:{line}: no key; {what}")
    # Moodle's worksheet has "Participant 123" where its files have 123.
    number = re.search(r"\d+$", row[column]) if column == "identifier" else None
    return number[0] if number and " " in row[column] else row[column]


def _cell(row: _Row, *names: str) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _person(student: StudentId, row: _Row) -> Person:
    first, last = _cell(row, "first_name", "first name"), _cell(row, "last_name", "last name")
    name = _cell(row, "name", "full name", "student", "họ và tên", "họ tên")
    ids = (student_id(text) for column, text in row.items() if text and _IDS.search(column))
    return Person(
        student=student,
        name=name or f"{first} {last}".strip(),
        email=_cell(row, "email", "email address"),
        ids=tuple(dict.fromkeys(each for each in ids if each != student)),
    )


# ------------------------------------------------------------------ joining


def _ids(entry: Entry) -> tuple[str, ...]:
    return (entry.student, *entry.ids, entry.email)


def _as(entry: Entry, person: Person) -> Entry:
    ids = dict.fromkeys((entry.student, *entry.ids, *person.ids))
    return replace(
        entry,
        student=person.student,
        name=person.name or entry.name,
        email=person.email or entry.email,
        ids=tuple(each for each in ids if each != person.student),
    )
