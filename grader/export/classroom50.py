"""Classroom 50: scores in its CSV, that of the command line or that of the web page.

Fields: ``username`` (web: ``usernames``, several for a group), ``score``, ``max_score``, whole
numbers. So a score is rounded to whole points here, halves up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.export.record import Record
from grader.export.sheet import Merged, Sheet, Slot, fill
from grader.layout.names import Named, folded
from grader.model import Assignment


def merge(
    sheet: Sheet, records: Sequence[Record], _assignment: Assignment, column: str | None
) -> Merged:
    """*sheet* with the scores in ``score``, or *column*, scaled to ``max_score`` where it has one.

    Raises:
        UsageError: it is no table of Classroom 50.
    """
    names = [folded(cell.text) for cell in sheet.rows[0]]
    user = next((names.index(each) for each in ("username", "usernames") if each in names), None)
    wanted = folded(column or "score")
    if user is None or wanted not in names:
        raise UsageError(
            f"{sheet.path}: is no table of Classroom 50 with the columns username and "
            f"{column or 'score'}; download scores.csv again"
        )
    maximum = names.index("max_score") if "max_score" in names else None
    email = names.index("email") if "email" in names else None
    slots = [
        Slot(
            row=row,
            column=names.index(wanted),
            who=_who(sheet, row, names, user, email),
            maximum=None if maximum is None else sheet.number(row, maximum) or None,
        )
        for row in range(1, len(sheet.rows))
        if sheet.text(row, user)
    ]
    return fill(sheet, slots, records, whole_points=True)


def _who(sheet: Sheet, row: int, names: Sequence[str], user: int, email: int | None) -> Named:
    users = [each for each in re.split(r"[\s,;]+", sheet.text(row, user)) if each]
    told = [] if email is None else [sheet.text(row, email)]
    parts = [
        sheet.text(row, names.index(each)) for each in ("first_name", "last_name") if each in names
    ]
    return Named(ids=(*users[:1], *filter(None, told)), name=" ".join(parts).strip())
