"""For a student's notebook: ``from grader.notebook import check``, then ``check("softmax")``.

What was run in the notebook is written down and graded in another process, exactly as a file is:
nothing of a check enters the kernel, and nothing that the kernel holds is counted.
"""

from __future__ import annotations

import ast
import builtins
import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from grader.cells import as_python, bindings, parse

_FAILED: Final = 2
"""The exit code of ``grade`` from which on there is no report."""
_NAME: Final = "notebook.ipynb"
_SETTINGS: Final = "grade.toml"
_DATA: Final = (".csv", ".tsv", ".json", ".npy", ".npz")
_DATA_BYTES: Final = 20 << 20


def check(*exercises: str, lang: str | None = None) -> None:
    """Grade the functions and classes of this notebook, and show the report below the cell.

    What counts are the definitions as they were last run, with the imports and variables that they
    use. Cell 3 in the report is the cell with ``[3]`` beside it.

    Args:
        exercises: Names such as ``"softmax"``; all exercises of the kit where none is given.
        lang: ``"vi"`` or ``"en"``; the kit's language where it is not given.
    """
    sources = _history()
    if sources is None:
        return
    options = [option for name in exercises for option in ("--exercise", name)]
    options += ["--lang", lang] if lang else []
    with tempfile.TemporaryDirectory(prefix="grade-") as temporary:
        work, report = Path(temporary, "notebook"), Path(temporary, "report.html")
        work.mkdir()
        (work / _NAME).write_text(_as_notebook(definitions(sources)), encoding="utf-8")
        _copy_data(work)
        # -P: a student's random.py in this folder is not what the grader imports.
        command = [sys.executable, "-P", "-m", "grader", str(work), "--report", str(report)]
        done = subprocess.run(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        page = report.read_text(encoding="utf-8") if report.is_file() else ""
    if done.returncode >= _FAILED or not page:
        _show(done.stderr.strip() or done.stdout, "")
    else:
        _show(done.stdout, page)


def definitions(sources: Sequence[str]) -> list[str]:
    """Each of *sources* (what was run, in order) with blank lines for all but what defines.

    Kept are, as they were last run: functions, classes and imports, values written out (answers
    worked out by hand), and the assignments that these use. So nothing is trained, drawn or
    downloaded again, and line numbers stay what they were.
    """
    cells = [as_python(source) for source in sources]
    found = list(_statements(cells))
    bound = {name: place for place, (_, node) in enumerate(found) for name, _ in bindings([node])}
    todo = [place for place in bound.values() if _defines(found[place][1])]
    kept: set[int] = set()
    while todo:
        place = todo.pop()
        if place not in kept:
            kept.add(place)
            used = {node.id for node in ast.walk(found[place][1]) if isinstance(node, ast.Name)}
            todo += [bound[name] for name in used if name in bound]
    lines: list[set[int]] = [set() for _ in cells]
    for place in kept:
        cell, node = found[place]
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        lines[cell].update(range(first, (node.end_lineno or node.lineno) + 1))
    return [
        "\n".join(line if number in kept_lines else "" for number, line in _numbered(cell))
        for cell, kept_lines in zip(cells, lines, strict=True)
    ]


_DEFINES: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return not any(isinstance(part, (ast.Call, ast.Await)) for part in ast.walk(node.value))
    return isinstance(node, _DEFINES)


def _statements(cells: Sequence[str]) -> Iterator[tuple[int, ast.stmt]]:
    """Every top-level statement of a cell that is Python, but those that are about us."""
    for number, cell in enumerate(cells):
        tree = parse(cell)
        for node in tree.body if tree else ():
            if not (isinstance(node, ast.ImportFrom) and str(node.module).startswith("grader")):
                yield number, node


def _numbered(cell: str) -> Iterator[tuple[int, str]]:
    return enumerate(cell.split("\n"), start=1)


def _history() -> list[str] | None:
    """What was run in this notebook; None where there is none, and after saying so."""
    shell = getattr(builtins, "get_ipython", lambda: None)()
    if shell is None:
        sys.stdout.write("check() works in a notebook; in a terminal run: grade\n")
        return None
    # What stands for a notebook's shell while a file is graded has no history: nothing to do.
    ran = getattr(getattr(shell, "history_manager", None), "input_hist_raw", None)
    return [str(source) for source in ran[1:]] if isinstance(ran, list) else None


def _copy_data(work: Path) -> None:
    """The settings and the small data files of the folder that we are in."""
    room = _DATA_BYTES
    for path in sorted(Path.cwd().iterdir()):
        if path.name == _SETTINGS or (path.suffix in _DATA and path.is_file()):
            room -= path.stat().st_size
            if room > 0:
                shutil.copy(path, work)


def _as_notebook(cells: Sequence[str]) -> str:
    described = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in cells
    ]
    return json.dumps({"cells": described, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def _show(text: str, page: str) -> None:
    """Below the cell: *page* where HTML can be shown, else *text*."""
    shown: dict[str, Any] = {"text/plain": text}
    if page:
        fit = "this.style.height=this.contentDocument.documentElement.scrollHeight+20+'px'"
        shown["text/html"] = (
            f'<iframe title="grade" srcdoc="{html.escape(page)}" onload="{fit}" '
            'style="width:100%;height:40em;border:0;background:white"></iframe>'
        )
    vars(builtins)["display"](shown, raw=True)
