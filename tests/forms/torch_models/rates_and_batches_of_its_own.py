# expect: *=missing LinearRegression=passed LogisticRegression=failed|crashed LogisticRegression.parameters=passed SoftmaxRegression=failed SoftmaxRegression.all_parameters_one_half=passed SoftmaxRegression.values=passed SoftmaxRegression.single_sample=passed SoftmaxRegression.cross_entropy_loss=passed NeuralNetBinary=crashed train=passed train.sgd_steps=failed points=29
# says: With 600 samples there were 57 backward passes in 3 epochs; an epoch is one step on all the data.
# says: Two calls model(x) on the same x differ, in evaluation mode as well
# says: parameters have requires_grad=False, so they are not trained
# says: it has two underscores on both sides
# Mini-batches of 32, which only many samples show; F.dropout that is always on; frozen parameters.
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        return self.linear(x)


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(F.dropout(x, 0.2)))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(n_features, n_classes), requires_grad=False)
        self.b = nn.Parameter(torch.zeros(n_classes), requires_grad=False)

    def forward(self, x):
        return x @ self.W + self.b


class NeuralNetBinary(nn.Module):
    def _init_(self, input_size, hidden_size):
        super()._init_()
        self.hidden = nn.Linear(input_size, hidden_size)
        self.output = nn.Linear(hidden_size, 1)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.relu(self.hidden(x))))


def train(model, X, y, criterion, lr=0.1, epochs=100):
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for xb, yb in loader:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(xb)
        losses.append(total / len(X))
    return losses
