"""All weights are registered before all biases; F.linear on (C, D)."""
import torch
import torch.nn.functional as F
from torch import nn, optim


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(1, n_features))
        self.bias = nn.Parameter(torch.rand(1))

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class LogisticRegression(LinearRegression):
    def forward(self, x):
        return F.sigmoid(super().forward(x))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(n_classes))
        self.weight = nn.Parameter(0.01 * torch.randn(n_classes, n_features))

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.w_hidden = nn.Parameter(nn.init.kaiming_normal_(torch.empty(hidden_size, input_size)))
        self.w_out = nn.Parameter(nn.init.xavier_normal_(torch.empty(1, hidden_size)))
        self.b_hidden = nn.Parameter(torch.zeros(hidden_size))
        self.b_out = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        h = F.relu(F.linear(x, self.w_hidden, self.b_hidden))
        return F.linear(h, self.w_out, self.b_out).sigmoid()


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.w_hidden = nn.Parameter(nn.init.kaiming_normal_(torch.empty(hidden_size, input_size)))
        self.w_out = nn.Parameter(nn.init.xavier_normal_(torch.empty(num_classes, hidden_size)))
        self.b_hidden = nn.Parameter(torch.zeros(hidden_size))
        self.b_out = nn.Parameter(torch.zeros(num_classes))

    def forward(self, x):
        h = F.relu(F.linear(x, self.w_hidden, self.b_hidden))
        return F.linear(h, self.w_out, self.b_out)


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
