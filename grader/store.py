"""The result database: every grading that was done, in one SQLite file.

Attempts are only added. One process writes; others may read while it does. The file must be on a
local disk: write-ahead logging does not work over a network file system.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from grader.errors import StoreError
from grader.model import ExerciseId, Level, StudentId
from grader.suite.kept import Kept

# The schema, version by version (PRAGMA user_version). An older database gets what it lacks when it
# is opened; what is there is never changed.
_FIRST = """
CREATE TABLE attempt (
    id                INTEGER PRIMARY KEY,  -- counts up in the order of recording
    student           TEXT NOT NULL,        -- the student's id, NFC
    assignment        TEXT NOT NULL,        -- the assignment's id
    assignment_digest TEXT NOT NULL,        -- of all in it that can change a grade
    seed              TEXT NOT NULL,        -- of the random inputs; any whole number
    environment       TEXT NOT NULL,        -- versions that results depend on
    language          TEXT NOT NULL,        -- of the texts in result and reason
    graded_at         TEXT NOT NULL,        -- ISO 8601 with offset
    status            TEXT NOT NULL CHECK (status IN ('graded', 'ungraded', 'grader error')),
    digest            TEXT,                 -- of the files; null if they were not read
    isolation         TEXT,                 -- level it was graded at; null unless graded
    earned            INTEGER,              -- points; null unless graded
    possible          INTEGER,              -- points; null unless graded
    misconceptions    TEXT NOT NULL,        -- slugs, separated by spaces, most telling first
    conventions       TEXT NOT NULL,        -- the same
    result            TEXT,                 -- result.json; null unless graded
    reason            TEXT NOT NULL,        -- why it was not graded, or a remark for the instructor
    seconds           REAL NOT NULL,        -- wall time
    CHECK ((status = 'graded') = (result IS NOT NULL))
) STRICT;
CREATE INDEX attempt_by_student ON attempt (assignment, student, id);
"""
_SECOND = """
CREATE TABLE unexplained (
    attempt   INTEGER NOT NULL REFERENCES attempt (id),
    exercise  TEXT NOT NULL,                -- the exercise's id
    behaviour TEXT NOT NULL,                -- digest of the wrong answers; equal for equal mistakes
    checks    TEXT NOT NULL,                -- ids of the checks that they lost, separated by spaces
    source    TEXT NOT NULL                 -- the student's definition, and what it uses
) STRICT;
CREATE INDEX unexplained_by_attempt ON unexplained (attempt);
CREATE TABLE person (
    assignment TEXT NOT NULL,               -- the assignment's id
    student    TEXT NOT NULL,               -- the student's id, NFC
    name       TEXT NOT NULL,               -- from the roster; may be empty
    handed_in  INTEGER NOT NULL,            -- 1, or 0 for who is on the roster alone
    PRIMARY KEY (assignment, student)
) STRICT;
"""
_THIRD = """
-- from the roster or the platform
ALTER TABLE person ADD COLUMN email TEXT NOT NULL DEFAULT '';
-- 1 for who is on the roster
ALTER TABLE person ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
-- JSON: the student's other ids
ALTER TABLE person ADD COLUMN ids TEXT NOT NULL DEFAULT '[]';
-- how the submission came
ALTER TABLE person ADD COLUMN layout TEXT NOT NULL DEFAULT '';
-- its name there, to the letter; JSON
ALTER TABLE person ADD COLUMN shown TEXT NOT NULL DEFAULT '';
-- about the entry, for people
ALTER TABLE person ADD COLUMN notes TEXT NOT NULL DEFAULT '';
CREATE TABLE hand_in (
    assignment   TEXT NOT NULL,             -- the assignment's id
    student      TEXT NOT NULL,             -- the student's id, NFC
    digest       TEXT NOT NULL,             -- of the files
    submitted_at TEXT,                      -- ISO 8601; without offset it is the course's clock
    late         INTEGER NOT NULL,          -- 1 where the platform called it late
    PRIMARY KEY (assignment, student, digest)
) STRICT;
CREATE TABLE override (
    id         INTEGER PRIMARY KEY,         -- counts up; the last one of a student holds
    assignment TEXT NOT NULL,               -- the assignment's id
    student    TEXT NOT NULL,               -- the student's id, NFC
    points     TEXT,                        -- exact decimal; null takes the last one back
    reason     TEXT NOT NULL,               -- for the student and the gradebook
    made_at    TEXT NOT NULL                -- ISO 8601 with offset
) STRICT;
"""
_FOURTH = """
CREATE TABLE kept (
    assignment TEXT NOT NULL,               -- the assignment's id
    student    TEXT NOT NULL,               -- the student's id, NFC
    exercise   TEXT NOT NULL,               -- the exercise's id
    key        TEXT NOT NULL,               -- digest of all that these results depend on
    results    BLOB NOT NULL,               -- of the newest attempt's checks, packed
    PRIMARY KEY (assignment, student, exercise)
) STRICT, WITHOUT ROWID;
"""
FILE_NAME = "results.sqlite"
"""What the database is called, in the folder that a batch writes."""
_VERSIONS = (_FIRST, _SECOND, _THIRD, _FOURTH)
VERSION = len(_VERSIONS)


class Status(StrEnum):
    """What became of one attempt."""

    GRADED = "graded"
    UNGRADED = "ungraded"
    """The submission cannot be graded as it stands; the reason is the student's to know."""
    GRADER_ERROR = "grader error"
    """Ours; tried again at the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """All that a result depends on beside the submission. Equal basis and digest, equal result."""

    assignment: str
    assignment_digest: str
    seed: str
    environment: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """Wrong answers in one exercise that no known mistake leads to."""

    exercise: str
    behaviour: str
    """A digest; the same for everyone who answers alike."""
    checks: tuple[str, ...]
    source: str
    """The student's code for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """One student as the last batch knew them."""

    student: StudentId
    name: str
    handed_in: bool
    email: str = ""
    listed: bool = False
    """Whether a roster has them."""
    ids: tuple[str, ...] = ()
    """What platforms call them, beside *student*."""
    layout: str = ""
    shown: str = ""
    """How the platform named the submission, to the letter."""
    notes: str = ""
    """About the submission, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """When one student's work, known by its digest, was handed in."""

    digest: str
    submitted_at: datetime | None = None
    """Without a zone: by the course's clock."""
    late: bool = False
    """Whether the platform called it late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A score that the instructor set by hand."""

    student: StudentId
    points: Decimal | None
    """None takes back what was set before."""
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One recorded grading of one student's submission."""

    student: StudentId
    basis: Basis
    graded_at: datetime
    status: Status
    digest: str | None = None
    isolation: Level | None = None
    earned: int | None = None
    possible: int | None = None
    misconceptions: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    result: str | None = None
    reason: str = ""
    seconds: float = 0.0
    unexplained: tuple[Unexplained, ...] = ()
    kept: tuple[Kept, ...] = ()
    """The checks' results, for the next attempt; only of the newest one, and see Store.kept."""


