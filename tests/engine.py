"""Builders for the engine's tests: a small course, submissions made of a few lines."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from grader.assignment import find_course, load_assignment
from grader.model import (
    Assignment,
    Cell,
    Grade,
    Phrase,
    Program,
    StudentId,
    Submission,
    SubmittedFile,
    Text,
)
from grader.pipeline import Grader
from grader.submission import load_submission
from grader.worksheet import fill

COURSE = Path(__file__).parent / "sample_course"


HANDED_IN = {".py", ".ipynb", ".toml", ".txt"}
"""Suffixes of what a student may hand in."""


def an_example(grader: Grader, path: Path) -> Submission:
    """The file as the work of a student of its name; where numbers are handed in, with theirs."""
    submission = load_submission(path, StudentId(path.stem))
    sheet = grader.sheet(submission.student)
    return submission if sheet is None else fill(submission, sheet)


def the_assignment(course: Path = COURSE) -> Assignment:
    return load_assignment(find_course(course), "tiny")


def a_course(folder: Path) -> Path:
    """A copy of the sample course, to plant faults in."""
    return Path(shutil.copytree(COURSE, folder / "course"))


def a_submission(source: str, name: str = "tiny.py") -> Submission:
    data = textwrap.dedent(source).encode()
    files = (SubmittedFile(path=PurePosixPath(name), data=data),)
    return Submission(student=StudentId("ada"), files=files, digest="d" * 64)


def a_program(*sources: str) -> Program:
    """One source is a file, several are a notebook's cells."""
    numbers: Iterable[int | None] = [None] if len(sources) == 1 else range(1, len(sources) + 1)
    cells = (
        Cell(number=number, source=textwrap.dedent(source))
        for number, source in zip(numbers, sources, strict=True)
    )
    return Program(entry=PurePosixPath("tiny.py"), cells=tuple(cells))


def verdicts(grade: Grade) -> dict[str, str]:
    """Check id to verdict, and the misconception where one is named."""
    return {
        str(result.check.id): " ".join(filter(None, (result.verdict, result.misconception)))
        for result in grade.results
    }


def said(notes: Iterable[Phrase | Text]) -> str:
    """Everything that was observed, in English."""
    return " ".join(note.en if isinstance(note, Text) else note.english() for note in notes)
