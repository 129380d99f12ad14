"""The gradebook opens in a spreadsheet as what it is: rows of data, nothing that runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import StoreError
from grader.gradebook import GradebookRow, safe_cell, write_gradebook
from grader.model import ExerciseId, StudentId

EXERCISES = [ExerciseId("softmax"), ExerciseId("one_hot")]


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "value, cell",
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+84 90", "'+84 90", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'=1", id="tab"),
        pytest.param("\r=1", "'=1", id="return"),
        pytest.param("\uff1d1+1", "'\uff1d1+1", id="wide-equals"),
        pytest.param("\uff20SUM(A1)", "'\uff20SUM(A1)", id="wide-at"),
        pytest.param("x; =1;-2", "x; '=1;'-2", id="behind-a-semicolon"),
        pytest.param("\u200b=1", "'=1", id="behind-an-invisible-character"),
        pytest.param("an\nbinh", "an binh", id="line-break"),
        pytest.param("\x1b[31mđỏ\x1b[0m", "đỏ", id="colour"),
        pytest.param("\u202eevil", "evil", id="direction"),
        pytest.param(-3, "-3", id="number"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_no_cell_is_a_formula(value: str | int | None, cell: str) -> None:
    assert safe_cell(value) == cell


_BEGIN = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


@given(st.text())
def test_no_text_becomes_a_formula_or_a_second_line(text: str) -> None:
    cell = safe_cell(text)

    assert not any(part.lstrip().startswith(_BEGIN) for part in cell.split(";"))
    assert not cell.startswith(_BEGIN)
    assert len(cell.splitlines()) <= 1


def test_a_row_for_everyone(tmp_path: Path) -> None:
    graded = GradebookRow(
        student=StudentId('=cmd|" /C calc"!A0'),
        status="graded",
        earned=5,
        score=Decimal("5.00"),
        possible=7,
        exercises={EXERCISES[0]: 3, EXERCISES[1]: 2},
        misconceptions=("wrong-axis", "log-of-zero"),
    )
    missing = GradebookRow(student=StudentId("Đặng Thị Bưởi"), status="missing")
    path = tmp_path / "deep" / "gradebook.csv"
    write_gradebook(path, [graded, missing], EXERCISES)

    first, second = read(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert first["student"] == '\'=cmd|" /C calc"!A0'
    assert (first["earned"], first["possible"], first["percent"]) == ("5", "7", "71.4")
    assert (first["softmax"], first["one_hot"]) == ("3", "2")
    assert first["misconceptions"] == "wrong-axis log-of-zero"
    assert (second["student"], second["status"], second["earned"]) == (
        "Đặng Thị Bưởi",
        "missing",
        "",
    )


def test_a_gradebook_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.csv"
    path.mkdir()

    with pytest.raises(StoreError, match="cannot be written"):
        write_gradebook(path, [], EXERCISES)
    assert [file.name for file in tmp_path.iterdir()] == ["gradebook.csv"]
