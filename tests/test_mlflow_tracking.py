"""The assignment mlflow_tracking: its solution, its templates, and stores that are handed in."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import said

from grader.assignment import find_course, load_assignment
from grader.errors import SubmissionError
from grader.model import ExerciseId, Grade, StudentId, Verdict
from grader.pipeline import Grader, open_grader
from grader.sandbox.tracking import ENVIRONMENT
from grader.submission import load_submission

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "reference" / "mlflow_tracking" / "mlflow_tracking.py"
TEMPLATE = ROOT / "student_template" / "mlflow_tracking"
ASSIGNMENT = load_assignment(find_course(ROOT), "mlflow_tracking")
DOCTESTS = "import doctest, mlflow_tracking; print(*doctest.testmod(mlflow_tracking))"


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the model solution has run: the script, mlflow.db and mlruns."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(REFERENCE, folder)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DOCTESTS],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1].split() == ["0", "3"], done.stdout
    return folder


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """For the whole experiment alone."""
    with open_grader(ASSIGNMENT, exercises=[ExerciseId("main")]) as opened:
        yield opened


@pytest.fixture
def handed_in(at_home: Path, tmp_path: Path) -> Path:
    """What a student packs: the store, and a script that is not to be run again."""
    folder = tmp_path / "bài tập"
    shutil.copytree(at_home, folder, ignore=shutil.ignore_patterns("__pycache__"))
    script = folder / REFERENCE.name
    script.write_text(f"{REFERENCE.read_text('utf-8')}\n\nmain = 1 / 0\n", encoding="utf-8")
    return folder


def graded(grader: Grader, folder: Path) -> Grade:
    return grader.grade(load_submission(folder, StudentId("an")))


# ------------------------------------------------------------------ stores


def test_a_store_that_is_handed_in_is_judged_in_place_of_a_run(
    grader: Grader, handed_in: Path
) -> None:
    grade = graded(grader, handed_in)

    assert [said(r.notes) for r in grade.results if r.verdict is not Verdict.PASSED] == []
    assert grade.earned == 22


def test_a_forged_loss_earns_nothing(grader: Grader, handed_in: Path) -> None:
    with sqlite3.connect(handed_in / "mlflow.db") as connection:
        for table in ("metrics", "latest_metrics"):
            connection.execute(f"UPDATE {table} SET value = value / 10 WHERE key = 'val_loss'")
    connection.close()
    grade = graded(grader, handed_in)

    assert grade.earned == 0
    assert "A run logged val_loss = 0.1" in said(grade.results[0].notes)
    assert "Not counted: mlflow.db has a val_loss" in said(grade.results[2].notes)


def test_a_store_without_its_models_earns_nothing(grader: Grader, handed_in: Path) -> None:
    shutil.rmtree(handed_in / "mlruns")
    grade = graded(grader, handed_in)

    assert grade.earned == 0
    assert "A run's model cannot be loaded or asked" in said(grade.results[0].notes)


def test_a_hostile_store_gets_one_line(grader: Grader, handed_in: Path) -> None:
    with sqlite3.connect(handed_in / "mlflow.db") as connection:
        connection.executescript(
            "ALTER TABLE runs RENAME TO old; CREATE VIEW runs AS SELECT * FROM old;"
        )
    connection.close()
    grade = graded(grader, handed_in)

    assert grade.earned == 0
    assert said(grade.results[0].notes).count("\n") == 0
    assert "views or computed columns stand for tables" in said(grade.results[0].notes)
    assert {result.verdict for result in grade.results} == {Verdict.FAILED, Verdict.SKIPPED}


def test_a_store_that_is_a_link_is_refused(handed_in: Path) -> None:
    store = handed_in / "mlflow.db"
    store.rename(handed_in / "other.db")
    store.symlink_to("other.db")

    with pytest.raises(SubmissionError, match=r"^mlflow\.db is a link; hand in the file itself$"):
        load_submission(handed_in, StudentId("an"))


def test_nothing_is_left_running_or_told(grader: Grader, tmp_path: Path) -> None:
    """One thread, no telemetry, and the store at a place of our own."""
    script = tmp_path / "mlflow_tracking.py"
    script.write_text(
        f"{REFERENCE.read_text('utf-8')}\n\n"
        "def main():\n"
        "    import os, threading\n"
        "    from mlflow.telemetry import get_telemetry_client\n"
        "    train_and_log('softmax', {'lr': 0.1, 'epochs': 1}, *load_data())\n"
        "    seen = [t.name for t in threading.enumerate()], get_telemetry_client()\n"
        "    raise RuntimeError(f'{seen} {os.path.exists(\"mlflow.db\")}')\n",
        encoding="utf-8",
    )
    grade = graded(grader, script)

    assert "RuntimeError: (['MainThread'], None) False" in said(
        note for result in grade.results for note in result.notes
    )


# ------------------------------------------------------------------ the templates


def sources_of_cells(kind: str) -> list[str]:
    notebook = json.loads((TEMPLATE / "mlflow_tracking.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def definitions(source: str) -> dict[str, str]:
    """The source of each function and class, by name."""
    return {
        node.name: ast.unparse(node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def test_both_templates_define_the_same() -> None:
    file = definitions((TEMPLATE / "mlflow_tracking.py").read_text(encoding="utf-8"))
    cells = [source for source in sources_of_cells("code") if not source.startswith("%")]

    assert definitions("\n".join(cells)) == file
    assert [name for name in file if name in {e.id for e in ASSIGNMENT.exercises}] == [
        exercise.id for exercise in ASSIGNMENT.exercises
    ]


def test_the_notebook_and_the_statements_say_what_each_part_is_worth() -> None:
    headings = "\n".join(sources_of_cells("markdown"))
    texts = {
        language: (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
        for language in ("vi", "en")
    }

    for exercise in ASSIGNMENT.exercises:
        assert f"`{exercise.id}` ({exercise.points} điểm)" in headings
        for language, word in (("vi", "điểm"), ("en", "points")):
            heading = rf"### \d\. `{exercise.id}\(.*\)` — {exercise.points} {word}\n"
            assert re.search(heading, texts[language]), (exercise.id, language)


def test_the_statements_say_how_to_look_at_the_runs() -> None:
    for language in ("vi", "en"):
        text = (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
        assert "mlflow ui --backend-store-uri sqlite:///mlflow.db" in text


def test_the_suites_know_the_data_of_the_template() -> None:
    """What losses are worked out again on is what students are given."""
    *_, X, y = called(TEMPLATE / "mlflow_tracking.py", "load_data")
    public = called(ASSIGNMENT.folder / "public" / "test_main.py", "validation_set")
    hidden, _ = called(ASSIGNMENT.folder / "hidden" / "scenes.py", "course_data")

    for found in (public, hidden):
        np.testing.assert_array_equal(found[0], X)
        np.testing.assert_array_equal(found[1], y)


def called(path: Path, name: str) -> Any:
    """What a function of that file returns, which needs NumPy alone."""
    scope: dict[str, Any] = {"np": np}
    exec(definitions(path.read_text(encoding="utf-8"))[name], scope)
    return scope[name]()