_COLUMNS = (
    "student, assignment, assignment_digest, seed, environment, language, graded_at, status, "
    "digest, isolation, earned, possible, misconceptions, conventions, result, reason, seconds"
)
_INSERT = f"INSERT INTO attempt ({_COLUMNS}) VALUES ({', '.join('?' * 17)})"  # noqa: S608 - our own constants
_SELECT = f"SELECT {_COLUMNS}, id FROM attempt"  # noqa: S608 - our own constants

_PERSON = "student, name, handed_in, email, listed, ids, layout, shown, notes"
_INSERT_PERSON = f"INSERT INTO person (assignment, {_PERSON}) VALUES ({', '.join('?' * 10)})"  # noqa: S608 - our own constants

_Row = tuple[str | int | float | None, ...]


class Store:
    """An open result database; see :func:`open_store`. Every method may raise ``StoreError``."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def record(self, attempt: Attempt) -> None:
        """Add *attempt*; it is kept whatever becomes of this process afterwards."""
        with _told_in_one_line(self._path), _transaction(self._connection):
            number = self._connection.execute(_INSERT, _to_row(attempt)).lastrowid
            self._connection.executemany(
                "INSERT INTO unexplained VALUES (?, ?, ?, ?, ?)",
                [
                    (number, each.exercise, each.behaviour, " ".join(each.checks), each.source)
                    for each in attempt.unexplained
                ],
            )
            self._keep(attempt)

    def _keep(self, attempt: Attempt) -> None:
        whose = (attempt.basis.assignment, attempt.student)
        self._connection.execute(
            "DELETE FROM kept WHERE assignment = ? AND student = ?",
            whose,
        )
        self._connection.executemany(
            "INSERT INTO kept VALUES (?, ?, ?, ?, ?)",
            [(*whose, each.exercise, each.key, each.data) for each in attempt.kept],
        )

    def kept(self, student: StudentId, assignment: str) -> list[Kept]:
        """What the newest attempt of *student* at *assignment* left for the next one."""
        rows = self._rows(
            "SELECT exercise, key, results FROM kept WHERE assignment = ? AND student = ?",
            assignment,
            student,
        )
        return [
            Kept(exercise=ExerciseId(exercise), key=key, data=data) for exercise, key, data in rows
        ]

    def newest(self, student: StudentId, assignment: str) -> Attempt | None:
        """The last recorded attempt of *student* at *assignment*."""
        rows = self._rows(
            f"{_SELECT} WHERE assignment = ? AND student = ? ORDER BY id DESC LIMIT 1",
            assignment,
            student,
        )
        return self._attempt(rows[0]) if rows else None

    def graded_as(self, student: StudentId, basis: Basis) -> tuple[str, Level | None] | None:
        """Digest and level of the last attempt of *student*, if that is graded on *basis*."""
        rows = self._rows(
            "SELECT digest, isolation, status = ? AND assignment_digest = ? AND seed = ? "
            "AND environment = ? AND language = ? FROM attempt "
            "WHERE assignment = ? AND student = ? ORDER BY id DESC LIMIT 1",
            Status.GRADED,
            *(basis.assignment_digest, basis.seed, basis.environment, basis.language),
            *(basis.assignment, student),
        )
        if not rows or not rows[0][2]:
            return None
        digest, level, _ = rows[0]
        return digest, Level(level) if level else None

    def newest_of_everyone(self, assignment: str) -> Iterator[Attempt]:
        """The last attempt of each student, ordered by student; one in memory at a time."""
        for student in self.students(assignment):
            newest = self.newest(student, assignment)
            if newest is not None:
                yield newest

    def assignments(self) -> list[str]:
        """The ids of all assignments with an attempt, the last recorded one first."""
        rows = self._rows("SELECT assignment FROM attempt GROUP BY assignment ORDER BY -max(id)")
        return [str(assignment) for (assignment,) in rows]

    def enrol(self, assignment: str, people: Iterable[Enrolled]) -> None:
        """Make *people* the class of *assignment*, in place of what it was."""
        rows = (_person_row(assignment, each) for each in people)
        with _told_in_one_line(self._path), _transaction(self._connection):
            self._connection.execute("DELETE FROM person WHERE assignment = ?", [assignment])
            self._connection.executemany(_INSERT_PERSON, rows)

    def join_class(self, assignment: str, people: Iterable[Enrolled]) -> None:
        """Add *people* to the class of *assignment*; who is in it already stays as they are."""
        known = {each.student for each in self.enrolled(assignment)}
        rows = [_person_row(assignment, each) for each in people if each.student not in known]
        with _told_in_one_line(self._path), _transaction(self._connection):
            self._connection.executemany(_INSERT_PERSON, rows)

    def enrolled(self, assignment: str) -> list[Enrolled]:
        """The class of *assignment* as it was at the last batch, ordered by student."""
        return list(self.each_enrolled(assignment))

    def each_enrolled(self, assignment: str) -> Iterator[Enrolled]:
        """The same, one in memory at a time."""
        query = f"SELECT {_PERSON} FROM person WHERE assignment = ? ORDER BY student"  # noqa: S608 - our own constants
        with _told_in_one_line(self._path):
            yield from map(_person, self._connection.execute(query, [assignment]))

    def hand_in(self, student: StudentId, assignment: str, work: HandIn) -> None:
        """Remember when *work* was handed in; a time that is known stays until there is another."""
        there = {each.digest: each for each in self.hand_ins(student, assignment)}
        known = there.get(work.digest, HandIn(digest=work.digest))
        if known == replace(work, submitted_at=work.submitted_at or known.submitted_at):
            return  # most of a batch, when it is run again
        when = work.submitted_at.isoformat() if work.submitted_at else None
        with _told_in_one_line(self._path), _transaction(self._connection):
            self._connection.execute(
                "INSERT INTO hand_in VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "submitted_at = coalesce(excluded.submitted_at, submitted_at), "
                "late = excluded.late",
                (assignment, student, work.digest, when, work.late),
            )

    def hand_ins(self, student: StudentId, assignment: str) -> list[HandIn]:
        """When each work of *student* was handed in, as far as that is known."""
        rows = self._rows(
            "SELECT digest, submitted_at, late FROM hand_in WHERE assignment = ? AND student = ?",
            assignment,
            student,
        )
        return [
            HandIn(
                digest=digest,
                submitted_at=datetime.fromisoformat(when) if when else None,
                late=bool(late),
            )
            for digest, when, late in rows
        ]

    def override(self, assignment: str, made: Override) -> None:
        """Add *made*; it holds until the next one for the student."""
        points = None if made.points is None else str(made.points)
        with _told_in_one_line(self._path), _transaction(self._connection):
            self._connection.execute(
                "INSERT INTO override (assignment, student, points, reason, made_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (assignment, made.student, points, made.reason, made.made_at.isoformat()),
            )

    def overrides(self, assignment: str) -> dict[StudentId, Override]:
        """The override that holds for each student who has one."""
        rows = self._rows(
            "SELECT student, points, reason, made_at FROM override WHERE assignment = ? "
            "ORDER BY id",
            assignment,
        )
        newest = {
            StudentId(student): Override(
                student=StudentId(student),
                points=None if points is None else Decimal(points),
                reason=reason,
                made_at=datetime.fromisoformat(made_at),
            )
            for student, points, reason, made_at in rows
        }
        return {student: made for student, made in newest.items() if made.points is not None}

    def history(self, student: StudentId, assignment: str) -> Iterator[Attempt]:
        """Every attempt of *student* at *assignment*, in the order of recording."""
        query = f"{_SELECT} WHERE assignment = ? AND student = ? ORDER BY id"
        return map(self._attempt, self._rows(query, assignment, student))

    def students(self, assignment: str) -> list[StudentId]:
        """Everyone with an attempt at *assignment*, in order."""
        rows = self._rows(
            "SELECT DISTINCT student FROM attempt WHERE assignment = ? ORDER BY student", assignment
        )
        return [StudentId(student) for (student,) in rows]

    def attempts(self, student: StudentId, assignment: str) -> int:
        """How many attempts of *student* at *assignment* are recorded."""
        rows = self._rows(
            "SELECT count(*) FROM attempt WHERE assignment = ? AND student = ?", assignment, student
        )
        return int(rows[0][0])

    def _attempt(self, row: tuple) -> Attempt:  # type: ignore[type-arg]
        *columns, number = row
        rows = self._rows(
            "SELECT exercise, behaviour, checks, source FROM unexplained WHERE attempt = ? "
            "ORDER BY rowid",
            number,
        )
        return _from_row(columns, rows)

    def _rows(self, query: str, *values: str | int) -> list[tuple]:  # type: ignore[type-arg]
        with _told_in_one_line(self._path):
            return self._connection.execute(query, values).fetchall()


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the database at *path*, made if it is not there.

    Raises:
        StoreError: not a result database, made by a newer version, read-only, full, or locked
            by another process for more than 30 seconds.
    """
    with _told_in_one_line(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    with closing(connection):
        with _told_in_one_line(path):
            _prepare(path, connection)
        yield Store(path, connection)


_NETWORK: Final = (
    *("9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "gfs2"),
    *("lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
)


def network_file_system(path: Path, mounts: str | None = None) -> str:
    """The kind of network file system that *path* is on; empty where it is local, or not known.

    Args:
        path: Need not be there yet.
        mounts: The text of Linux's ``/proc/self/mountinfo``; read where None.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/self/mountinfo").read_text("utf-8", errors="surrogateescape")
        except OSError:
            return ""
    place, kind, longest = path.resolve(), "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), before.split()[4])
        if place.is_relative_to(point) and len(point) >= longest:
            kind, longest = after.split()[0], len(point)
    return kind if kind in _NETWORK else ""


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    with _transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if version > VERSION:
            raise StoreError(
                f"{path}: made by a newer grader (schema {version}, this one knows {VERSION}); "
                "update the grader or choose another --out"
            )
        if version == 0 and tables:
            raise StoreError(f"{path}: is not a result database; choose another --out")
        for schema in _VERSIONS[version:]:
            for statement in filter(str.strip, schema.split(";\n")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # A full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _told_in_one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {error}; choose another --out, or free the file") from error


def _person_row(assignment: str, each: Enrolled) -> _Row:
    return (
        *(assignment, each.student, each.name, each.handed_in, each.email, each.listed),
        *(json.dumps(each.ids), each.layout, _storable(each.shown), each.notes),
    )


def _person(row: tuple) -> Enrolled:  # type: ignore[type-arg]
    student, name, handed_in, email, listed, ids, layout, shown, notes = row
    return Enrolled(
        student=StudentId(student),
        name=name,
        handed_in=bool(handed_in),
        email=email,
        listed=bool(listed),
        ids=tuple(json.loads(ids)),
        layout=layout,
        shown=json.loads(shown) if shown else "",
        notes=notes,
    )


def _storable(name: str) -> str:
    """A file name may hold bytes that are no text, which SQLite refuses; JSON escapes them."""
    return json.dumps(name)


def _to_row(attempt: Attempt) -> _Row:
    basis = attempt.basis
    return (
        attempt.student,
        basis.assignment,
        basis.assignment_digest,
        basis.seed,
        basis.environment,
        basis.language,
        attempt.graded_at.isoformat(),
        attempt.status,
        attempt.digest,
        attempt.isolation,
        attempt.earned,
        attempt.possible,
        " ".join(attempt.misconceptions),
        " ".join(attempt.conventions),
        attempt.result,
        attempt.reason,
        attempt.seconds,
    )


def _from_row(row: list, unexplained: list[tuple]) -> Attempt:  # type: ignore[type-arg]
    return Attempt(
        student=StudentId(row[0]),
        basis=Basis(
            assignment=row[1],
            assignment_digest=row[2],
            seed=row[3],
            environment=row[4],
            language=row[5],
        ),
        graded_at=datetime.fromisoformat(row[6]),
        status=Status(row[7]),
        digest=row[8],
        isolation=Level(row[9]) if row[9] else None,
        earned=row[10],
        possible=row[11],
        misconceptions=tuple(row[12].split()),
        conventions=tuple(row[13].split()),
        result=row[14],
        reason=row[15],
        seconds=row[16],
        unexplained=tuple(
            Unexplained(exercise=exercise, behaviour=behaviour, checks=(*checks.split(),), source=s)
            for exercise, behaviour, checks, s in unexplained
        ),
    )
