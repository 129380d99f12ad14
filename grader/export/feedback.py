"""The students' reports under the names by which a platform takes feedback files back.

* Moodle: the folder, or the beginning of the file name, of the download.
* Canvas: the file name of the download, which has the ids of the student and of the file. Canvas
  shows the feedback under the name of the file that was handed in.
* nbgrader: ``<student>/<assignment>/``, as in its folder ``feedback``.
* the others take nothing back: the name that the platform gave, with ``report.html`` in it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from grader.atomic import write_atomic_with
from grader.layout import Layout, safe_key
from grader.store import Enrolled

_REPORT = "report.html"
_FLAT = re.compile(r"(.+?_\d+_assignsubmission_(?:file|onlinetext)_).+")
_INBOUND = re.compile(r"(.+)\+([^+]+)\+[^+]+\+[^+]+")
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same class gives the same bytes


def write_feedback(path: Path, reports: Iterable[tuple[Enrolled, bytes]]) -> int:
    """Write the zip *path* of *reports*, one in memory at a time; how many there are.

    Raises:
        StoreError: it cannot be written.
    """
    count = 0
    with (
        write_atomic_with(path) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened,
    ):
        for name, page in _named(reports):
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            opened.writestr(info, page)
            count += 1
    return count


def feedback_name(person: Enrolled) -> str:
    """The path in the zip of *person*'s report. It leads nowhere else, whatever the name was."""
    name = _by_layout(person)
    parts = name.split("/")
    if {"", ".", ".."} & set(parts) or {"\0", "\\"} & set(name) or not _encodable(name):
        return f"{safe_key(person.student)}/{_REPORT}"
    return name


def _by_layout(person: Enrolled) -> str:
    shown = person.shown
    if person.layout == Layout.CANVAS:
        return f"{shown}.html"
    if person.layout == Layout.BLACKBOARD:
        return f"{shown}_{_REPORT}"
    if person.layout == Layout.MOODLE_FLAT:
        match = _FLAT.fullmatch(shown)
        return f"{match[1]}{_REPORT}" if match else f"{shown}.html"
    if person.layout == Layout.NBGRADER:
        inbound = _INBOUND.fullmatch(shown)
        return f"{inbound[1]}/{inbound[2]}/{_REPORT}" if inbound else f"{shown}/{_REPORT}"
    if PurePosixPath(shown).suffix.lower() in {".py", ".ipynb", ".zip", ".toml", ".pdf"}:
        return f"{shown}.html"
    return f"{shown}/{_REPORT}"


def _named(reports: Iterable[tuple[Enrolled, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Each report with a name of its own: a group shares what the platform named."""
    taken: set[str] = set()
    for person, page in reports:
        name = feedback_name(person)
        if name in taken:
            path = PurePosixPath(name)
            name = str(path.with_name(f"{path.stem}-{safe_key(person.student)}{path.suffix}"))
        taken.add(name)
        yield name, page


def _encodable(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False
