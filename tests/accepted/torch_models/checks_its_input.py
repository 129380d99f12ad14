"""Every function converts and checks what it gets, and raises on nonsense."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def to_float(x):
    return torch.as_tensor(x, dtype=torch.float32)


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
    def __init__(self, n_features: int, n_classes: int):
        super().__init__()
        if n_features < 1 or n_classes < 2:
            raise ValueError('cần ít nhất 1 đặc trưng và 2 lớp')
        self.n_features = n_features
        self.fc = nn.Linear(n_features, n_classes)

    def forward(self, x):
        x = to_float(x)
        assert x.shape[-1] == self.n_features, x.shape
        return self.fc(x)


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
    if W.shape[0] != X.shape[1]:
        raise ValueError(f'W {tuple(W.shape)} does not go with X {tuple(X.shape)}')
    W = to_float(W).detach().clone().requires_grad_(True)
    loss = F.nll_loss(F.log_softmax(to_float(X) @ W, dim=1), torch.as_tensor(y).long())
    loss.backward()
    return W.grad.clone()


def batch_loss(logits, y):
    y = torch.as_tensor(y)
    if y.dim() == 2:
        assert y.shape == logits.shape
        return F.cross_entropy(logits, to_float(y)).item()
    return F.cross_entropy(logits, y.long()).item()


def predict_classes(logits):
    logits = to_float(logits)
    if logits.ndim != 2:
        raise ValueError('logits phải có shape (N, C)')
    return logits.topk(1, dim=1).indices.squeeze(1)


def train(model, X, y, criterion, lr=0.1, epochs=100):
    if lr <= 0 or epochs < 0:
        raise ValueError
    if isinstance(criterion, nn.CrossEntropyLoss) and y.ndim == 1:
        y = y.long()
    elif isinstance(criterion, (nn.BCELoss, nn.MSELoss)):
        y = y.float()
        if y.ndim == 1:
            y = y.view(-1, 1)
    optimizer = torch.optim.SGD([{'params': list(model.parameters()), 'lr': lr}])
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
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
