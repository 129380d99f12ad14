"""theta with an intercept row: first in one model, last in another, and in both layers of a network."""
import torch
from torch import nn


def with_ones_first(x):
    return torch.cat([torch.ones(len(x), 1), x], dim=1)


def with_ones_last(x):
    return torch.hstack([x, torch.ones(x.shape[0], 1)])


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.theta = nn.Parameter(torch.zeros(n_features + 1, 1))

    def forward(self, x):
        return with_ones_first(x) @ self.theta


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.theta = nn.Linear(n_features + 1, 1, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.theta(with_ones_last(x)))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.theta = nn.Parameter(torch.zeros(n_features + 1, n_classes))

    def forward(self, x):
        return with_ones_last(x) @ self.theta


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super(NeuralNetBinary, self).__init__()
        self.linear1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU()
        self.linear2 = nn.Linear(hidden_size, 1)

    def forward(self, x):
        out = self.linear1(x)
        out = self.relu(out)
        out = self.linear2(out)
        # sigmoid at the end
        y_pred = torch.sigmoid(out)
        return y_pred


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.theta1 = nn.Parameter(0.5 * torch.randn(input_size + 1, hidden_size))
        self.theta2 = nn.Parameter(0.5 * torch.randn(hidden_size + 1, num_classes))

    def forward(self, x):
        h = torch.relu(with_ones_first(x) @ self.theta1)
        return with_ones_last(h) @ self.theta2


def autograd_gradient(W, X, y):
    W = W.clone().detach().requires_grad_(True)
    loss = nn.CrossEntropyLoss()(X @ W, y)
    loss.backward()
    return W.grad


def batch_loss(logits, y):
    loss = nn.CrossEntropyLoss()
    return loss(logits, y).item()


def predict_classes(logits):
    _, predictions = torch.max(logits, 1)
    return predictions


def train(model, X, y, criterion, lr=0.1, epochs=100):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        loss = criterion(model(X), y)
        model.zero_grad()
        loss.backward()
        opt.step()
        history += [loss.detach().item()]
    return history


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        outputs = model(X)
        _, predicted = torch.max(outputs, 1)
        correct = (predicted == y).sum().item()
    return correct / y.size(0)
