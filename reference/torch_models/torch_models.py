"""Linear, logistic and softmax regression and two small networks in PyTorch: the model solution.

Letters as in the lecture: N samples, D features, C classes; x is a float32 tensor of shape
``(N, D)``. Labels are an index vector of shape ``(N,)`` and dtype int64 where a loss of classes is
meant, and a float32 column ``(N, 1)`` for the models with one output, so that prediction and label
have the same shape and nothing is broadcast.

Where probabilities are made is decided once: a model for ``BCELoss`` ends with a sigmoid, a model
for ``CrossEntropyLoss`` ends with logits, because that loss contains log-softmax.

Sources: the course's lecture "PyTorch" (Module 6, week 2); the PyTorch documentation, pages
``torch.nn.CrossEntropyLoss``, ``torch.nn.BCELoss``, "Autograd mechanics" (sections on no-grad and
on evaluation mode) and "Saving and Loading Models"; C. M. Bishop, *Pattern Recognition and Machine
Learning* (Springer, 2006), sections 4.3.2 and 4.3.4.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as PyTorch writes it


class LinearRegression(nn.Module):
    r"""A linear function with one output.

    .. math:: \hat{y} = x w + b

    >>> model = LinearRegression(3)
    >>> model(torch.zeros(7, 3)).shape
    torch.Size([7, 1])
    >>> sum(parameter.numel() for parameter in model.parameters())
    4
    """

    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Values of shape ``(N, 1)`` for features of shape ``(N, D)``."""
        return self.linear(x)


class LogisticRegression(nn.Module):
    r"""The probability of class 1, for ``BCELoss``.

    .. math:: \hat{y} = \sigma(x w + b), \quad \sigma(z) = \frac{1}{1 + e^{-z}}

    >>> model = LogisticRegression(3)
    >>> p = model(torch.zeros(7, 3))
    >>> p.shape, bool(((p > 0) & (p < 1)).all())
    (torch.Size([7, 1]), True)
    """

    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Probabilities of shape ``(N, 1)`` for features of shape ``(N, D)``."""
        return torch.sigmoid(self.linear(x))


class SoftmaxRegression(nn.Module):
    r"""One linear layer with an output for each class, for ``CrossEntropyLoss``.

    .. math:: z = x W + b, \quad \text{softmax only where probabilities are wanted}

    >>> SoftmaxRegression(5, 3)(torch.zeros(7, 5)).shape
    torch.Size([7, 3])
    """

    def __init__(self, n_features: int, n_classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, n_classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of shape ``(N, C)`` for features of shape ``(N, D)``."""
        return self.linear(x)


class NeuralNetBinary(nn.Module):
    r"""One hidden ReLU layer and a sigmoid output, for ``BCELoss``.

    .. math:: \hat{y} = \sigma(\max(0, x W_1 + b_1) W_2 + b_2)

    >>> NeuralNetBinary(5, 4)(torch.zeros(7, 5)).shape
    torch.Size([7, 1])
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(input_size, hidden_size)
        self.output = nn.Linear(hidden_size, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Probabilities of shape ``(N, 1)`` for features of shape ``(N, D)``."""
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


class NeuralNetMulticlass(nn.Module):
    r"""One hidden ReLU layer and an output for each class, for ``CrossEntropyLoss``.

    .. math:: z = \max(0, x W_1 + b_1) W_2 + b_2

    >>> NeuralNetMulticlass(5, 4, 3)(torch.zeros(7, 5)).shape
    torch.Size([7, 3])
    """

    def __init__(self, input_size: int, hidden_size: int, num_classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(input_size, hidden_size)
        self.output = nn.Linear(hidden_size, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of shape ``(N, C)`` for features of shape ``(N, D)``."""
        return self.output(torch.relu(self.hidden(x)))


def autograd_gradient(W: Tensor, X: Tensor, y: Tensor) -> Tensor:
    r"""Gradient of the mean cross-entropy of ``X @ W`` with respect to W, by autograd.

    .. math:: \frac{\partial J}{\partial W} = \frac{1}{N} X^\top (\mathrm{softmax}(X W) - Y)

    is what autograd arrives at (Bishop, equation 4.109, divided by N).

    Args:
        W: Weights, shape ``(D, C)``; neither it nor its ``.grad`` is changed.
        X: Features, shape ``(N, D)``.
        y: Labels, shape ``(N,)``.

    Returns:
        Shape ``(D, C)``.

    >>> autograd_gradient(torch.zeros(1, 2), torch.tensor([[4.0]]), torch.tensor([1]))
    tensor([[ 2., -2.]])
    """
    leaf = W.detach().clone().requires_grad_()
    F.cross_entropy(X @ leaf, y).backward()
    assert leaf.grad is not None
    return leaf.grad


def batch_loss(logits: Tensor, y: Tensor) -> float:
    r"""Mean cross-entropy of logits.

    .. math:: J = -\frac{1}{N} \sum_{i=1}^{N} \log \mathrm{softmax}(z_i)_{y_i}

    Args:
        logits: Shape ``(N, C)``.
        y: Index labels of shape ``(N,)``, or one-hot of shape ``(N, C)`` and a float dtype.

    Returns:
        A plain number, without a graph.

    >>> round(batch_loss(torch.tensor([[2.0, 1.0, 0.1]]), torch.tensor([0])), 4)
    0.417
    >>> round(batch_loss(torch.tensor([[0.5, 2.0, 0.3]]), torch.tensor([[1.0, 0.0, 0.0]])), 4)
    1.8406
    """
    return F.cross_entropy(logits, y).item()


def predict_classes(logits: Tensor) -> Tensor:
    r"""The most probable class of each sample.

    .. math:: \hat{c}_i = \arg\max_k z_{ik}

    Softmax keeps the order of the logits, so it is not needed here.

    Args:
        logits: Shape ``(N, C)``.

    Returns:
        Shape ``(N,)``, int64.

    >>> predict_classes(torch.tensor([[0.1, 0.2, 3.9], [1.2, 0.1, 0.3]]))
    tensor([2, 0])
    """
    return torch.max(logits, 1).indices


def train(
    model: nn.Module, X: Tensor, y: Tensor, criterion: nn.Module, lr: float = 0.1, epochs: int = 100
) -> list[float]:
    """Train *model* in place by gradient descent (``torch.optim.SGD``) on all the data at once.

    Args:
        model: Its output goes to *criterion* as it is.
        X: Features, shape ``(N, D)``.
        y: What *criterion* takes as its second argument.
        criterion: For example ``nn.CrossEntropyLoss()``.
        lr: Learning rate.
        epochs: Number of steps.

    Returns:
        One loss for each epoch: that of the model before the epoch's step.

    >>> model = nn.Linear(1, 1)
    >>> X = torch.tensor([[-1.0], [0.0], [1.0]])
    >>> losses = train(model, X, 2 * X + 1, nn.MSELoss(), epochs=200)
    >>> len(losses), losses[-1] < 1e-3
    (200, True)
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, X: Tensor, y: Tensor) -> float:
    """Accuracy of a model that gives logits.

    The model is put into evaluation mode, and no graph is recorded.

    Args:
        model: Gives logits of shape ``(N, C)``.
        X: Features, shape ``(N, D)``.
        y: Labels, shape ``(N,)``.

    Returns:
        The share of samples whose predicted class is the true one, between 0 and 1.

    >>> evaluate(nn.Identity(), torch.eye(2), torch.tensor([0, 0]))
    0.5
    """
    model.eval()
    with torch.no_grad():
        predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
