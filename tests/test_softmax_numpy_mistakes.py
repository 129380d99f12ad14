"""softmax_numpy: a mistake is called by its name and charged once, in whatever form it is written.

Each piece is put below right work of another form than the model solution's.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from engine import a_submission

from grader.assignment import load_assignment, load_course
from grader.model import ExerciseId, Grade, Verdict
from grader.pipeline import Grader, open_grader

ROOT = Path(__file__).parents[1]
ASSIGNMENT = load_assignment(load_course(ROOT / "assignments"), "softmax_numpy")
RIGHT = (ROOT / "tests/accepted/softmax_numpy/rounded_accuracy.py").read_text("utf-8")

SOFTMAX_OVER_ROWS = """
    def softmax(z):
        e = np.exp(z - np.max(z, axis=0))
        return e / e.sum(axis=0)
"""
A_CLASS_WITH_ITS_OWN_SOFTMAX = """
    class SoftmaxRegression(SoftmaxRegression):
        def _softmax(self, z):
            e = np.exp(z - np.max(z, axis=0))
            return e / e.sum(axis=0)

        def forward(self, X):
            return self._softmax(X @ self.W + self.b)
"""
A_CLASS_THAT_OVERFLOWS = """
    class SoftmaxRegression(SoftmaxRegression):
        def forward(self, X):
            e = np.exp(X @ self.W + self.b)
            return e / e.sum(axis=1, keepdims=True)
"""
A_GRADIENT_WITHIN_THE_FUNCTION = """
    def loss_and_gradient(W, X, y, reg):
        n = len(X)
        p = predict(X, W)
        loss = -np.log(p[np.arange(n), y]).mean() + reg * np.sum(W * W)
        p[np.arange(n), y] -= 1
        return loss, -X.T @ p / n + 2 * reg * W
