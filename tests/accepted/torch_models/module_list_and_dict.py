"""Layers in nn.ModuleList, nn.ModuleDict, nn.ParameterList and nn.ParameterDict."""
import torch
import torch.nn as nn
import torch.optim as optim


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.params = nn.ParameterDict({
            'w': nn.Parameter(torch.randn(n_features, 1)),
            'b': nn.Parameter(torch.zeros(1)),
        })

    def forward(self, x):
        return torch.matmul(x, self.params['w']) + self.params['b']


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.theta = nn.ParameterList([torch.randn(n_features, 1), torch.zeros(1)])

    def forward(self, x):
        w, b = self.theta
        return nn.Sigmoid()(torch.addmm(b, x, w))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.layers = nn.ModuleDict({'out': nn.Linear(n_features, n_classes)})

    def forward(self, x):
        return self.layers['out'](x)


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        sizes = [input_size, hidden_size, 1]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return torch.sigmoid(self.layers[-1](x))


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.layers = nn.ModuleList()
        self.layers.append(nn.Linear(input_size, hidden_size))
        self.layers.append(nn.ReLU())
        self.layers.append(nn.Linear(hidden_size, num_classes))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


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
