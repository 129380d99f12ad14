"""The review of the week, from a table and from sentences to classes: the model solution.

Letters as in the lecture: N samples, D features, C classes (the statement also writes K). Labels
are an index vector of shape ``(N,)``. NumPy arrays are float64, tensors float32. No function
changes its arguments.

Sources: the course's lectures of Module 6, week 2, and their homework; C. M. Bishop, *Pattern
Recognition and Machine Learning* (Springer, 2006), section 4.3.4 (multiclass logistic regression);
T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning* (2nd edition,
Springer, 2009), section 7.10.2 (what may not be done before splitting); C. D. Manning, P. Raghavan,
H. Schütze, *Introduction to Information Retrieval* (Cambridge University Press, 2008), section 6.2
(bag of words) and 8.3 (precision and recall); the PyTorch documentation, page
``torch.nn.CrossEntropyLoss``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from torch import Tensor, nn

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int_]

CURVES = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")

# ------------------------------------------------------------------ data


def split(
    X: Floats, y: Ints, test_share: float = 0.25, seed: int = 0
) -> tuple[Floats, Floats, Ints, Ints]:
    """Deal the samples out at random: ``X_train, X_test, y_train, y_test``.

    Args:
        X: Features, shape ``(N, D)``.
        y: Labels, shape ``(N,)``.
        test_share: Part of the samples that is kept for the test.
        seed: Equal seeds give equal splits.

    >>> [part.shape for part in split(np.zeros((8, 3)), np.arange(8))]
    [(6, 3), (2, 3), (6,), (2,)]
    """
    order = np.random.default_rng(seed).permutation(len(y))
    test, train = np.split(order, [round(len(y) * test_share)])
    return X[train], X[test], y[train], y[test]


def standardize(X_train: Floats, X_test: Floats) -> tuple[Floats, Floats]:
    r"""Both parts on the scale of the training part.

    .. math:: x' = \frac{x - \mu_{\mathrm{train}}}{\sigma_{\mathrm{train}}}

    The test part stands for data never seen, so nothing is learnt from it (Hastie et al.,
    section 7.10.2). A feature that never changes becomes 0.

    >>> train, test = standardize(np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([[5.0, 7.0]]))
    >>> train, test
    (array([[-1.,  0.],
           [ 1.,  0.]]), array([[3., 0.]]))
    """
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    spread = np.where(np.ptp(X_train, axis=0) > 0, spread, 1.0)
    return (X_train - mean) / spread, (X_test - mean) / spread


def add_intercept(X: Floats) -> Floats:
    """A column of ones before the features: shape ``(N, D)`` becomes ``(N, D + 1)``.

    >>> add_intercept(np.array([[5.0, 6.0]]))
    array([[1., 5., 6.]])
    """
    return np.column_stack([np.ones(len(X)), X])


def one_hot(y: Ints, num_classes: int) -> Floats:
    """Each label as a row with a single 1, shape ``(N, C)``.

    >>> one_hot(np.array([2, 0]), 4)
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.]])
    """
    return np.eye(num_classes)[y]


# ------------------------------------------------------------------ softmax regression


def softmax(z: Floats) -> Floats:
    r"""Turn logits into probabilities, row by row; shape ``(N, C)``.

    .. math:: p_{ik} = \frac{e^{z_{ik} - m_i}}{\sum_j e^{z_{ij} - m_i}}, \quad m_i = \max_j z_{ij}

    >>> softmax(np.array([[1000.0, 1000.0], [0.0, np.log(3.0)]]))
    array([[0.5 , 0.5 ],
           [0.25, 0.75]])
    """
    exp = np.exp(z - np.max(z, axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)


def loss_and_gradient(theta: Floats, X: Floats, y: Ints, num_classes: int) -> tuple[float, Floats]:
    r"""The mean cross-entropy of softmax regression, and its derivative by *theta*.

    .. math:: J = -\frac{1}{N} \sum_i \log \hat{y}_{i y_i}, \quad
              \frac{\partial J}{\partial \theta} = \frac{1}{N} X^\top (\hat{y} - y)

    Args:
        theta: Parameters, shape ``(D, C)``.
        X: Features with the intercept among them, shape ``(N, D)``.
        y: Labels, shape ``(N,)``; some classes may be absent.
        num_classes: Number of classes C.

    >>> loss, gradient = loss_and_gradient(np.zeros((1, 2)), np.ones((4, 1)), np.zeros(4, int), 2)
    >>> round(loss, 4), gradient
    (0.6931, array([[-0.5,  0.5]]))
    """
    y_hat, targets = softmax(X @ theta), one_hot(y, num_classes)
    log_p = np.log(np.maximum(y_hat, 1e-15))
    loss = float(-(targets * log_p).sum(axis=1).mean())
    return loss, X.T @ (y_hat - targets) / len(X)


def predict(X: Floats, theta: Floats) -> Ints:
    """The most probable class of each sample, shape ``(N,)``.

    >>> predict(np.array([[1.0], [-1.0]]), np.array([[2.0, 3.0, 1.0]]))
    array([1, 2])
    """
    return np.argmax(X @ theta, axis=1)


def recall_per_class(y_true: Ints, y_pred: Ints, num_classes: int) -> Floats:
    r"""The part of each class that is found, shape ``(C,)``; 0 where a class has no sample.

    .. math:: \mathrm{recall}_k = \frac{|\{i : y_i = k, \hat{y}_i = k\}|}{|\{i : y_i = k\}|}

    >>> recall_per_class(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), 3).round(3)
    array([0.667, 1.   , 0.   ])
    """
    found = np.bincount(y_true[y_true == y_pred], minlength=num_classes)
    there = np.bincount(y_true, minlength=num_classes)
    return found / np.maximum(there, 1)


def train_numpy(
    X_train: Floats,
    y_train: Ints,
    X_val: Floats,
    y_val: Ints,
    num_classes: int,
    lr: float = 0.5,
    epochs: int = 100,
) -> tuple[Floats, dict[str, Floats]]:
    """Gradient descent on all training data at once, from zero parameters.

    Args:
        X_train: Features with the intercept, shape ``(N, D)``; *X_val* alike.
        y_train: Labels, shape ``(N,)``; *y_val* alike.
        num_classes: Number of classes C.
        lr: Learning rate.
        epochs: Steps; each uses all training data.

    Returns:
        Parameters ``(D, C)``, and the four ``CURVES``, each of shape ``(epochs,)``, measured before
        the step of their epoch.

    >>> X, y = np.array([[1.0, -1.0], [1.0, 1.0]]), np.array([0, 1])
    >>> theta, history = train_numpy(X, y, X, y, 2, epochs=3)
    >>> theta.shape, history["train_loss"].round(3), history["val_accuracy"]
    ((2, 2), array([0.693, 0.474, 0.348]), array([0.5, 1. , 1. ]))
    """
    theta = np.zeros((X_train.shape[1], num_classes))
    history: dict[str, list[float]] = {name: [] for name in CURVES}
    for _ in range(epochs):
        loss, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(float(np.mean(predict(X_train, theta) == y_train)))
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(float(np.mean(predict(X_val, theta) == y_val)))
        theta = theta - lr * gradient
    return theta, {name: np.array(curve) for name, curve in history.items()}


def train_torch(
    X_train: Tensor,
    y_train: Tensor,
    X_val: Tensor,
    y_val: Tensor,
    num_classes: int,
    lr: float = 0.5,
    epochs: int = 100,
) -> tuple[nn.Module, dict[str, Floats]]:
    """The same with ``nn.Linear``, ``CrossEntropyLoss`` and ``torch.optim.SGD``.

    The layer has a bias of its own, so the features come without the intercept. Its parameters
    start at zero. The model returns logits.

    >>> import torch
    >>> X, y = torch.tensor([[-1.0], [1.0]]), torch.tensor([0, 1])
    >>> model, history = train_torch(X, y, X, y, 2, epochs=3)
    >>> model(X).shape, history["train_loss"].round(3)
    (torch.Size([2, 2]), array([0.693, 0.474, 0.348]))
    """
    import torch
    from torch import nn

    def accuracy(logits: Tensor, labels: Tensor) -> float:
        return float((logits.argmax(dim=1) == labels).float().mean())

    model = nn.Linear(X_train.shape[1], num_classes)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history: dict[str, list[float]] = {name: [] for name in CURVES}
    for _ in range(epochs):
        optimizer.zero_grad()
        logits = model(X_train)
        loss = criterion(logits, y_train)
        with torch.no_grad():
            val_logits = model(X_val)
            val_loss = criterion(val_logits, y_val)
        history["train_loss"].append(loss.item())
        history["train_accuracy"].append(accuracy(logits, y_train))
        history["val_loss"].append(val_loss.item())
        history["val_accuracy"].append(accuracy(val_logits, y_val))
        loss.backward()
        optimizer.step()
    return model, {name: np.array(curve) for name, curve in history.items()}


# ------------------------------------------------------------------ two whole problems


def fraud_report(
    X_train: Floats,
    y_train: Ints,
    X_test: Floats,
    y_test: Ints,
    num_classes: int,
    lr: float = 0.5,
    epochs: int = 200,
) -> dict[str, object]:
    """From a raw table that was split to a trained model, and what it is worth.

    Returns:
        ``theta`` (D + 1, C), ``history`` as in ``train_numpy`` with the test part as validation,
        and of the test part ``accuracy`` and ``recall`` (C,).

    >>> X, y = np.array([[10.0], [20.0], [90.0], [80.0]]), np.array([0, 0, 1, 1])
    >>> report = fraud_report(X, y, X[1:], y[1:], 2, epochs=20)
    >>> report["accuracy"], report["recall"], report["theta"].shape
    (1.0, array([1., 1.]), (2, 2))
    """
    Z_train, Z_test = (add_intercept(part) for part in standardize(X_train, X_test))
    theta, history = train_numpy(Z_train, y_train, Z_test, y_test, num_classes, lr, epochs)
    y_pred = predict(Z_test, theta)
    return {
        "theta": theta,
        "history": history,
        "accuracy": float(np.mean(y_pred == y_test)),
        "recall": recall_per_class(y_test, y_pred, num_classes),
    }


def bag_of_words(texts: Sequence[str], vocabulary: Sequence[str]) -> Floats:
    """How often each word of *vocabulary* stands in each text, shape ``(N, V)``.

    Words are what white space separates, in lower case. Words outside of the vocabulary are left
    out (Manning et al., section 6.2).

    >>> bag_of_words(["Phim hay rất hay", "good film"], ["film", "hay", "rất"])
    array([[0., 2., 1.],
           [1., 0., 0.]])
    """
    counts = [Counter(text.lower().split()) for text in texts]
    return np.array([[float(count[word]) for word in vocabulary] for count in counts])


def classify_texts(
    train_texts: Sequence[str],
    train_labels: Ints,
    test_texts: Sequence[str],
    num_classes: int,
    lr: float = 0.5,
    epochs: int = 200,
) -> Ints:
    """The class of each test text, by softmax regression on the words of the training texts.

    >>> classify_texts(["hay quá", "dở quá"], np.array([1, 0]), ["rất hay", "dở"], 2)
    array([1, 0])
    """
    vocabulary = sorted({word for text in train_texts for word in text.lower().split()})
    X_train, X_test = (
        add_intercept(bag_of_words(texts, vocabulary)) for texts in (train_texts, test_texts)
    )
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


# ------------------------------------------------------------------ questions

answers = {
    "q1": "c",
    "q2": 15,
    "q3": "b",
    "q4": 0.4,
    "q5": "d",
    "q6": "a",
    "q7": "b",
    "q8": "d",
    "q9": "c",
    "q10": "a",
}
"""To the questions of the statement; the reasons are in ``hidden/questions.py``."""
