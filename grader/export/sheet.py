"""A CSV file in which single cells are replaced and every other byte stays.

Byte order mark, line ends, quotes, the order of columns and how names are written belong to the
platform, which reads the file again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from grader.errors import UsageError
from grader.export.record import Record
from grader.layout.names import Named, pair
from grader.policy import rounded, shown
from grader.report.text import clean

_NAMED = 10
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell's text, and where its bytes are, quotes included."""

    text: str
    start: int
    end: int

    @property
    def number(self) -> Decimal | None:
        """Its number, with either decimal mark; None if it is not a plain one."""
        text = self.text.strip().replace(",", ".")
        return Decimal(text) if re.fullmatch(r"-?\d{1,12}(?:\.\d{1,12})?", text) else None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A CSV file with its bytes. A record that ends before a column has no cell there."""

    path: Path
    data: bytes
    delimiter: str
    rows: tuple[Row, ...]

    def text(self, row: int, column: int) -> str:
        """A cell's text without space around it; empty where there is no cell."""
        cells = self.rows[row]
        return cells[column].text.strip() if column < len(cells) else ""

    def number(self, row: int, column: int) -> Decimal | None:
        """A cell's number, if it has one."""
        cells = self.rows[row]
        return cells[column].number if column < len(cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one student's score belongs."""

    row: int
    column: int
    who: Named
    maximum: Decimal | None = None
    """What full marks are there; None: as many points as here."""
    numbers: tuple[int, ...] = ()
    """Columns with numbers, which show how the file writes them."""
    kept: bool = False
    """Whether what is there stays, because the platform says more with it than a score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A sheet with scores in it."""

    data: bytes
    filled: int
    """Cells that got a score."""
    notes: tuple[str, ...] = ()
    """Whoever is not in it, and what was done to the scores; a line each."""


def read_sheet(path: Path) -> Sheet:
    """The CSV file at *path*: UTF-8 or an 8-bit encoding; comma, semicolon or TAB.

    Raises:
        UsageError: it cannot be read, or is not CSV.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if data.startswith((b"PK", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf")) or b"\0" in data:
        raise UsageError(f"{path}: is not CSV in UTF-8; download it again as CSV")
    start = len(_BOM) if data.startswith(_BOM) else 0
    first = re.sub(rb'"[^"]*"', b"", data[start:].partition(b"\n")[0])
    delimiter = max(b",;\t", key=first.count)
    encoding = "utf-8" if start or _is_utf8(data) else "latin-1"
    rows = _rows(data, start, bytes([delimiter]), encoding)
    if not rows:
        raise UsageError(f"{path}: is empty; download it again")
    return Sheet(path=path, data=data, delimiter=chr(delimiter), rows=tuple(rows))


def written(sheet: Sheet, changes: Mapping[tuple[int, int], str]) -> bytes:
    """The bytes of *sheet* with other texts in some cells, by row and column; all else as it was.

    A cell that was quoted stays quoted.

    Raises:
        UsageError: the row has no such cell.
    """
    pieces, at = [], 0
    for row, column in sorted(changes):
        if column >= len(sheet.rows[row]):
            raise UsageError(f"{sheet.path}: row {row + 1} has too few cells; download it again")
        cell = sheet.rows[row][column]
        text = changes[row, column]
        if sheet.delimiter in text or sheet.data[cell.start : cell.start + 1] == b'"':
            text = f'"{text}"'
        pieces += [sheet.data[at : cell.start], text.encode()]
        at = cell.end
    return b"".join([*pieces, sheet.data[at:]])


def fill(
    sheet: Sheet,
    slots: Sequence[Slot],
    records: Sequence[Record],
    *,
    whole_points: bool = False,
    capped: bool = False,
) -> Merged:
    """Put each record's score into the slot of the only one who it can be.

    A score is scaled to the slot's maximum, and rounded to two decimals, or to whole points, halves
    up; *capped*, it is at most the maximum. Who has no score keeps what is there.
    """
    called = [Named(ids=record.ids, name=record.person.name) for record in records]
    found = pair([slot.who for slot in slots], called)
    comma = any(re.fullmatch(r"\d+,\d+", _there(sheet, slot)) for slot in slots)
    changes: dict[tuple[int, int], str] = {}
    blank: list[str] = []
    cut: list[str] = []
    excused: list[str] = []
    for slot, at in zip(slots, found, strict=True):
        if at is None:
            continue
        told = records[at].score
        if slot.kept:
            excused.append(records[at].student)
            continue
        if told.points is None:
            blank.append(records[at].student)
            continue
        points = _scaled(told.points, told.possible, slot.maximum, whole_points=whole_points)
        if capped and slot.maximum is not None and points > slot.maximum:
            points = slot.maximum
            cut.append(records[at].student)
        text = shown(points)
        changes[slot.row, slot.column] = text.replace(".", ",") if comma else text
    placed = {at for at in found if at is not None}
    absent = [each.student for n, each in enumerate(records) if n not in placed]
    alone = [slot.who for slot, at in zip(slots, found, strict=True) if at is None]
    notes = [
        *_scales(slots, [records[at].score.possible for at in placed]),
        *_listed("no score, left as it was", blank),
        *_listed("excused, left as it was", excused),
        *_listed("cut to the maximum that the platform takes", cut),
        *_listed(f"not in {sheet.path.name}", absent),
        *_listed("in the file, but not in the results", [who.name or who.ids[0] for who in alone]),
    ]
    return Merged(data=written(sheet, changes), filled=len(changes), notes=tuple(notes))


def _scaled(
    points: Decimal, possible: int, maximum: Decimal | None, *, whole_points: bool
) -> Decimal:
    """*points* of *possible* as points of *maximum*: exact, and rounded once."""
    exact = Fraction(points)
    if maximum is not None and possible:
        exact *= Fraction(maximum) / possible
    return rounded(exact, 0 if whole_points else 2)


def _there(sheet: Sheet, slot: Slot) -> str:
    texts = [sheet.text(slot.row, column) for column in slot.numbers]
    return next((text for text in texts if "," in text), "")


def _scales(slots: Sequence[Slot], possible: Sequence[int]) -> list[str]:
    there = {slot.maximum for slot in slots if slot.maximum is not None}
    if not there or there == {Decimal(each) for each in possible}:
        return []
    ours = ", ".join(map(str, sorted(set(possible))))
    return [f"scaled from {ours} points to {', '.join(shown(each) for each in sorted(there))}"]


def _listed(what: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    some = ", ".join(clean(name, limit=60) for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return [f"{len(names)} {what}: {some}{more}"]


def _rows(data: bytes, start: int, delimiter: bytes, encoding: str) -> list[Row]:
    # After a closing quote there may be more, as Python's reader and Excel have it.
    cell = re.compile(rb'(?:"[^"]*(?:""[^"]*)*")?[^\r\n%b]*' % re.escape(delimiter))
    rows, row, at = [], [], start
    while at < len(data):
        match = cell.match(data, at)
        assert match is not None
        row.append(
            Cell(
                text=_text(match[0].decode(encoding, "replace")),
                start=match.start(),
                end=match.end(),
            )
        )
        at = match.end()
        if data[at : at + 1] == delimiter:
            at += 1
            if at < len(data):
                continue
            row.append(Cell(text="", start=at, end=at))
        rows.append(tuple(row))
        row = []
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return rows


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(raw: str) -> str:
    quoted = re.fullmatch(r'"([^"]*(?:""[^"]*)*)"(.*)', raw, re.DOTALL)
    return quoted[1].replace('""', '"') + quoted[2] if quoted else raw
