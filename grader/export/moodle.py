"""Moodle: grades in the offline grading worksheet of an assignment, to be uploaded again.

Fields: ``Identifier`` (``Participant <n>``), ``Full name``, others, ``Grade``, ``Maximum Grade``,
``Grade can be changed``, ``Last modified (grade)`` … in the language of whoever downloaded it. So
a column is known by what is in it; names that are known only decide where that is not enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.errors import UsageError
from grader.export.record import Record
from grader.export.sheet import Merged, Sheet, Slot, fill
from grader.layout.names import Named, folded
from grader.model import Assignment
from grader.report.text import clean

_PARTICIPANT = re.compile(r"(?P<word>\D*[^\d\s])\s*(?P<number>\d+)")
_GRADE = frozenset(
    ("grade", "điểm", "điểm số", "note", "bewertung", "calificación", "nota", "cijfer", "оценка")
)
_MAXIMUM = frozenset(
    (
        *("maximum grade", "điểm tối đa", "điểm cao nhất", "note maximale", "bestwertung"),
        *("calificación máxima", "nota máxima", "maximale cijfer", "максимальная оценка"),
    )
)


def merge(
    sheet: Sheet, records: Sequence[Record], _assignment: Assignment, column: str | None
) -> Merged:
    """*sheet* with the grades in *column*: the grade's name in the file, if it cannot be seen.

    Scores are scaled to ``Maximum Grade``, and at most that: Moodle passes over more.

    Raises:
        UsageError: it is no grading worksheet, or the column of grades cannot be told.
    """
    rows = [row for row in range(1, len(sheet.rows)) if any(cell.text for cell in sheet.rows[row])]
    identifier = _identifier(sheet, rows)
    maximum = _maximum(sheet, rows, identifier)
    grade = _grade(sheet, column, maximum)
    numbers = (grade,) if maximum is None else (grade, maximum)
    known = [at for at in range(len(sheet.rows[0])) if at not in (identifier, *numbers)]
    own = _telling(sheet, rows, known)
    slots = [
        Slot(
            row=row,
            column=grade,
            who=_who(sheet, row, identifier, own.get(row, ())),
            maximum=None if maximum is None else sheet.number(row, maximum) or None,
            numbers=numbers,
        )
        for row in rows
    ]
    return fill(sheet, slots, records, capped=True)


def _identifier(sheet: Sheet, rows: Sequence[int]) -> int:
    """The column of ``Participant 123``: one word for all, and a number for each."""
    for at in range(len(sheet.rows[0])):
        found = [_PARTICIPANT.fullmatch(sheet.text(row, at)) for row in rows]
        words = {match["word"] for match in found if match}
        numbers = {match["number"] for match in found if match}
        if rows and all(found) and len(words) == 1 and len(numbers) == len(rows):
            return at
    raise UsageError(
        f"{sheet.path}: has no column of participants (Participant 123, …); download the grading "
        "worksheet of the assignment"
    )


def _maximum(sheet: Sheet, rows: Sequence[int], identifier: int) -> int | None:
    """The column of the highest grade: by its name, else the only one with one number for all."""
    named = [at for at, cell in enumerate(sheet.rows[0]) if folded(cell.text) in _MAXIMUM]
    if named:
        return named[0]
    alike = []
    for at in range(identifier + 2, len(sheet.rows[0])):
        numbers = {sheet.number(row, at) for row in rows}
        first = next(iter(numbers), None)
        if (
            len(numbers) == 1
            and first is not None
            and first > 0
            and _may_be_grades(sheet, rows, at)
        ):
            alike.append(at)
    return alike[0] if len(alike) == 1 else None


def _may_be_grades(sheet: Sheet, rows: Sequence[int], maximum: int) -> bool:
    """Whether the column before *maximum* has grades, or nothing yet."""
    texts = {sheet.text(row, maximum - 1) for row in rows}
    return all(
        text in {"", "-"} or sheet.number(row, maximum - 1) is not None
        for row in rows
        for text in [sheet.text(row, maximum - 1)]
    ) and bool(texts)


def _grade(sheet: Sheet, wanted: str | None, maximum: int | None) -> int:
    names = [folded(cell.text) for cell in sheet.rows[0]]
    keys = {folded(wanted)} if wanted else _GRADE
    found = [at for at, name in enumerate(names) if name in keys]
    if len(found) == 1:
        return found[0]
    if not found and wanted is None and maximum is not None:
        return maximum - 1
    there = ", ".join(clean(cell.text, limit=60) for cell in sheet.rows[0])
    raise UsageError(
        f"{sheet.path}: which column has the grades? Name it with --column; there are: {there}"
    )


def _telling(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """What is in no other row of its column: an email address, a student's number."""
    counts = {at: Counter(folded(sheet.text(row, at)) for row in rows) for at in columns}
    return {
        row: tuple(
            text
            for at in columns
            if (text := sheet.text(row, at)) and counts[at][folded(text)] == 1
        )
        for row in rows
    }


def _who(sheet: Sheet, row: int, identifier: int, own: Sequence[str]) -> Named:
    match = _PARTICIPANT.fullmatch(sheet.text(row, identifier))
    assert match is not None
    return Named(ids=(match["number"], match[0], *own), name=sheet.text(row, identifier + 1))
