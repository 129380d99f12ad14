"""gradebook.csv: one row for every student, whatever became of the submission."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from grader.atomic import write_atomic_with
from grader.model import ExerciseId, StudentId
from grader.policy import shown
from grader.report.text import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula; some spreadsheets take the wide forms for the others."""
_SEPARATED = re.compile("(;\\s*)(?=[=+@\uff1d\uff0b\uff0d\uff20-])")
"""Where a formula would begin for a spreadsheet that separates cells by semicolons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradebookRow:
    """One student. Numbers are None where there is nothing to count."""

    student: StudentId
    name: str = ""
    email: str = ""
    status: str
    reason: str = ""
    earned: int | None = None
    possible: int | None = None
    score: Decimal | None = None
    """What the policy makes of the points."""
    exercises: Mapping[ExerciseId, int] = field(default_factory=dict)
    misconceptions: Sequence[str] = ()
    conventions: Sequence[str] = ()
    attempts: int = 0
    submitted_at: datetime | None = None
    late: str = ""
    policy: str = ""
    """Why the score is not the points."""
    graded_at: datetime | None = None
    digest: str = ""
    isolation: str = ""
    seed: str = ""
    report: str = ""
    notes: str = ""


def write_gradebook(
    path: Path, rows: Iterable[GradebookRow], exercises: Sequence[ExerciseId]
) -> None:
    """Replace *path* by *rows* as CSV that Excel and LibreOffice open without asking.

    UTF-8 with a byte order mark; points are whole numbers, ``score`` has up to two decimals, and
    ``percent``, which belongs to it, one. A text that a spreadsheet would take for a formula is
    preceded by an apostrophe; control and direction characters go, so that a row is a line.

    Raises:
        StoreError: the place cannot be written.
    """
    with write_atomic_with(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([safe_cell(cell) for cell in _header(exercises)])
        for row in rows:
            writer.writerow([safe_cell(cell) for cell in _cells(row, exercises)])
        text.detach()  # written out; the file is not ours to close


def safe_cell(value: str | float | None) -> str:
    """*value* as the text of a cell that no spreadsheet executes."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    # Asked before cleaning too: a cleaned TAB no longer looks like one.
    text = _SEPARATED.sub(r"\1'", clean(value))
    return f"'{text}" if value.startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _header(exercises: Sequence[ExerciseId]) -> list[str]:
    return [
        *("student", "name", "email", "status", "reason", "earned", "possible"),
        *("score", "percent"),
        *exercises,
        *("misconceptions", "conventions", "attempts", "submitted_at", "late", "policy"),
        *("graded_at", "digest", "isolation", "seed", "report", "notes"),
    ]


def _cells(row: GradebookRow, exercises: Sequence[ExerciseId]) -> list[str | int | None]:
    return [
        *(row.student, row.name, row.email, row.status, row.reason, row.earned, row.possible),
        *("" if row.score is None else shown(row.score), _percent(row)),
        *(row.exercises.get(exercise) for exercise in exercises),
        *(" ".join(row.misconceptions), " ".join(row.conventions), row.attempts),
        *(_moment(row.submitted_at), row.late, row.policy, _moment(row.graded_at)),
        *(row.digest, row.isolation, row.seed, row.report, row.notes),
    ]


def _moment(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else ""


def _percent(row: GradebookRow) -> str:
    if row.score is None or not row.possible:
        return ""
    return f"{100 * row.score / row.possible:.1f}"
