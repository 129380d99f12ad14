"""The assignment loss_functions: its model solution, its templates and what it tells students."""

import ast
import doctest
import importlib.util
import json
import re
import types
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - as everyone writes it
from latex2mathml.converter import convert
from torch import Tensor

from grader.assignment import load_assignment, load_course

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "student_template" / "loss_functions"
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "loss_functions")
LANGUAGES = ("vi", "en")
HUGE = 10_000.0

Loss = Callable[..., Tensor]


def _load_reference() -> types.ModuleType:
    path = ROOT / "reference" / "loss_functions" / "loss_functions.py"
    spec = importlib.util.spec_from_file_location("reference_loss_functions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _load_reference()


@pytest.fixture
def numbers() -> torch.Generator:
    return torch.Generator().manual_seed(7)


def logits(numbers: torch.Generator, *shape: int) -> Tensor:
    return 1.5 * torch.randn(*shape, generator=numbers, dtype=torch.float64)


# ------------------------------------------------------------------ the model solution


def test_the_doctests_hold_for_every_function() -> None:
    tests = doctest.DocTestFinder().find(REFERENCE, globs={**vars(REFERENCE), "torch": torch})
    runner = doctest.DocTestRunner()
    results = [runner.run(test) for test in tests]

    assert sum(result.failed for result in results) == 0
    tried = {test.name.rpartition(".")[2] for test in tests if test.examples}
    assert {exercise.id for exercise in ASSIGNMENT.exercises} <= tried


@pytest.mark.parametrize(
    "z, y, loss",
    [
        pytest.param([[2, 1, 0.1]], [0], 0.4170, id="sample"),
        pytest.param([[0.5, 2, 0.3]], [0], 1.8406, id="wrong sample"),
        pytest.param(
            [[0.1, 0.2, 3.9], [1.2, 0.1, 0.3], [0.3, 2.2, 0.2]], [2, 0, 1], 0.2834, id="good batch"
        ),
        pytest.param(
            [[0.9, 0.2, 0.1], [0.1, 0.3, 1.5], [1.2, 0.2, 0.5]], [2, 0, 1], 1.6418, id="bad batch"
        ),
    ],
)
def test_cross_entropy_gives_the_values_of_the_lecture(
    z: list[list[float]], y: list[int], loss: float
) -> None:
    found = REFERENCE.cross_entropy(torch.tensor(z), torch.tensor(y))

    assert found.shape == ()
    assert round(found.item(), 4) == loss


@pytest.mark.parametrize("p, loss", [(0.9, 0.105), (0.55, 0.598), (0.1, 2.303)])
def test_bce_gives_the_values_of_the_lecture(p: float, loss: float) -> None:
    one = torch.tensor([1.0])

    assert round(REFERENCE.bce_loss(torch.tensor([p]), one).item(), 3) == loss
    assert round(REFERENCE.bce_with_logits(torch.logit(torch.tensor([p])), one).item(), 3) == loss


def test_smoothed_labels_are_those_of_the_lecture() -> None:
    found = REFERENCE.smooth_labels(torch.tensor([0]), 4, 0.1)

    torch.testing.assert_close(found, torch.tensor([[0.925, 0.025, 0.025, 0.025]]))


def test_every_loss_that_pytorch_has_agrees_with_it(numbers: torch.Generator) -> None:
    z, y = logits(numbers, 7, 3), torch.tensor([2, 0, 1, 1, 2, 1, 0])
    binary = (y > 0).double()
    p, q = torch.softmax(z, dim=1), torch.softmax(logits(numbers, 7, 3), dim=1)
    weights = torch.tensor([0.7, 2.5, 1.6], dtype=torch.float64)
    several = (logits(numbers, 7, 3) > 0).double()
    pairs = [
        (REFERENCE.cross_entropy(z, y), F.cross_entropy(z, y)),
        (REFERENCE.nll_loss(p.log(), y), F.nll_loss(p.log(), y)),
        (REFERENCE.bce_loss(p[:, 0], binary), F.binary_cross_entropy(p[:, 0], binary)),
        (
            REFERENCE.bce_with_logits(z[:, 0], binary),
            F.binary_cross_entropy_with_logits(z[:, 0], binary),
        ),
        (
            REFERENCE.hinge_loss(z[:, 0], 2 * binary - 1),
            F.margin_ranking_loss(z[:, 0], 0 * z[:, 0], 2 * binary - 1, margin=1),
        ),
        (REFERENCE.kl_divergence(p, q), F.kl_div(q.log(), p, reduction="batchmean")),
        (
            REFERENCE.label_smoothing_loss(z, y, 0.2),
            F.cross_entropy(z, y, label_smoothing=0.2),
        ),
        (
            REFERENCE.weighted_cross_entropy(z, y, weights.tolist()),
            F.cross_entropy(z, y, weight=weights),
        ),
        (
            REFERENCE.multilabel_loss(z, several),
            F.binary_cross_entropy_with_logits(z, several),
        ),
    ]
    for ours, theirs in pairs:
        assert ours.shape == ()
        torch.testing.assert_close(ours, theirs, rtol=1e-7, atol=0)


@pytest.mark.parametrize("alpha", [None, 0.3, [0.4, 1.7, 0.9]], ids=["none", "number", "list"])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.5])
def test_focal_loss_is_its_formula(
    numbers: torch.Generator, gamma: float, alpha: float | list[float] | None
) -> None:
    z, y = logits(numbers, 7, 3), [2, 0, 1, 1, 2, 1, 0]
    weights = alpha if isinstance(alpha, list) else [1.0 if alpha is None else alpha] * 3
    p = torch.softmax(z, dim=1)[range(7), y]
    by_formula = sum(
        -weights[k] * (1 - p_t) ** gamma * p_t.log() for k, p_t in zip(y, p, strict=True)
    )

    found = REFERENCE.focal_loss(z, torch.tensor(y), gamma=gamma, alpha=alpha)

    torch.testing.assert_close(found, torch.as_tensor(by_formula) / 7)


