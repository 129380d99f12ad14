"""A new assignment that is sound from the first minute, to be changed step by step."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import jinja2

from grader.assignment import COURSE_FILE, read_misconceptions
from grader.atomic import write_atomic
from grader.errors import UsageError

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,49}")
_FILES: Final = {
    "assignment.toml": "assignments/{id}/assignment.toml",
    "statement.vi.md": "assignments/{id}/statement.vi.md",
    "statement.en.md": "assignments/{id}/statement.en.md",
    "public.py": "assignments/{id}/public/test_row_means.py",
    "hidden.py": "assignments/{id}/hidden/test_row_means.py",
    "wrong-axis.py": "assignments/{id}/mutants/wrong-axis.py",
    "sum-not-mean.py": "assignments/{id}/mutants/sum-not-mean.py",
    "reference.py": "reference/{id}/{id}.py",
    "template.py": "student_template/{id}/{id}.py",
    "accepted.py": "tests/accepted/{id}/loops.py",
}
_MISTAKES: Final = ("wrong-axis", "sum-not-mean")


def write_assignment(root: Path, name: str) -> Iterator[Path]:
    """Write the assignment *name* into the course at *root*, and the course if there is none.

    Yields each file that was written. What the course has already is not changed, but for the texts
    of the new assignment's mistakes, which are added where the course does not know them.

    Raises:
        UsageError: *name* cannot be one, or is one already.
        AssignmentError: the course's mistakes cannot be read.
        StoreError: the place cannot be written.
    """
    if not _ID.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be an id: small letters, digits and _, a letter first; it is a "
            "file's name too"
        )
    paths = {template: root / place.format(id=name) for template, place in _FILES.items()}
    there = [path for path in paths.values() if path.exists()]
    if there:
        raise UsageError(f"{there[0]}: is there already; choose another id")
    course = root / "assignments"
    if not (course / COURSE_FILE).is_file():
        text = _rendered(COURSE_FILE, secret=secrets.token_hex(32))
        yield _written(course / COURSE_FILE, text)
    mistakes = course / "misconceptions.toml"
    known = read_misconceptions(mistakes)
    text = mistakes.read_text("utf-8") if mistakes.is_file() else _rendered(mistakes.name)
    new = "".join(_rendered(f"{slug}.toml") for slug in _MISTAKES if slug not in known)
    if new:
        yield _written(mistakes, text + new)
    for template, path in paths.items():
        yield _written(path, _rendered(template, id=name))


def _written(path: Path, text: str) -> Path:
    write_atomic(path, text.encode())
    return path


def _rendered(name: str, **words: str) -> str:
    return _templates().get_template(f"{name}.jinja").render(words)


@lru_cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 - TOML, Markdown and Python
        loader=jinja2.PackageLoader("grader", "templates/new"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
