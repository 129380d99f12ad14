"""A student's files, read once, and the one among them that is graded. Nothing is executed.

Whatever is handed in is data: no file in it configures the grader. What cannot be taken safely or
read at all is refused with one line that names the place and says what to do.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import dataclasses
import errno
import hashlib
import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from grader.answers import UnreadableError, read_answers
from grader.cells import (
    MAX_NOTEBOOK_BYTES,
    MAX_SOURCE_BYTES,
    bindings,
    defined_names,
    line_of,
    parse,
    read_cells,
    read_python,
)
from grader.errors import SubmissionError
from grader.model import (
    Assignment,
    Cell,
    Exercise,
    Phrase,
    Program,
    StudentId,
    Submission,
    SubmittedFile,
    phrase,
)

MAX_FILES: Final = 2_000
_MAX_ENTRIES: Final = 20_000
"""Names looked at, with those that are passed over."""
_MAX_DEPTH: Final = 20
_MAX_NAME: Final = 1_000
_MAX_FILE_BYTES: Final = 8 << 20
"""Of one file that is not a notebook; a larger one is left out, and a note says so."""
_MAX_DATA_BYTES: Final = 32 << 20
"""Of all files that are not code; further ones are left out."""
_MAX_TOTAL_BYTES: Final = 100 << 20
_MAX_RATIO: Final = 200
"""Unpacked over packed size of a whole archive of more than 32 MB. Source code reaches 10."""
_MAX_CANDIDATES: Final = 20
"""Files that are parsed to find the one to grade."""

_CODE: Final = (".py", ".ipynb")
_ALONE: Final = (*_CODE, ".zip", ".toml", ".txt")

_IGNORED: Final = frozenset(
    (
        "__macosx",
        "__pycache__",
        ".ds_store",
        ".git",
        ".hg",
        ".idea",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".venv",
        ".vscode",
        "desktop.ini",
        "node_modules",
        "thumbs.db",
        "venv",
    )
)
_ENVIRONMENT: Final = "pyvenv.cfg"
"""The file that makes the folder around it a virtual environment, whatever its name."""


def shown(name: str) -> str:
    """A file's name as it may stand in a message: printable, on one line, not too long."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
    return plain if len(plain) <= 120 else f"{plain[:80]}…{plain[-39:]}"


# ------------------------------------------------------------------ loading


def load_submission(path: Path, student: StudentId) -> Submission:
    """Read what *student* handed in: a folder, a ``.zip``, a ``.py``, a ``.ipynb``, or answers.

    Equal work has an equal digest, in a folder, in an archive or alone. What an operating system,
    an editor or Python itself leaves beside the work is passed over.

    Raises:
        SubmissionError: nothing is there, or it is not safe to take: links, special files, names
            that lead elsewhere, too much of anything, archives that are broken or encrypted.
    """
    place = shown(unicodedata.normalize("NFC", path.name or path.resolve().name))
    intake = _Intake(place)
    try:
        status = path.lstat()
    except (OSError, ValueError) as error:
        raise _unreadable(error, place) from None
    if stat.S_ISDIR(status.st_mode):
        _take_folder(path, intake)
    elif path.suffix.lower() == ".zip":
        _take_zip(
            _read_alone(path, place, status.st_size, _MAX_TOTAL_BYTES), intake, PurePosixPath()
        )
    elif path.suffix.lower() in _ALONE:
        name = _safe_path(path.name, place)
        intake.add(name, _read_alone(path, place, status.st_size, _limit(name)))
    else:
        raise SubmissionError(
            phrase("{file}: hand in a folder, a .zip, a .py or a .ipynb file", file=place)
        )
    _unpack_only_archive(intake)
    return intake.submission(student)


