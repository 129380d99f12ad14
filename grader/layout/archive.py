"""Unpacks what a platform packed; what could harm is refused."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.report.text import clean

JUNK = frozenset(
    {"__MACOSX", "Thumbs.db", "desktop.ini", "__pycache__", ".ipynb_checkpoints", ".DS_Store"}
)
_MEMBERS = 200_000
_MEMBER_BYTES = 1 << 30
_ALL_BYTES = 8 << 30
_NAME_BYTES = 240
"""Of one part of a name; a number may be put in front."""
_PATH_BYTES = 1000
_UTF8_NAMES = 0x800


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the zip *archive* into *folder*, with the files' times.

    Raises:
        UsageError: it is broken, too large, or something in it is a link or leads out of it.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not _is_junk(info.filename)]
            for info in members:
                info.filename = _name(info)
            _refuse_hostile(archive, members)
            for info in members:
                _unpack_member(opened, info, folder)
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(f"{archive}: cannot be unpacked: {error}") from error


def stage(folder: Path, files: Sequence[tuple[Path, str]]) -> Path:
    """A new *folder* in which each file has the name that its student gave it.

    A name that is taken gets a number in front. Only regular files are taken along.
    """
    folder.mkdir(parents=True)
    for number, (path, name) in enumerate(files, start=1):
        if not stat.S_ISREG(path.lstat().st_mode):
            continue
        target = folder / (name.replace("/", "_").strip(". ") or "file")
        if target.exists():
            target = folder / f"{number}-{target.name}"
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:  # another file system, or one without links
            shutil.copy2(path, target, follow_symlinks=False)
    return folder


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; macOS and some platforms write UTF-8 and do not say so."""
    if info.flag_bits & _UTF8_NAMES:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in JUNK or part.startswith("._") for part in parts)


_DRIVE = re.compile(r"[A-Za-z]:")


def _refuse_hostile(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    for info in members:
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        leads_out = ".." in parts or info.filename.startswith(("/", "\\"))
        if is_link or leads_out or not parts or _DRIVE.match(parts[0]):
            raise UsageError(
                f"{archive}: {clean(info.filename)} is a link or leads out of the archive; "
                "unpack it by hand and look"
            )
        if info.file_size > _MEMBER_BYTES:
            raise UsageError(f"{archive}: {clean(info.filename)} is larger than 1 GiB unpacked")
    if len(members) > _MEMBERS or sum(info.file_size for info in members) > _ALL_BYTES:
        raise UsageError(f"{archive}: is larger than 8 GiB or 200,000 files unpacked")


def _writable(part: str) -> str:
    """*part* of a name, shortened to what a file system takes: a student chooses how it ends."""
    data = part.encode("utf-8", "surrogatepass")
    if len(data) <= _NAME_BYTES:
        return part
    ending = PurePosixPath(part).suffix[:20]
    code = hashlib.sha256(data).hexdigest()[:12]
    return f"{data[: _NAME_BYTES - 90].decode('utf-8', 'ignore')}-{code}{ending}"


def _writable_path(name: str) -> str:
    """*name* with parts that can be written; of one in too many folders the first and the last."""
    parts = [_writable(part) for part in name.split("/")]
    if len("/".join(parts).encode("utf-8", "surrogatepass")) <= _PATH_BYTES:
        return "/".join(parts)
    code = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return "/".join([parts[0], code, parts[-1]])


def _unpack_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    # zipfile stops at the declared size, which was checked.
    info.filename = _writable_path(info.filename)
    try:
        target = Path(opened.extract(info, folder))
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        # A student's file and folder of one name: that must not stop the class.
        first, *rest = info.filename.rstrip("/").split("/")
        info.filename = "/".join([first, *(f"2-{part}" for part in rest)])
        target = Path(opened.extract(info, folder))
    if not info.is_dir():
        with suppress(ValueError, OverflowError, OSError):  # a date that was not set is no date
            when = datetime(*info.date_time).timestamp()  # noqa: DTZ001 - zip files know no zone
            os.utime(target, (when, when))
