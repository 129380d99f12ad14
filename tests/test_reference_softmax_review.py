"""The assignment softmax_review: model solution, data, questions, what students read."""

import ast
import csv
import doctest
import importlib.util
import json
import re
import runpy
import types
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from latex2mathml.converter import convert

from grader.assignment import load_assignment, load_course

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "student_template" / "softmax_review"
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "softmax_review")
LANGUAGES = ("vi", "en")
CHOICES = tuple(f"q{number}" for number in (1, 3, 5, 6, 7, 8, 9, 10))


@pytest.fixture(scope="module")
def reference() -> types.ModuleType:
    path = ROOT / "reference" / "softmax_review" / "softmax_review.py"
    spec = importlib.util.spec_from_file_location("reference_softmax_review", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shared(folder: str, name: str) -> dict[str, Any]:
    """What a file beside the suites defines."""
    return runpy.run_path(str(ASSIGNMENT.folder / folder / f"{name}.py"))


# ------------------------------------------------------------------ the model solution


def test_the_doctests_hold_for_every_exercise(reference: types.ModuleType) -> None:
    tests = doctest.DocTestFinder().find(reference)
    runner = doctest.DocTestRunner()
    results = [runner.run(test) for test in tests]

    assert sum(result.failed for result in results) == 0
    tried = {test.name.rpartition(".")[2] for test in tests if test.examples}
    assert {exercise.id for exercise in ASSIGNMENT.exercises} - {"answers"} <= tried


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_gradient_is_the_slope_of_the_loss(reference: types.ModuleType, n_classes: int) -> None:
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(7, 5)), rng.integers(n_classes, size=7)
    theta = rng.normal(size=(5, n_classes))
    _, gradient = reference.loss_and_gradient(theta, X, y, n_classes)

    for place in np.ndindex(theta.shape):
        step = np.zeros_like(theta)
        step[place] = 1e-6
        up, down = (
            reference.loss_and_gradient(theta + s, X, y, n_classes)[0] for s in (step, -step)
        )
        assert (up - down) / 2e-6 == pytest.approx(gradient[place], abs=1e-8)


def test_numpy_and_pytorch_draw_the_same_curves(reference: types.ModuleType) -> None:
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(23, 4)), rng.integers(3, size=23)
    X_val, y_val = rng.normal(size=(9, 4)), rng.integers(3, size=9)
    with_ones = (reference.add_intercept(X), y, reference.add_intercept(X_val), y_val)
    tensors = [torch.tensor(X).float(), torch.tensor(y)]
    tensors += [torch.tensor(X_val).float(), torch.tensor(y_val)]
    _, ours = reference.train_numpy(*with_ones, 3, 0.4, 15)
    _, theirs = reference.train_torch(*tensors, 3, 0.4, 15)

    assert ours.keys() == theirs.keys() == set(reference.CURVES)
    for name in ("train_loss", "val_loss"):
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-5)


def test_two_classes_hide_what_three_show(reference: types.ModuleType) -> None:
    """Question 6: the mean of the binary cross-entropies is right for K = 2 and for no other K."""
    rng = np.random.default_rng(5)
    for n_classes, hidden in ((2, True), (3, False)):
        X, y = rng.normal(size=(11, 4)), rng.integers(n_classes, size=11)
        theta = rng.normal(size=(4, n_classes))
        p, targets = reference.softmax(X @ theta), reference.one_hot(y, n_classes)
        binary = -(targets * np.log(p) + (1 - targets) * np.log(1 - p)).mean()
        loss, _ = reference.loss_and_gradient(theta, X, y, n_classes)
        assert bool(np.isclose(binary, loss)) is hidden


def test_what_the_questions_say_is_so(reference: types.ModuleType) -> None:
    answers, rng = reference.answers, np.random.default_rng(6)
    z = rng.normal(size=(1, 3))
    perfect = torch.tensor([[1.0, 0.0, 0.0]])
    words = reference.bag_of_words(
        ["phim không hay mà dở", "phim không dở mà hay"], ["phim", "không", "hay", "mà", "dở"]
    )
    y_true, y_pred = np.zeros(1000, int), np.zeros(1000, int)
    y_true[:30] = y_pred[:12] = y_pred[30:58] = 1

    np.testing.assert_allclose(reference.softmax(z + 5), reference.softmax(z))
    assert answers["q2"] == np.zeros((5, 3)).size
    assert y_pred.sum() == 40
    assert answers["q4"] == reference.recall_per_class(y_true, y_pred, 2)[1]
    loss, _ = reference.loss_and_gradient(np.zeros((2, 3)), np.ones((4, 2)), np.zeros(4, int), 3)
    assert loss == pytest.approx(np.log(3))
    twice = torch.nn.functional.cross_entropy(perfect, torch.tensor([0]))
    assert twice.item() == pytest.approx(0.5514, abs=1e-4)
    assert (words[0] == words[1]).all()


# ------------------------------------------------------------------ the questions


