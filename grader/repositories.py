"""Students' git repositories, as files at one commit. Nothing in them is executed.

A repository is only fetched from: hooks, submodules, filters and links of its own are off, and an
address or a commit that git could take for an option is refused.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.errors import SubmissionError, UsageError
from grader.layout import read_roster
from grader.model import StudentId, phrase
from grader.report.text import clean

_SECONDS: Final = 300
_MAX_FILES: Final = 20_000
_MAX_BYTES: Final = 512 << 20
"""Of a commit, written out: checked before it is."""
_MAX_LISTING: Final = 32 << 20
"""Bytes of the list of its files."""
_SETTINGS: Final = (
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
    "core.fsmonitor=false",
    "core.autocrlf=false",
    "fetch.recurseSubmodules=false",
    "protocol.ext.allow=never",
    "safe.directory=*",
    "advice.detachedHead=false",
    "gc.auto=0",
    "init.defaultBranch=main",
)
_ENVIRONMENT: Final = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C"}
_REVISION: Final = re.compile(r"[A-Za-z0-9][\w./-]{0,250}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """One student's repository, and what of it is graded."""

    student: StudentId
    address: str
    """An URL, or a folder; one relative to the roster's folder is made absolute."""
    commit: str = "HEAD"
    """A commit, branch or tag; a full SHA for what must not change any more."""


def read_repositories(path: Path) -> tuple[Repository, ...]:
    """The repositories of a class: a roster with the columns ``repository`` and ``commit``.

    Who has no repository is left out: nothing was handed in.

    Raises:
        UsageError: not readable as that; the message names the line.
    """
    people = read_roster(path)
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    lines = io.StringIO(text, newline="")
    rows = list(csv.DictReader(lines, delimiter=";" if ";" in first else ","))
    names = {name.strip().lower(): name for name in rows[0] if name}
    if "repository" not in names:
        raise UsageError(f"{path}: has no column repository: an URL or a folder for each student")
    if len(rows) != len(people):
        raise UsageError(f"{path}: needs one row with key and repository for each student")
    return tuple(
        Repository(
            student=person.student,
            address=_address(path, line, address),
            commit=_revision(path, line, (row.get(names.get("commit", "")) or "").strip()),
        )
        for line, (person, row) in enumerate(zip(people, rows, strict=True), start=2)
        if (address := (row[names["repository"]] or "").strip())
    )


def _address(path: Path, line: int, address: str) -> str:
    if address.startswith("-") or "::" in address:
        raise UsageError(f"{path}:{line}: {clean(address)} is no address of a repository")
    local = path.parent / address
    return str(local.resolve()) if local.exists() else address


def _revision(path: Path, line: int, commit: str) -> str:
    if commit and not _REVISION.fullmatch(commit):
        raise UsageError(f"{path}:{line}: {clean(commit)} is no commit, branch or tag")
    return commit or "HEAD"


def check_out(repository: Repository, folder: Path) -> str:
    """Put the files of *repository* into *folder*, and return the commit that they are of.

    Raises:
        SubmissionError: it cannot be fetched, or has no such commit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if not (folder / ".git").is_dir():
            _git(folder, "init", "--quiet")
        fetch = ("fetch", "--quiet", "--depth=1", "--no-tags", "--force", "--no-recurse-submodules")
        _git(folder, *fetch, "--", repository.address, repository.commit)
        _require_small(folder)
        _git(folder, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
        _git(folder, "clean", "--quiet", "--force", "-d", "-x")
        return _git(folder, "rev-parse", "HEAD").strip()
    except _TooLargeError:
        raise SubmissionError(
            phrase(
                "the repository {address} holds more than {files} files or {size} MB; hand in the "
                "code and leave data out",
                address=_without_password(repository.address),
                files=_MAX_FILES,
                size=_MAX_BYTES >> 20,
            )
        ) from None
    except (subprocess.SubprocessError, OSError) as error:
        raise SubmissionError(
            phrase(
                "the repository {address} cannot be read at {commit}: {error}",
                address=_without_password(repository.address),
                commit=repository.commit,
                error=_without_password(_reason(error)),
            )
        ) from error


class _TooLargeError(Exception):
    """A commit holds more than anybody writes."""


def _require_small(folder: Path) -> None:
    """See that what was fetched is not too large to be written out; raises ``_TooLargeError``.

    A few kilobytes of trees that refer to one another are as many files as you like, so the list
    is read only as far as it may go.
    """
    with subprocess.Popen(
        _command(folder, "ls-tree", "-r", "-l", "-z", "FETCH_HEAD"),
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as listing:
        assert listing.stdout is not None
        files = total = seen = 0
        rest = b""
        while part := listing.stdout.read(1 << 16):
            seen += len(part)
            *entries, rest = (rest + part).split(b"\0")
            files += len(entries)
            sizes = (entry.partition(b"\t")[0].split()[-1] for entry in entries)
            total += sum(int(size) for size in sizes if size.isdigit())
            if files > _MAX_FILES or total > _MAX_BYTES or seen > _MAX_LISTING:
                listing.kill()
                raise _TooLargeError


def _command(folder: Path, *arguments: str) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return ["git", "-C", str(folder), *settings, *arguments]


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        _command(folder, *arguments),
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=True,
    )
    return done.stdout


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = [line for line in str(error.stderr).splitlines() if line.strip()]
        return lines[0].removeprefix("fatal: ") if lines else f"git ended with {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"git took longer than {_SECONDS} s"
    return str(error)


def _without_password(text: str) -> str:
    return re.sub(r"(?<=://)[^/@\s]+@", "", text)
