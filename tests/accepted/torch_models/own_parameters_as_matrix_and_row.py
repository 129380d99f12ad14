"""Own nn.Parameter of shape (D, C), bias of shape (1, C), as in NumPy."""
import torch
import torch.nn as nn
import torch.optim as optim


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(n_features, 1))
        self.b = nn.Parameter(torch.zeros(1, 1))

    def forward(self, x):
        return x @ self.W + self.b


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(n_features, 1))
        self.b = nn.Parameter(torch.zeros(1, 1))

    def forward(self, x):
        z = x @ self.W + self.b
        return 1 / (1 + torch.exp(-z))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(n_features, n_classes))
        self.b = nn.Parameter(torch.zeros(1, n_classes))

    def forward(self, x):
        return x @ self.W + self.b


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(input_size, hidden_size) / input_size ** 0.5)
        self.b1 = nn.Parameter(torch.zeros(1, hidden_size))
        self.W2 = nn.Parameter(torch.randn(hidden_size, 1) / hidden_size ** 0.5)
        self.b2 = nn.Parameter(torch.zeros(1, 1))

    def forward(self, x):
        h = torch.clamp(x @ self.W1 + self.b1, min=0)
        z = h @ self.W2 + self.b2
        return 1 / (1 + torch.exp(-z))


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(input_size, hidden_size) / input_size ** 0.5)
        self.b1 = nn.Parameter(torch.zeros(1, hidden_size))
        self.W2 = nn.Parameter(torch.randn(hidden_size, num_classes) / hidden_size ** 0.5)
        self.b2 = nn.Parameter(torch.zeros(1, num_classes))

    def forward(self, x):
        h = torch.maximum(x @ self.W1 + self.b1, torch.zeros(()))
        return h @ self.W2 + self.b2


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
    optimizer = optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        # Forward pass
        outputs = model(X)
        loss = criterion(outputs, y)

        # Backward and optimize
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        losses.append(loss.item())
    return losses


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        outputs = model(X)
        _, predicted = torch.max(outputs, 1)
        correct = (predicted == y).sum().item()
    return correct / y.size(0)
