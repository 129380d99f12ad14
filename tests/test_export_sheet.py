"""A platform's file gets numbers into one column, and keeps every other byte."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.export.sheet import read_sheet, written

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
TABLE = st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=5)


def between(data: bytes, path: Path) -> bytes:
    """What of *data* is outside of its cells: delimiters, line ends, the byte order mark."""
    path.write_bytes(data)
    pieces, at = [], 0
    for row in read_sheet(path).rows:
        for cell in row:
            pieces.append(data[at : cell.start])
            at = cell.end
    return b"|".join([*pieces, data[at:]])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=TABLE,
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    bom=st.booleans(),
    data=st.data(),
)
def test_only_the_cells_that_are_named_change(
    tmp_path: Path,
    table: list[list[str]],
    delimiter: str,
    end: str,
    quoting: int,
    bom: bool,
    data: st.DataObject,
) -> None:
    if quoting == csv.QUOTE_MINIMAL:  # Python leaves a lone return without the quotes it needs
        table = [[text.replace("\r", " ") for text in row] for row in table]
    header = "abcd"  # longer than any row, and without a delimiter in it
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(header)
    writer.writerows(table)
    original = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    path = tmp_path / "sheet.csv"
    path.write_bytes(original)
    sheet = read_sheet(path)

    assert [[cell.text for cell in row] for row in sheet.rows] == [list(header), *table]
    assert written(sheet, {}) == original
    row = data.draw(st.integers(0, len(sheet.rows) - 1))
    column = data.draw(st.integers(0, len(sheet.rows[row]) - 1))
    changed = written(sheet, {(row, column): "8,25"})
    assert between(changed, path) == between(original, path)
    path.write_bytes(changed)
    found = [[cell.text for cell in each] for each in read_sheet(path).rows]
    expected = [[cell.text for cell in each] for each in sheet.rows]
    expected[row][column] = "8,25"
    assert found == expected


@pytest.mark.parametrize(
    "data, texts",
    [
        pytest.param(b'a,b\n"x"y,1\n', [["a", "b"], ["xy", "1"]], id="text-after-a-quote"),
        pytest.param(b'a,b\n"x,1\n', [["a", "b"], ['"x', "1"]], id="quote-without-end"),
        pytest.param(b"a;b\r1;2", [["a", "b"], ["1", "2"]], id="old-mac"),
        pytest.param(b"a,b\n1,", [["a", "b"], ["1", ""]], id="no-last-line-end"),
        pytest.param("a,b\nÁ,1\n".encode("latin-1"), [["a", "b"], ["Á", "1"]], id="latin-1"),
        pytest.param(b'"a;b",c\n1,2\n', [["a;b", "c"], ["1", "2"]], id="quoted-header"),
    ],
)
def test_whatever_a_spreadsheet_saved(tmp_path: Path, data: bytes, texts: list[list[str]]) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    sheet = read_sheet(path)

    assert [[cell.text for cell in row] for row in sheet.rows] == texts
    assert written(sheet, {}) == data
    cell = sheet.rows[1][1]
    assert written(sheet, {(1, 1): "7"}) == data[: cell.start] + b"7" + data[cell.end :]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "a,b\n".encode("utf-16"), b"a\0b"])
def test_what_is_no_csv_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)

    with pytest.raises(UsageError, match=r"sheet\.csv: is (empty|not CSV)"):
        read_sheet(path)
    with pytest.raises(UsageError, match="No such file"):
        read_sheet(tmp_path / "nowhere.csv")
