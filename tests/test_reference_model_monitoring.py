"""The assignment model_monitoring: its model solution, its template and what it tells students."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import json
import re
import types
from pathlib import Path

import pytest
from latex2mathml.converter import convert

from grader.assignment import load_assignment, load_course

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "student_template" / "model_monitoring"
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "model_monitoring")
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def reference() -> types.ModuleType:
    path = ROOT / "reference" / "model_monitoring" / "model_monitoring.py"
    spec = importlib.util.spec_from_file_location("reference_model_monitoring", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_doctests_hold_for_every_exercise(reference: types.ModuleType) -> None:
    tests = doctest.DocTestFinder().find(reference)
    runner = doctest.DocTestRunner()
    results = [runner.run(test) for test in tests]

    assert sum(result.failed for result in results) == 0
    tried = {test.name.rpartition(".")[2] for test in tests if test.examples}
    assert {exercise.id for exercise in ASSIGNMENT.exercises} <= tried


def test_the_default_registry_is_left_alone(reference: types.ModuleType) -> None:
    from prometheus_client import REGISTRY, generate_latest

    assert b"model_requests_total" in generate_latest(reference.REGISTRY)
    assert b"model_requests_total" not in generate_latest(REGISTRY)


def test_an_assignment_is_worth_a_hundred_points() -> None:
    assert ASSIGNMENT.points == 100


def test_template_and_notebook_have_the_same_code() -> None:
    script = ast.parse((TEMPLATE / "model_monitoring.py").read_text("utf-8")).body[1:]
    cells = json.loads((TEMPLATE / "model_monitoring.ipynb").read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    notebook = ast.parse("\n".join(s for s in sources if not s.startswith("!"))).body

    assert [ast.dump(node) for node in notebook] == [ast.dump(node) for node in script]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_names_every_exercise_metric_and_its_points(
    language: str, reference: types.ModuleType
) -> None:
    statement = (ASSIGNMENT.folder / f"statement.{language}.md").read_text("utf-8")
    headings = re.findall(r"^### \d\. (.+)$", statement, re.MULTILINE)
    points = [int(number) for line in headings for number in re.findall(r"— (\d+)", line)]

    assert points == [exercise.points for exercise in ASSIGNMENT.exercises]
    assert all(f"`{exercise.id}" in statement for exercise in ASSIGNMENT.exercises)
    names = {sample.name for metric in reference.REGISTRY.collect() for sample in metric.samples}
    families = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in names}
    exposed = {f"`{name}`" for name in families if not name.endswith(("requests", "predictions"))}
    assert {name for name in exposed if name not in statement} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_can_be_shown(language: str) -> None:
    statement = (ASSIGNMENT.folder / f"statement.{language}.md").read_text("utf-8")
    formulas = re.findall(r"\$\$(.+?)\$\$", statement, re.DOTALL)

    assert formulas
    assert all("<math" in convert(formula) for formula in formulas)