"""
A_CLASS_THAT_SUMS = """
    class SoftmaxRegression(SoftmaxRegression):
        def backward(self, X, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            return X.T @ (y_hat - t) + 2 * self.reg * self.W, np.sum(y_hat - t, axis=0)
"""
L2_GRADIENT_HALVED = """
    def loss_and_gradient(theta, X, y, reg):
        y_hat = predict(X, theta)
        loss = cross_entropy(y_hat, y) + reg * np.sum(theta**2)
        return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + reg * theta
"""
EVERYTHING_BY_SIZE = """
    def cross_entropy(y_hat, y):
        return -np.sum(y * np.log(y_hat + 1e-12)) / y.size

    def compute_gradient(X, y, y_hat):
        return X.T @ (y_hat - y) / y.size

    def loss_and_gradient(theta, X, y, reg):
        y = one_hot(y, theta.shape[1])
        y_hat = predict(X, theta)
        loss = cross_entropy(y_hat, y) + reg * np.sum(theta**2)
        return loss, compute_gradient(X, y, y_hat) + 2 * reg * theta

    class SoftmaxRegression(SoftmaxRegression):
        def compute_loss(self, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            return cross_entropy(y_hat, t) + self.reg * np.sum(self.W**2)

        def backward(self, X, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            dW = compute_gradient(X, t, y_hat) + 2 * self.reg * self.W
            return dW, np.sum(y_hat - t, axis=0) / t.size
"""
LABEL_MINUS_PREDICTION_BY_SIZE = """
    def cross_entropy(y_hat, y):
        y = one_hot(y, y_hat.shape[1]) if y.ndim == 1 else y
        return -np.sum(y * np.log(y_hat + 1e-12)) / y.size

    def compute_gradient(X, y, y_hat):
        return X.T @ (y - y_hat) / y.size
"""
LABELS_FIRST = """
    def cross_entropy(y, y_hat):
        y = one_hot(y, y_hat.shape[1]) if y.ndim == 1 else y
        return -np.sum(y * np.log(y_hat + 1e-12)) / len(y)
"""
NOT_REDUCED = """
    def cross_entropy(y_hat, y):
        y = one_hot(y, y_hat.shape[1]) if y.ndim == 1 else y
        return -y * np.log(y_hat + 1e-12)
"""
NO_BIAS = """
    class SoftmaxRegression(SoftmaxRegression):
        def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
            super().__init__(n_features, n_classes, lr, reg, seed)
            del self.b

        def forward(self, X):
            return softmax(X @ self.W)

        def backward(self, X, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            return compute_gradient(X, t, y_hat) + 2 * self.reg * self.W

        def fit(self, X, y, epochs=100, batch_size=None):
            size = batch_size or len(X)
            for _ in range(epochs):
                for i in range(0, len(X), size):
                    batch = slice(i, i + size)
                    dW = self.backward(X[batch], self.forward(X[batch]), y[batch])
                    self.W = self.W - self.lr * dW
                self.history.append(self.compute_loss(self.forward(X), y))
            return self
"""
FORWARD_WITHOUT_SOFTMAX = """
    class SoftmaxRegression(SoftmaxRegression):
        def forward(self, X):
            return X @ self.W + self.b

        def predict_proba(self, X):
            return softmax(self.forward(X))

        def fit(self, X, y, epochs=100, batch_size=None):
            size = batch_size or len(X)
            for _ in range(epochs):
                for i in range(0, len(X), size):
                    batch = slice(i, i + size)
                    dW, db = self.backward(X[batch], self.predict_proba(X[batch]), y[batch])
                    self.W = self.W - self.lr * dW
                    self.b = self.b - self.lr * db
                self.history.append(self.compute_loss(self.predict_proba(X), y))
            return self
"""
ONE_HOT_IN_FIT = """
    class SoftmaxRegression(SoftmaxRegression):
        def compute_loss(self, y_hat, y):
            return -np.sum(y * np.log(y_hat + 1e-12)) / len(y) + self.reg * np.sum(self.W**2)

        def backward(self, X, y_hat, y):
            error = (y_hat - y) / len(X)
            return X.T @ error + 2 * self.reg * self.W, error.sum(axis=0)
"""
UPHILL_TWICE = """
    class SoftmaxRegression(SoftmaxRegression):
        def backward(self, X, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            return X.T @ (t - y_hat) / len(X), np.mean(t - y_hat, axis=0)

        def fit(self, X, y, epochs=100, batch_size=None):
            size = batch_size or len(X)
            for _ in range(epochs):
                for i in range(0, len(X), size):
                    batch = slice(i, i + size)
                    dW, db = self.backward(X[batch], self.forward(X[batch]), y[batch])
                    self.W = self.W + self.lr * (dW - 2 * self.reg * self.W)
                    self.b = self.b + self.lr * db
                self.history.append(self.compute_loss(self.forward(X), y))
            return self
"""
STEPS_OF_ONE = """
    class SoftmaxRegression(SoftmaxRegression):
        def fit(self, X, y, epochs=100, batch_size=None):
            size = batch_size or len(X)
            for _ in range(epochs):
                for i in range(0, len(X), size):
                    batch = slice(i, i + size)
                    dW, db = self.backward(X[batch], self.forward(X[batch]), y[batch])
                    self.W = self.W - dW
                    self.b = self.b - db
                self.history.append(self.compute_loss(self.forward(X), y))
            return self
"""
MASKED_SOFTMAX = """
    def softmax(z):
        z = np.ma.masked_invalid(z)
        e = np.ma.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
"""
EQUAL_ELEMENTS = """
    def compute_accuracy(X, y, theta):
        return np.mean(one_hot(predict_classes(X, theta), theta.shape[1]) == y)
"""
ALL_IN_ALL = """
    def compute_accuracy(X, y, theta):
        return np.mean(np.argmax(predict(X, theta)) == np.argmax(y))
"""
WEIGHT_DECAY = """
    class SoftmaxRegression(SoftmaxRegression):
        def compute_loss(self, y_hat, y):
            return cross_entropy(y_hat, y)

        def backward(self, X, y_hat, y):
            t = one_hot(y, self.W.shape[1])
            return compute_gradient(X, t, y_hat), np.mean(y_hat - t, axis=0)

        def fit(self, X, y, epochs=100, batch_size=None):
            for _ in range(epochs):
                self.W = self.W * (1 - 2 * self.lr * self.reg)
                super().fit(X, y, 1, batch_size)
            return self
"""
CASES = [
    pytest.param([SOFTMAX_OVER_ROWS], {"wrong-axis"}, {"softmax"}, id="softmax-over-rows"),
    pytest.param(
        [A_CLASS_WITH_ITS_OWN_SOFTMAX], {"wrong-axis"}, {"SoftmaxRegression"}, id="own-softmax"
    ),
    pytest.param(
        [A_CLASS_THAT_OVERFLOWS],
        {"no-max-subtraction"},
        {"SoftmaxRegression"},
        id="own-softmax-overflows",
    ),
    pytest.param(
        [A_GRADIENT_WITHIN_THE_FUNCTION],
        {"wrong-sign"},
        {"loss_and_gradient"},
        id="own-gradient",
    ),
    pytest.param(
        [SOFTMAX_OVER_ROWS, A_CLASS_THAT_SUMS],
        {"wrong-axis", "sum-not-mean"},
        {"softmax", "SoftmaxRegression"},
        id="softmax-and-a-gradient",
    ),
    pytest.param(
        [SOFTMAX_OVER_ROWS, L2_GRADIENT_HALVED],
        {"wrong-axis", "l2-mismatch"},
        {"softmax", "loss_and_gradient"},
        id="softmax-and-l2",
    ),
    pytest.param(
        [SOFTMAX_OVER_ROWS, EVERYTHING_BY_SIZE],
        {"wrong-axis", "label-form"},
        {"softmax", "cross_entropy"},
        id="another-convention-is-not-mixed-with-what-is-supplied",
    ),
    pytest.param(
        [LABEL_MINUS_PREDICTION_BY_SIZE],
        {"wrong-sign"},
        {"compute_gradient"},
        id="wrong-sign-in-another-convention",
    ),
    pytest.param([LABELS_FIRST], {"swapped-arguments"}, {"cross_entropy"}, id="labels-first"),
    pytest.param([NOT_REDUCED], {"not-reduced"}, {"cross_entropy"}, id="not-reduced"),
    pytest.param([NO_BIAS], {"bias-missing"}, {"SoftmaxRegression"}, id="no-bias"),
    pytest.param(
        [FORWARD_WITHOUT_SOFTMAX],
        {"missing-softmax"},
        {"SoftmaxRegression"},
        id="forward-without-softmax",
    ),
    pytest.param([ONE_HOT_IN_FIT], {"label-form"}, {"SoftmaxRegression"}, id="one-hot-in-fit"),
    pytest.param([UPHILL_TWICE], {"wrong-sign"}, {"SoftmaxRegression"}, id="uphill-twice"),
    pytest.param([STEPS_OF_ONE], {"lr-missing"}, {"SoftmaxRegression"}, id="steps-of-one"),
    pytest.param([EQUAL_ELEMENTS], set(), {"compute_accuracy"}, id="an-accuracy-by-coincidence"),
    pytest.param([ALL_IN_ALL], set(), {"compute_accuracy"}, id="an-accuracy-of-zero-or-one"),
    pytest.param([WEIGHT_DECAY], set(), {"SoftmaxRegression"}, id="weight-decay"),
]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with open_grader(ASSIGNMENT) as grader:
        yield grader


def graded(grader: Grader, pieces: Collection[str]) -> Grade:
    return grader.grade(a_submission("\n\n".join([RIGHT, *map(textwrap.dedent, pieces)])))


@pytest.mark.parametrize("pieces, names, exercises", CASES)
def test_a_mistake_is_named_and_charged_where_it_is(
    grader: Grader, pieces: list[str], names: set[str], exercises: set[str]
) -> None:
    grade = graded(grader, pieces)
    lost = [each for each in grade.results if each.verdict is not Verdict.PASSED]

    assert {each.misconception for each in lost} - {None} == names
    assert {each.check.exercise for each in lost} == set(map(ExerciseId, exercises))


def lost_points(grade: Grade) -> set[str]:
    return {each.check.id for each in grade.results if each.verdict is not Verdict.PASSED}


def test_what_a_missing_bias_does_not_touch_is_judged_all_the_same(grader: Grader) -> None:
    lost = lost_points(graded(grader, [NO_BIAS]))

    assert not lost & {
        "SoftmaxRegression.loss_values",
        "SoftmaxRegression.l2_term",
        "SoftmaxRegression.uses_every_sample",
        "SoftmaxRegression.steps_in_batches",
        "SoftmaxRegression.reg_shrinks_weights",
        "SoftmaxRegression.history_mean",
    }


def test_logits_out_of_forward_are_charged_once(grader: Grader) -> None:
    assert lost_points(graded(grader, [FORWARD_WITHOUT_SOFTMAX])) == {
        "SoftmaxRegression.forward_values",
        "SoftmaxRegression.stable_forward",
        "SoftmaxRegression.absent_class",
    }


def test_an_exception_of_masked_arrays_is_no_mistake_with_labels(grader: Grader) -> None:
    names = {each.misconception for each in graded(grader, [MASKED_SOFTMAX]).results}

    assert names == {None}
