"""Everyone's own worksheet, and work made from it: examples, simulated students.

``assignments/<id>/worksheet.<lang>.md`` is Markdown in which ``{{ z | vector }}`` stands for a
student's number. The same notation in an example (``p = {{ p | percent }}``) stands for the
student's right answer, so that one file is right for everybody.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from grader.atomic import write_atomic
from grader.chain import DECIMALS, Sheet, Sheets, written
from grader.errors import AssignmentError
from grader.intervals import Array
from grader.layout import safe_key
from grader.model import Assignment, StudentId, Submission, SubmittedFile
from grader.report.html import worksheet_html
from grader.report.inline import escape_markdown
from grader.report.text import clean
from grader.suite.plugin import run_module, sheets

_MARK = b"{{"
_CODE = (".py", ".ipynb", ".toml", ".txt")


def open_sheets(assignment: Assignment) -> Sheets:
    """What draws everyone's numbers.

    Raises:
        AssignmentError: the assignment has no numbers of everyone's own, or no reference.
    """
    if not assignment.answers:
        raise AssignmentError(
            f"{assignment.id}: is not worked out by hand: no exercise has answers"
        )
    if assignment.reference is None:
        raise AssignmentError(f"{assignment.id}: has no reference, which draws the numbers")
    reference = run_module(assignment.entry.stem, assignment.reference, "reference")
    return sheets(assignment, reference)


# ------------------------------------------------------------------ worksheets


def to_markdown(assignment: Assignment, sheet: Sheet, lang: str) -> str:
    """The worksheet as Markdown with formulas between dollar signs."""
    path = assignment.folder / f"worksheet.{lang}.md"
    values = {**sheet.given, "student": escape_markdown(clean(sheet.student, limit=120))}
    return _rendered(_read(path), values, str(path))


def to_page(assignment: Assignment, sheet: Sheet, lang: str) -> str:
    """The worksheet as a page to print, its formulas typeset."""
    return worksheet_html(assignment, sheet.student, to_markdown(assignment, sheet, lang), lang)


def write_worksheets(
    assignment: Assignment,
    students: Iterable[StudentId],
    out: Path,
    *,
    lang: str,
    seed: int | None = None,
) -> list[Path]:
    """Write a ``.md`` and a ``.html`` for each of *students* into *out*; return the latter.

    Raises:
        AssignmentError: the assignment has no numbers of everyone's own.
        StoreError: the place cannot be written.
    """
    drawn = open_sheets(assignment)
    paths = []
    for student in students:
        sheet = drawn.sheet(assignment.seed if seed is None else seed, student)
        path = out / f"{assignment.id}.{safe_key(sheet.student)}.html"
        write_atomic(path, to_page(assignment, sheet, lang).encode())
        write_atomic(path.with_suffix(".md"), to_markdown(assignment, sheet, lang).encode())
        paths.append(path)
    return paths


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: cannot be read: {error}") from error


# ------------------------------------------------------------------ work


def fill(submission: Submission, sheet: Sheet) -> Submission:
    """An example with this student's numbers in place of ``{{ … }}``.

    Raises:
        AssignmentError: it names a number that there is not.
    """
    values = {**sheet.given, **sheet.right, "student": sheet.student}

    def filled(file: SubmittedFile) -> SubmittedFile:
        if _MARK not in file.data or file.path.suffix not in _CODE:
            return file
        text = _rendered(file.data.decode(), values, str(file.path))
        return dataclasses.replace(file, data=text.encode())

    return dataclasses.replace(
        submission, student=sheet.student, files=tuple(map(filled, submission.files))
    )


def fill_file(path: Path, sheet: Sheet) -> bytes:
    """The same for one file."""
    data = path.read_bytes()
    if _MARK not in data or path.suffix not in _CODE:
        return data
    values = {**sheet.given, **sheet.right, "student": sheet.student}
    return _rendered(data.decode(), values, str(path)).encode()


def as_toml(values: Mapping[str, Array]) -> str:
    """An answers file; the same lines assign them to variables in Python."""
    return "".join(f"{name} = {literal(value)}\n" for name, value in written(values).items())


def literal(value: Any) -> str:
    """A number or nested lists of numbers to the asked decimals, as TOML, JSON and Python write it.

    >>> literal(np.array([[0.25, 1.0], [2, 3]])), literal(np.float64(0.123456))
    ('[[0.25, 1.0], [2.0, 3.0]]', '0.1235')
    """
    array = np.asarray(value)
    rounded = array if array.dtype.kind in "biu" else np.round(array.astype(float), DECIMALS) + 0.0
    return json.dumps(rounded.tolist())


# ------------------------------------------------------------------ how numbers are written


def _rendered(text: str, values: Mapping[str, Any], where: str) -> str:
    try:
        return _environment().from_string(text).render(**values)
    except jinja2.TemplateError as error:
        raise AssignmentError(f"{where}: {error}") from error


@lru_cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(  # noqa: S701 - Markdown and answers files, not HTML
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: (
            value if isinstance(value, (str, jinja2.Undefined)) else literal(value)
        ),
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    environment.filters |= {
        "vector": _vector,
        "matrix": _matrix,
        "comma": _comma,
        "percent": _percent,
        "exact": _exact,
        "text": lambda value: json.dumps(literal(value)),
    }
    return environment


def _vector(value: Array) -> str:
    return "(" + r",\; ".join(map(_short, np.asarray(value))) + ")"


def _matrix(value: Array) -> str:
    rows = r" \\ ".join(" & ".join(map(_short, row)) for row in np.asarray(value))
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _short(value: Any) -> str:
    return f"{value:.6g}"


def _comma(value: Any) -> str:
    """As it is written in Vietnamese: decimal commas, and semicolons between numbers."""
    return literal(value).replace(",", ";").replace(".", ",")


def _percent(value: Any) -> str:
    """A list of strings such as "66.52%", or one of them."""
    found = np.asarray(value).tolist()
    if isinstance(found, list):
        return json.dumps([f"{100 * each:.2f}%" for each in found])
    return json.dumps(f"{100 * found:.2f}%")


def _exact(value: Any) -> str:
    return json.dumps(np.asarray(value).tolist())