@pytest.mark.parametrize("alpha", [None, 0.25])
def test_binary_focal_loss_is_the_multi_class_one_of_two_logits(
    numbers: torch.Generator, alpha: float | None
) -> None:
    z, y = logits(numbers, 7), torch.tensor([1, 0, 1, 1, 0, 0, 0])
    two = torch.stack([0 * z, z], dim=1)
    weights = None if alpha is None else [1 - alpha, alpha]

    found = REFERENCE.binary_focal_loss(z, y.double(), gamma=1.5, alpha=alpha)

    torch.testing.assert_close(found, REFERENCE.focal_loss(two, y, gamma=1.5, alpha=weights))


def test_gradients_are_those_of_finite_differences(numbers: torch.Generator) -> None:
    y, binary = torch.tensor([2, 0, 1, 1, 2, 1, 0]), torch.tensor([1.0, 0, 0, 1, 0, 1, 1])
    z, one = logits(numbers, 7, 3), logits(numbers, 7)
    p, q = torch.softmax(z, dim=1), torch.softmax(logits(numbers, 7, 3), dim=1)
    losses: list[tuple[Loss, Tensor]] = [
        (lambda x: REFERENCE.cross_entropy(x, y), z),
        (lambda x: REFERENCE.nll_loss(x, y), p.log()),
        (lambda x: REFERENCE.bce_loss(x, binary), torch.sigmoid(one)),
        (lambda x: REFERENCE.bce_with_logits(x, binary), one),
        (lambda x: REFERENCE.hinge_loss(x, 2 * binary - 1), one),
        (lambda x: REFERENCE.kl_divergence(p, x), q),
        (lambda x: REFERENCE.focal_loss(x, y, alpha=[0.4, 1.7, 0.9]), z),
        (lambda x: REFERENCE.binary_focal_loss(x, binary, alpha=0.25), one),
        (lambda x: REFERENCE.label_smoothing_loss(x, y, 0.2), z),
        (lambda x: REFERENCE.weighted_cross_entropy(x, y, [0.7, 2.5, 1.6]), z),
        (lambda x: REFERENCE.multilabel_loss(x, (p > 0.3).double()), z),
    ]
    for loss, at in losses:
        assert torch.autograd.gradcheck(loss, (at.clone().requires_grad_(),))


