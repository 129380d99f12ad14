# expect: *=missing LinearRegression=failed LogisticRegression=failed NeuralNetBinary=failed SoftmaxRegression=failed|crashed SoftmaxRegression.parameters=passed points=1
# says: the model's parameters have the shapes (1,), (1,)
# says: the model's parameters have the shapes (2, 5), (2,)
# says: model(x) has shape (7, 2), the labels have shape (7, 1)
# says: model(x) returns a tuple of 2; one tensor is expected
# Registered parameters, but a weight for all features, two probabilities, two values at once.
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.slope = nn.Parameter(torch.rand(1))
        self.shift = nn.Parameter(torch.rand(1))

    def forward(self, x):
        return self.slope * x + self.shift


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.scores = nn.Linear(n_features, 2)

    def forward(self, x):
        return self.scores(x).sigmoid()


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.stack = nn.Sequential(
            nn.Linear(input_size, hidden_size), nn.ReLU(), nn.Linear(hidden_size, 2), nn.Sigmoid()
        )

    def forward(self, x):
        return self.stack(x)


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.scores = nn.Linear(n_features, n_classes)

    def forward(self, x):
        z = self.scores(x)
        return z, z.softmax(dim=1)
