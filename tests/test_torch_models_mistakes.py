"""torch_models: a mistake is called by its name in whatever form the work is written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import a_submission

from grader.assignment import load_assignment, load_course
from grader.model import ExerciseId, Grade, Phrase, Verdict
from grader.pipeline import Grader, open_grader

ROOT = Path(__file__).parents[1]
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "torch_models")
EXERCISES = [
    ExerciseId(name)
    for name in ("LogisticRegression", "SoftmaxRegression", "NeuralNetMulticlass", "train")
]

SOFTMAX_AS_A_LAYER = """
    class NeuralNetMulticlass(nn.Module):
        def __init__(self, input_size, hidden_size, num_classes):
            super().__init__()
            self.net = nn.Sequential(
                nn.Linear(input_size, hidden_size),
                nn.ReLU(),
                nn.Linear(hidden_size, num_classes),
                nn.Softmax(dim=1),
            )

        def forward(self, x):
            return self.net(x)
"""
SOFTMAX_OF_OWN_PARAMETERS = """
    class SoftmaxRegression(nn.Module):
        def __init__(self, n_features, n_classes):
            super().__init__()
            self.theta = nn.Parameter(torch.zeros(n_features + 1, n_classes))

        def forward(self, x):
            z = torch.cat([torch.ones(len(x), 1), x], dim=1) @ self.theta
            return torch.exp(z) / torch.exp(z).sum(dim=1, keepdim=True)
"""
SIGMOID_TWICE = """
    class LogisticRegression(nn.Module):
        def __init__(self, n_features):
            super().__init__()
            self.w = nn.Parameter(torch.zeros(n_features))
            self.b = nn.Parameter(torch.tensor(0.0))
            self.sigmoid = nn.Sigmoid()

        def forward(self, x):
            p = 1 / (1 + torch.exp(-(x @ self.w + self.b)))
            return self.sigmoid(p).unsqueeze(1)
"""
A_LIST_OF_LAYERS = """
    class NeuralNetMulticlass(nn.Module):
        def __init__(self, *sizes):
            super().__init__()
            self.layers = []
            for n_in, n_out in zip(sizes, sizes[1:]):
                self.layers.append(nn.Linear(n_in, n_out))

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = F.relu(layer(x))
            return self.layers[-1](x)
"""
ZERO_GRAD_ONCE = """
    def train(model, X, y, criterion, lr=0.1, epochs=100):
        model.zero_grad()
        history = []
        for epoch in range(epochs):
            loss = criterion(model(X), y)
            loss.backward()
            with torch.no_grad():
                for p in model.parameters():
                    p -= lr * p.grad
            history.append(loss.detach())
        return history
"""
SOFTMAX_IN_THE_LOOP = """
    def train(model, X, y, criterion, lr=0.1, epochs=100):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        history = []
        for epoch in range(epochs):
            y_hat = nn.Softmax(dim=1)(model(X))
            loss = criterion(y_hat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            history += [float(loss)]
        return history
"""
SILU = """
    class NeuralNetMulticlass(nn.Module):
        def __init__(self, input_size, hidden_size, num_classes):
            super().__init__()
            self.hidden = nn.Linear(input_size, hidden_size)
            self.out = nn.Linear(hidden_size, num_classes)

        def forward(self, x):
            return self.out(F.silu(self.hidden(x)))
"""
ADAGRAD = """
    def train(model, X, y, criterion, lr=0.1, epochs=100):
        optimizer = torch.optim.Adagrad(model.parameters(), lr=lr)
        history = []
        for epoch in range(epochs):
            optimizer.zero_grad()
            loss = criterion(model(X), y)
            loss.backward()
            optimizer.step()
            history.append(loss.item())
        return history
"""
UNTIL_IT_CONVERGES = """
    def train(model, X, y, criterion, lr=0.1, epochs=100):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        history = []
        for epoch in range(epochs):
            optimizer.zero_grad()
            loss = criterion(model(X), y)
            loss.backward()
            optimizer.step()
            history.append(loss.item())
            if epoch and abs(history[-2] - history[-1]) < 1e-5:
                return history
        return history
"""
RATE_FALLS_LATE = """
    def train(model, X, y, criterion, lr=0.1, epochs=100):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        history = []
        for epoch in range(epochs):
            optimizer.param_groups[0]["lr"] = lr * 0.1 ** (epoch // 30)
            optimizer.zero_grad()
            loss = criterion(model(X), y)
            loss.backward()
            optimizer.step()
            history.append(loss.item())
        return history
"""
MISSPELT = """
    class SoftmaxRegression(nn.Module):
        def __init__(self, n_features, n_classes):
            super().__init__()
            self.linear = nn.Linear(n_features, n_clases)

        def forward(self, x):
            return self.linear(x)
"""
WITHOUT_ITS_IMPORT = """
    class SoftmaxRegression(nn.Module):
        def __init__(self, n_features, n_classes):
            super().__init__()
            self.linear = nn.Linear(n_features, n_classes)
            self.linear.weight.data.uniform_(-1 / np.sqrt(n_features), 1 / np.sqrt(n_features))

        def forward(self, x):
            return self.linear(x)
"""


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with open_grader(ASSIGNMENT, exercises=EXERCISES) as grader:
        yield grader


@pytest.mark.parametrize(
    "written, slug",
    [
        pytest.param(SOFTMAX_AS_A_LAYER, "double-softmax", id="softmax as a layer"),
        pytest.param(SOFTMAX_OF_OWN_PARAMETERS, "double-softmax", id="softmax by hand"),
        pytest.param(SIGMOID_TWICE, "double-sigmoid", id="sigmoid twice, weight as a vector"),
        pytest.param(A_LIST_OF_LAYERS, "unregistered-parameter", id="layers in a list"),
        pytest.param(ZERO_GRAD_ONCE, "zero-grad-missing", id="zero_grad once, steps by hand"),
        pytest.param(SOFTMAX_IN_THE_LOOP, "double-softmax", id="softmax in the training loop"),
        pytest.param(SILU, "wrong-activation", id="an activation near ReLU"),
        pytest.param(ADAGRAD, "other-optimizer", id="an optimizer of its own kind"),
        pytest.param(RATE_FALLS_LATE, "other-optimizer", id="a rate that falls every 30 epochs"),
        pytest.param(UNTIL_IT_CONVERGES, "history-gaps", id="a loop that ends early"),
        pytest.param(MISSPELT, "no-super-init", id="a parameter misspelt"),
    ],
)
def test_the_mistake_is_named(grader: Grader, written: str, slug: str) -> None:
    assert named(graded(grader, written)) == {slug}


def test_a_name_that_is_defined_nowhere_is_only_told(grader: Grader) -> None:
    grade = graded(grader, WITHOUT_ITS_IMPORT)

    assert named(grade) == set()
    (note,) = next(r for r in grade.results if r.verdict is Verdict.CRASHED).notes
    assert isinstance(note, Phrase)
    assert note.english() == "The code raised NameError: name 'np' is not defined."


def graded(grader: Grader, written: str) -> Grade:
    """The model solution, with what is *written* after it."""
    assert ASSIGNMENT.reference is not None
    source = f"{ASSIGNMENT.reference}\n{textwrap.dedent(written)}"
    return grader.grade(a_submission(source, "torch_models.py"))


def named(grade: Grade) -> set[str]:
    """The mistakes that were named."""
    return {result.misconception for result in grade.results if result.misconception}