def test_losses_and_gradients_are_exact_for_huge_logits() -> None:
    z = torch.tensor([[HUGE, 0.0, -HUGE], [-HUGE, HUGE, 0.0]], requires_grad=True)
    y = torch.tensor([2, 1])
    one, binary = torch.tensor([HUGE, -HUGE], requires_grad=True), torch.tensor([0.0, 0.0])

    found: list[tuple[Tensor, float]] = [
        (REFERENCE.cross_entropy(z, y), HUGE),
        (REFERENCE.focal_loss(z, y), HUGE),
        (REFERENCE.label_smoothing_loss(z, y, 0.0), HUGE),
        (REFERENCE.weighted_cross_entropy(z, y, [1, 1, 3]), 1.5 * HUGE),
        (REFERENCE.bce_with_logits(one, binary), HUGE / 2),
        (REFERENCE.binary_focal_loss(one, binary), HUGE / 2),
        (REFERENCE.multilabel_loss(one[None], binary[None]), HUGE / 2),
    ]
    for loss, value in found:
        assert loss.item() == value
        gradients = torch.autograd.grad(loss, (z, one), materialize_grads=True)
        assert all(torch.isfinite(part).all() for part in gradients)


def test_zeros_in_probabilities_are_no_nan() -> None:
    certain = torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]])
    other = torch.tensor([[0.5, 0.25, 0.25], [0.5, 0.5, 0.0]])
    y = torch.tensor([0.0, 1.0])

    assert REFERENCE.kl_divergence(certain, certain).item() == 0
    assert REFERENCE.kl_divergence(certain, other).item() == pytest.approx(0.34657, abs=1e-5)
    assert REFERENCE.bce_loss(y, y).item() == 0
    assert 10 < REFERENCE.bce_loss(1 - y, y).item() < 1000


def test_the_chosen_loss_finds_the_minority(numbers: torch.Generator) -> None:
    y = (torch.rand(2000, generator=numbers) < 0.05).long()
    X = torch.randn(2000, 4, generator=numbers) + y[:, None].float()  # two units apart
    recalls = []
    for loss in (REFERENCE.cross_entropy, REFERENCE.choose_loss(y[:1000])):
        model = REFERENCE.train_imbalanced(X[:1000], y[:1000], loss)
        found = model(X[1000:]).argmax(dim=1) == y[1000:]
        recalls.append([found[y[1000:] == k].float().mean().item() for k in (0, 1)])

    plain, chosen = recalls
    assert chosen[1] > plain[1] + 0.3
    assert chosen[0] > 0.7


# ------------------------------------------------------------------ the templates


def notebook_cells(kind: str) -> list[str]:
    notebook = json.loads((TEMPLATE / "loss_functions.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def definitions(source: str) -> dict[str, str]:
    """The source of each function, by name."""
    nodes = ast.parse(source).body
    return {node.name: ast.unparse(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def test_both_templates_have_the_same_stubs_one_to_a_cell() -> None:
    file = definitions((TEMPLATE / "loss_functions.py").read_text(encoding="utf-8"))
    stubs = [stub for stub in map(definitions, notebook_cells("code")) if stub]

    assert all(len(stub) == 1 for stub in stubs)
    assert {name: source for stub in stubs for name, source in stub.items()} == file
    assert list(file) == [exercise.id for exercise in ASSIGNMENT.exercises]


def test_the_stubs_have_the_reference_s_parameters() -> None:
    stubs = ast.parse((TEMPLATE / "loss_functions.py").read_text(encoding="utf-8")).body
    solution = ast.parse(ASSIGNMENT.reference or "").body

    def signatures(nodes: list[ast.stmt]) -> dict[str, tuple[list[str], list[str]]]:
        return {
            node.name: ([a.arg for a in node.args.args], list(map(ast.unparse, node.args.defaults)))
            for node in nodes
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        }

    assert signatures(stubs) == signatures(solution)


def test_the_notebook_says_before_each_stub_what_it_is_worth() -> None:
    headings = notebook_cells("markdown")[1:]

    for exercise, text in zip(ASSIGNMENT.exercises, headings, strict=False):
        assert f"`{exercise.id}` ({exercise.points} điểm)" in text
        assert f"({exercise.points} points)" in text


def test_the_notebook_is_format_4_5_with_valid_cell_ids() -> None:
    notebook = json.loads((TEMPLATE / "loss_functions.ipynb").read_text(encoding="utf-8"))
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


def test_the_assignment_is_worth_100_points() -> None:
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
    return sorted(set(found))


@pytest.mark.parametrize("formula", formulas())
def test_every_formula_can_be_shown(formula: str) -> None:
    mathml = convert(formula)

    assert mathml.startswith("<math")
    assert "\\" not in mathml
