"""``grade`` on the course's assignment: the work whose verdict is known, as a student's files.

All with one warm grader: opening one takes longer than grading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.assignment import find_course, load_assignment
from grader.cli.student import main
from grader.model import Assignment
from grader.pipeline import Grader, open_grader

ROOT = Path(__file__).resolve().parents[1]
MUTANTS = sorted((ROOT / "assignments" / "softmax_numpy" / "mutants").glob("*.py"))[::8]
"""A sample, through the command; tests/test_assignments.py grades them all."""


def grade(*arguments: str | Path) -> Result:
    options = ["--course", str(ROOT), "--assignment", "softmax_numpy"]
    return CliRunner().invoke(main, [*map(str, arguments), *options])


@pytest.fixture(scope="module")
def softmax() -> Assignment:
    return load_assignment(find_course(ROOT), "softmax_numpy")


@pytest.fixture(scope="module")
def warm_grader(softmax: Assignment) -> Iterator[Grader]:
    with open_grader(softmax) as grader:
        yield grader


@pytest.fixture(autouse=True)
def _warm(monkeypatch: pytest.MonkeyPatch, warm_grader: Grader) -> None:
    """The command, but for the second that opening a grader takes."""

    @contextmanager
    def opened(*_arguments: object, **_options: object) -> Iterator[Grader]:
        yield warm_grader

    monkeypatch.setattr("grader.pipeline.open_grader", opened)


def result_of(path: Path) -> tuple[int, dict[str, Any]]:
    found = grade(path, "--json", "-")
    return found.exit_code, json.loads(found.stdout)


def test_the_reference_passes(softmax: Assignment) -> None:
    code, result = result_of(ROOT / "reference" / softmax.id / softmax.entry)

    assert code == 0
    assert result["earned"] == result["possible"] == softmax.points


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_the_template_earns_nothing(softmax: Assignment, suffix: str) -> None:
    path = (ROOT / "student_template" / softmax.id / softmax.entry).with_suffix(suffix)
    code, result = result_of(path)

    assert code == 1
    assert (result["earned"], result["possible"]) == (0, softmax.points)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda path: path.stem)
def test_a_mutant_as_a_students_file(softmax: Assignment, mutant: Path, tmp_path: Path) -> None:
    assert softmax.reference is not None
    path = tmp_path / softmax.entry
    path.write_text(f"{softmax.reference}\n\n{mutant.read_text('utf-8')}", encoding="utf-8")
    code, result = result_of(path)
    checks = [check for exercise in result["exercises"] for check in exercise["checks"]]
    listed = {m.id: m.caught_by for m in softmax.mutants}[mutant.stem]

    assert code == 1
    assert {check["id"] for check in checks if not check["earned"]} == listed
    assert {check["misconception"] for check in checks} - {None} == {mutant.stem.partition(".")[0]}


COLAB = (
    "!pip install -q gdown\n%matplotlib inline\nimport numpy as np",
    "from google.colab import drive\ndrive.mount('/content/drive')",
    "import pandas as pd\ndata = pd.read_csv('/content/drive/MyDrive/creditcard.csv')",
    "SOLUTION",
    "import time\nfor epoch in range(300):\n    time.sleep(1)",
    "%%time\nprint(data.head())",
)


def test_a_colab_notebook(softmax: Assignment, tmp_path: Path) -> None:
    sources = [softmax.reference if source == "SOLUTION" else source for source in COLAB]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": s} for s in sources
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 0}
    path = tmp_path / "Bài tập tuần 2.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found = grade(path, "--lang", "en")

    assert found.exit_code == 0, found.output
    assert "Cell 3" in found.stdout
    assert "Cell 5" in found.stdout
