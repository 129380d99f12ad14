"""Every model has methods train and eval of its own, which hide those of nn.Module."""
import torch
from torch import nn


class Trainable(nn.Module):
    """What the five models share: each knows its loss and how it learns."""

    loss = nn.MSELoss()

    def train(self, data, target, epochs=20, step=0.05):
        optimizer = torch.optim.SGD(self.parameters(), lr=step)
        costs = []
        for _ in range(epochs):
            optimizer.zero_grad()
            cost = self.loss(self(data), target)
            cost.backward()
            optimizer.step()
            costs.append(cost.item())
        return costs

    def eval(self, data, target):
        with torch.no_grad():
            return self.loss(self(data), target).item()


class LinearRegression(Trainable):
    def __init__(self, n_features):
        super().__init__()
        self.fc = nn.Linear(n_features, 1)

    def forward(self, x):
        return self.fc(x)


class LogisticRegression(LinearRegression):
    loss = nn.BCELoss()

    def forward(self, x):
        return self.fc(x).sigmoid()


class SoftmaxRegression(Trainable):
    loss = nn.CrossEntropyLoss()

    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = nn.Parameter(0.01 * torch.randn(n_features, n_classes))
        self.b = nn.Parameter(torch.zeros(n_classes))

    def forward(self, x):
        return x.mm(self.W) + self.b


class NeuralNetMulticlass(Trainable):
    loss = nn.CrossEntropyLoss()

    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.drop = nn.Dropout(0.1)
        self.fc2 = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        return self.fc2(self.drop(self.fc1(x).clamp(min=0)))


class NeuralNetBinary(NeuralNetMulticlass):
    loss = nn.BCELoss()

    def __init__(self, input_size, hidden_size):
        super().__init__(input_size, hidden_size, 1)

    def forward(self, x):
        return super().forward(x).sigmoid()


def autograd_gradient(W, X, y):
    weights = W.detach().clone().requires_grad_(True)
    cost = nn.functional.cross_entropy(X @ weights, y)
    return torch.autograd.grad(cost, weights)[0]


def batch_loss(logits, y):
    return nn.CrossEntropyLoss()(logits, y).item()


def predict_classes(logits):
    return logits.max(dim=1)[1]


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        cost = criterion(model(X), y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs


@torch.no_grad()
def evaluate(model, X, y):
    model.eval()
    return (predict_classes(model(X)) == y).float().mean().item()


if __name__ == "__main__":
    X = torch.randn(30, 4)
    model = SoftmaxRegression(4, 3)
    print(model.train(X, X[:, :3].argmax(dim=1))[-1])
    print(model.eval(X, X[:, :3].argmax(dim=1)))
