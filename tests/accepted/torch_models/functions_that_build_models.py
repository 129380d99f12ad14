"""The models are functions that return an nn.Sequential."""
import torch
import torch.nn as nn
import torch.optim as optim


def LinearRegression(n_features):
    return nn.Linear(n_features, 1)


def LogisticRegression(n_features):
    return nn.Sequential(nn.Linear(n_features, 1), nn.Sigmoid())


SoftmaxRegression = nn.Linear


def NeuralNetBinary(input_size, hidden_size):
    return nn.Sequential(
        nn.Linear(input_size, hidden_size), nn.ReLU(), nn.Linear(hidden_size, 1), nn.Sigmoid()
    )


NeuralNetMulticlass = lambda input_size, hidden_size, num_classes: nn.Sequential(
    nn.Linear(input_size, hidden_size), nn.ReLU(), nn.Linear(hidden_size, num_classes)
)


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
