"""The assignment torch_models: its model solution, its templates and what it tells students."""

import ast
import doctest
import importlib.util
import json
import re
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from latex2mathml.converter import convert
from torch import nn

from grader.assignment import load_assignment, load_course

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "student_template" / "torch_models"
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "torch_models")
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def reference() -> types.ModuleType:
    path = ROOT / "reference" / "torch_models" / "torch_models.py"
    spec = importlib.util.spec_from_file_location("reference_torch_models", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ the model solution


def test_the_doctests_hold_for_every_exercise(reference: types.ModuleType) -> None:
    tests = doctest.DocTestFinder().find(reference)
    runner = doctest.DocTestRunner()
    results = [runner.run(test) for test in tests]

    assert sum(result.failed for result in results) == 0
    tried = {test.name.rpartition(".")[2] for test in tests if test.examples}
    assert {exercise.id for exercise in ASSIGNMENT.exercises} <= tried


@pytest.mark.parametrize(
    "logits, labels, loss",
    [
        pytest.param([[2, 1, 0.1]], [0], 0.4170, id="right"),
        pytest.param([[0.5, 2, 0.3]], [0], 1.8406, id="wrong"),
        pytest.param(
            [[0.1, 0.2, 3.9], [1.2, 0.1, 0.3], [0.3, 2.2, 0.2]], [2, 0, 1], 0.2834, id="good batch"
        ),
        pytest.param(
            [[0.9, 0.2, 0.1], [0.1, 0.3, 1.5], [1.2, 0.2, 0.5]], [2, 0, 1], 1.6418, id="bad batch"
        ),
    ],
)
def test_batch_loss_gives_the_values_of_the_lecture(
    reference: types.ModuleType, logits: list[list[float]], labels: list[int], loss: float
) -> None:
    z, y = torch.tensor(logits), torch.tensor(labels)
    one_hot = nn.functional.one_hot(y, 3).float()

    assert round(reference.batch_loss(z, y), 4) == loss
    assert round(reference.batch_loss(z, one_hot), 4) == loss


def test_the_autograd_gradient_is_the_analytic_one(reference: types.ModuleType) -> None:
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(5, 3)), rng.normal(size=(7, 5)), rng.permutation(np.arange(7) % 3)
    exp = np.exp(X @ W)
    p = exp / exp.sum(axis=1, keepdims=True)

    gradient = reference.autograd_gradient(torch.tensor(W), torch.tensor(X), torch.tensor(y))

    np.testing.assert_allclose(gradient, X.T @ (p - np.eye(3)[y]) / 7, rtol=1e-12)


def test_the_gradient_leaves_its_argument_alone(reference: types.ModuleType) -> None:
    W = torch.ones(2, 3, requires_grad=True)

    reference.autograd_gradient(W, torch.ones(4, 2), torch.tensor([0, 1, 2, 0]))

    assert W.grad is None


@pytest.mark.parametrize(
    "name, sizes, formula",
    [
        pytest.param("LinearRegression", (5,), lambda x, W, b: x @ W + b, id="linear"),
        pytest.param(
            "LogisticRegression", (5,), lambda x, W, b: 1 / (1 + np.exp(-x @ W - b)), id="logistic"
        ),
        pytest.param("SoftmaxRegression", (5, 3), lambda x, W, b: x @ W + b, id="softmax"),
        pytest.param(
            "NeuralNetBinary",
            (5, 4),
            lambda x, W, b, V, c: 1 / (1 + np.exp(-np.maximum(x @ W + b, 0) @ V - c)),
            id="binary network",
        ),
        pytest.param(
            "NeuralNetMulticlass",
            (5, 4, 3),
            lambda x, W, b, V, c: np.maximum(x @ W + b, 0) @ V + c,
            id="multi-class network",
        ),
    ],
)
def test_a_model_computes_its_formula(
    reference: types.ModuleType, name: str, sizes: tuple[int, ...], formula: types.FunctionType
) -> None:
    torch.manual_seed(0)
    model, x = getattr(reference, name)(*sizes), torch.randn(7, 5)

    parts = [parameter.detach().numpy().T for parameter in model.parameters()]

    np.testing.assert_allclose(model(x).detach(), formula(x.numpy(), *parts), rtol=1e-5, atol=1e-6)


def test_train_makes_plain_steps_of_gradient_descent(reference: types.ModuleType) -> None:
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, 1.0)
    nn.init.zeros_(model.bias)
    X, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])

    losses = reference.train(model, X, y, nn.MSELoss(), lr=0.1, epochs=1)

    # Errors -1 and -2: loss (1 + 4) / 2, gradients -1 * 1 - 2 * 2 = -5 and -3.
    assert losses == [2.5]
    assert model.weight.item() == pytest.approx(1.5)
    assert model.bias.item() == pytest.approx(0.3)


def test_evaluate_switches_dropout_off_and_keeps_no_graph(reference: types.ModuleType) -> None:
    grad_modes = []

    class Watched(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            grad_modes.append(torch.is_grad_enabled())
            return x

    model = nn.Sequential(nn.Dropout(0.99), Watched())

    assert reference.evaluate(model, torch.eye(5), torch.arange(5)) == 1.0
    assert grad_modes == [False]
    assert torch.is_grad_enabled()


# ------------------------------------------------------------------ the templates


def notebook_cells(kind: str) -> list[str]:
    notebook = json.loads((TEMPLATE / "torch_models.ipynb").read_text(encoding="utf-8"))
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
    file = definitions((TEMPLATE / "torch_models.py").read_text(encoding="utf-8"))
    stubs = [stub for source in notebook_cells("code") if (stub := definitions(source))]

    assert all(len(stub) == 1 for stub in stubs)
    assert {name: source for stub in stubs for name, source in stub.items()} == file
    assert list(file) == [exercise.id for exercise in ASSIGNMENT.exercises]


def test_the_notebook_says_before_each_stub_what_it_is_worth() -> None:
    headings = notebook_cells("markdown")[1:]

    for exercise, text in zip(ASSIGNMENT.exercises, headings, strict=False):
        assert f"`{exercise.id}` ({exercise.points} điểm)" in text
        assert f"({exercise.points} points)" in text


def test_the_notebook_is_format_4_5_with_valid_cell_ids() -> None:
    notebook = json.loads((TEMPLATE / "torch_models.ipynb").read_text(encoding="utf-8"))
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
    found = []
    for text in [*texts, *notebook_cells("markdown")]:
        found += re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
        found += re.findall(r"(?<!\$)\$([^$]+)\$(?!\$)", text)
    slugs = {mutant.misconception for mutant in ASSIGNMENT.mutants}
    found += [ASSIGNMENT.misconceptions[slug].formula for slug in slugs]
    return sorted(set(filter(None, found)))


@pytest.mark.parametrize("formula", formulas())
def test_every_formula_can_be_shown(formula: str) -> None:
    mathml = convert(formula)

    assert mathml.startswith("<math")
    assert "\\" not in mathml
