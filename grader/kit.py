"""What a student's kit knows of the course it comes from: ``assignments/kit.toml``.

The file is written by ``grader release``. It says in which environment the course is graded, and
what the kit's own files looked like, so that a changed check is noticed. It protects nothing: who
can change a check can change this file too. Marks come from the instructor's machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from grader.errors import AssignmentError

KIT_FILE: Final = PurePosixPath("assignments/kit.toml")
_LARGEST: Final = 64 << 20
"""Bytes of a file of a kit."""


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of ``kit.toml``."""

    environment: dict[str, str]
    """Versions that the course is graded with: of Python, the grader and the libraries."""
    protected: dict[str, str]
    """SHA-256 of the files that are not the student's to change, by path from the kit's folder."""
    templates: dict[str, str] = {}
    """The same of the files that are: as they were handed out."""


def read_kit(root: Path) -> Kit | None:
    """The kit at *root*; None where it is none.

    Raises:
        AssignmentError: the file is there and cannot be used.
    """
    path = root / KIT_FILE
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Kit)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: cannot be read: {error}; take it from the kit") from error


def find_kit(start: Path) -> Path | None:
    """The folder of the kit that *start* is in, looked for upwards."""
    folders = (start.absolute(), *start.absolute().parents)
    return next((folder for folder in folders if (folder / KIT_FILE).is_file()), None)


def changed_files(root: Path, kit: Kit) -> tuple[str, ...]:
    """The protected files that are not as they were handed out, or are gone; sorted."""
    return tuple(
        name
        for name, expected in sorted(kit.protected.items())
        if _digest_of(root / name) != expected
    )


def is_template(root: Path, kit: Kit, name: str) -> bool:
    """Whether the file *name* of the kit at *root* is still as it was handed out."""
    return name in kit.templates and _digest_of(root / name) == kit.templates[name]


def digest(data: bytes) -> str:
    """SHA-256 of a file, whatever line ends git gave it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None  # the names come from a file that anybody may write, and may be devices
        return digest(path.read_bytes())
    except (OSError, ValueError):
        return None


def to_toml(
    environment: Mapping[str, str],
    protected: Mapping[PurePosixPath, bytes],
    templates: Mapping[PurePosixPath, bytes],
) -> str:
    """``kit.toml`` of a kit with these files."""
    lines = ["# Written by `grader release`; not yours to change.", "", "[environment]"]
    lines += [f"{name} = {quoted(version)}" for name, version in environment.items()]
    for name, files in (("protected", protected), ("templates", templates)):
        lines += ["", f"[{name}]"]
        lines += [f"{quoted(str(path))} = {quoted(digest(files[path]))}" for path in sorted(files)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """*text* as a TOML string: JSON's are among them."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
