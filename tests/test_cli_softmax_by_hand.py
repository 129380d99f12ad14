"""The command ``grade`` where everyone has their own numbers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from grader.assignment import find_course, load_assignment
from grader.cli.student import main
from grader.model import StudentId
from grader.worksheet import as_toml, open_sheets


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_grade_takes_the_student_from_the_answers(root: Path, tmp_path: Path) -> None:
    assignment = load_assignment(find_course(root), "softmax_by_hand")
    sheet = open_sheets(assignment).sheet(assignment.seed, StudentId("bob"))
    path = tmp_path / "answers.toml"
    path.write_text(f'student = "bob"\n{as_toml(sheet.right)}', encoding="utf-8")
    arguments = (str(path), "-a", "softmax_by_hand", "--course", str(root), "--json", "-")

    found = run(*arguments)
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["student"] == "bob"
    assert run(*arguments, "--student", "ada").exit_code == 1


def test_grade_asks_whose_numbers_they_are(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("p = [0.1, 0.2, 0.7]", encoding="utf-8")
    found = run(str(path), "-a", "softmax_by_hand", "--course", str(root))

    assert found.exit_code == 2
    assert "--student ID" in found.stderr


def test_a_kit_needs_no_student(root: Path, tmp_path: Path) -> None:
    """Without the reference only the form of the answers is looked at."""
    source = root / "assignments" / "softmax_by_hand"
    kit = tmp_path / "assignments" / "softmax_by_hand"
    shutil.copytree(source / "public", kit / "public")
    shutil.copy(source / "assignment.toml", kit)
    for name in ("course.toml", "misconceptions.toml", "conventions.toml"):
        shutil.copy(root / "assignments" / name, tmp_path / "assignments")
    answers = tmp_path / "answers.toml"
    answers.write_text("p = [0.2; 0,3; 0,5]\nclasses = [0, 1, 2, 3, 0]\n", encoding="utf-8")

    found = run(str(answers), "-a", "softmax_by_hand", "--course", str(tmp_path), "--json", "-")
    assert found.exit_code == 1, found.output
    checks = {
        check["id"]: check["verdict"]
        for exercise in json.loads(found.stdout)["exercises"]
        for check in exercise["checks"]
    }
    assert len(checks) == 11
    assert checks["forward.probabilities_sum_to_one"] == "passed"
    assert checks["batch_predictions.one_class_each"] == "failed"
    assert checks["gradients.shapes"] == "missing"
