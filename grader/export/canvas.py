"""Canvas: scores in the gradebook that a teacher exported, to be imported again.

Fields: ``Student`` (or ``LastName``, ``FirstName``), ``ID``, other ids, ``Section``, then a column
``Title (123)`` for each assignment; a row ``    Points Possible`` above the students. Canvas
compares scores at two decimals, and so many are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.export.record import Record
from grader.export.sheet import Merged, Sheet, Slot, fill
from grader.layout.names import Named, folded
from grader.model import Assignment
from grader.report.text import clean

_TITLE = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)")
_IDS = ("id", "sis user id", "sis login id", "integration id")


def merge(
    sheet: Sheet, records: Sequence[Record], assignment: Assignment, column: str | None
) -> Merged:
    """*sheet* with the scores in *column*: its title or number, else the assignment's own title.

    Scores are scaled to the column's points. Who is excused (``EX``) stays so.

    Raises:
        UsageError: it is no Canvas gradebook, or has no such column.
    """
    top = _header(sheet)
    names = [folded(cell.text) for cell in sheet.rows[top]]
    ids = [names.index(each) for each in _IDS if each in names]
    chosen = _column(sheet, top, assignment, column)
    below = range(top + 1, len(sheet.rows))
    points = [row for row in below if sheet.text(row, 0).lower().startswith("points possible")]
    maximum = sheet.number(points[0], chosen) if points else None
    slots = [
        Slot(
            row=row,
            column=chosen,
            who=_who(sheet, row, names, ids),
            maximum=maximum or None,
            numbers=tuple(range(len(names))),
            kept=sheet.text(row, chosen).upper() == "EX",
        )
        for row in below
        if row not in points and sheet.text(row, 0)
    ]
    return fill(sheet, slots, records)


def _header(sheet: Sheet) -> int:
    for row, cells in enumerate(sheet.rows[:5]):
        names = [folded(cell.text) for cell in cells]
        if names[0] in {"student", "lastname"} and "id" in names[1:3]:
            return row
    raise UsageError(f"{sheet.path}: is no gradebook of Canvas (Student, ID, …); export it again")


def _who(sheet: Sheet, row: int, names: Sequence[str], ids: Sequence[int]) -> Named:
    name = sheet.text(row, 0)
    if names[0] == "lastname":
        name = f"{name} {sheet.text(row, 1)}"
    return Named(ids=tuple(filter(None, (sheet.text(row, each) for each in ids))), name=name)


def _column(sheet: Sheet, top: int, assignment: Assignment, wanted: str | None) -> int:
    titles = {
        at: (cell.text, match["title"], match["id"])
        for at, cell in enumerate(sheet.rows[top])
        if (match := _TITLE.fullmatch(cell.text.strip()))
    }
    named = [wanted] if wanted else [assignment.id, assignment.title.vi, assignment.title.en]
    keys = {folded(name) for name in named}
    found = [at for at, names in titles.items() if keys & set(map(folded, names))]
    if len(found) == 1:
        return found[0]
    there = ", ".join(clean(text, limit=60) for text, _, _ in titles.values()) or "none"
    raise UsageError(
        f"{sheet.path}: {'several columns are' if found else 'no column is'} called "
        f"{wanted or assignment.id}; name one with --column: {there}"
    )
