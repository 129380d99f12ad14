"""device = cuda if there is one; .to(device) on everything; seeds at the top."""
import random

import numpy as np
import torch
import torch.nn as nn

SEED = 42
random.seed(SEED)
np.random.seed(SEED)
torch.manual_seed(SEED)
torch.cuda.manual_seed_all(SEED)
torch.backends.cudnn.deterministic = True
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
print(f'Using {device}')


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super(LinearRegression, self).__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        return self.linear(x)


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super(LogisticRegression, self).__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        y_pred = torch.sigmoid(self.linear(x))
        return y_pred


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super(SoftmaxRegression, self).__init__()
        self.linear = nn.Linear(n_features, n_classes)

    def forward(self, x):
        return self.linear(x)


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
        super(NeuralNetMulticlass, self).__init__()
        self.linear1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU()
        self.linear2 = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        out = self.linear1(x)
        out = self.relu(out)
        out = self.linear2(out)
        # no softmax at the end
        return out


def autograd_gradient(W, X, y):
    W = W.clone().detach().requires_grad_(True)
    loss = nn.CrossEntropyLoss()(X @ W, y)
    loss.backward()
    return W.grad


def batch_loss(logits, y):
    logits, y = logits.to(device), y.to(device)
    return nn.CrossEntropyLoss().to(device)(logits, y).item()


def predict_classes(logits):
    _, predictions = torch.max(logits, 1)
    return predictions


def train(model, X, y, criterion, lr=0.1, epochs=100):
    model = model.to(device)
    X = X.to(device)
    y = y.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        y_hat = model(X)
        loss = criterion(y_hat, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.cpu().item())
        if (epoch + 1) % 10 == 0:
            print(f'Epoch [{epoch + 1}/{epochs}], Loss: {loss.item():.4f}')
    return losses


def evaluate(model, X, y):
    model = model.to(device).eval()
    with torch.no_grad():
        y_hat = torch.argmax(model(X.to(device)), dim=-1).cpu()
    return torch.sum(y_hat == y).item() / len(y)
