"""The assignment softmax_numpy: its model solution, its templates and what it tells students."""

import ast
import doctest
import importlib.util
import json
import re
import types
from pathlib import Path

import numpy as np
import pytest
from latex2mathml.converter import convert

from grader.assignment import load_assignment, load_course

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "student_template" / "softmax_numpy"
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "softmax_numpy")
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def reference() -> types.ModuleType:
    path = ROOT / "reference" / "softmax_numpy" / "softmax_numpy.py"
    spec = importlib.util.spec_from_file_location("reference_softmax_numpy", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ the model solution


def test_the_doctests_hold_for_every_function(reference: types.ModuleType) -> None:
    tests = doctest.DocTestFinder().find(reference, globs={**vars(reference), "np": np})
    runner = doctest.DocTestRunner()
    results = [runner.run(test) for test in tests]

    assert sum(result.failed for result in results) == 0
    tried = {test.name.rpartition(".")[2] for test in tests if test.examples}
    assert {exercise.id for exercise in ASSIGNMENT.exercises} <= tried


@pytest.mark.parametrize(
    "logits, probabilities",
    [
        pytest.param([1, 2, 3], [0.0900, 0.2447, 0.6652], id="1-2-3"),
        pytest.param([5, 2, 4], [0.7054, 0.0351, 0.2595], id="5-2-4"),
        pytest.param([2, 1, 0.1], [0.6590, 0.2424, 0.0986], id="2-1-0.1"),
        pytest.param([1, 0.5, 0.05], [0.5017, 0.3043, 0.1940], id="2-1-0.1 at T=2"),
        pytest.param([2, 0], [0.8808, 0.1192], id="2-0"),
        pytest.param([3, 1, 0], [0.8438, 0.1142, 0.0420], id="3-1-0"),
        pytest.param([0.2, 0.1, 0], [0.3672, 0.3322, 0.3006], id="2-1-0 at T=10"),
        pytest.param([-1, -2, 3, 2], [0.013, 0.005, 0.718, 0.264], id="four classes"),
    ],
)
def test_softmax_gives_the_values_of_the_lecture(
    reference: types.ModuleType, logits: list[float], probabilities: list[float]
) -> None:
    decimals = 3 if len(logits) == 4 else 4

    np.testing.assert_array_equal(
        reference.softmax(np.array(logits)).round(decimals), probabilities
    )
    np.testing.assert_allclose(
        np.exp(reference.log_softmax(np.array([logits]))), [probabilities], atol=10.0**-decimals
    )


@pytest.mark.parametrize(
    "y_hat, y, loss",
    [
        pytest.param([0.4, 0.15, 0.05, 0.4], 0, 0.916, id="the homework's question"),
        pytest.param([0.7, 0.2, 0.1], 0, 0.357, id="right"),
        pytest.param([0.1, 0.3, 0.6], 0, 2.303, id="wrong"),
    ],
)
def test_cross_entropy_gives_the_values_of_the_lecture(
    reference: types.ModuleType, y_hat: list[float], y: int, loss: float
) -> None:
    probabilities, labels = np.array([y_hat]), np.array([y])
    targets = reference.one_hot(labels, len(y_hat))

    assert round(reference.cross_entropy(probabilities, labels), 3) == loss
    assert round(reference.cross_entropy(probabilities, targets), 3) == loss


def test_accuracy_gives_the_value_of_the_lecture(reference: types.ModuleType) -> None:
    predicted, labels = np.array([0, 1, 3, 2, 0, 2, 1, 2]), np.array([0, 0, 3, 2, 1, 2, 2, 1])
    X, y = reference.one_hot(predicted, 4), reference.one_hot(labels, 4)

    assert reference.compute_accuracy(X, y, np.eye(4)) == 0.5


def test_softmax_of_extreme_logits_is_exact(reference: types.ModuleType) -> None:
    z = np.array([[1000.0, 1000.0], [0.0, 0.0], [-1000.0, -1000.0]])

    np.testing.assert_array_equal(reference.softmax(z), np.full((3, 2), 0.5))
    np.testing.assert_array_equal(
        reference.log_softmax(np.array([0.0, -1000.0, 1000.0])), [-1000.0, -2000.0, 0.0]
    )


# ------------------------------------------------------------------ the templates


def notebook_cells(kind: str) -> list[str]:
    notebook = json.loads((TEMPLATE / "softmax_numpy.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def definitions(source: str) -> dict[str, str]:
    """The source of each function and class, by name."""
    nodes = ast.parse(source).body
    return {
        node.name: ast.unparse(node)
        for node in nodes
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def test_both_templates_have_the_same_stubs_one_to_a_cell() -> None:
    file = definitions((TEMPLATE / "softmax_numpy.py").read_text(encoding="utf-8"))
    cells = [definitions(source) for source in notebook_cells("code")]
    stubs = [stub for stub in cells if stub]

    assert all(len(stub) == 1 for stub in stubs)
    assert {name: source for stub in stubs for name, source in stub.items()} == file
    assert list(file) == [exercise.id for exercise in ASSIGNMENT.exercises]


def test_the_notebook_says_before_each_stub_what_it_is_worth() -> None:
    headings = notebook_cells("markdown")[1:]

    for exercise, text in zip(ASSIGNMENT.exercises, headings, strict=False):
        assert f"`{exercise.id}` ({exercise.points} điểm)" in text
        assert f"({exercise.points} points)" in text


def test_the_notebook_is_format_4_5_with_valid_cell_ids() -> None:
    notebook = json.loads((TEMPLATE / "softmax_numpy.ipynb").read_text(encoding="utf-8"))
    ids = [cell["id"] for cell in notebook["cells"]]

    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in ids)
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")


# ------------------------------------------------------------------ what students read


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_names_every_exercise_with_its_points(language: str) -> None:
    statement = (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
    points = {"vi": "điểm", "en": "points"}[language]
    headings = [line for line in statement.splitlines() if line.startswith("### ")]

    assert len(headings) == len(ASSIGNMENT.exercises)
    for exercise, heading in zip(ASSIGNMENT.exercises, headings, strict=True):
        assert f"{exercise.id}(" in heading
        assert heading.endswith(f"— {exercise.points} {points}")


def test_an_assignment_is_worth_100_points() -> None:
    assert ASSIGNMENT.points == 100


def formulas() -> list[str]:
    texts = [
        (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
        for language in LANGUAGES
    ]
    found = [formula for known in ASSIGNMENT.misconceptions.values() if (formula := known.formula)]
    for known in ASSIGNMENT.misconceptions.values():
        for part in (known.title, known.idea, known.inspect, known.next):
            texts += [part.vi, part.en]
    for text in [*texts, *notebook_cells("markdown")]:
        found += re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
        found += re.findall(r"(?<!\$)\$([^$]+)\$(?!\$)", text)
    return sorted(set(found))


@pytest.mark.parametrize("formula", formulas())
def test_every_formula_can_be_shown(formula: str) -> None:
    mathml = convert(formula)

    assert mathml.startswith("<math")
    assert "\\" not in mathml


def test_no_hint_shows_code_that_solves_an_exercise() -> None:
    solutions = {
        "np.exp(z - ",
        "axis=-1",
        "keepdims=True",
        "X.T @",
        "np.eye(num_classes)",
        "np.maximum(y_hat",
        "range(0, ",
    }
    for known in ASSIGNMENT.misconceptions.values():
        for part in (known.title, known.idea, known.inspect, known.next):
            for text in (part.vi, part.en):
                assert not [code for code in solutions if code in text]