def test_every_wrong_option_has_a_reason(reference: types.ModuleType) -> None:
    reasons = shared("hidden", "questions")["REASONS"]

    assert reasons.keys() == reference.answers.keys()
    for name in CHOICES:
        assert {*reasons[name], reference.answers[name]} == set("abcd")
    for name in ("q2", "q4"):
        assert len(reasons[name]) >= 5
        assert reference.answers[name] not in reasons[name]
    slugs = {reason[2] for each in reasons.values() for reason in each.values() if len(reason) > 2}
    assert slugs <= ASSIGNMENT.misconceptions.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_has_four_options_for_each_choice(language: str) -> None:
    statement = (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
    questions = dict(
        re.findall(r"^\*\*(q\d+)\.\*\* (.+?)(?=\n\n)", statement, re.MULTILINE | re.DOTALL)
    )

    assert list(questions) == [f"q{number}" for number in range(1, 11)]
    for name, text in questions.items():
        options = re.findall(r"(?:^|· )([a-d])\)", text, re.MULTILINE)
        assert options == (list("abcd") if name in CHOICES else [])


@pytest.mark.parametrize(
    "written, read",
    [
        *[
            pytest.param(text, "b", id=text)
            for text in ("b", "B", " b ", "b)", "(B)", "b.", "B: vì")
        ],
        *[
            pytest.param(text, "b", id=text)
            for text in ("đáp án B", "Câu b", "Option b", "b) a sum")
        ],
        *[
            pytest.param(text, None, id=text)
            for text in ("a or b", "a, b", "bc", "e", "a hoặc c", "5")
        ],
    ],
)
def test_a_letter_is_read_as_people_write_it(written: str, read: str | None) -> None:
    decomposed = unicodedata.normalize("NFD", written)

    assert [shared("public", "questions")["_letter"](text) for text in (written, decomposed)] == [
        read,
        read,
    ]


# ------------------------------------------------------------------ the data


def test_the_sentences_of_the_template_are_those_of_the_checks() -> None:
    sentences = shared("public", "sentiment")["SENTENCES"]
    with (TEMPLATE / "sentiment.csv").open(encoding="utf-8", newline="") as file:
        rows = [(int(row["label"]), row["text"]) for row in csv.DictReader(file)]

    assert tuple(rows) == sentences
    assert Counter(label for label, _ in sentences) == {0: 20, 1: 20, 2: 20}
    assert len({text for _, text in sentences}) == 60
    assert all(re.fullmatch(r"[\w ]+", text) for _, text in sentences)
    assert all(unicodedata.is_normalized("NFC", text) for _, text in sentences)


def test_the_table_of_the_template_is_imbalanced() -> None:
    table = np.genfromtxt(TEMPLATE / "fraud.csv", delimiter=",", skip_header=1)

    assert table.shape == (600, 6)
    assert Counter(table[:, -1].astype(int).tolist()) == {0: 540, 1: 42, 2: 18}
    assert np.isfinite(table).all()


def test_sentiment_can_be_learnt_and_frauds_are_hard_to_find(reference: types.ModuleType) -> None:
    sentences = shared("public", "sentiment")["SENTENCES"]
    texts, labels = [text for _, text in sentences], np.array([label for label, _ in sentences])
    shares = []
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(60)
        test, train = order[:15], order[15:]
        found = reference.classify_texts(
            [texts[i] for i in train], labels[train], [texts[i] for i in test], 3
        )
        shares.append(np.mean(found == labels[test]))
    table = np.genfromtxt(TEMPLATE / "fraud.csv", delimiter=",", skip_header=1)
    fraud = (table[:, -1] == 2).astype(int)
    X_train, X_test, y_train, y_test = reference.split(table[:, :-1], fraud, 0.3, 1)
    report = reference.fraud_report(X_train, y_train, X_test, y_test, 2)

    assert np.mean(shares) > 0.75
    assert report["accuracy"] > 0.95
    assert report["recall"][1] < report["recall"][0]


# ------------------------------------------------------------------ the templates


def notebook_cells(kind: str) -> list[str]:
    notebook = json.loads((TEMPLATE / "softmax_review.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def definitions(source: str) -> dict[str, str]:
    """The source of each function, by name."""
    nodes = ast.parse(source).body
    return {node.name: ast.unparse(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def test_both_templates_have_the_same_stubs_and_the_same_questions() -> None:
    source = (TEMPLATE / "softmax_review.py").read_text(encoding="utf-8")
    cells = notebook_cells("code")
    file = definitions(source)

    assert definitions("\n".join(cells)) == file
    ids = [exercise.id for exercise in ASSIGNMENT.exercises]
    assert [*file] == ["load_fraud", "load_sentiment", *ids[:-1]]
    assert cells[-1].startswith("answers = {")
    assert cells[-1] in source


def test_the_readers_of_the_template_read_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TEMPLATE)
    template = runpy.run_path("softmax_review.py")

    X, level = template["load_fraud"]()
    texts, labels = template["load_sentiment"]()

    assert (X.shape, level.shape, level.dtype.kind) == ((600, 5), (600,), "i")
    assert (len(texts), labels.shape) == (60, (60,))


# ------------------------------------------------------------------ what students read


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_names_every_exercise_with_its_points(language: str) -> None:
    statement = (ASSIGNMENT.folder / f"statement.{language}.md").read_text(encoding="utf-8")
    points = {"vi": "điểm", "en": "points"}[language]
    headings = [line for line in statement.splitlines() if line.startswith("### ")]

    assert len(headings) == len(ASSIGNMENT.exercises)
    for exercise, heading in zip(ASSIGNMENT.exercises, headings, strict=True):
        assert f"`{exercise.id}" in heading
        assert heading.endswith(f"— {exercise.points} {points}")
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