@dataclass(slots=True)
class _Intake:
    """What has been taken so far, and the limits of it."""

    place: str
    """What was handed in, for messages."""
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    notes: list[Phrase] = field(default_factory=list)
    entries: int = 0
    data_bytes: int = 0
    total_bytes: int = 0

    def look(self) -> None:
        """Count one name that was seen."""
        self.entries += 1
        if self.entries > _MAX_ENTRIES:
            raise _too_many(self.place, _MAX_ENTRIES)

    def wants(self, path: PurePosixPath, size: int) -> bool:
        """Whether to read this file of *size* bytes, which is then added; if not, it is noted."""
        if path in self.files:
            raise SubmissionError(
                phrase(
                    "{place}: {file} is there twice; remove one and hand it in again",
                    place=self.place,
                    file=shown(str(path)),
                )
            )
        if len(self.files) >= MAX_FILES:
            raise _too_many(self.place, MAX_FILES)
        limit = _limit(path)
        if not _is_code(path):
            limit = min(limit, _MAX_DATA_BYTES - self.data_bytes)
        if size <= limit:
            return True
        self.notes.append(_too_big(shown(str(path)), _limit(path)))
        return False

    def add(self, path: PurePosixPath, data: bytes) -> None:
        """Keep a file."""
        self.files[path] = data
        self.total_bytes += len(data)
        self.data_bytes += 0 if _is_code(path) else len(data)
        if self.total_bytes > _MAX_TOTAL_BYTES:
            raise SubmissionError(
                phrase(
                    "{place} holds more than {limit} MB; hand in the code and leave data out",
                    place=self.place,
                    limit=_MAX_TOTAL_BYTES >> 20,
                )
            )

    def submission(self, student: StudentId) -> Submission:
        """The value, without folders that only wrap the rest."""
        if not self.files:
            raise SubmissionError(
                self.notes[0]
                if self.notes
                else phrase("{place} has no files in it; hand in your work", place=self.place)
            )
        folders = {parent for path in self.files for parent in path.parents}
        if both := sorted(folders & self.files.keys()):
            raise SubmissionError(
                phrase(
                    "{place}: {file} is a file and a folder; remove one and hand it in again",
                    place=self.place,
                    file=shown(str(both[0])),
                )
            )
        files = dict(sorted(_unwrapped(self.files).items()))
        return Submission(
            student=student,
            files=tuple(SubmittedFile(path=path, data=data) for path, data in files.items()),
            digest=_digest(files),
            notes=tuple(self.notes),
        )


