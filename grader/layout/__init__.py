"""What a learning platform gave, as one entry for each student.

A layout is recognised by its content, never by what it is said to be. A roster says who is who.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.layout.archive import unpack
from grader.layout.entry import Entry, Layout, Person, safe_key
from grader.layout.platforms import Place, of_platform, one_each, one_entry, visible
from grader.layout.roster import join, nobodys, read_roster, read_times, with_times
from grader.model import Phrase, phrase

__all__ = [
    "Entry",
    "Layout",
    "Person",
    "nobodys",
    "open_submissions",
    "read_roster",
    "read_times",
    "safe_key",
    "with_times",
]

_OUTER_FOLDERS = 3


@contextmanager
def open_submissions(
    path: Path, roster: Sequence[Person] = (), *, assignment: str = ""
) -> Iterator[tuple[Entry, ...]]:
    """The students' entries in *path*, a folder or a zip of one, ordered by student.

    Every layout of :class:`Layout` is recognised. A single ``.py`` or ``.ipynb`` is a class of
    one. An archive is unpacked into a temporary folder that is gone afterwards; links, absolute
    names, ``..`` and bombs in it are refused. An entry of somebody on the *roster* gets the
    student's key there. Where one student has several entries, the newest counts and says so.
    *assignment* chooses where a tree holds several.

    Raises:
        UsageError: *path* is not there, is not a folder or archive, or holds no submission.
    """
    if path.is_file() and path.suffix.lower() != ".zip":
        yield tuple(join([one_entry(path)], roster))
        return
    with tempfile.TemporaryDirectory(prefix="grader-") as temporary:
        inside, folder = Path(temporary) / "in", path
        if path.is_file():
            inside.mkdir()
            unpack(path, inside)
            folder = inside
        place = Place(
            folder=folder,
            staging=Path(temporary) / "staged",
            known=frozenset(each.lower() for one in roster for each in (one.student, *one.ids)),
            assignment=assignment,
        )
        yield _entries(path, place, roster)


def _entries(given: Path, place: Place, roster: Sequence[Person]) -> tuple[Entry, ...]:
    try:
        found = _recognised(place, unpacked=place.folder != given)
        entries = tuple(_newest_of_each(join(found, roster)))
    except OSError as error:
        raise UsageError(f"{given}: {error.strerror}") from error
    if not entries:
        raise UsageError(f"{given}: holds no submission (a folder, .py, .ipynb or .zip each)")
    return entries


def _recognised(place: Place, *, unpacked: bool) -> list[Entry]:
    """The entries of *place*, or of what is in the few outer folders that archives have."""
    os.scandir(place.folder).close()  # below it, what cannot be read is passed over
    within = [place]
    for _ in range(_OUTER_FOLDERS):
        found = of_platform(within[-1])
        if found is not None:
            return found
        inside = within[-1].visible()
        if len(inside) != 1 or not inside[0].is_dir():
            break
        if not unpacked and _may_be_a_students(inside[0], place):
            break
        within.append(replace(place, folder=inside[0]))
    return one_each(within[1] if unpacked and len(within) > 1 else place)


def _may_be_a_students(folder: Path, place: Place) -> bool:
    """Whether a folder is somebody's on the roster, or has work or a platform's list at its top.

    What lies in it would otherwise decide whose work it is: a student put it there.
    """
    if folder.name.lower() in place.known:
        return True
    names = (path.name.lower() for path in visible(folder))
    return any(name.endswith((".py", ".ipynb", ".yml", ".csv")) for name in names)


def _newest_of_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    by_student = defaultdict(list)
    for entry in entries:
        by_student[entry.student].append(entry)
    for _, several in sorted(by_student.items()):
        if len(several) == 1:
            yield several[0]
            continue
        *older, newest = sorted(several, key=lambda entry: (_when(entry), entry.shown))
        yield replace(newest, notes=(*newest.notes, *_several(newest, older)))


def _several(newest: Entry, older: list[Entry]) -> tuple[Phrase, ...]:
    return (
        phrase(
            "{newest} was graded, the newest of several entries; not graded: {older}.",
            newest=newest.shown,
            older=", ".join(entry.shown for entry in older),
        ),
    )


def _when(entry: Entry) -> float:
    """When the entry was handed in, else when the newest file in it was last changed."""
    if entry.submitted_at is not None:
        return entry.submitted_at.timestamp()
    if not os.path.lexists(entry.path):
        return 0.0
    status = entry.path.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return status.st_mtime
    newest = 0.0
    for parent, _, names in os.walk(entry.path):
        for name in names:
            with suppress(OSError):
                newest = max(newest, (Path(parent) / name).lstat().st_mtime)
    return newest