def _unwrapped(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    wraps = 0
    parts = [path.parts for path in files]
    while len({part[wraps] for part in parts}) == 1 and all(
        len(part) > wraps + 1 for part in parts
    ):
        wraps += 1
    return {PurePosixPath(*path.parts[wraps:]): data for path, data in files.items()}


def _digest(files: dict[PurePosixPath, bytes]) -> str:
    digest = hashlib.sha256()
    for path, data in files.items():
        digest.update(f"{path}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _is_code(path: PurePosixPath) -> bool:
    return path.suffix.lower() in _CODE


def _limit(path: PurePosixPath) -> int:
    return MAX_NOTEBOOK_BYTES if path.suffix.lower() == ".ipynb" else _MAX_FILE_BYTES


def _too_big(place: str, limit: int) -> Phrase:
    if place.lower().endswith(".ipynb"):
        return phrase(
            "{file} is larger than {limit} MB and was left out; "
            "clear the notebook's outputs, save it, and hand it in again",
            file=place,
            limit=limit >> 20,
        )
    return phrase(
        "{file} was left out: there is room for {limit} MB in one file and {total} MB in all data",
        file=place,
        limit=limit >> 20,
        total=_MAX_DATA_BYTES >> 20,
    )


def _too_many(place: str, limit: int) -> SubmissionError:
    return SubmissionError(
        phrase(
            "{place} holds more than {limit} files; hand in the code and leave data out",
            place=place,
            limit=limit,
        )
    )


# ------------------------------------------------------------------ names


def _ignored(name: str) -> bool:
    lower = name.lower()
    return lower in _IGNORED or lower.startswith("._") or lower.endswith((".pyc", ".pyo"))


def _safe_path(name: str, place: str) -> PurePosixPath:
    """The path that *name* means below the submission, NFC; refused if it may mean another one."""
    # Archives made on Windows, and folders unpacked from them, have backslashes.
    normal = unicodedata.normalize("NFC", name[:_MAX_NAME]).replace("\\", "/")
    path = PurePosixPath(*(part for part in normal.split("/") if part))
    if normal.startswith("/") or re.match(r"[A-Za-z]:", normal) or ".." in path.parts:
        raise SubmissionError(
            phrase(
                "{file}: the name leads out of the submission; pack your folder again",
                file=place,
            )
        )
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in normal):
        raise SubmissionError(
            phrase(
                "{file}: the name has characters that cannot be written; rename the file",
                file=place,
            )
        )
    if (
        not path.parts
        or len(name) >= _MAX_NAME
        or len(path.parts) > _MAX_DEPTH
        or any(len(part.encode()) > 255 for part in path.parts)
    ):
        raise SubmissionError(
            phrase(
                "{file}: the name is empty, too long, or too deep in folders; rename the file",
                file=place,
            )
        )
    return path


# ------------------------------------------------------------------ a folder

_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_BY_DESCRIPTOR: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
"""Whether an open folder can be read even if its name is given to something else meanwhile."""


def _take_folder(path: Path, intake: _Intake) -> None:
    with _opened_folder(path, None, intake.place) as opened:
        _walk(path, opened, PurePosixPath(), intake)


@contextlib.contextmanager
def _opened_folder(path: Path, parent: int | None, place: str) -> Iterator[int | None]:
    """A descriptor of the folder; None where the system has none."""
    if not _BY_DESCRIPTOR:
        yield None
        return
    try:
        descriptor = os.open(
            path if parent is None else path.name, _READ | os.O_DIRECTORY, dir_fd=parent
        )
    except (OSError, ValueError) as error:
        raise _unreadable(error, place) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _walk(folder: Path, opened: int | None, below: PurePosixPath, intake: _Intake) -> None:
    """Take the files of *folder*, which is *below* the submission's root, in the order of names."""
    for entry in _entries(folder, opened, below, intake):
        if _ignored(entry.name):
            continue
        place = shown(str(below / entry.name))
        path = folder / entry.name
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            raise _unreadable(error, place) from None
        if stat.S_ISDIR(status.st_mode):
            name = _safe_path(str(below / entry.name), place)
            with _opened_folder(path, opened, place) as inner:
                _walk(path, inner, name, intake)
            continue
        _require_ordinary(status.st_mode, place)
        name = _safe_path(str(below / entry.name), place)
        if intake.wants(name, status.st_size):
            intake.add(name, _read(path, opened, place, status.st_size))


def _entries(
    folder: Path, opened: int | None, below: PurePosixPath, intake: _Intake
) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing if it is a virtual environment inside a submission."""
    found = []
    try:
        with os.scandir(folder if opened is None else opened) as entries:
            for entry in entries:
                intake.look()
                found.append(entry)
    except OSError as error:
        raise _unreadable(error, shown(str(below))) from None
    if below.parts and any(entry.name == _ENVIRONMENT for entry in found):
        return []
    return sorted(found, key=lambda entry: unicodedata.normalize("NFC", entry.name))


def _read_alone(path: Path, place: str, size: int, limit: int) -> bytes:
    if size > limit:
        raise SubmissionError(
            phrase(
                "{file} is larger than {limit} MB; leave data and outputs out and hand it in again",
                file=place,
                limit=limit >> 20,
            )
        )
    return _read(path, None, place, size)


def _read(path: Path, folder: int | None, place: str, size: int) -> bytes:
    """The bytes of an ordinary file that is not reached through a link; at most *size* of them.

    The file is judged after it was opened, so it does not matter what is put in its place.
    """
    try:
        descriptor = os.open(path if folder is None else path.name, _READ, dir_fd=folder)
        with open(descriptor, "rb") as file:  # noqa: PTH123 -- a descriptor, not a path
            _require_ordinary(os.fstat(file.fileno()).st_mode, place)
            return file.read(size)
    except OSError as error:
        raise _unreadable(error, place) from None


def _require_ordinary(mode: int, place: str) -> None:
    if stat.S_ISLNK(mode):
        raise _link(place)
    if not stat.S_ISREG(mode):
        raise SubmissionError(
            phrase("{file} is not an ordinary file; remove it and hand in again", file=place)
        )


def _link(place: str) -> SubmissionError:
    return SubmissionError(phrase("{file} is a link; hand in the file itself", file=place))


def _unreadable(error: OSError | ValueError, place: str) -> SubmissionError:
    if isinstance(error, FileNotFoundError) or not isinstance(error, OSError):
        return SubmissionError(phrase("{file}: there is no such file or folder", file=place))
    if error.errno in {errno.ELOOP, getattr(errno, "EMLINK", errno.ELOOP)}:
        return _link(place)
    return SubmissionError(
        phrase(
            "{file} cannot be read ({error}); make it readable and hand it in again",
            file=place,
            error=error.strerror or type(error).__name__,
        )
    )


# ------------------------------------------------------------------ an archive

_BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
    LookupError,
)
"""What zipfile is known to raise on damaged or hostile archives."""


def _take_zip(data: bytes, intake: _Intake, below: PurePosixPath) -> None:
    """Take the files of an archive, itself *below* the submission's root, in the order of names."""
    place = intake.place if not below.parts else shown(f"{intake.place}/{below}")
    # Before zipfile builds half a kilobyte for each.
    if data.count(b"PK\x01\x02") > _MAX_ENTRIES:
        raise _too_many(place, _MAX_ENTRIES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN_ZIP:
        raise SubmissionError(_not_a_zip(data, place)) from None
    with archive:
        members = _members(archive, place, intake)
        declared = sum(info.file_size for _, info in members)
        if declared > max(_MAX_DATA_BYTES, _MAX_RATIO * len(data)):
            raise SubmissionError(
                phrase(
                    "{place} would unpack to {size} MB, {ratio} times its size; "
                    "hand in the code and leave data out",
                    place=place,
                    size=declared >> 20,
                    ratio=declared // max(len(data), 1),
                )
            )
        for path, info in members:
            if intake.wants(path, info.file_size):
                intake.add(path, _unpacked(archive, info, shown(f"{place}/{path}")))


def _members(
    archive: zipfile.ZipFile, place: str, intake: _Intake
) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """The archive's files that are not passed over, each name and kind checked, sorted."""
    found: list[tuple[PurePosixPath, zipfile.ZipInfo]] = []
    for info in archive.infolist():
        intake.look()
        name = _member_name(info)
        where = shown(f"{place}/{name}")
        path = _safe_path(name, where)
        if any(map(_ignored, path.parts)):
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFDIR}:
            _require_ordinary(kind, where)
        if not (info.is_dir() or kind == stat.S_IFDIR or name.endswith("\\")):
            found.append((path, info))
    environments = {path.parent for path, _ in found if path.name == _ENVIRONMENT}
    environments -= {PurePosixPath()}
    return sorted(
        ((path, info) for path, info in found if environments.isdisjoint(path.parents)),
        key=lambda member: member[0],
    )


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it: macOS writes UTF-8 without saying so."""
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> bytes:
    if info.flag_bits & 0x1:
        raise SubmissionError(
            phrase("{file} needs a password; pack your work without one", file=place)
        )
    # The others reach far greater ratios per step, and ask for memory as they like.
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SubmissionError(
            phrase("{file} is packed in an unusual way; make an ordinary .zip", file=place)
        )
    data = None
    with contextlib.suppress(*_BROKEN_ZIP), archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if data is None or len(data) != info.file_size:
        raise SubmissionError(
            phrase("{file} is damaged in the archive; pack your work again", file=place)
        )
    return data


_OTHER_ARCHIVES: Final = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}


def _not_a_zip(data: bytes, place: str) -> Phrase:
    for magic, kind in _OTHER_ARCHIVES.items():
        if data.startswith(magic):
            return phrase(
                "{file} is a {kind} archive, not a .zip; make a .zip of your work",
                file=place,
                kind=kind,
            )
    if data.startswith(b"PK"):
        return phrase(
            "{file} is cut off or damaged; pack your work again and hand it in", file=place
        )
    return phrase(
        "{file} is not a .zip archive, whatever its name says; make a .zip of your work",
        file=place,
    )


def _unpack_only_archive(intake: _Intake) -> None:
    """Where an archive is all the work there is, as learning platforms wrap it, take its files."""
    for _ in range(2):
        archives = [path for path in intake.files if path.suffix.lower() == ".zip"]
        if len(archives) != 1 or any(map(_is_code, intake.files)):
            return
        data = intake.files.pop(archives[0])
        intake.data_bytes -= len(data)
        _take_zip(data, intake, archives[0])


# ------------------------------------------------------------------ the file that is graded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A file that could be the one to grade."""

    path: PurePosixPath
    cells: tuple[Cell, ...]
    notes: tuple[Phrase, ...]
    exercises: int
    """How many of the assignment's exercises it defines."""
    work: int
    """How many of their functions and methods are more than a stub."""

    @property
    def rank(self) -> tuple[int, int, bool]:
        """The higher, the more it looks like the student's work."""
        return self.work, self.exercises, self.path.suffix.lower() == ".py"


def select_program(submission: Submission, assignment: Assignment) -> Program:
    """Choose what is graded: the assignment's entry, or else the file that looks most like it.

    The entry's name counts in any case, as ``.py`` or ``.ipynb``, nearest to the root. Where there
    are several, or none, the file with the most finished work on the exercises is chosen, and a
    note names it and the others. So an untouched template beside a finished notebook does no harm.

    Raises:
        SubmissionError: there is no source to run, or it cannot be read as text or as a notebook.
    """
    if assignment.answers:
        return _select_answers(submission, assignment)
    files = [file for file in submission.files if _is_code(file.path)]
    if not files:
        raise _no_code(submission, assignment)
    stem = assignment.entry.stem.casefold()
    named = [file for file in files if _stem(file.path) == stem]
    depth = min((len(file.path.parts) for file in named), default=0)
    nearest = [file for file in named if len(file.path.parts) == depth]
    chosen, unread = _best(nearest or files, assignment)
    others = [file.path for file in named or files if file.path != chosen.path]
    if not nearest and others and not chosen.exercises:
        raise SubmissionError(
            phrase(
                "none of {files} defines any of {names}; hand in {entry}",
                files=_listed(shown(str(file.path)) for file in files),
                names=_listed(exercise.id for exercise in assignment.exercises),
                entry=str(assignment.entry),
            )
        )
    notes = [*submission.notes, *unread, *chosen.notes]
    if others:
        notes.append(
            phrase(
                "{file} was graded (it defines {count} of the {total} required names); "
                "not graded: {others}",
                file=shown(str(chosen.path)),
                count=chosen.exercises,
                total=len(assignment.exercises),
                others=_listed(shown(str(path)) for path in others),
            )
        )
    notes += _repeated(chosen, assignment)
    return Program(entry=chosen.path, cells=chosen.cells, notes=tuple(notes))


# ------------------------------------------------------------------ answers, by hand

_ANSWER_FILES: Final = (".toml", ".txt")
_NOT_ANSWERS: Final = frozenset({"grade.toml", "pyproject.toml", "requirements.txt", "readme.txt"})


def _select_answers(submission: Submission, assignment: Assignment) -> Program:
    """The file with most answers in it: an answers file, or code that assigns them to variables."""
    found: list[tuple[int, Program]] = []
    faults: list[Phrase] = []
    for file in submission.files:
        if len(found) == _MAX_CANDIDATES or not _may_answer(file.path):
            continue
        try:
            found.append(_answering(file, set(assignment.answers)))
        except SubmissionError as error:
            faults.append(error.reason)
    if not found:
        raise SubmissionError(
            faults[0]
            if faults
            else phrase(
                "there is no answers file among what was handed in ({files}); hand in answers.toml",
                files=_listed(shown(str(file.path)) for file in submission.files),
            )
        )
    # Of equals the answers file, then the one nearest to the root.
    found.sort(key=lambda each: (-each[0], _is_code(each[1].entry), len(each[1].entry.parts)))
    count, chosen = found[0]
    notes = [*submission.notes, *faults, *chosen.notes]
    others = [shown(str(program.entry)) for number, program in found[1:] if number]
    if others:
        notes.append(
            phrase(
                "{file} was graded ({count} answers); not graded: {others}",
                file=shown(str(chosen.entry)),
                count=count,
                others=_listed(others),
            )
        )
    return dataclasses.replace(chosen, notes=tuple(notes))


def stated_student(program: Program) -> str:
    """Whose numbers the answers are for, where they say so in ``student``; else empty."""
    if program.answers is not None:
        value = program.answers.get("student")
        return value.strip() if isinstance(value, str) else ""
    for cell in program.cells:
        tree = parse(cell.source)
        for node in tree.body if tree else ():
            match node:
                case ast.Assign(
                    targets=[ast.Name(id="student")], value=ast.Constant(value=str(value))
                ):
                    return value.strip()
                case _:
                    pass
    return ""


def _may_answer(path: PurePosixPath) -> bool:
    suffix = path.suffix.lower()
    return suffix in _CODE or (suffix in _ANSWER_FILES and path.name.lower() not in _NOT_ANSWERS)


def _answering(file: SubmittedFile, names: set[str]) -> tuple[int, Program]:
    """The file as a program, and how many of the *names* it gives a value."""
    place = shown(str(file.path))
    if not _is_code(file.path):
        try:
            answers = read_answers(file.data)
        except UnreadableError as error:
            raise SubmissionError(error.reason) from None
        count = sum(key in names and value not in ("", []) for key, value in answers.items())
        return count, Program(entry=file.path, cells=(), answers=answers)
    read = read_cells if file.path.suffix.lower() == ".ipynb" else read_python
    cells, notes = read(file.data, place)
    if not cells:
        raise _nothing_in(place)
    filled = {name for cell in cells for name in _filled(cell)}
    return len(filled & names), Program(entry=file.path, cells=cells, notes=notes)


def _nothing_in(place: str) -> SubmissionError:
    return SubmissionError(
        phrase("{file} has no code in it; save your work and hand it in again", file=place)
    )


def _filled(cell: Cell) -> Iterator[str]:
    """The names that a cell assigns more than an empty value to."""
    tree = parse(cell.source)
    for node in tree.body if tree else ():
        match node:
            case ast.Assign(value=ast.Constant(value=None | "" | builtins.Ellipsis)):
                pass
            case _:
                yield from (name for name, _ in bindings([node]))


def _stem(path: PurePosixPath) -> str:
    return path.stem.strip().casefold()


def _listed(names: Iterable[str]) -> str:
    """Some names in one line, the rest as dots."""
    every = list(names)
    return ", ".join([*every[:5], "…"] if len(every) > 6 else every)


def _no_code(submission: Submission, assignment: Assignment) -> SubmissionError:
    left_out = [note for note in submission.notes if ".ipynb" in str(note.values.get("file"))]
    if left_out:
        return SubmissionError(left_out[0])
    return SubmissionError(
        phrase(
            "there is no .py or .ipynb file among what was handed in ({files}); hand in {entry}",
            files=_listed(shown(str(file.path)) for file in submission.files),
            entry=str(assignment.entry),
        )
    )


def _best(
    files: Iterable[SubmittedFile], assignment: Assignment
) -> tuple[_Candidate, tuple[Phrase, ...]]:
    """The file with the most work in it, and why others could not be read."""
    names = [tuple(name.encode() for name in _names(each)) for each in assignment.exercises]

    def promise(file: SubmittedFile) -> tuple[int, int, PurePosixPath]:
        mentioned = sum(any(name in file.data for name in either) for either in names)
        return -mentioned, len(file.path.parts), file.path

    candidates: list[_Candidate] = []
    faults = []
    for file in sorted(files, key=promise)[:_MAX_CANDIDATES]:
        # Parsing costs up to 6 s for each MB.
        if sum(len(cell.source) for known in candidates for cell in known.cells) > MAX_SOURCE_BYTES:
            break
        try:
            candidates.append(_candidate(file, assignment))
        except SubmissionError as error:
            faults.append(error.reason)
    if not candidates:
        raise SubmissionError(faults[0])
    return max(candidates, key=lambda candidate: candidate.rank), tuple(faults)


def _candidate(file: SubmittedFile, assignment: Assignment) -> _Candidate:
    place = shown(str(file.path))
    if file.path.suffix.lower() == ".ipynb":
        cells, notes = read_cells(file.data, place)
    else:
        cells, notes = read_python(file.data, place)
    if not cells:
        raise _nothing_in(place)
    defined: dict[str, ast.AST | None] = {}
    for cell in cells:
        tree = parse(cell.source)
        defined |= dict(bindings(tree.body)) if tree else dict.fromkeys(defined_names(cell.source))
    found = [
        next((defined[name] for name in names if name in defined), _ABSENT)
        for names in map(_names, assignment.exercises)
    ]
    return _Candidate(
        path=file.path,
        cells=cells,
        notes=notes,
        exercises=sum(node is not _ABSENT for node in found),
        work=sum(_work(node) for node in found if node is not _ABSENT),
    )


_ABSENT: Final = ast.Pass()


def _names(exercise: Exercise) -> tuple[str, ...]:
    return exercise.id, *exercise.aliases


def _work(node: ast.AST | None) -> int:
    """How many functions of a definition are more than the template's stub."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return 0 if all(map(_is_stub, node.body)) else 1
        case ast.ClassDef():
            return sum(map(_work, node.body))
        case ast.Name() | ast.alias() | None:
            return 1
        case _:
            return 0


def _is_stub(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) | ast.Name(id=name)):
            return name == "NotImplementedError"
        case _:
            return False


def _repeated(program: _Candidate, assignment: Assignment) -> Iterator[Phrase]:
    """Which definition counts, where there are several of an exercise's name.

    A variable of that name does not count: it does not hide the function.
    """
    places: dict[str, list[tuple[int | None, ast.AST]]] = {}
    for cell in program.cells:
        tree = parse(cell.source)
        # Branches are alternatives, not repetitions.
        straight = [
            node
            for node in (tree.body if tree else ())
            if not isinstance(node, ast.If | ast.Try | ast.TryStar | ast.Match)
        ]
        for name, node in bindings(straight):
            if not isinstance(node, ast.Name):
                places.setdefault(name, []).append((cell.number, node))
    for name in (name for exercise in assignment.exercises for name in _names(exercise)):
        found = places.get(name, [])
        if len(found) < 2:
            continue
        number, node = found[-1]
        if number is None:
            yield phrase(
                "{name} is defined {count} times; the last one counts: {file}, line {line}",
                name=name,
                count=len(found),
                file=shown(str(program.path)),
                line=line_of(node),
            )
        else:
            yield phrase(
                "{name} is defined {count} times; the last one counts: cell {cell}, line {line}",
                name=name,
                count=len(found),
                cell=number,
                line=line_of(node),
            )
